import type { FullProduct, ProductStatus } from "./product.ts";

export type Move = "publish" | "archive";

/** Where each move leads; a move that leads nowhere leaves the product as it is. */
const TRANSITIONS: Readonly<Record<Move, Readonly<Record<ProductStatus, ProductStatus>>>> = {
  publish: { DRAFT: "PUBLISHED", ARCHIVED: "PUBLISHED", PUBLISHED: "PUBLISHED" },
  archive: { DRAFT: "ARCHIVED", PUBLISHED: "ARCHIVED", ARCHIVED: "ARCHIVED" },
};

/** The product after the move: the same object when it stands there already. */
export function moveProduct(product: FullProduct, move: Move, now: Date): FullProduct {
  const status = TRANSITIONS[move][product.status];
  if (status === product.status) return product;
  const archivedAt = status === "ARCHIVED" ? now : null;
  const publishedAt = status === "PUBLISHED" ? (product.publishedAt ?? now) : product.publishedAt;
  return { ...product, status, archivedAt, publishedAt, updatedAt: now, version: product.version + 1 };
}
