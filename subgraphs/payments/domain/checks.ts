import { isOpen, type Payment } from "./payment.ts";
import type { PaymentEffect } from "./payment-transitions.ts";

/** How long a provider has to answer by itself before it is asked. */
const FIRST_CHECK_MS = 10_000;
const CHECK_MS_MAX = 300_000;
/** Longer than a call to a provider can take: a charge it does not know by then was never made. */
const UNKNOWN_MS_MAX = 30_000;

/**
 * When the provider is asked how a payment stands; null when there is nothing left to learn. A charge it did not know is
 * looked for once more, so that money which came after all goes back.
 */
export function firstCheckAt(payment: Payment, effects: readonly PaymentEffect[], now: Date): Date | null {
  const { state } = payment;
  if (state.status === "REQUIRES_ACTION") return later(state.nextAction.expiresAt, FIRST_CHECK_MS);
  if (state.status === "FAILED" && state.failure === "PROVIDER_UNAVAILABLE") return later(now, CHECK_MS_MAX);
  return isOpen(payment) || effects.includes("cancelCharge") ? later(now, FIRST_CHECK_MS) : null;
}

/** The next time, after one that told nothing: the wait doubles with the age, up to five minutes. */
export function nextCheckAt(since: Date, now: Date): Date {
  const ageMs = now.getTime() - since.getTime();
  return later(now, Math.min(CHECK_MS_MAX, Math.max(FIRST_CHECK_MS, ageMs)));
}

/** Whether a charge that the provider does not know may be given up. */
export function wasNeverCharged({ state, createdAt }: Payment, now: Date): boolean {
  return state.status === "PROCESSING" && now.getTime() - createdAt.getTime() >= UNKNOWN_MS_MAX;
}

function later(than: Date, ms: number): Date {
  return new Date(than.getTime() + ms);
}
