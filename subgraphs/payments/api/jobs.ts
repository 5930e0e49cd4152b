import { randomUUID } from "node:crypto";
import type { Job } from "#kernel/jobs.ts";
import { reconcile } from "../commands/reconcile.ts";
import type { Ports } from "../ports.ts";

const RECONCILE_EVERY_MS = 5_000;
const FORGET_EVERY_MS = 3_600_000;
/** Longer than any provider sends a webhook again. */
const WEBHOOK_RETENTION_MS = 90 * 86_400_000;

export function jobsOf(ports: Ports): Job[] {
  const { store, clock } = ports;
  return [
    { name: "payments reconciliation", everyMs: RECONCILE_EVERY_MS, run: () => reconcile(ports, randomUUID()) },
    {
      name: "payments forgets old webhooks",
      everyMs: FORGET_EVERY_MS,
      run: () => store.removeWebhooksBefore(new Date(clock.now().getTime() - WEBHOOK_RETENTION_MS)),
    },
  ];
}
