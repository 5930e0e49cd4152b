import { type Id, idFromUuid, uuidOf } from "#kernel/id.ts";
import { money } from "#kernel/money.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import type { Cart } from "../../domain/cart.ts";
import type { Order, OrderLine } from "../../domain/order.ts";
import type { CartLineRow, CartRow, OrderLineRow } from "../entities.ts";

/** The UUIDs of those ids that are of this kind at all. */
export function uuidsOf(kind: keyof typeof PREFIXES, ids: readonly Id[]): string[] {
  return ids.flatMap((id) => uuidOf(PREFIXES[kind], id) ?? []);
}

/** For ids that this subgraph has checked or made: another one here is a fault of the program. */
export function uuidIn(kind: keyof typeof PREFIXES, id: Id): string {
  const uuid = uuidOf(PREFIXES[kind], id);
  if (uuid === undefined) throw new Error(`Not the id of a ${kind}: ${id}`);
  return uuid;
}

/** A cart as SQL reads it: its row, and its lines as JSON in their order. */
export interface ReadCart {
  readonly id: string;
  readonly owner: string;
  readonly status: Cart["status"];
  readonly currency: string;
  readonly email: string | null;
  readonly shipping_address: Cart["shippingAddress"];
  readonly billing_address: Cart["billingAddress"];
  readonly expires_at: Date;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly version: number;
  readonly lines: readonly ReadCartLine[];
}

interface ReadCartLine {
  readonly id: string;
  readonly variant_id: string;
  readonly quantity: number;
  readonly seen_unit_price: number | null;
}

export function cartFrom(row: ReadCart): Cart {
  return {
    id: idFromUuid(PREFIXES.Cart, row.id),
    owner: row.owner,
    status: row.status,
    currency: row.currency,
    email: row.email,
    shippingAddress: row.shipping_address,
    billingAddress: row.billing_address,
    version: row.version,
    expiresAt: row.expires_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    lines: row.lines.map((line) => ({
      id: idFromUuid(PREFIXES.CartLine, line.id),
      variantId: idFromUuid(PREFIXES.Variant, line.variant_id),
      quantity: line.quantity,
      seenUnitPrice: line.seen_unit_price === null ? null : BigInt(line.seen_unit_price),
    })),
  };
}

export function cartRowOf(cart: Cart): Omit<CartRow, "createdBy"> {
  const { lines: _, id, ...rest } = cart;
  return { ...rest, id: uuidIn("Cart", id) };
}

export function cartLineRowsOf({ id, lines }: Pick<Cart, "id" | "lines">): CartLineRow[] {
  const cartId = uuidIn("Cart", id);
  return lines.map((line) => ({
    ...line,
    id: uuidIn("CartLine", line.id),
    cartId,
    variantId: uuidIn("Variant", line.variantId),
  }));
}

export function orderFrom(row: any): Order {
  const { currency } = row;
  return {
    id: idFromUuid(PREFIXES.Order, row.id),
    number: row.number,
    owner: row.owner,
    status: row.status,
    cancelReason: row.cancel_reason,
    email: row.email,
    currency,
    totals: {
      subtotal: money(row.subtotal, currency),
      discount: money(row.discount, currency),
      shipping: money(row.shipping, currency),
      tax: money(row.tax, currency),
      total: money(row.total, currency),
      pricesIncludeTax: row.prices_include_tax,
    },
    shippingAddress: row.shipping_address,
    billingAddress: row.billing_address,
    salesChannel: row.sales_channel,
    externalRef: row.external_ref,
    placedAt: row.placed_at,
    updatedAt: row.updated_at,
    paymentDueBy: row.payment_due_by,
    version: row.version,
    sequence: row.sequence,
  };
}

export function orderLineFrom(row: OrderLineRow): OrderLine {
  const { position: _, currency, unitPrice, tax, total, ...rest } = row;
  return {
    ...rest,
    id: idFromUuid(PREFIXES.OrderLine, row.id),
    orderId: idFromUuid(PREFIXES.Order, row.orderId),
    variantId: idFromUuid(PREFIXES.Variant, row.variantId),
    productId: idFromUuid(PREFIXES.Product, row.productId),
    unitPrice: money(unitPrice, currency),
    tax: money(tax, currency),
    total: money(total, currency),
  };
}
