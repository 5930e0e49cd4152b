import type { Id } from "#kernel/id.ts";
import type { NewEventOf } from "#schema/events.ts";
import type { PostalAddress } from "./address.ts";
import type { Cart } from "./cart.ts";
import { type Facts, salePriceOf, type VariantFacts } from "./facts.ts";
import type { Order, OrderLine, TimelineEntry } from "./order.ts";
import { type LineToPrice, priceLines, type Priced, type PricingRules } from "./pricing.ts";

/** Where the shop itself sells. */
const SALES_CHANNEL_WEB = "web";

export interface LineToSell extends LineToPrice {
  readonly facts: VariantFacts;
}

/** A cart that nothing keeps from being ordered, with all that an order copies from it. */
export interface ReadyCart {
  readonly cart: Cart;
  readonly email: string;
  readonly shippingAddress: PostalAddress;
  readonly priced: Priced<LineToSell>;
}

/** The lines that have a price now: what a cart's totals count, and what an order sells. */
export function priceCart(cart: Cart, facts: Facts | undefined, rules: PricingRules): Priced<LineToSell> {
  const lines = cart.lines.flatMap(({ variantId, quantity }): LineToSell[] => {
    const known = facts?.get(variantId);
    const unitPrice = salePriceOf(known);
    return known && unitPrice ? [{ quantity, unitPrice, facts: known }] : [];
  });
  return priceLines(lines, rules, cart.shippingAddress);
}

export interface OrderDraft {
  readonly order: Order;
  readonly lines: readonly OrderLine[];
  readonly entry: TimelineEntry;
  readonly event: NewEventOf<"orders">;
}

export interface DraftTerms {
  readonly orderId: Id;
  readonly number: string;
  /** One for each line of the cart. */
  readonly lineIds: readonly Id[];
  readonly paymentDueBy: Date;
  readonly requestId: string;
}

/** The order this cart makes, in its first state. */
export function draftOrder(ready: ReadyCart, terms: DraftTerms, now: Date): OrderDraft {
  const { cart, email, shippingAddress, priced } = ready;
  const { orderId, number, paymentDueBy, requestId } = terms;
  const order: Order = {
    id: orderId,
    number,
    owner: cart.owner,
    status: "PENDING",
    cancelReason: null,
    email,
    currency: cart.currency,
    totals: priced.totals,
    shippingAddress,
    billingAddress: cart.billingAddress ?? shippingAddress,
    salesChannel: SALES_CHANNEL_WEB,
    externalRef: null,
    placedAt: now,
    updatedAt: now,
    paymentDueBy,
    version: 1,
    sequence: 1,
  };
  const lines = priced.lines.map((line, index): OrderLine => {
    const { variantId, productId, sku, title, imageUrl, options } = line.facts;
    const { quantity, unitPrice, tax, total } = line;
    const sold = { variantId, productId, sku, title, imageUrl, options };
    return { id: terms.lineIds[index]!, orderId, ...sold, quantity, unitPrice, tax, total };
  });
  return { order, lines, entry: firstEntry(order), event: placedEvent(order, paymentDueBy, requestId) };
}

function firstEntry({ id, owner, placedAt }: Order): TimelineEntry {
  const statuses = { fromStatus: null, status: "PENDING" } as const;
  return { orderId: id, sequence: 1, occurredAt: placedAt, ...statuses, actor: "CUSTOMER", actorId: owner, note: null };
}

function placedEvent(order: Order, dueBy: Date, requestId: string): NewEventOf<"orders", "OrderPlaced"> {
  const { id, number, owner, placedAt, totals } = order;
  const total = { minorUnits: Number(totals.total.minorUnits), currency: totals.total.currency };
  const data = { orderId: id, number, owner, total, paymentDueBy: dueBy.toISOString() };
  return { type: "OrderPlaced", aggregateId: id, sequence: 1, occurredAt: placedAt, requestId, data };
}
