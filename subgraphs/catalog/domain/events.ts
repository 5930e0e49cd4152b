import type { NewEventOf } from "#schema/events.ts";
import type { FullProduct } from "./product.ts";

/** Said with every write of a product; its sequence is the product's version. */
export function productChanged(product: FullProduct, requestId: string): NewEventOf<"catalog"> {
  const { id, slug, status, version, updatedAt, variants } = product;
  return {
    type: "ProductChanged",
    aggregateId: id,
    sequence: version,
    occurredAt: updatedAt,
    requestId,
    data: { productId: id, slug, status, variantIds: variants.map((variant) => variant.id) },
  };
}
