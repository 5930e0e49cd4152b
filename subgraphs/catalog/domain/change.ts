import { isDeepStrictEqual } from "node:util";
import type { Id } from "#kernel/id.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { type CommonRefusal, invalidInput, notFound } from "#kernel/user-error.ts";
import { imageOf, variantOf } from "./draft.ts";
import { type ChangedProductFields, VARIANTS_MAX, type VariantFields } from "./fields.ts";
import type { Brand, FullProduct, Image, Variant } from "./product.ts";

export interface ChangeContext {
  /** Undefined: it stays. */
  readonly brand: Brand | null | undefined;
  readonly now: Date;
  nextVariantId(): Id;
}

/** The product with what is given; undefined stays, null clears. */
export function changeProduct(
  product: FullProduct,
  fields: ChangedProductFields,
  context: ChangeContext,
): Result<FullProduct, CommonRefusal[]> {
  const title = fields.title ?? product.title;
  const variants = changeVariants(product, fields.variants ?? [], title, context);
  if (!variants.ok) return variants;
  const given = <Value>(value: Value | null | undefined, present: Value, empty: Value): Value =>
    value === undefined ? present : (value ?? empty);
  return ok(
    changed(
      product,
      {
        ...product,
        title,
        slug: fields.slug ?? product.slug,
        description: given(fields.description, product.description, null),
        brand: given(context.brand, product.brand, null),
        images: given<readonly Image[]>(fields.images && fields.images.map(imageOf), product.images, []),
        categoryIds: given(fields.categoryIds, product.categoryIds, []),
        attributes: given(fields.attributes, product.attributes, []),
        variants: variants.value,
      },
      context.now,
    ),
  );
}

/** One version on, or the same object when nothing is different. */
function changed(before: FullProduct, after: FullProduct, now: Date): FullProduct {
  return isDeepStrictEqual(before, after) ? before : { ...after, updatedAt: now, version: before.version + 1 };
}

function changeVariants(
  product: FullProduct,
  fields: readonly VariantFields[],
  title: string,
  context: ChangeContext,
): Result<Variant[], CommonRefusal[]> {
  const known = new Set(product.variants.map(({ id }) => id));
  const unknown = fields.flatMap(({ id }, index) =>
    id != null && !known.has(id) ? [notFound(["variants", String(index), "id"], id)] : [],
  );
  if (unknown.length > 0) return err(unknown);
  const given = new Map(fields.flatMap((variant) => (variant.id == null ? [] : [[variant.id, variant]])));
  const kept = product.variants.map((variant) => {
    const change = given.get(variant.id);
    return change ? variantOf(change, variant.id, product.id, title) : variant;
  });
  const added = fields
    .filter(({ id }) => id == null)
    .map((variant) => variantOf(variant, context.nextVariantId(), product.id, title));
  const all = [...kept, ...added];
  if (all.length > VARIANTS_MAX) {
    const message = `A product has at most ${VARIANTS_MAX} variants.`;
    return err([{ type: "LimitExceeded", path: ["variants"], limit: VARIANTS_MAX, message }]);
  }
  return unambiguous(all, fields);
}

/** The list given was checked in itself; here it meets the variants that stay. */
function unambiguous(all: readonly Variant[], fields: readonly VariantFields[]): Result<Variant[], CommonRefusal[]> {
  const twice = fields.flatMap(({ sku }, index) =>
    all.filter((variant) => variant.sku === sku).length > 1
      ? [invalidInput(["variants", String(index), "sku"], "another variant of this product has it")]
      : [],
  );
  return twice.length > 0 ? err(twice) : ok([...all]);
}
