import type { NewEventOf } from "#schema/events.ts";
import type { Category } from "./category.ts";
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

export function categoryCreated(category: Category, requestId: string): NewEventOf<"catalog"> {
  const { id, slug, parentId, createdAt } = category;
  const data = { categoryId: id, slug, parentId };
  return { type: "CategoryCreated", aggregateId: id, sequence: 1, occurredAt: createdAt, requestId, data };
}
