import type { Job } from "#kernel/jobs.ts";
import { expireOrders } from "../commands/expire-orders.ts";
import { forgetPlacements, sweepPlacements } from "../commands/sweep-placements.ts";
import type { Ports } from "../ports.ts";

const EXPIRE_EVERY_MS = 1_000;
const SWEEP_EVERY_MS = 5_000;
const FORGET_EVERY_MS = 3_600_000;

export function jobs(ports: Ports): Job[] {
  return [
    { name: "expire orders", everyMs: EXPIRE_EVERY_MS, run: () => expireOrders(ports) },
    { name: "sweep placements", everyMs: SWEEP_EVERY_MS, run: () => sweepPlacements(ports) },
    { name: "forget placements", everyMs: FORGET_EVERY_MS, run: () => forgetPlacements(ports) },
  ];
}
