import type { Id } from "#kernel/id.ts";
import { ok } from "#kernel/result.ts";
import type { Ports } from "../ports.ts";

export interface ClaimOrder {
  readonly eventId: string;
  readonly orderId: Id;
  /** The customer the order belongs to from now on. */
  readonly owner: Id;
}

/** A guest's order becomes a customer's, its payments with it; remembered also when it has none yet. */
export async function claimOrder({ store, clock }: Ports, { eventId, orderId, owner }: ClaimOrder): Promise<void> {
  await store.transact<void, never>(async (tx) => {
    if (await tx.receive(eventId)) await tx.openAccount(orderId, owner, clock.now());
    return ok();
  });
}
