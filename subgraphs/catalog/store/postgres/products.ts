import { In, IsNull } from "typeorm";
import type { Database, Transaction } from "#kernel/database.ts";
import { type Id, idFromUuid, uuidOf } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Category } from "../../domain/category.ts";
import type { FullProduct } from "../../domain/product.ts";
import type { CreatedIds, ProductStore, WriteRefusal, Written } from "../../ports.ts";
import { brandEntity, categoryEntity } from "./entities.ts";
import { countSql, listSql, partsOf } from "./listing.ts";
import { storable, uuids } from "./known.ts";
import { findOwners } from "./owners.ts";
import { brandOf, categoryOf, PRODUCT_COLUMNS, productOf, VARIANT_COLUMNS, variantOf } from "./rows.ts";
import { writeProducts } from "./write-products.ts";

const SELECT_PRODUCTS = `SELECT ${PRODUCT_COLUMNS} FROM products p LEFT JOIN brands b ON b.id = p.brand_id`;
const SELECT_VARIANTS = `SELECT ${VARIANT_COLUMNS} FROM variants v`;

/** The product store on PostgreSQL. */
export function postgresProducts(database: Database): ProductStore {
  const { manager, query } = database;
  const variantsWhere = async (condition: string, values: readonly string[]) =>
    (await query(`${SELECT_VARIANTS} WHERE ${condition} ORDER BY v.product_id, v.position`, [values])).map(variantOf);
  const variantsOf = (productIds: readonly Id[]) =>
    variantsWhere("v.product_id = ANY($1::uuid[])", uuids(PREFIXES.Product, productIds));
  const productsWhere = async (condition: string, values: readonly string[]) =>
    (await query(`${SELECT_PRODUCTS} WHERE ${condition}`, [values])).map(productOf);

  return {
    productsById: (ids) => productsWhere("p.id = ANY($1::uuid[])", uuids(PREFIXES.Product, ids)),
    productsBySlug: async (slugs) => {
      const rows = await query(
        `SELECT s.slug AS asked, ${PRODUCT_COLUMNS} FROM product_slugs s JOIN products p ON p.id = s.product_id
         LEFT JOIN brands b ON b.id = p.brand_id WHERE s.slug = ANY($1::text[])`,
        [storable(slugs)],
      );
      return rows.map((row) => ({ asked: row.asked, product: productOf(row) }));
    },
    fullProducts: async (by): Promise<FullProduct[]> => {
      const products = await ("ids" in by
        ? productsWhere("p.id = ANY($1::uuid[])", uuids(PREFIXES.Product, by.ids))
        : productsWhere("p.external_ref = ANY($1::text[])", storable(by.externalRefs)));
      if (products.length === 0) return [];
      const variants = Map.groupBy(await variantsOf(products.map(({ id }) => id)), ({ productId }) => productId);
      return products.map((product) => ({ ...product, variants: variants.get(product.id) ?? [] }));
    },
    variantsOf,
    variantsById: (ids) => variantsWhere("v.id = ANY($1::uuid[])", uuids(PREFIXES.Variant, ids)),
    variantsBySku: (skus) => variantsWhere("v.sku = ANY($1::text[])", storable(skus)),
    list: async (selection, page) => {
      const rows: any[] = [];
      for (const part of partsOf(selection, page)) {
        const { sql, parameters } = listSql(selection, { ...page, limit: page.limit - rows.length }, part);
        rows.push(...(await query(sql, parameters)));
        if (rows.length > page.limit) break;
      }
      return rows.map((row) => ({ keys: row.keys, node: productOf(row) }));
    },
    count: async (selection, max) => {
      const { sql, parameters } = countSql(selection, max);
      return (await query(sql, parameters))[0].count;
    },
    brandsById: async (ids) => (await manager.findBy(brandEntity, { id: In(uuids(PREFIXES.Brand, ids)) })).map(brandOf),

    categoriesById: async (ids) =>
      (await manager.findBy(categoryEntity, { id: In(uuids(PREFIXES.Category, ids)) })).map(categoryOf),
    categoriesBySlug: async (slugs) =>
      (await manager.findBy(categoryEntity, { slug: In(storable(slugs)) })).map(categoryOf),
    categoriesBelow: async (parentIds) => {
      const known = uuids(
        PREFIXES.Category,
        parentIds.filter((id) => id !== null),
      );
      const roots = parentIds.includes(null) ? [{ parent_id: IsNull() }] : [];
      const where = [{ parent_id: In(known) }, ...roots];
      return (await manager.find(categoryEntity, { where, order: { position: "ASC" } })).map(categoryOf);
    },

    owners: (names) => findOwners(query, names),
    write: (writes, claim) => {
      const productsOfWrites = writes.map(({ product }) => product);
      const names = () => ({
        slugs: productsOfWrites.map(({ slug }) => slug),
        skus: productsOfWrites.flatMap(({ variants }) => variants.map(({ sku }) => sku)),
        externalRefs: productsOfWrites.flatMap(({ externalRef }) => externalRef ?? []),
      });
      const own = new Set(writes.flatMap(({ product }) => product.id));
      const taken = async () => (await findOwners(query, names())).filter(({ ownerId }) => !own.has(ownerId));
      return refusingTaken(taken, () =>
        database.transact(async (tx): Promise<Result<Written, WriteRefusal>> => {
          const earlier = await claimed(tx, claim);
          if (earlier) return earlier;
          const conflict = await writeProducts(tx, writes);
          if (conflict?.type === "slugTaken") return err({ type: "Taken", owners: [] });
          if (conflict?.type === "stale")
            return err({ type: "Stale", id: idFromUuid(PREFIXES.Product, conflict.productIds[0]!) });
          tx.emit(...writes.map(({ event }) => event));
          return ok({ type: "written" });
        }),
      );
    },
    addCategories: (additions, claim) => {
      const categories = additions.map(({ category }) => category);
      const taken = () => findOwners(query, { categorySlugs: categories.map(({ slug }) => slug) });
      return refusingTaken(taken, () =>
        database.transact(async (tx): Promise<Result<Written, WriteRefusal>> => {
          const earlier = await claimed(tx, claim);
          if (earlier) return earlier;
          await tx.manager.insert(categoryEntity, categories.map(categoryColumns));
          tx.emit(...additions.map(({ event }) => event));
          return ok({ type: "written" });
        }),
      );
    },
  };
}

type Claimed = Parameters<ProductStore["write"]>[1];

/** The answer when the key has been used before; undefined to go on. */
async function claimed(tx: Transaction, claim: Claimed): Promise<Result<Written, WriteRefusal> | undefined> {
  if (!claim) return undefined;
  const outcome = await tx.claim<CreatedIds>(claim);
  switch (outcome.type) {
    case "first":
      return undefined;
    case "repeated":
      return ok({ type: "repeated", kept: outcome.kept });
    case "keyReused":
      return err({ type: "IdempotencyKeyReused" });
    case "inProgress":
      return err({ type: "InProgress" });
  }
}

const UNIQUE_VIOLATION = "23505";

/** The unique indexes decide who was first; who that was is read afterwards, by the few who lose. */
async function refusingTaken(
  owners: () => ReturnType<ProductStore["owners"]>,
  work: () => Promise<Result<Written, WriteRefusal>>,
): Promise<Result<Written, WriteRefusal>> {
  let fault: unknown;
  try {
    const result = await work();
    if (result.ok || result.refusal.type !== "Taken") return result;
  } catch (error) {
    if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
    fault = error;
  }
  const found = await owners();
  if (found.length === 0) throw fault ?? new Error("A slug was taken and free again at once");
  return err({ type: "Taken", owners: found });
}

function categoryColumns(category: Category) {
  return {
    id: uuidOf(PREFIXES.Category, category.id),
    slug: category.slug,
    name: category.name,
    parent_id: category.parentId && uuidOf(PREFIXES.Category, category.parentId),
    ancestor_ids: uuids(PREFIXES.Category, category.ancestorIds),
    created_at: category.createdAt,
    updated_at: category.createdAt,
    created_by: category.createdBy,
    version: 1,
  };
}
