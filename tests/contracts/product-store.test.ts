import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openCatalogStore } from "#bin/subgraphs/catalog.ts";
import { type Id, randomIds } from "#kernel/id.ts";
import { silentLog } from "#kernel/log.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { localSignals } from "#kernel/signals.ts";
import { type Category, newCategory } from "#subgraphs/catalog/domain/category.ts";
import { categoryCreated, productChanged } from "#subgraphs/catalog/domain/events.ts";
import { type Condition, NEWEST_FIRST, type Selection } from "#subgraphs/catalog/domain/filter.ts";
import type { FullProduct, Variant } from "#subgraphs/catalog/domain/product.ts";
import type { ProductStore } from "#subgraphs/catalog/ports.ts";
import { testDatabase } from "../support/database.ts";

/** Every store of the catalogue, opened empty. `said` answers the events that a store keeps to be relayed, in order. */
interface OpenStore {
  readonly store: ProductStore;
  said(productId: Id): Promise<{ type: string; sequence: number }[]>;
  close(): Promise<void>;
}

const stores: Record<string, () => Promise<OpenStore>> = {
  PostgreSQL: async () => {
    const place = await testDatabase();
    const connection = place.connectionOf("catalog");
    const { database, store } = await openCatalogStore({ connection, signals: localSignals(), log: silentLog });
    const said = async (productId: Id) =>
      (await database.query("SELECT event FROM outbox WHERE aggregate_id = $1 ORDER BY id", [productId])).map(
        ({ event }) => event,
      );
    return { store, said, close: () => database.close().then(() => place.drop()) };
  },
};

for (const [name, open] of Object.entries(stores)) {
  describe(`products kept in ${name}`, () => {
    let opened: OpenStore;
    let store: ProductStore;
    before(async () => {
      opened = await open();
      store = opened.store;
    });
    after(() => opened.close());

    const write = (...products: FullProduct[]) =>
      store.write(products.map((product) => ({ product, event: productChanged(product, "test") })));
    const add = async (product: FullProduct) => {
      assert.deepEqual(await write(product), { ok: true, value: { type: "written" } });
      return product;
    };
    const find = async (id: Id) => (await store.fullProducts({ ids: [id] }))[0];
    const next = (product: FullProduct, change: Partial<FullProduct>): FullProduct => ({
      ...product,
      ...change,
      version: product.version + 1,
      updatedAt: new Date(product.updatedAt.getTime() + 1_000),
    });

    test("a product is read back as it was written, by id, slug, externalRef and SKU", async () => {
      const category = await addCategory();
      const product = await add(
        productOf({
          title: "Ünïcode 🪔 <b>",
          categoryIds: [category.id],
          externalRef: "ref",
          description: "a\nb",
          brand: brandOf("Maker"),
        }),
      );
      const { variants, ...bare } = product;

      assert.deepEqual(await find(product.id), product);
      assert.deepEqual(await store.productsById([product.id]), [bare]);
      assert.deepEqual(await store.productsBySlug([product.slug]), [{ asked: product.slug, product: bare }]);
      assert.deepEqual(await store.fullProducts({ externalRefs: ["ref"] }), [product]);
      assert.deepEqual(await store.variantsOf([product.id]), variants);
      assert.deepEqual(await store.variantsById([variants[1]!.id]), [variants[1]]);
      assert.deepEqual(await store.variantsBySku([variants[0]!.sku]), [variants[0]]);
      assert.deepEqual(await store.brandsById([product.brand!.id]), [product.brand]);
    });

    test("unknown, foreign and malformed names are unknown", async () => {
      const { id } = await add(productOf());
      const strangers = ["", "prd_1", `var_${id.slice(4)}`, randomIds.next(PREFIXES.Product), "a\0b"];

      assert.deepEqual(await store.productsById(strangers), []);
      assert.deepEqual(await store.productsBySlug(strangers), []);
      assert.deepEqual(await store.fullProducts({ ids: strangers }), []);
      assert.deepEqual(await store.fullProducts({ externalRefs: strangers }), []);
      assert.deepEqual(await store.variantsById(strangers), []);
      assert.deepEqual(await store.variantsBySku(strangers), []);
      assert.deepEqual(await store.variantsOf(strangers), []);
      assert.deepEqual(await store.categoriesById(strangers), []);
      assert.deepEqual(await store.categoriesBySlug(strangers), []);
      assert.deepEqual(await store.categoriesBelow(strangers), []);
      assert.deepEqual(await store.brandsById(strangers), []);
    });

    test("a write goes by its version: of two that read the same one is stale, and nothing of it remains", async () => {
      const product = await add(productOf());
      const [one, other] = [next(product, { title: "One" }), next(product, { title: "Other" })];
      const outcomes = await Promise.all([write(one), write(other)]);

      const lost = outcomes.filter(({ ok }) => !ok);
      assert.deepEqual(lost, [{ ok: false, refusal: { type: "Stale", id: product.id } }]);
      assert.deepEqual(await find(product.id), outcomes[0]!.ok ? one : other);
      assert.deepEqual(
        (await opened.said(product.id)).map(({ type, sequence }) => [type, sequence]),
        [
          ["ProductChanged", 1],
          ["ProductChanged", 2],
        ],
      );
      assert.equal((await write(product)).ok, false);
    });

    test("several are written together or not at all", async () => {
      const known = await add(productOf());
      const fresh = productOf();
      const outcome = await write(fresh, { ...next(known, {}), version: 7 });

      assert.deepEqual(outcome, { ok: false, refusal: { type: "Stale", id: known.id } });
      assert.equal(await find(fresh.id), undefined);
      assert.deepEqual(await opened.said(fresh.id), []);
    });

    test("slugs, old slugs, SKUs and externalRefs belong to one product, and it is told which", async () => {
      const owner = await add(productOf({ slug: "first-slug", externalRef: "owned" }));
      const renamed = next(owner, { slug: "second-slug" });
      await write(renamed);
      const [{ sku }] = owner.variants as [Variant];
      const takes = async (product: FullProduct) => {
        const outcome = await write(product);
        assert.ok(!outcome.ok && outcome.refusal.type === "Taken");
        assert.equal(await find(product.id), undefined);
        return outcome.refusal.owners;
      };

      const ownerId = owner.id;
      assert.deepEqual(await takes(productOf({ slug: "first-slug" })), [
        { kind: "slugs", name: "first-slug", ownerId },
      ]);
      assert.deepEqual(await takes(productOf({ slug: "second-slug" })), [
        { kind: "slugs", name: "second-slug", ownerId },
      ]);
      assert.deepEqual(await takes(productOf({ externalRef: "owned" })), [
        { kind: "externalRefs", name: "owned", ownerId },
      ]);
      const thief = productOf();
      const stolen = { ...thief, variants: [{ ...thief.variants[0]!, sku }] };
      assert.deepEqual(await takes(stolen), [{ kind: "skus", name: sku, ownerId }]);
      assert.deepEqual(await store.owners({ slugs: ["first-slug", "free"], skus: ["free"] }), [
        { kind: "slugs", name: "first-slug", ownerId },
      ]);
      assert.equal((await write(next(renamed, { slug: "first-slug" }))).ok, true);
      const [found] = await store.productsBySlug(["second-slug"]);
      assert.equal(found!.product.slug, "first-slug");
    });

    test("prices and variants become what is written", async () => {
      const product = await add(productOf());
      const [first, second] = product.variants as [Variant, Variant];
      const after = next(product, {
        variants: [
          { ...first, prices: [priceOf("JPY", 5n)] },
          { ...second, prices: [] },
          variantOf(product.id, [priceOf("USD", 2n ** 53n - 1n)]),
        ],
      });
      await write(after);

      assert.deepEqual(await find(product.id), after);
      assert.deepEqual(await idsOf({ type: "price", currency: "INR", bounds: [] }, [product.id]), []);
    });

    test("a key is used once: its copies, even at the same time, answer the first one's id", async () => {
      const claimOf = (id: Id, args: object) => ({
        caller: "usr_1",
        mutation: "productCreate",
        key: "k",
        args,
        kept: { id },
      });
      const tries = Array.from({ length: 8 }, () => productOf());
      const outcomes = await Promise.all(
        tries.map((product) =>
          store.write([{ product, event: productChanged(product, "test") }], claimOf(product.id, { a: 1 })),
        ),
      );
      const other = productOf();
      const reused = await store.write(
        [{ product: other, event: productChanged(other, "test") }],
        claimOf(other.id, { a: 2 }),
      );

      const written = tries.filter(
        (_, index) => outcomes[index]!.ok && (outcomes[index] as any).value.type === "written",
      );
      assert.equal(written.length, 1);
      assert.ok(
        outcomes.every(
          (outcome) => outcome.ok && (outcome.value.type === "written" || outcome.value.kept.id === written[0]!.id),
        ),
      );
      assert.deepEqual(reused, { ok: false, refusal: { type: "IdempotencyKeyReused" } });
      assert.equal((await store.productsById(tries.map(({ id }) => id))).length, 1);
    });

    test("a brand whose slug is known is that brand", async () => {
      const one = await add(productOf({ brand: brandOf("Twice") }));
      const two = productOf({ brand: brandOf("TWICE") });
      await write(two);

      assert.deepEqual((await find(two.id))!.brand, one.brand);
    });

    test("categories form a tree in the order they were made", async () => {
      const root = await addCategory();
      const children = [await addCategory(root), await addCategory(root), await addCategory(root)];
      const grandchild = await addCategory(children[1]);

      assert.deepEqual(await store.categoriesBelow([root.id]), children);
      assert.deepEqual(await store.categoriesBelow([children[1]!.id]), [grandchild]);
      assert.deepEqual(grandchild.ancestorIds, [root.id, children[1]!.id]);
      assert.ok((await store.categoriesBelow([null])).some(({ id }) => id === root.id));
      assert.deepEqual(await store.categoriesBySlug([grandchild.slug]), [grandchild]);
      const twin = newCategory(randomIds.next(PREFIXES.Category), "Twin", root.slug, null, new Date(), null);
      assert.deepEqual(await store.addCategories([{ category: twin, event: categoryCreated(twin, "r") }]), {
        ok: false,
        refusal: { type: "Taken", owners: [{ kind: "categorySlugs", name: root.slug, ownerId: root.id }] },
      });
    });

    test("every condition means what it says", async () => {
      const root = await addCategory();
      const leaf = await addCategory(root);
      const brand = brandOf("Condition");
      const at = new Date("2020-01-01T00:00:00Z");
      const tea = await add(
        productOf({ title: "Thé Vert", status: "PUBLISHED", publishedAt: at, categoryIds: [leaf.id], brand }),
      );
      const cup = await add(productOf({ title: "100% Cup", categoryIds: [root.id] }));
      const all = [tea.id, cup.id];
      const is = async (condition: Condition, ...expected: FullProduct[]) =>
        assert.deepEqual(
          (await idsOf(condition, all)).sort(),
          expected.map(({ id }) => id).sort(),
          JSON.stringify(condition, (_, value) => (typeof value === "bigint" ? `${value}` : value)),
        );

      await is({ type: "category", ids: [root.id] }, tea, cup);
      await is({ type: "category", ids: [leaf.id, "cat_x"] }, tea);
      await is({ type: "brand", ids: [brand.id] }, tea);
      await is({ type: "brand", ids: [] });
      await is({ type: "title", titles: ["Thé Vert", "x\0"] }, tea);
      await is({ type: "titleContains", folded: "the v" }, tea);
      await is({ type: "titleContains", folded: "0%" }, cup);
      await is({ type: "titleContains", folded: "0_" });
      await is({ type: "status", statuses: ["PUBLISHED"] }, tea);
      await is({ type: "publishedAt", bounds: [{ operator: "<=", value: at }] }, tea);
      await is({ type: "publishedAt", bounds: [{ operator: "<", value: at }] });
      await is({ type: "not", of: { type: "publishedAt", bounds: [{ operator: "<=", value: at }] } }, cup);
      await is({ type: "price", currency: "INR", bounds: [{ operator: "=", value: 200n }] }, tea, cup);
      await is({
        type: "price",
        currency: "INR",
        bounds: [
          { operator: ">", value: 100n },
          { operator: "<", value: 200n },
        ],
      });
      await is(
        {
          type: "any",
          of: [
            { type: "title", titles: ["100% Cup"] },
            { type: "brand", ids: [brand.id] },
          ],
        },
        tea,
        cup,
      );
      await is({ type: "any", of: [] });
      await is({ type: "not", of: { type: "any", of: [] } }, tea, cup);
    });

    test("pages in every order go through all, in both directions, and come back to where they were", async () => {
      const brand = brandOf("Paged");
      const made: FullProduct[] = [];
      for (let n = 0; n < 11; n++) {
        const product = productOf({ title: `Page ${n % 4}`, brand });
        made.push(
          n % 3 === 0
            ? { ...product, variants: product.variants.map((variant) => ({ ...variant, prices: [] })) }
            : product,
        );
      }
      assert.equal((await write(...made)).ok, true);
      const { id } = brand;
      for (const field of ["TITLE", "PRICE", "PUBLISHED_AT"] as const) {
        for (const direction of ["ASC", "DESC"] as const) {
          const selection: Selection = {
            condition: { type: "brand", ids: [id] },
            sort: [{ field, direction }],
            currency: "INR",
          };
          const read = (backward: boolean, from?: readonly string[]) =>
            store.list(selection, { list: "x", limit: 3, backward, from });
          const walk = async (backward: boolean) => {
            const ids: Id[] = [];
            for (let rows = await read(backward); ; rows = await read(backward, rows[2]!.keys)) {
              ids.push(...rows.slice(0, 3).map(({ node }) => node.id));
              if (rows.length < 4) return ids;
            }
          };
          const forward = await walk(false);
          assert.equal(new Set(forward).size, made.length, `${field} ${direction}`);
          assert.deepEqual((await walk(true)).toReversed(), forward, `${field} ${direction}`);
        }
      }
      const selection: Selection = { condition: { type: "brand", ids: [id] }, sort: NEWEST_FIRST, currency: "INR" };
      assert.equal(await store.count(selection, 100), made.length);
      assert.equal(await store.count(selection, 5), 5);
    });

    async function addCategory(parent: Category | null = null): Promise<Category> {
      const id = randomIds.next(PREFIXES.Category);
      const category = newCategory(id, `Category ${id}`, id.replace("_", "-"), parent, NOW, null);
      assert.equal((await store.addCategories([{ category, event: categoryCreated(category, "r") }])).ok, true);
      return category;
    }

    /** Which of these products match. */
    async function idsOf(condition: Condition, among: readonly Id[]): Promise<Id[]> {
      const rows = await store.list(
        { condition, sort: NEWEST_FIRST, currency: "INR" },
        { list: "x", limit: 1_000, backward: false },
      );
      return rows.map(({ node }) => node.id).filter((id) => among.includes(id));
    }
  });
}

const NOW = new Date("2026-02-03T04:05:06.789Z");

function productOf(more: Partial<FullProduct> = {}): FullProduct {
  const id = randomIds.next(PREFIXES.Product);
  return {
    id,
    slug: id.replace("_", "-"),
    title: "A product",
    description: null,
    brand: null,
    status: "DRAFT",
    createdAt: NOW,
    createdBy: "usr_1",
    updatedAt: NOW,
    publishedAt: null,
    archivedAt: null,
    version: 1,
    images: [{ url: "https://img.example/1.jpg", altText: null, width: 10, height: null }],
    categoryIds: [],
    attributes: [{ name: "Weight", value: "2 kg" }],
    externalRef: null,
    variants: [
      variantOf(id, [priceOf("INR", 100n)]),
      variantOf(id, [priceOf("INR", 200n), { ...priceOf("USD", 3n), compareAtMinorUnits: 4n }]),
    ],
    ...more,
  };
}

function variantOf(productId: Id, prices: Variant["prices"]): Variant {
  const id = randomIds.next(PREFIXES.Variant);
  return {
    id,
    productId,
    sku: id,
    gtin: null,
    title: "M",
    selectedOptions: [{ name: "Size", value: id }],
    image: null,
    prices,
  };
}

function priceOf(currency: string, minorUnits: bigint) {
  return { currency, minorUnits, compareAtMinorUnits: null };
}

function brandOf(name: string) {
  return { id: randomIds.next(PREFIXES.Brand), slug: name.toLowerCase(), name };
}
