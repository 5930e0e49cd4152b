import type { Id } from "#kernel/id.ts";
import { ok } from "#kernel/result.ts";
import type { Ports } from "../ports.ts";
import { advancePayment, type Errand } from "./advance-payment.ts";
import { runErrands } from "./run-errands.ts";

export interface CloseOrder {
  readonly eventId: string;
  readonly orderId: Id;
  readonly owner: Id;
}

/** A cancelled order takes no more money: what came goes back, what waits for the buyer is given up. */
export async function closeOrder(ports: Ports, { eventId, orderId, owner }: CloseOrder, requestId: string) {
  const closed = await ports.store.transact<Errand[], never>(async (tx) => {
    if (!(await tx.receive(eventId))) return ok([]);
    await tx.closeAccount(orderId, owner, ports.clock.now());
    const errands: Errand[] = [];
    for (const payment of await tx.findPaymentsOfOrder(orderId)) {
      errands.push(...(await advancePayment(tx, payment, { type: "orderClosed" }, ports, requestId)).errands);
    }
    return ok(errands);
  });
  if (closed.ok) await runErrands(ports, closed.value, requestId);
}
