import type { CallScope } from "#kernel/ask.ts";
import { sleep } from "#kernel/clock.ts";
import { type Id, uuidOf } from "#kernel/id.ts";
import { hashOfArguments } from "#kernel/idempotency.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { notFound } from "#kernel/user-error.ts";
import type { OrderDraft } from "../domain/draft-order.ts";
import { type Placement, type PlacementInput, PLACEMENT_LEASE_MS } from "../domain/placement.ts";
import type { PlaceRefusal } from "../domain/refusals.ts";
import type { Ports } from "../ports.ts";
import { drivePlacement } from "./drive-placement.ts";

export interface PlaceOrder {
  /** `usr_…` or `gst_…`. */
  readonly caller: Id;
  readonly key: string;
  readonly order: PlacementInput;
  readonly scope: CallScope;
}

/** Placed by this call, or by another one with the same key. */
export type Placed =
  { readonly type: "placed"; readonly draft: OrderDraft } | { readonly type: "repeated"; readonly orderId: Id };

/** How long a copy waits for the call that came first. */
const COPY_WAIT_MS_MAX = 5_000;
const COPY_POLL_MS_MIN = 20;
const COPY_POLL_MS_MAX = 250;

/**
 * Places the order of this caller and key once, however often it is asked: the first call writes the record and goes,
 * copies wait for it without holding a connection, and who finds a record that nobody works on any more goes on from
 * it.
 */
export async function placeOrder(ports: Ports, command: PlaceOrder): Promise<Result<Placed, PlaceRefusal[]>> {
  const { store, clock } = ports;
  const { caller, key, order, scope } = command;
  // What is no id is not written anywhere, not even in a record of its refusal.
  if (uuidOf(PREFIXES.Cart, order.cartId) === undefined) return err([notFound(["cartId"], order.cartId)]);
  const argumentsHash = hashOfArguments(order);
  const waitUntilMs = Date.now() + COPY_WAIT_MS_MAX;
  for (let pollMs = COPY_POLL_MS_MIN; ; pollMs = Math.min(2 * pollMs, COPY_POLL_MS_MAX)) {
    const mine = newPlacement(ports, command, argumentsHash);
    if (await store.placements.start(mine)) {
      const driven = await drivePlacement(ports, mine, scope);
      if (driven.type === "placed") return ok(driven);
      if (driven.type === "refused") return err([...driven.refusals]);
    }
    const known = await store.placements.find(caller, key);
    if (known) {
      if (!argumentsHash.equals(known.argumentsHash)) return err([{ type: "IdempotencyKeyReused" }]);
      if (known.step === "PLACED") return ok({ type: "repeated", orderId: known.orderId });
    }
    const now = clock.now();
    const taken =
      known && known.leaseUntil < now ? await store.placements.takeOver(caller, key, now, leaseFrom(now)) : undefined;
    if (taken) {
      const driven = await drivePlacement(ports, taken, scope);
      if (driven.type === "placed") return ok(driven);
      if (driven.type === "refused") return err([...driven.refusals]);
    }
    if (Date.now() > waitUntilMs || scope.signal.aborted) return err([{ type: "InProgress" }]);
    if (known && !taken) await sleep(pollMs, scope.signal);
  }
}

function newPlacement(
  { ids, clock }: Ports,
  { caller, key, order, scope }: PlaceOrder,
  argumentsHash: Buffer,
): Placement {
  const { context, requestId } = scope;
  return {
    caller,
    key,
    argumentsHash,
    order,
    market: context.market,
    locale: context.locale,
    requestId,
    orderId: ids.next(PREFIXES.Order),
    step: "STARTED",
    reserved: null,
    attempt: 1,
    leaseUntil: leaseFrom(clock.now()),
  };
}

export function leaseFrom(now: Date): Date {
  return new Date(now.getTime() + PLACEMENT_LEASE_MS);
}
