import type { Database } from "#kernel/database.ts";
import { idFromUuid } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import type { Names, Owner } from "../../ports.ts";

/** Who has these names already, in one statement. */
export async function findOwners(query: Database["query"], names: Names): Promise<Owner[]> {
  const { slugs = [], skus = [], externalRefs = [], categorySlugs = [] } = names;
  const rows: { kind: keyof Names; name: string; id: string }[] = await query(
    `SELECT 'slugs' AS kind, slug AS name, product_id AS id FROM product_slugs WHERE slug = ANY($1::text[])
     UNION ALL SELECT 'skus', sku, product_id FROM variants WHERE sku = ANY($2::text[])
     UNION ALL SELECT 'externalRefs', external_ref, id FROM products WHERE external_ref = ANY($3::text[])
     UNION ALL SELECT 'categorySlugs', slug, id FROM categories WHERE slug = ANY($4::text[])`,
    [slugs, skus, externalRefs, categorySlugs],
  );
  return rows.map(({ kind, name, id }) => {
    const prefix = kind === "categorySlugs" ? PREFIXES.Category : PREFIXES.Product;
    return { kind, name, ownerId: idFromUuid(prefix, id) };
  });
}
