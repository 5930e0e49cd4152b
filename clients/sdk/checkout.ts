import type { Ask } from "./ask.ts";
import type { Attempts } from "./attempts.ts";
import {
  type CartPartsFragment,
  type OrderPartsFragment,
  OrderPlaceDocument,
  type OrderPlaceMutation,
  PaymentByIdDocument,
  type PaymentPartsFragment,
  PaymentProvidersDocument,
  PaymentStartDocument,
  type PaymentStartMutation,
} from "./generated/graphql.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";

export type PlaceRefusal = OrderPlaceMutation["orderPlace"]["errors"][number];
export type PaymentRefusal = PaymentStartMutation["paymentStart"]["errors"][number];

export interface PayInput {
  readonly orderId: string;
  /** From the payment provider's own form. */
  readonly token: string;
  /** Whose token it is; the shop's first provider when left out. */
  readonly provider?: string;
  /** Where the provider sends the buyer back to. */
  readonly returnUrl?: string;
  /** Opens the provider's page (3-D Secure …) and resolves when the buyer is back. Left out: read `nextAction` yourself. */
  readonly followRedirect?: (url: string) => Promise<void>;
}

/** From the cart to a paid order. Both may be called again after a fault: nothing is bought or charged twice. */
export interface Checkout {
  /** Orders what the buyer was shown: another version or total by now is a refusal, not a surprise on the bill. */
  placeOrder(
    cart: Pick<CartPartsFragment, "id" | "version" | "totals">,
  ): Promise<Outcome<OrderPartsFragment, PlaceRefusal>>;
  /** Pays what is due. PROCESSING is a good answer: `watchOrder` tells when it is CONFIRMED. May be called again after a decline. */
  pay(input: PayInput): Promise<Outcome<PaymentPartsFragment, PaymentRefusal>>;
  payment(id: string): Promise<PaymentPartsFragment | null>;
}

export function createCheckout(ask: Ask, attempts: Attempts): Checkout {
  const payment: Checkout["payment"] = async (id) =>
    (await ask(PaymentByIdDocument, { id }, { repeatable: true })).payment ?? null;

  const firstProvider = async (): Promise<string> => {
    const [first] = (await ask(PaymentProvidersDocument, {}, { repeatable: true })).paymentProviders;
    if (!first) throw new RangeError("This shop has no way to pay in the currency asked for.");
    return first.code;
  };

  return {
    payment,
    placeOrder: async ({ id, version, totals }) => {
      const { minorUnits, currency } = totals.total;
      const args = { cartId: id, expectedVersion: version, expectedTotal: { minorUnits, currency } };
      const { order, errors } = await attempts.once("orderPlace", args, async (idempotencyKey) => {
        const input = { ...args, idempotencyKey };
        return (await ask(OrderPlaceDocument, { input }, { repeatable: true })).orderPlace;
      });
      return outcomeOf(order, errors);
    },
    pay: async ({ orderId, token, provider, returnUrl, followRedirect }) => {
      const code = provider ?? (await firstProvider());
      const args = { orderId, method: { token: { provider: code, token } }, returnUrl };
      const started = await attempts.once("paymentStart", args, async (idempotencyKey) => {
        const input = { ...args, idempotencyKey };
        return (await ask(PaymentStartDocument, { input }, { repeatable: true })).paymentStart;
      });
      const outcome = outcomeOf(started.payment, started.errors);
      const redirectUrl = outcome.ok ? outcome.value.nextAction?.redirectUrl : undefined;
      if (!outcome.ok || !redirectUrl || !followRedirect) return outcome;
      await followRedirect(redirectUrl);
      return { ok: true, value: (await payment(outcome.value.id)) ?? outcome.value };
    },
  };
}
