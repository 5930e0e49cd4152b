import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import pg from "pg";
import { seededId } from "#kernel/id.ts";
import { nobody } from "#kernel/identity.ts";
import { mutate, openDemoCatalog, productInput, publishedProduct, read, shopper, staff } from "./support/catalog.ts";
import { countStatements } from "./support/count-statements.ts";
import type { TestSubgraph } from "./support/subgraph.ts";

let catalog: TestSubgraph;
before(async () => {
  catalog = await openDemoCatalog({ messenger: false });
});
after(() => catalog.close());

const MUG = seededId("prd", "stoneware-mug");
const refusals = ({ errors }: any) => errors.map(({ code, path }: any) => [code, path.join(".")]);

test("a product is made as a draft with all that was given, and every name gets its place", async () => {
  const drinkware = seededId("cat", "drinkware");
  const { product, errors } = await mutate(catalog, "productCreate", {
    title: "Café Crème Set",
    description: "Two cups.\nOne saucer.",
    brandName: "kiln & CLAY",
    categoryIds: [drinkware],
    images: [{ url: "https://img.example/a.jpg", altText: "Two cups" }],
    attributes: [{ name: "Volume", value: "90 ml" }],
    externalRef: "erp-1",
    idempotencyKey: "first",
    variants: [
      {
        sku: " CREME-W ",
        gtin: "4006381333931",
        options: [{ name: "Colour", value: "White" }],
        prices: [{ minorUnits: 129_900, currency: "INR" }],
        compareAtPrices: [{ minorUnits: 149_900, currency: "INR" }],
      },
    ],
  });

  assert.deepEqual(errors, []);
  const { id: _id, updatedAt: _at, variants, ...rest } = product;
  assert.deepEqual(rest, {
    slug: "cafe-creme-set",
    title: "Café Crème Set",
    description: "Two cups.\nOne saucer.",
    status: "DRAFT",
    version: 1,
    publishedAt: null,
    archivedAt: null,
    externalRef: "erp-1",
    brand: { id: seededId("brd", "kiln-clay"), name: "Kiln & Clay" },
    categories: [{ id: drinkware }],
    attributes: [{ name: "Volume", value: "90 ml" }],
    images: [{ url: "https://img.example/a.jpg", altText: "Two cups" }],
  });
  const { id: _variant, ...white } = variants[0];
  assert.deepEqual(white, {
    sku: "CREME-W",
    gtin: "4006381333931",
    title: "White",
    selectedOptions: [{ name: "Colour", value: "White" }],
    price: { minorUnits: 129_900 },
    compareAtPrice: { minorUnits: 149_900 },
  });
});

test("the same key answers the same product however often and at once, other arguments are refused", async () => {
  const input = productInput("Once Only");
  const made = await Promise.all(Array.from({ length: 10 }, () => mutate(catalog, "productCreate", input)));
  const other = await mutate(catalog, "productCreate", { ...input, title: "Twice" });
  const elsewhere = await mutate(
    catalog,
    "productCreate",
    { ...input, variants: productInput("x").variants },
    { ...staff, subject: "usr_other" },
  );

  assert.equal(new Set(made.map(({ product }) => product.id)).size, 1);
  assert.deepEqual(refusals(other), [["IDEMPOTENCY_KEY_REUSED", "idempotencyKey"]]);
  assert.notEqual(elsewhere.product.id, made[0].product.id);
});

test("of many who want one SKU at once, one gets it", async () => {
  const sku = "WANTED";
  const variants = [{ sku, prices: [] }];
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, n) => mutate(catalog, "productCreate", productInput(`Wants it ${n}`, { variants }))),
  );

  const [winner, ...more] = answers.filter(({ product }) => product);
  const losers = answers.filter(({ errors }) => errors.length > 0);
  assert.equal(more.length, 0);
  assert.equal(losers.length, 11);
  for (const loser of losers) {
    assert.deepEqual(refusals(loser), [["SKU_TAKEN", "variants.0.sku"]]);
    assert.equal(loser.errors[0].takenBy, winner.product.id);
  }
});

test("a made slug steps aside, a given one is refused, and so is an externalRef", async () => {
  const same = await Promise.all([1, 2, 3].map(() => mutate(catalog, "productCreate", productInput("Same Name"))));
  const given = await mutate(catalog, "productCreate", productInput("Other", { slug: "stoneware-mug" }));
  await mutate(catalog, "productCreate", productInput("Ref", { externalRef: "ref-1" }));
  const ref = await mutate(catalog, "productCreate", productInput("Ref again", { externalRef: "ref-1" }));
  const foreign = await mutate(catalog, "productCreate", productInput("किताब"));

  assert.deepEqual(same.map(({ product }) => product.slug).sort(), ["same-name", "same-name-2", "same-name-3"]);
  assert.deepEqual(refusals(given), [["SLUG_TAKEN", "slug"]]);
  assert.equal(given.errors[0].takenBy, MUG);
  assert.deepEqual(refusals(ref), [["EXTERNAL_REF_TAKEN", "externalRef"]]);
  assert.match(foreign.product.slug, /^product-[0-9a-f]{10}$/);
});

test("bad values are refused by their path and nothing is made", async () => {
  const price = (minorUnits: number) => [{ minorUnits, currency: "INR" }];
  const sku = () => randomUUID();
  const variants = (...given: object[]) => ({ variants: given });
  const cases: [Record<string, unknown>, string][] = [
    [{ title: " " }, "title"],
    [{ title: "x".repeat(301) }, "title"],
    [{ title: "a\u0000b" }, "title"],
    [{ title: "\ud800" }, "title"],
    [{ slug: "No Slug" }, "slug"],
    [{ slug: "" }, "slug"],
    [variants(), "variants"],
    [variants(...Array.from({ length: 101 }, () => ({ sku: sku(), prices: [] }))), "variants"],
    [variants({ sku: "", prices: [] }), "variants.0.sku"],
    [variants({ sku: "A", prices: [] }, { sku: "A", prices: [] }), "variants.1.sku"],
    [variants({ sku: sku(), gtin: "123", prices: [] }), "variants.0.gtin"],
    [variants({ sku: sku(), prices: price(-1) }), "variants.0.prices.0.minorUnits"],
    [variants({ sku: sku(), prices: [...price(1), ...price(2)] }), "variants.0.prices.1.currency"],
    [variants({ sku: sku(), prices: price(5), compareAtPrices: price(5) }), "variants.0.compareAtPrices.0.minorUnits"],
    [variants({ sku: sku(), prices: [], compareAtPrices: price(5) }), "variants.0.compareAtPrices.0.minorUnits"],
    [variants({ id: seededId("var", "MUG-IND"), sku: sku(), prices: [] }), "variants.0.id"],
    [{ categoryIds: [seededId("cat", "drinkware"), MUG] }, "categoryIds.1"],
    [
      {
        attributes: [
          { name: "a", value: "1" },
          { name: "a", value: "2" },
        ],
      },
      "attributes.1.name",
    ],
    [{ images: Array.from({ length: 21 }, () => ({ url: "https://img.example/a.jpg" })) }, "images"],
    [{ idempotencyKey: "" }, "idempotencyKey"],
    [{ idempotencyKey: "x".repeat(256) }, "idempotencyKey"],
  ];
  const count = async () =>
    (await read(catalog, `{ products(first: 0) { totalCount } }`, {}, staff)).products.totalCount;
  const before = await count();
  for (const [bad, path] of cases) {
    const { product, errors } = await mutate(catalog, "productCreate", productInput("Bad", bad));
    assert.equal(product, null);
    assert.ok(
      errors.some((error: any) => error.path.join(".") === path),
      `${path}: ${JSON.stringify(errors)}`,
    );
  }
  assert.equal(await count(), before);
});

test("an update changes what is given, clears what is null, and counts a version only when something is different", async () => {
  const made = await publishedProduct(catalog, "To Change", { description: "Before", brandName: "Tessel" });
  const [variant] = made.variants;
  const prices = [{ minorUnits: 2_000, currency: "INR" }];

  const one = await mutate(catalog, "productUpdate", { id: made.id, description: null, expectedVersion: made.version });
  const same = await mutate(catalog, "productUpdate", { id: made.id, title: "To Change", brandName: "TESSEL" });
  const two = await mutate(catalog, "productUpdate", {
    id: made.id,
    variants: [
      { id: variant.id, sku: variant.sku, prices },
      { sku: `${variant.sku}-2`, prices: [] },
    ],
  });
  const gone = await mutate(catalog, "productUpdate", { id: made.id, brandName: null, title: null });

  assert.deepEqual([one.product.description, one.product.version], [null, made.version + 1]);
  assert.ok(one.product.updatedAt > made.updatedAt);
  assert.equal(same.product.version, one.product.version);
  assert.equal(two.product.version, one.product.version + 1);
  assert.deepEqual(
    two.product.variants.map(({ id, sku, price }: any) => [id === variant.id, sku, price?.minorUnits]),
    [
      [true, variant.sku, 2_000],
      [false, `${variant.sku}-2`, undefined],
    ],
  );
  assert.deepEqual(refusals(gone), [["INVALID_INPUT", "title"]]);
});

test("an update refuses a stale version, foreign variants and names of others", async () => {
  const made = await publishedProduct(catalog, "Refuses");
  const update = (input: object) => mutate(catalog, "productUpdate", { id: made.id, ...input });

  const stale = await update({ title: "Late", expectedVersion: 1 });
  assert.deepEqual([refusals(stale), stale.errors[0].currentVersion], [[["STALE_VERSION", "expectedVersion"]], 2]);
  const foreign = await update({ variants: [{ id: seededId("var", "MUG-IND"), sku: "FOREIGN", prices: [] }] });
  assert.deepEqual(refusals(foreign), [["NOT_FOUND", "variants.0.id"]]);
  assert.deepEqual(refusals(await update({ variants: [{ sku: "MUG-IND", prices: [] }] })), [
    ["SKU_TAKEN", "variants.0.sku"],
  ]);
  assert.deepEqual(refusals(await update({ variants: [{ sku: made.variants[0].sku, prices: [] }] })), [
    ["INVALID_INPUT", "variants.0.sku"],
  ]);
  assert.deepEqual(refusals(await update({ slug: "stoneware-mug" })), [["SLUG_TAKEN", "slug"]]);
  assert.deepEqual(refusals(await mutate(catalog, "productUpdate", { id: seededId("prd", "no"), title: "x" })), [
    ["NOT_FOUND", "id"],
  ]);
  assert.equal(
    (await read(catalog, `query ($id: ID!) { product(id: $id) { version } }`, { id: made.id })).product.version,
    2,
  );
});

test("no update is lost: of those with one version one wins, those without all win", async () => {
  const made = await publishedProduct(catalog, "Contended");
  const titles = ["a", "b", "c", "d", "e"];
  const strict = await Promise.all(
    titles.map((title) => mutate(catalog, "productUpdate", { id: made.id, title, expectedVersion: made.version })),
  );
  const loose = await Promise.all(
    ["description", "brandName"].map((field) => mutate(catalog, "productUpdate", { id: made.id, [field]: "given" })),
  );

  assert.equal(strict.filter(({ errors }) => errors.length === 0).length, 1);
  assert.ok(loose.every(({ errors }) => errors.length === 0));
  const [{ product }] = loose.toSorted((a, b) => b.product.version - a.product.version) as [any];
  assert.deepEqual([product.description, product.brand.name, product.version], ["given", "given", made.version + 3]);
});

test("publish and archive move a product along its life, and repeat without effect", async () => {
  const { product } = await mutate(catalog, "productCreate", productInput("Life"));
  const move = async (mutation: "productPublish" | "productArchive") =>
    (await mutate(catalog, mutation, { id: product.id })).product;

  const published = await move("productPublish");
  const again = await move("productPublish");
  const archived = await move("productArchive");
  const back = await move("productPublish");

  assert.deepEqual([published.status, published.version, again.version], ["PUBLISHED", 2, 2]);
  assert.ok(published.publishedAt);
  assert.deepEqual([archived.status, archived.version], ["ARCHIVED", 3]);
  assert.ok(archived.archivedAt);
  assert.deepEqual([back.status, back.archivedAt, back.publishedAt], ["PUBLISHED", null, published.publishedAt]);
  const stale = await mutate(catalog, "productArchive", { id: product.id, expectedVersion: 1 });
  assert.deepEqual(refusals(stale), [["STALE_VERSION", "expectedVersion"]]);
});

test("a draft that is archived was never in the shop, so shoppers do not know of it", async () => {
  const { product } = await mutate(catalog, "productCreate", productInput("Never Seen"));
  await mutate(catalog, "productArchive", { id: product.id });

  const query = `query ($id: ID!) { product(id: $id) { status } }`;
  assert.equal((await read(catalog, query, { id: product.id }, shopper)).product, null);
  assert.equal((await read(catalog, query, { id: product.id }, staff)).product.status, "ARCHIVED");
});

test("categories are made below their parents, once a key, at most eight deep", async () => {
  const key = randomUUID();
  const parentId = seededId("cat", "kitchen");
  const made = await mutate(catalog, "categoryCreate", { name: "Tea Things", parentId, idempotencyKey: key });
  const again = await mutate(catalog, "categoryCreate", { name: "Tea Things", parentId, idempotencyKey: key });
  const taken = await mutate(catalog, "categoryCreate", { name: "x", slug: "drinkware", idempotencyKey: randomUUID() });
  const orphan = await mutate(catalog, "categoryCreate", { name: "x", parentId: MUG, idempotencyKey: randomUUID() });

  assert.deepEqual([made.category.slug, made.category.parent.id], ["tea-things", parentId]);
  assert.equal(again.category.id, made.category.id);
  assert.deepEqual(
    [refusals(taken), taken.errors[0].takenBy],
    [[["SLUG_TAKEN", "slug"]], seededId("cat", "drinkware")],
  );
  assert.deepEqual(refusals(orphan), [["NOT_FOUND", "parentId"]]);
  let deepest = made.category.id;
  for (let level = 4; level <= 8; level++) {
    const below = await mutate(catalog, "categoryCreate", {
      name: `Level ${level}`,
      parentId: deepest,
      idempotencyKey: randomUUID(),
    });
    deepest = below.category.id;
  }
  const tooDeep = await mutate(catalog, "categoryCreate", {
    name: "Level 9",
    parentId: deepest,
    idempotencyKey: randomUUID(),
  });
  assert.deepEqual(refusals(tooDeep), [["LIMIT_EXCEEDED", "parentId"]]);
});

test("only catalog:write may write", async () => {
  for (const [caller, code] of [
    [nobody, "UNAUTHENTICATED"],
    [{ subject: "usr_1", scopes: ["account", "orders:write"] }, "FORBIDDEN"],
  ] as const) {
    const { data, errors } = await catalog.ask(
      `mutation ($id: ID!) { productPublish(input: { id: $id }) { errors { __typename } } }`,
      { id: seededId("prd", "northwind-travel-charger") },
      caller,
    );
    assert.equal(data, null);
    assert.equal(errors?.[0]?.extensions?.code, code);
  }
});

test("every change says ProductChanged with the version it made, in the same transaction; nothing is said otherwise", async () => {
  const client = new pg.Client(catalog.database.connectionOf("catalog"));
  await client.connect();
  const said = async (id: string) =>
    (await client.query(`SELECT event FROM outbox WHERE aggregate_id = $1 ORDER BY id`, [id])).rows.map(
      ({ event }) => event,
    );

  const made = await publishedProduct(catalog, "Heard");
  await mutate(catalog, "productUpdate", { id: made.id, title: "Heard" });
  await mutate(catalog, "productUpdate", { id: made.id, slug: "stoneware-mug" });
  await mutate(catalog, "productUpdate", { id: made.id, slug: "heard-again" });
  const { category } = await mutate(catalog, "categoryCreate", { name: "Heard", idempotencyKey: randomUUID() });
  const events = await said(made.id);
  const ofCategory = await said(category.id);
  await client.end();

  assert.deepEqual(
    events.map(({ type, sequence, data }: any) => [type, sequence, data.slug, data.status]),
    [
      ["ProductChanged", 1, "heard", "DRAFT"],
      ["ProductChanged", 2, "heard", "PUBLISHED"],
      ["ProductChanged", 3, "heard-again", "PUBLISHED"],
    ],
  );
  assert.deepEqual(events[0].data.variantIds, [made.variants[0].id]);
  assert.deepEqual(
    ofCategory.map(({ type, data }: any) => [type, data]),
    [["CategoryCreated", { categoryId: category.id, slug: "heard", parentId: null }]],
  );
});

test("a write takes as many statements for a hundred variants as for one", async () => {
  const cost = async (count: number) => {
    const variants = Array.from({ length: count }, (_, n) => ({
      sku: `COST-${count}-${n}`,
      options: [{ name: "Size", value: `${n}` }],
      prices: [{ minorUnits: 1, currency: "INR" }],
    }));
    return (await countStatements(() => mutate(catalog, "productCreate", productInput("Cost", { variants }))))
      .statements.length;
  };
  assert.equal(await cost(100), await cost(1));
});
