import type { Id } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { err, type Result } from "#kernel/result.ts";
import { brandNamed } from "../domain/brand.ts";
import { changeProduct } from "../domain/change.ts";
import type { ChangedProductFields } from "../domain/fields.ts";
import type { Brand } from "../domain/product.ts";
import type { Refusal } from "../domain/refusal.ts";
import type { Ports } from "../ports.ts";
import { changeUnderVersion, type ChangeOf } from "./change-product.ts";
import { unknownCategories } from "./names.ts";

export interface UpdateProduct extends ChangeOf {
  readonly fields: ChangedProductFields;
}

export async function updateProduct(
  { store, clock, ids }: Pick<Ports, "store" | "clock" | "ids">,
  command: UpdateProduct,
): Promise<Result<Id, Refusal[]>> {
  const { fields } = command;
  const unknown = await unknownCategories(store, fields.categoryIds ?? []);
  if (unknown.length > 0) return err(unknown);
  const brandAfter = (present: Brand | null): Brand | null | undefined =>
    fields.brandName == null ? fields.brandName : brandNamed(fields.brandName, present, () => ids.next(PREFIXES.Brand));
  return changeUnderVersion(store, command, fields.variants ?? [], (product) =>
    changeProduct(product, fields, {
      brand: brandAfter(product.brand),
      now: clock.now(),
      nextVariantId: () => ids.next(PREFIXES.Variant),
    }),
  );
}
