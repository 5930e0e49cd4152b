import type { Id } from "#kernel/id.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { NewEventOf } from "#schema/events.ts";
import type { Actor, CancelReason, Order, OrderStatus, TimelineEntry } from "./order.ts";

/** What can happen to an order after it was placed. */
export type Trigger = "pay" | "process" | "ship" | "deliver" | "cancel" | "expire" | "refund";

interface Transition {
  readonly from: OrderStatus;
  readonly trigger: Trigger;
  readonly to: OrderStatus;
  readonly by: readonly Actor[];
  /** Told to the others; payments and stock follow these. */
  readonly says:
    "OrderConfirmed" | "OrderProcessing" | "OrderShipped" | "OrderDelivered" | "OrderCancelled" | "OrderRefunded";
  /** Why a person cannot do it: a scope that is missing, or what it waits for. */
  readonly blockedBy: string;
}

/** The scope that lets staff move orders. */
export const ORDERS_WRITE = "orders:write";

/** An order's whole life: what is not a row here cannot happen. */
export const TRANSITIONS: readonly Transition[] = [
  row("PENDING", "pay", "CONFIRMED", ["PAYMENTS"], "OrderConfirmed", "PAYMENT_DUE"),
  row("PENDING", "cancel", "CANCELLED", ["CUSTOMER", "STAFF"], "OrderCancelled", ORDERS_WRITE),
  row("PENDING", "expire", "CANCELLED", ["CLOCK"], "OrderCancelled", "PAYMENT_DUE"),
  row("CONFIRMED", "process", "PROCESSING", ["STAFF"], "OrderProcessing", ORDERS_WRITE),
  row("CONFIRMED", "cancel", "CANCELLED", ["CUSTOMER", "STAFF"], "OrderCancelled", ORDERS_WRITE),
  row("CONFIRMED", "refund", "REFUNDED", ["PAYMENTS"], "OrderRefunded", "REFUND_DUE"),
  row("PROCESSING", "ship", "SHIPPED", ["STAFF"], "OrderShipped", ORDERS_WRITE),
  row("PROCESSING", "cancel", "CANCELLED", ["STAFF"], "OrderCancelled", ORDERS_WRITE),
  row("PROCESSING", "refund", "REFUNDED", ["PAYMENTS"], "OrderRefunded", "REFUND_DUE"),
  row("SHIPPED", "deliver", "DELIVERED", ["STAFF"], "OrderDelivered", ORDERS_WRITE),
  row("SHIPPED", "refund", "REFUNDED", ["PAYMENTS"], "OrderRefunded", "REFUND_DUE"),
  row("DELIVERED", "refund", "REFUNDED", ["PAYMENTS"], "OrderRefunded", "REFUND_DUE"),
];

export interface Move {
  readonly trigger: Trigger;
  /** As whom: one person may be both the order's owner and staff. */
  readonly actors: readonly Actor[];
  readonly actorId: string | null;
  readonly note: string | null;
  readonly requestId: string;
}

/** An order moved on: its new state, the row of its timeline and what is said, to be kept together. */
export interface OrderChange {
  readonly order: Order;
  readonly entry: TimelineEntry;
  readonly event: NewEventOf<"orders">;
}

/** Moves an order, or refuses. The same function drives first try, retry, event and sweep. */
export function moveOrder(order: Order, move: Move, now: Date): Result<OrderChange, "notAllowed"> {
  const found = TRANSITIONS.find(({ from, trigger }) => from === order.status && trigger === move.trigger);
  const actor = found?.by.find((one) => move.actors.includes(one));
  if (!found || !actor) return err("notAllowed");
  const cancelReason = found.to === "CANCELLED" ? reasonOf(actor) : null;
  const sequence = order.sequence + 1;
  const after: Order = {
    ...order,
    status: found.to,
    cancelReason,
    paymentDueBy: null,
    updatedAt: now,
    version: order.version + 1,
    sequence,
  };
  const { actorId, note } = move;
  const statuses = { fromStatus: order.status, status: found.to };
  const entry: TimelineEntry = { orderId: order.id, sequence, occurredAt: now, ...statuses, actor, actorId, note };
  return ok({ order: after, entry, event: eventOf(after, found, move.requestId, now) });
}

/** The trigger that staff pulls to get an order into this status; undefined when it gets there only by itself. */
export function triggerTo(status: OrderStatus): Trigger | undefined {
  return TRANSITIONS.find(({ to, by }) => to === status && by.includes("STAFF"))?.trigger;
}

export interface AllowedTransition {
  readonly to: OrderStatus;
  /** Empty: this person can do it now. */
  readonly blockedBy: readonly string[];
}

/** Where the order can go from here, and what keeps this person (as these actors) from moving it there. */
export function allowedTransitions(order: Order, actors: readonly Actor[]): AllowedTransition[] {
  const next = TRANSITIONS.filter(({ from, trigger }) => from === order.status && trigger !== "expire");
  return next.map(({ to, by, blockedBy }) => {
    return { to, blockedBy: by.some((actor) => actors.includes(actor)) ? [] : [blockedBy] };
  });
}

function eventOf(order: Order, { from, says }: Transition, requestId: string, now: Date): NewEventOf<"orders"> {
  const { id, number, owner, version } = order;
  const data = { orderId: id, number, owner };
  const event = { aggregateId: id, sequence: version, occurredAt: now, requestId };
  switch (says) {
    case "OrderCancelled":
      return { ...event, type: says, data: { ...data, reason: order.cancelReason ?? "STAFF" } };
    case "OrderRefunded":
      return { ...event, type: says, data: { ...data, wasShipped: from === "SHIPPED" || from === "DELIVERED" } };
    case "OrderConfirmed":
    case "OrderProcessing":
    case "OrderShipped":
    case "OrderDelivered":
      return { ...event, type: says, data };
  }
}

function reasonOf(actor: Actor): CancelReason {
  switch (actor) {
    case "CUSTOMER":
      return "CUSTOMER";
    case "CLOCK":
      return "PAYMENT_EXPIRED";
    case "STAFF":
    case "PAYMENTS":
      return "STAFF";
  }
}

function row(
  from: OrderStatus,
  trigger: Trigger,
  to: OrderStatus,
  by: readonly Actor[],
  says: Transition["says"],
  blockedBy: string,
): Transition {
  return { from, trigger, to, by, says, blockedBy };
}

/** A guest signed in: the order is the customer's from now on. Its status stays, so the timeline does too. */
export function claimedEvent(order: Order, claimedFrom: Id, requestId: string, now: Date): NewEventOf<"orders"> {
  const { id, number, owner, version } = order;
  const event = { aggregateId: id, sequence: version, occurredAt: now, requestId };
  return { ...event, type: "OrderClaimed", data: { orderId: id, number, owner, claimedFrom } };
}
