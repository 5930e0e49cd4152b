import { ok } from "#kernel/result.ts";
import type { EventOf } from "#schema/events.ts";
import { moveOrder, type Trigger } from "../domain/order-life.ts";
import type { Order } from "../domain/order.ts";
import type { Ports } from "../ports.ts";

/** A payment went through: confirms the order it pays in full. One that came too late changes nothing here. */
export async function confirmOrder(ports: Ports, event: EventOf<"payments", "PaymentSucceeded">): Promise<void> {
  const { minorUnits, currency } = event.data.amount;
  const isPaid = ({ totals: { total } }: Order) =>
    total.currency === currency && total.minorUnits <= BigInt(minorUnits);
  await settle(ports, event, "pay", event.data.paymentId, isPaid);
}

/** Money went back: when nothing of it is left, the order is refunded. One that was cancelled stays cancelled. */
export async function refundOrder(ports: Ports, event: EventOf<"payments", "RefundSucceeded">): Promise<void> {
  if (event.data.orderFullyRefunded) await settle(ports, event, "refund", event.data.refundId, () => true);
}

function settle(
  { store, clock }: Ports,
  event: EventOf<"payments", "PaymentSucceeded" | "RefundSucceeded">,
  trigger: Trigger,
  actorId: string,
  applies: (order: Order) => boolean,
) {
  return store.transact(async (tx) => {
    if (!(await tx.receive(event.id))) return ok();
    const order = await tx.lockOrder(event.data.orderId);
    if (!order || !applies(order)) return ok();
    const move = { trigger, actors: ["PAYMENTS"], actorId, note: null, requestId: event.requestId } as const;
    const moved = moveOrder(order, move, clock.now());
    if (moved.ok) await tx.keepChanges([moved.value]);
    return ok();
  });
}
