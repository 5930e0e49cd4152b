import { randomUUID } from "node:crypto";
import type { Job } from "#kernel/jobs.ts";
import { expireReservations } from "../commands/expire-reservations.ts";
import type { Ports } from "../ports.ts";

const EXPIRE_EVERY_MS = 5_000;

export function inventoryJobs(ports: Ports): Job[] {
  return [
    {
      name: "expire reservations",
      everyMs: EXPIRE_EVERY_MS,
      run: async () => void (await expireReservations(ports, randomUUID())),
    },
  ];
}
