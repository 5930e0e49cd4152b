import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { seededId } from "#kernel/id.ts";
import { mutate, openDemoCatalog, productInput, publishedProduct, read, staff } from "./support/catalog.ts";
import { countStatements } from "./support/count-statements.ts";
import { testContext, type TestSubgraph } from "./support/subgraph.ts";

let catalog: TestSubgraph;
before(async () => {
  catalog = await openDemoCatalog({ messenger: false });
});
after(() => catalog.close());

const LIST = `query ($where: ProductFilter, $orderBy: [ProductSort!], $first: Int, $after: String, $last: Int, $before: String) {
  products(where: $where, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
    edges { cursor } nodes { slug priceRange { min { minorUnits } } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;
const list = async (variables: Record<string, unknown>) => (await read(catalog, LIST, variables)).products;
const slugs = async (where: unknown, currency = "INR") => {
  const variables = { where, first: 100, orderBy: [{ field: "TITLE" }] };
  const { products } = await read(catalog, LIST, variables, undefined, { ...testContext, currency });
  return products.nodes.map(({ slug }: { slug: string }) => slug);
};
const refusal = async (variables: Record<string, unknown>) => {
  const { errors } = await catalog.ask(LIST, variables);
  return [errors?.[0]?.extensions?.code, errors?.[0]?.extensions?.argument];
};

test("pages forward and backward meet every product once, whatever the order and the page", async () => {
  const field = fc.constantFrom("TITLE", "PRICE", "PUBLISHED_AT");
  const key = fc.record({ field, direction: fc.constantFrom("ASC", "DESC") });
  const orders = fc.uniqueArray(key, { maxLength: 3, selector: (one) => one.field });
  for (const n of [1, 2, 3])
    await publishedProduct(catalog, `Unsold ${n}`, { variants: [{ sku: `NONE-${n}`, prices: [] }] });
  await fc.assert(
    fc.asyncProperty(orders, fc.integer({ min: 1, max: 15 }), async (orderBy, size) => {
      const all = (await list({ orderBy, first: 100 })).nodes.map(({ slug }: any) => slug);
      const walk = async (forward: boolean) => {
        const seen: string[] = [];
        for (let cursor: string | null = null; ;) {
          const page: any = await list({
            orderBy,
            ...(forward ? { first: size, after: cursor } : { last: size, before: cursor }),
          });
          const found = page.nodes.map(({ slug }: any) => slug);
          if (forward) seen.push(...found);
          else seen.unshift(...found);
          const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
          cursor = forward ? endCursor : startCursor;
          if (!(forward ? hasNextPage : hasPreviousPage)) return seen;
        }
      };
      assert.deepEqual(await walk(true), all);
      assert.deepEqual(await walk(false), all);
    }),
    { numRuns: 12 },
  );
});

test("orders are what they say; what is not sold in the currency comes last in both directions", async () => {
  const prices = async (direction: string) =>
    (await list({ orderBy: [{ field: "PRICE", direction }], first: 100 })).nodes.map(
      ({ priceRange }: any) => priceRange?.min.minorUnits ?? null,
    );
  const [up, down] = [await prices("ASC"), await prices("DESC")];
  const sold = up.filter((price: number | null) => price !== null);

  assert.ok(sold.length < up.length && sold.length > 20);
  assert.deepEqual(up, [...sold.toSorted((a: number, b: number) => a - b), ...up.slice(sold.length)]);
  assert.equal(up.at(-1), null);
  assert.deepEqual(down, [...sold.toSorted((a: number, b: number) => b - a), ...down.slice(sold.length)]);
});

test("filters combine as they say", async () => {
  const drinkware = { category: { eq: seededId("cat", "drinkware") } };
  const tessel = { brand: { eq: seededId("brd", "tessel") } };

  assert.deepEqual(await slugs({ ...drinkware, ...tessel }), ["insulated-bottle"]);
  assert.deepEqual(await slugs({ AND: [drinkware, { NOT: tessel }] }), [
    "copper-bottle",
    "kulhad-set",
    "stoneware-mug",
  ]);
  assert.deepEqual(await slugs({ title: { contains: "SAUTE" } }), ["everyday-saute-pan"]);
  assert.deepEqual(await slugs({ title: { contains: "%" } }), []);
  assert.deepEqual(await slugs({ title: { in: ["Trail Runner", "Canvas Tote"] } }), ["canvas-tote", "trail-runner"]);
  assert.deepEqual(await slugs({ ...drinkware, priceMinorUnits: { gte: 100_000, lt: 120_000 } }), ["copper-bottle"]);
  assert.deepEqual(await slugs({ ...drinkware, priceMinorUnits: { eq: 2_600 } }, "USD"), [
    "copper-bottle",
    "insulated-bottle",
  ]);
  assert.deepEqual(await slugs({ OR: [] }), []);
  assert.deepEqual(await slugs({ OR: [{ title: { eq: "Two-Person Tent" } }, { title: { eq: "Family Tent" } }] }), [
    "family-tent",
    "two-person-tent",
  ]);
  assert.deepEqual(await slugs({ publishedAt: { lt: "2026-01-05T05:00:00.000Z" } }), ["raga-wireless-headphones"]);
  assert.deepEqual(await slugs({ publishedAt: { lt: "0000-01-01T00:00:00Z" } }), []);
});

test("a price between the prices of two variants matches neither", async () => {
  const variants = [100_001n, 900_001n].map((minorUnits, index) => {
    return {
      sku: `GAP-${index}`,
      options: [{ name: "Size", value: `${index}` }],
      prices: [{ minorUnits, currency: "INR" }],
    };
  });
  await publishedProduct(catalog, "Gap", {
    variants: variants.map((one) => ({
      ...one,
      prices: [{ minorUnits: Number(one.prices[0]!.minorUnits), currency: "INR" }],
    })),
  });

  const title = { eq: "Gap" };
  assert.deepEqual(await slugs({ title, priceMinorUnits: { gt: 100_001, lt: 900_001 } }), []);
  assert.deepEqual(await slugs({ title, priceMinorUnits: { gte: 900_001 } }), ["gap"]);
});

test("too much of a filter, a page or an order is refused by name", async () => {
  const nested = (depth: number): object => (depth === 0 ? { title: { eq: "x" } } : { NOT: nested(depth - 1) });

  assert.deepEqual(
    await slugs(nested(2)),
    ["gap"].filter(() => false),
  );
  assert.deepEqual((await refusal({ where: nested(3) }))[0], undefined);
  assert.deepEqual(await refusal({ where: nested(4) }), ["BAD_USER_INPUT", "where"]);
  assert.deepEqual(await refusal({ where: { OR: Array.from({ length: 21 }, () => ({})) } }), [
    "BAD_USER_INPUT",
    "where",
  ]);
  assert.deepEqual(await refusal({ first: 101 }), ["BAD_USER_INPUT", "first"]);
  assert.deepEqual(await refusal({ first: -1 }), ["BAD_USER_INPUT", "first"]);
  assert.deepEqual(await refusal({ first: 1, last: 1 }), ["BAD_USER_INPUT", "last"]);
  assert.deepEqual(await refusal({ first: 1, after: "forged" }), ["BAD_USER_INPUT", "after"]);
  assert.deepEqual(await refusal({ orderBy: [{ field: "TITLE" }, { field: "TITLE" }] }), ["BAD_USER_INPUT", "orderBy"]);
  const { edges } = await list({ first: 1 });
  assert.deepEqual(await refusal({ first: 1, after: edges[0].cursor, orderBy: [{ field: "TITLE" }] }), [
    "BAD_USER_INPUT",
    "after",
  ]);
});

test("totals are counted only when asked for", async () => {
  const counting = (query: string) => countStatements(() => read(catalog, query));

  assert.equal((await counting(`{ products(first: 1) { nodes { slug } } }`)).statements.length, 1);
  const { result, statements } = await counting(`{ products(first: 1) { totalCount nodes { slug } } }`);
  assert.equal(statements.length, 2);
  assert.ok(result.products.totalCount > 25);
});

test("staff lists drafts and what is archived, and chooses by status; others choose from what is published", async () => {
  const query = `{ products(where: { status: [DRAFT, ARCHIVED] }, orderBy: [{ field: TITLE }]) { nodes { slug status } } }`;

  assert.deepEqual((await read(catalog, query)).products.nodes, []);
  assert.deepEqual((await read(catalog, query, {}, staff)).products.nodes, [
    { slug: "northwind-travel-charger", status: "DRAFT" },
    { slug: "velvet-floor-cushion", status: "ARCHIVED" },
  ]);
});

test("a page goes on where it ended while others write", async () => {
  const where = { title: { contains: `walk ${randomUUID().slice(0, 8)}` } };
  const title = (n: number) => `${where.title.contains} ${n}`;
  for (const n of [1, 3, 5]) await publishedProduct(catalog, title(n));
  const orderBy = [{ field: "TITLE" }];
  const first = await list({ where, orderBy, first: 2 });
  await publishedProduct(catalog, title(2));
  await mutate(catalog, "productCreate", productInput(title(4)));

  const { nodes, pageInfo } = await list({ where, orderBy, first: 2, after: first.pageInfo.endCursor });
  assert.equal(nodes.length, 1);
  assert.match(nodes[0].slug, /-5$/);
  assert.deepEqual([pageInfo.hasNextPage, pageInfo.hasPreviousPage], [false, true]);
});
