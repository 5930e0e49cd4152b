import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { demoProducts } from "#bin/demo/products.ts";
import { openDemoCatalog, read } from "./support/catalog.ts";
import type { TestSubgraph } from "./support/subgraph.ts";

let catalog: TestSubgraph;
before(async () => {
  catalog = await openDemoCatalog({ messenger: false });
});
after(() => catalog.close());

const CONTENT = `{
  products(first: 100, orderBy: [{ field: TITLE }]) { nodes {
    id slug title version createdAt updatedAt images { url } categories { id } brand { id }
    variants { id sku image { url } price { minorUnits } }
  } }
}`;
const get = async (path: string, headers: Record<string, string> = {}) => {
  const [route] = catalog.opened.subgraph.routes;
  return route!.handle({
    method: "GET",
    path,
    query: new URLSearchParams(),
    headers,
    body: Buffer.alloc(0),
    requestId: "test",
  });
};

test("the demo shop is the same every time, and seeding it again changes nothing", async () => {
  const before = await read(catalog, CONTENT);
  await catalog.opened.seed();
  const other = await openDemoCatalog({ messenger: false });

  assert.deepEqual(await read(catalog, CONTENT), before);
  assert.deepEqual(await read(other, CONTENT), before);
  await other.close();
});

test("every picture of the demo shop is served as SVG, and kept by browsers", async () => {
  const { products } = await read(catalog, CONTENT);
  const urls = products.nodes.flatMap((product: any) => [
    ...product.images,
    ...product.variants.map(({ image }: any) => image),
  ]);
  const paths = new Set<string>(urls.map(({ url }: { url: string }) => new URL(url).pathname));

  assert.ok(paths.size > demoProducts.length);
  for (const path of paths) {
    const { status, headers, body } = await get(path);
    assert.equal(status, 200, path);
    assert.match(headers!["content-type"]!, /^image\/svg\+xml/);
    assert.match(String(body), /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"[\s\S]+<\/svg>\n$/);
    assert.equal((await get(path, { "if-none-match": headers!.etag! })).status, 304);
  }
});

test("titles are escaped, and what is asked for is never drawn", async () => {
  const { body } = await get("/media/demo/block-print-cushion.svg");
  const unknown = await get("/media/demo/<script>alert(1)</script>.svg");

  assert.match(String(body), /<title>Block Print Cushion<\/title>/);
  assert.equal(unknown.status, 404);
  assert.doesNotMatch(String(unknown.body), /script/);
  for (const path of ["__proto__", "constructor", "../logins.ts", "stoneware-mug.svg/", ""])
    assert.equal((await get(`/media/demo/${path}`)).status, 404);
});

test("the demo has what a demonstration needs", () => {
  const stocks = demoProducts.flatMap(({ variants }) => variants.map(({ stock }) => stock));
  const statuses = demoProducts.map(({ status }) => status);
  const skus = demoProducts.flatMap(({ variants }) => variants.map(({ sku }) => sku));

  assert.ok(demoProducts.length >= 24 && stocks.includes(0) && stocks.includes(2));
  assert.ok(statuses.includes("DRAFT") && statuses.includes("ARCHIVED"));
  assert.equal(new Set(skus).size, skus.length);
});
