import { backgroundScope, type CallScope } from "#kernel/ask.ts";
import type { Id } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { draftOrder, type OrderDraft, type ReadyCart } from "../domain/draft-order.ts";
import { isOutdated, type Placement, PLACEMENT_ATTEMPTS_MAX, RESERVATION_GRACE_MS } from "../domain/placement.ts";
import type { PlaceRefusal } from "../domain/refusals.ts";
import type { Ports, Reserved } from "../ports.ts";
import { checkOut } from "./check-out.ts";
import { leaseFrom } from "./place-order.ts";

/**
 * `lost`: somebody else works on the record now. `removed`: what was refused before is cleared away, the key is free.
 */
export type Driven =
  | { readonly type: "placed"; readonly draft: OrderDraft }
  | { readonly type: "refused"; readonly refusals: readonly PlaceRefusal[] }
  | { readonly type: "lost" }
  | { readonly type: "removed" };

/** A cart that is edited all the while is refused after so many prices. */
const ROUNDS_MAX = 4;
/** Of 2^40 numbers one is taken: twice in a row means that something else is wrong. */
const NUMBER_TRIES_MAX = 5;

/**
 * Goes on with a purchase from wherever its record says it is; the same for the first try, a retry and the sweep. A
 * fault leaves the record for the next one, unless nothing was done yet.
 */
export async function drivePlacement(ports: Ports, placement: Placement, scope: CallScope): Promise<Driven> {
  const { store, clock } = ports;
  try {
    return await drive(ports, placement, scope);
  } catch (error) {
    const untouched =
      placement.step === "STARTED" &&
      (await store.placements.find(placement.caller, placement.key))?.step === "STARTED";
    if (untouched) await store.placements.remove(placement);
    else await store.placements.endLease(placement, clock.now());
    throw error;
  }
}

async function drive(ports: Ports, first: Placement, scope: CallScope): Promise<Driven> {
  const { store, stock, ids, clock } = ports;
  if (first.step === "REFUSING" || first.attempt > PLACEMENT_ATTEMPTS_MAX) return giveBack(ports, first);
  let placement = first;
  let cartVersion = 0;
  for (let round = 1; round <= ROUNDS_MAX; round++) {
    const checked = await checkOut(ports, placement.caller, placement.order, scope);
    if (!checked.ok) return refuse(ports, placement, checked.refusal);
    const ready = checked.value;
    cartVersion = ready.cart.version;

    if (isOutdated(placement, cartVersion, clock.now())) {
      await stock.release(placement.orderId, scope);
      placement = { ...placement, orderId: ids.next(PREFIXES.Order), reserved: null };
    }
    const now = clock.now();
    const reserved = placement.reserved ?? { cartVersion, at: now };
    placement = { ...placement, step: "RESERVING", reserved, leaseUntil: leaseFrom(now) };
    if (!(await store.placements.keep(placement))) return { type: "lost" };

    const answer = await reserve(ports, placement, ready, scope);
    if (answer.type === "short") return refuse(ports, { ...placement, step: "STARTED" }, shortages(answer));
    if (answer.type === "ended") {
      placement = { ...placement, orderId: ids.next(PREFIXES.Order), reserved: null };
      continue;
    }
    const kept = await keepOrder(ports, placement, ready);
    if (kept.ok) return { type: "placed", draft: kept.value };
    if (kept.refusal === "lost") return { type: "lost" };
  }
  return refuse(ports, placement, [{ type: "StaleVersion", currentVersion: cartVersion }]);
}

function reserve({ stock, shop, clock }: Ports, { orderId }: Placement, { cart }: ReadyCart, scope: CallScope) {
  const lines = cart.lines.map(({ variantId, quantity }) => ({ variantId, quantity }));
  const expiresAt = new Date(clock.now().getTime() + shop.paymentDueMs + RESERVATION_GRACE_MS);
  return stock.reserve({ orderId, lines, expiresAt }, scope);
}

/** Order, lines, history, event, the record's end and the cart's: all or nothing, and only for the cart that was priced. */
function keepOrder(
  ports: Ports,
  placement: Placement,
  ready: ReadyCart,
): Promise<Result<OrderDraft, "lost" | "cartChanged">> {
  const { store, orderNumbers, clock } = ports;
  const now = clock.now();
  const draft = draftOf(ports, placement.orderId, ready, placement.requestId, now);
  return store.transact<OrderDraft, "lost" | "cartChanged">(async (tx) => {
    if (!(await tx.finishPlacement(placement))) return err("lost");
    if (!(await tx.closeCart(ready.cart, now))) return err("cartChanged");
    for (let attempt = 1; attempt <= NUMBER_TRIES_MAX; attempt++) {
      const numbered = renumbered(draft, attempt === 1 ? draft.order.number : orderNumbers.next());
      if (!(await tx.insertOrder(numbered))) continue;
      tx.emit(numbered.event);
      return ok(numbered);
    }
    throw new Error("No order number was free");
  });
}

/** What the order will be if nothing comes between. */
export function draftOf(
  ports: Pick<Ports, "ids" | "orderNumbers" | "shop">,
  orderId: Id,
  ready: ReadyCart,
  requestId: string,
  now: Date,
) {
  const lineIds = ready.priced.lines.map(() => ports.ids.next(PREFIXES.OrderLine));
  const paymentDueBy = new Date(now.getTime() + ports.shop.paymentDueMs);
  return draftOrder(ready, { orderId, number: ports.orderNumbers.next(), lineIds, paymentDueBy, requestId }, now);
}

function renumbered(draft: OrderDraft, number: string): OrderDraft {
  if (number === draft.order.number) return draft;
  const event = { ...draft.event, data: { ...draft.event.data, number } } as OrderDraft["event"];
  return { ...draft, order: { ...draft.order, number }, event };
}

export function shortages({ shortages }: Extract<Reserved, { type: "short" }>): PlaceRefusal[] {
  return shortages.map(({ variantId, available }) => ({ type: "OutOfStock", variantId, available }));
}

/** A refusal is not kept. What may be reserved goes back first, so that a crash in between is found and finished. */
async function refuse(ports: Ports, placement: Placement, refusals: readonly PlaceRefusal[]): Promise<Driven> {
  const { store, clock, log } = ports;
  if (placement.step === "STARTED") {
    return (await store.placements.remove(placement)) ? { type: "refused", refusals } : { type: "lost" };
  }
  if (!(await store.placements.keep({ ...placement, step: "REFUSING" }))) return { type: "lost" };
  try {
    await giveBack(ports, placement);
  } catch (error) {
    log.warn({ error, orderId: placement.orderId }, "a refused purchase keeps its stock until the sweep gives it back");
    await store.placements.endLease(placement, clock.now());
  }
  return { type: "refused", refusals };
}

async function giveBack({ store, stock, shop }: Ports, placement: Placement): Promise<Driven> {
  await stock.release(placement.orderId, backgroundScope(placement.requestId, shop.context));
  return (await store.placements.remove(placement)) ? { type: "removed" } : { type: "lost" };
}
