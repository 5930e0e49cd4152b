import { randomUUID } from "node:crypto";
import { ok } from "#kernel/result.ts";
import { moveOrder } from "../domain/order-life.ts";
import type { Ports } from "../ports.ts";

const BATCH_MAX = 100;

/** Cancels what was not paid in time; its event frees the stock. One cheap statement when nothing is due. */
export async function expireOrders({ store, clock }: Pick<Ports, "store" | "clock">): Promise<void> {
  const now = clock.now();
  while (await store.orders.hasOverdue(now)) {
    const requestId = randomUUID();
    const expired = await store.transact(async (tx) => {
      const overdue = await tx.lockOverdue(now, BATCH_MAX);
      const move = { trigger: "expire", actors: ["CLOCK"], actorId: null, note: null, requestId } as const;
      const moved = overdue.map((order) => moveOrder(order, move, now));
      const changes = moved.flatMap((one) => (one.ok ? [one.value] : []));
      await tx.keepChanges(changes);
      return ok(changes.length);
    });
    if (!expired.ok || expired.value === 0) return;
  }
}
