import type { Id } from "#kernel/id.ts";
import type { Money } from "#kernel/money.ts";

/**
 * STARTED: nothing was done outside. RESERVING: stock may be reserved under the order id. PLACED: the order stands.
 * REFUSING: the reservation goes back, then the row goes.
 */
export type PlacementStep = "STARTED" | "RESERVING" | "PLACED" | "REFUSING";

/** One purchase under one key: the idempotency row, and all that another process needs to go on with it. */
export interface Placement {
  /** `usr_…` or `gst_…`. */
  readonly caller: Id;
  readonly key: string;
  readonly argumentsHash: Buffer;
  readonly order: PlacementInput;
  readonly market: string;
  readonly locale: string;
  readonly requestId: string;
  readonly orderId: Id;
  readonly step: PlacementStep;
  /** What the stock was reserved for; null before RESERVING. */
  readonly reserved: { readonly cartVersion: number; readonly at: Date } | null;
  /** Counts who works on it: who is not the last writes nothing. */
  readonly attempt: number;
  /** Whoever works on it is taken for dead after this moment. */
  readonly leaseUntil: Date;
}

export interface PlacementInput {
  readonly cartId: Id;
  readonly expectedVersion: number | null;
  readonly expectedTotal: Money | null;
}

/** Longer than any try lasts: two calls to neighbours and a few statements. */
export const PLACEMENT_LEASE_MS = 20_000;
/** After so many tries, about ten minutes of the sweep's, a purchase is given up and its stock given back. */
export const PLACEMENT_ATTEMPTS_MAX = 100;
/** The reservation outlives the payment's due time by this much, so that a payment in flight still finds its goods. */
export const RESERVATION_GRACE_MS = 3_600_000;

/**
 * Whether a reservation that may exist is of no use: the cart has changed since, or so much time has passed that the
 * reservation would end before a payment that starts now is due.
 */
export function isOutdated(placement: Placement, cartVersion: number, now: Date): boolean {
  const { reserved } = placement;
  if (!reserved) return false;
  return reserved.cartVersion !== cartVersion || now.getTime() - reserved.at.getTime() > RESERVATION_GRACE_MS / 2;
}
