import { EntitySchema } from "typeorm";
import type { PostalAddress } from "../domain/address.ts";
import type { Cart } from "../domain/cart.ts";
import type { SelectedOption } from "../domain/facts.ts";

/** A row of `carts`; ids are bare UUIDs here, but for an owner's, which says of which kind it is. */
export interface CartRow {
  readonly id: string;
  readonly owner: string;
  readonly status: Cart["status"];
  readonly currency: string;
  readonly email: string | null;
  readonly shippingAddress: PostalAddress | null;
  readonly billingAddress: PostalAddress | null;
  readonly expiresAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly createdBy: string;
  readonly version: number;
}

export const CartEntity = new EntitySchema<CartRow>({
  name: "Cart",
  tableName: "carts",
  columns: {
    id: { type: "uuid", primary: true, primaryKeyConstraintName: "carts_pkey" },
    owner: { type: "text" },
    status: { type: "text" },
    currency: { type: "text" },
    email: { type: "text", nullable: true },
    shippingAddress: { type: "jsonb", name: "shipping_address", nullable: true },
    billingAddress: { type: "jsonb", name: "billing_address", nullable: true },
    expiresAt: { type: "timestamptz", precision: 3, name: "expires_at" },
    createdAt: { type: "timestamptz", precision: 3, name: "created_at" },
    updatedAt: { type: "timestamptz", precision: 3, name: "updated_at" },
    createdBy: { type: "text", name: "created_by" },
    version: { type: "int" },
  },
});

/** A row of `cart_lines`. `position` is the database's own: lines stand in the order they were added. */
export interface CartLineRow {
  readonly id: string;
  readonly cartId: string;
  readonly variantId: string;
  readonly quantity: number;
  readonly seenUnitPrice: bigint | null;
}

export const CartLineEntity = new EntitySchema<CartLineRow>({
  name: "CartLine",
  tableName: "cart_lines",
  columns: {
    id: { type: "uuid", primary: true, primaryKeyConstraintName: "cart_lines_pkey" },
    cartId: { type: "uuid", name: "cart_id" },
    variantId: { type: "uuid", name: "variant_id" },
    quantity: { type: "int" },
    seenUnitPrice: { type: "bigint", name: "seen_unit_price", nullable: true },
  },
});

/** A row of `order_lines`. */
export interface OrderLineRow {
  readonly id: string;
  readonly orderId: string;
  readonly position: number;
  readonly variantId: string;
  readonly productId: string;
  readonly sku: string;
  readonly title: string;
  readonly imageUrl: string | null;
  readonly options: readonly SelectedOption[];
  readonly quantity: number;
  readonly currency: string;
  readonly unitPrice: bigint;
  readonly tax: bigint;
  readonly total: bigint;
}

export const OrderLineEntity = new EntitySchema<OrderLineRow>({
  name: "OrderLine",
  tableName: "order_lines",
  columns: {
    id: { type: "uuid", primary: true, primaryKeyConstraintName: "order_lines_pkey" },
    orderId: { type: "uuid", name: "order_id" },
    position: { type: "int" },
    variantId: { type: "uuid", name: "variant_id" },
    productId: { type: "uuid", name: "product_id" },
    sku: { type: "text" },
    title: { type: "text" },
    imageUrl: { type: "text", name: "image_url", nullable: true },
    options: { type: "jsonb" },
    quantity: { type: "int" },
    currency: { type: "text" },
    unitPrice: { type: "bigint", name: "unit_price" },
    tax: { type: "bigint" },
    total: { type: "bigint" },
  },
});
