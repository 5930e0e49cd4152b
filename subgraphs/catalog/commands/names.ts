import type { Id } from "#kernel/id.ts";
import { notFound } from "#kernel/user-error.ts";
import type { Refusal, Taken } from "../domain/refusal.ts";
import type { Owner, ProductStore } from "../ports.ts";

/** A refusal for each category that does not exist. */
export async function unknownCategories(store: ProductStore, categoryIds: readonly Id[]): Promise<Refusal[]> {
  if (categoryIds.length === 0) return [];
  const known = new Set((await store.categoriesById(categoryIds)).map(({ id }) => id));
  return categoryIds.flatMap((id, index) => (known.has(id) ? [] : [notFound(["categoryIds", String(index)], id)]));
}

/** Who has the names, as refusals that point into the input. */
export function takenFrom(owners: readonly Owner[], variants: readonly { readonly sku: string }[]): Taken[] {
  return owners.map(({ kind, name, ownerId }): Taken => {
    switch (kind) {
      case "slugs":
      case "categorySlugs":
        return { type: "Taken", what: "slug", path: ["slug"], takenBy: ownerId };
      case "skus": {
        const index = variants.findIndex(({ sku }) => sku === name);
        const path = index < 0 ? ["variants"] : ["variants", String(index), "sku"];
        return { type: "Taken", what: "sku", path, takenBy: ownerId };
      }
      case "externalRefs":
        return { type: "Taken", what: "externalRef", path: ["externalRef"], takenBy: ownerId };
    }
  });
}
