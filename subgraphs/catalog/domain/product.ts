import type { Id } from "#kernel/id.ts";

export type ProductStatus = "DRAFT" | "PUBLISHED" | "ARCHIVED";

/** A product without its variants: what a list shows. */
export interface Product {
  readonly id: Id;
  readonly slug: string;
  readonly title: string;
  readonly description: string | null;
  readonly brand: Brand | null;
  readonly status: ProductStatus;
  readonly createdAt: Date;
  /** `usr_…`, or null for what an import or the demo shop brought. */
  readonly createdBy: Id | null;
  readonly updatedAt: Date;
  readonly publishedAt: Date | null;
  readonly archivedAt: Date | null;
  readonly version: number;
  readonly images: readonly Image[];
  readonly categoryIds: readonly Id[];
  readonly attributes: readonly NameAndValue[];
  readonly externalRef: string | null;
}

/** The whole: what is written at once, under one version. */
export interface FullProduct extends Product {
  readonly variants: readonly Variant[];
}

export interface Variant {
  readonly id: Id;
  readonly productId: Id;
  readonly sku: string;
  readonly gtin: string | null;
  readonly title: string;
  readonly selectedOptions: readonly NameAndValue[];
  readonly image: Image | null;
  readonly prices: readonly Price[];
}

/** What a variant costs in one currency. */
export interface Price {
  readonly currency: string;
  readonly minorUnits: bigint;
  readonly compareAtMinorUnits: bigint | null;
}

export interface Brand {
  readonly id: Id;
  readonly slug: string;
  readonly name: string;
}

export interface Image {
  /** Absolute, or a path that this shop serves itself. */
  readonly url: string;
  readonly altText: string | null;
  readonly width: number | null;
  readonly height: number | null;
}

export interface NameAndValue {
  readonly name: string;
  readonly value: string;
}

/** Drafts are nobody's business, even in the archive; what was in the shop once is still answered where it is named. */
export function isPublic({ status, publishedAt }: Product): boolean {
  return status === "PUBLISHED" || (status === "ARCHIVED" && publishedAt !== null);
}
