import type { Id } from "#kernel/id.ts";

/** Entities of the catalogue: the gateway asks it for whatever else is wanted. */
export interface VariantReference {
  readonly __typename: "Variant";
  readonly id: Id;
}

export interface ProductReference {
  readonly __typename: "Product";
  readonly id: Id;
}

export function variantReference(id: Id): VariantReference {
  return { __typename: "Variant", id };
}

export function productReference(id: Id): ProductReference {
  return { __typename: "Product", id };
}
