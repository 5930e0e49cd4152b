import type { Database } from "#kernel/database.ts";
import type { OrderDraft } from "../../domain/draft-order.ts";
import type { OrderLine } from "../../domain/order.ts";
import { uuidIn } from "./rows.ts";

/** Order, lines and first row of the timeline in one statement; false when the number is taken. */
export async function insertOrder(query: Database["query"], { order, lines, entry }: OrderDraft): Promise<boolean> {
  const { totals } = order;
  const row = {
    ...{ id: uuidIn("Order", order.id), number: order.number, owner: order.owner, status: order.status },
    ...{ email: order.email, currency: order.currency },
    ...{ subtotal: Number(totals.subtotal.minorUnits), discount: Number(totals.discount.minorUnits) },
    ...{ shipping: Number(totals.shipping.minorUnits), tax: Number(totals.tax.minorUnits) },
    ...{ total: Number(totals.total.minorUnits), prices_include_tax: totals.pricesIncludeTax },
    ...{ shipping_address: order.shippingAddress, billing_address: order.billingAddress },
    ...{ sales_channel: order.salesChannel, external_ref: order.externalRef, payment_due_by: order.paymentDueBy },
    ...{ placed_at: order.placedAt, updated_at: order.updatedAt, created_by: order.owner },
    ...{ version: order.version, sequence: order.sequence },
  };
  const inserted = await query(INSERT_ORDER, [
    JSON.stringify(row),
    JSON.stringify(lines.map(lineRow)),
    entry.actor,
    entry.actorId,
  ]);
  return inserted.length > 0;
}

function lineRow(line: OrderLine, position: number) {
  const { sku, title, options, quantity, unitPrice, tax, total } = line;
  return {
    ...{ id: uuidIn("OrderLine", line.id), position, sku, title, image_url: line.imageUrl, options, quantity },
    ...{ variant_id: uuidIn("Variant", line.variantId), product_id: uuidIn("Product", line.productId) },
    ...{ currency: unitPrice.currency, unit_price: Number(unitPrice.minorUnits) },
    ...{ tax: Number(tax.minorUnits), total: Number(total.minorUnits) },
  };
}

const INSERT_ORDER = `
  WITH placed AS (
    INSERT INTO orders SELECT * FROM jsonb_populate_record(NULL::orders, $1::jsonb)
    ON CONFLICT ON CONSTRAINT orders_number_key DO NOTHING RETURNING *
  ), sold AS (
    INSERT INTO order_lines (
      id, order_id, position, variant_id, product_id, sku, title, image_url, options, quantity, currency, unit_price, tax, total
    )
    SELECT line.id, placed.id, line.position, line.variant_id, line.product_id, line.sku, line.title, line.image_url,
      line.options, line.quantity, line.currency, line.unit_price, line.tax, line.total
    FROM placed CROSS JOIN jsonb_populate_recordset(NULL::order_lines, $2::jsonb) AS line
  )
  INSERT INTO timeline (order_id, sequence, occurred_at, status, actor, actor_id)
  SELECT id, sequence, placed_at, status, $3, $4 FROM placed RETURNING 1`;
