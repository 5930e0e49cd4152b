import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { demoProducts } from "#bin/demo/products.ts";
import { seededId } from "#kernel/id.ts";
import { serviceCaller } from "#kernel/identity.ts";
import { mutate, openDemoCatalog, publishedProduct, read, shopper, staff } from "./support/catalog.ts";
import { countStatements } from "./support/count-statements.ts";
import { testContext, type TestSubgraph } from "./support/subgraph.ts";

let catalog: TestSubgraph;
before(async () => {
  catalog = await openDemoCatalog({ messenger: false });
});
after(() => catalog.close());

const MUG = seededId("prd", "stoneware-mug");
const PAGE = `query ($slug: String!) { productBySlug(slug: $slug) {
  id slug title description status publishedAt
  brand { id slug name }
  categories { id slug name }
  images { url altText width height }
  attributes { name value }
  options { name values }
  priceRange { min { minorUnits } max { minorUnits } }
  variants {
    id sku gtin title selectedOptions { name value } image { url }
    price { minorUnits currency } compareAtPrice { minorUnits }
  }
} }`;

test("a product page has everything of the product, in three statements", async () => {
  const { result, statements } = await countStatements(() => read(catalog, PAGE, { slug: "cast-iron-tawa" }));

  const product = result.productBySlug;
  assert.equal(product.id, seededId("prd", "cast-iron-tawa"));
  assert.deepEqual(product.brand, { id: seededId("brd", "kiln-clay"), slug: "kiln-clay", name: "Kiln & Clay" });
  assert.deepEqual(product.categories, [{ id: seededId("cat", "cookware"), slug: "cookware", name: "Cookware" }]);
  assert.deepEqual(product.options, [{ name: "Size", values: ["26 cm", "30 cm"] }]);
  assert.deepEqual(product.priceRange, { min: { minorUnits: 179_900 }, max: { minorUnits: 229_900 } });
  assert.equal(product.images[0].url, "http://127.0.0.1:4000/media/demo/cast-iron-tawa.svg");
  assert.deepEqual(product.variants[0], {
    id: seededId("var", "TAWA-26"),
    sku: "TAWA-26",
    gtin: null,
    title: "26 cm",
    selectedOptions: [{ name: "Size", value: "26 cm" }],
    image: { url: "http://127.0.0.1:4000/media/demo/cast-iron-tawa.svg" },
    price: { minorUnits: 179_900, currency: "INR" },
    compareAtPrice: { minorUnits: 219_900 },
  });
  assert.equal(statements.length, 3);
});

test("prices are those of the request's currency, and null where it is not sold in it", async () => {
  const query = `{ variantBySku(sku: "MUG-IND") { price { minorUnits currency } product { priceRange { min { currency } } } } }`;
  const dollars = await read(catalog, query, {}, shopper, { ...testContext, currency: "USD" });
  const yen = await read(catalog, query, {}, shopper, { ...testContext, currency: "JPY" });

  assert.deepEqual(dollars.variantBySku.price, { minorUnits: 1_400, currency: "USD" });
  assert.deepEqual(yen.variantBySku, { price: null, product: { priceRange: null } });
});

test("the shop says how the request is read", async () => {
  const query = `{ shop { name currency currencies locale country timeZone pricesIncludeTax salesChannel } }`;
  const inr = await read(catalog, query);
  const usd = await read(catalog, query, {}, shopper, { ...testContext, currency: "USD", locale: "en-US" });

  assert.deepEqual(inr.shop, {
    name: "Agora",
    currency: "INR",
    currencies: ["INR", "USD"],
    locale: "en-IN",
    country: "IN",
    timeZone: "Asia/Kolkata",
    pricesIncludeTax: true,
    salesChannel: "IN",
  });
  assert.deepEqual([usd.shop.currency, usd.shop.locale, usd.shop.pricesIncludeTax], ["USD", "en-US", false]);
});

test("the category tree is walked in both directions and lists what lies below", async () => {
  const { categories, categoryBySlug } = await read(
    catalog,
    `{ categories { slug parent { id } children { slug children { slug } } }
       categoryBySlug(slug: "drinkware") { parent { slug } ancestors { slug } products(first: 100) { totalCount } }
     }`,
  );
  const { kitchen, home } = await read(
    catalog,
    `{ kitchen: categoryBySlug(slug: "kitchen") { products(orderBy: [{ field: TITLE }]) { nodes { slug } } }
       home: categoryBySlug(slug: "home") { products(first: 0) { totalCount } } }`,
  );

  assert.deepEqual(
    categories.map(({ slug }: any) => slug),
    ["electronics", "home", "clothing", "outdoors"],
  );
  assert.deepEqual(categories[0].children[0], {
    slug: "audio",
    children: [{ slug: "headphones" }, { slug: "speakers" }],
  });
  assert.deepEqual(categoryBySlug.parent, { slug: "kitchen" });
  assert.deepEqual(categoryBySlug.ancestors, [{ slug: "home" }, { slug: "kitchen" }]);
  assert.equal(categoryBySlug.products.totalCount, 4);
  assert.deepEqual(
    kitchen.products.nodes.map(({ slug }: any) => slug),
    ["cast-iron-tawa", "copper-bottle", "everyday-saute-pan", "insulated-bottle", "kulhad-set", "stoneware-mug"],
  );
  assert.equal(home.products.totalCount, 9);
});

test("drafts are there for those who write the catalogue and for neighbours, and for nobody else", async () => {
  const query = `query ($id: ID!, $reps: [_Any!]!) {
    product(id: $id) { status } productBySlug(slug: "northwind-travel-charger") { id }
    variantBySku(sku: "NWCHG-65") { id }
    _entities(representations: $reps) { ... on Product { title } ... on Variant { sku } }
  }`;
  const id = seededId("prd", "northwind-travel-charger");
  const reps = [
    { __typename: "Product", id },
    { __typename: "Variant", id: seededId("var", "NWCHG-65") },
  ];
  const asked = (caller: typeof staff) => read(catalog, query, { id, reps }, caller);

  const nothing = { product: null, productBySlug: null, variantBySku: null, _entities: [null, null] };
  assert.deepEqual(await asked(shopper), nothing);
  assert.deepEqual(await asked({ subject: "usr_x", scopes: ["account", "orders:write"] }), nothing);
  assert.deepEqual((await asked(staff)).product, { status: "DRAFT" });
  assert.equal((await asked(serviceCaller("orders")))._entities[1].sku, "NWCHG-65");
  const listed = await read(catalog, `{ products(where: { title: { contains: "travel charger" } }) { totalCount } }`);
  assert.equal(listed.products.totalCount, 0);
});

test("what is archived is still answered where it is named, with its status, and is in no list", async () => {
  const id = seededId("prd", "velvet-floor-cushion");
  const { product, variantBySku, products } = await read(
    catalog,
    `query ($id: ID!) { product(id: $id) { status } variantBySku(sku: "FLOOR-60") { product { status } }
       products(first: 100) { nodes { id } } }`,
    { id },
  );

  assert.deepEqual([product.status, variantBySku.product.status], ["ARCHIVED", "ARCHIVED"]);
  assert.equal(products.nodes.length, demoProducts.filter(({ status }) => status === undefined).length);
  assert.ok(products.nodes.every((node: { id: string }) => node.id !== id));
});

test("unknown, foreign and malformed names are simply unknown", async () => {
  for (const id of [
    "",
    "prd_",
    "prd_01h455vb4pex5vsknk084sn02q",
    "var_01h455vb4pex5vsknk084sn02q",
    "x'; --",
    "prd_\0",
  ]) {
    const answer = await read(
      catalog,
      `query ($id: ID!, $text: String!) { product(id: $id) { id } category(id: $id) { id }
         productBySlug(slug: $text) { id } variantBySku(sku: $text) { id } categoryBySlug(slug: $text) { id }
         products(where: { category: { eq: $id } }) { totalCount }
         titled: products(where: { title: { eq: $text } }) { totalCount } }`,
      { id, text: id },
    );
    assert.deepEqual(answer, {
      product: null,
      category: null,
      productBySlug: null,
      variantBySku: null,
      categoryBySlug: null,
      products: { totalCount: 0 },
      titled: { totalCount: 0 },
    });
  }
});

test("an old slug answers the product and stays its own", async () => {
  const product = await publishedProduct(catalog, "Old Name");
  await mutate(catalog, "productUpdate", { id: product.id, slug: "new-name" });
  const other = await mutate(catalog, "productUpdate", { id: MUG, slug: "old-name" });

  const { old, now } = await read(
    catalog,
    `{ old: productBySlug(slug: "old-name") { id slug } now: productBySlug(slug: "new-name") { id } }`,
  );
  assert.deepEqual([old, now], [{ id: product.id, slug: "new-name" }, { id: product.id }]);
  assert.deepEqual([other.errors[0].code, other.errors[0].takenBy], ["SLUG_TAKEN", product.id]);
});

test("a listing of 24 and references take as many statements for one as for a hundred", async () => {
  const LISTING = `query ($first: Int) { products(first: $first) { nodes {
    slug title brand { name } images { url } categories { slug } options { name values }
    priceRange { min { formatted } } variants { sku price { formatted } }
  } } }`;
  const FOR_SALE = `query ($reps: [_Any!]!) { _entities(representations: $reps) { ... on Variant {
    id sku title price { minorUnits currency } image { url } product { id title status images { url } }
  } } }`;
  const variants = Array.from({ length: 100 }, (_, index) => ({
    sku: `HUNDRED-${index}`,
    options: [{ name: "Size", value: String(index) }],
    prices: [{ minorUnits: index + 1, currency: "INR" }],
  }));
  const hundred = await publishedProduct(catalog, "A Hundred Sizes", { variants });
  const references = hundred.variants.map(({ id }: { id: string }) => ({ __typename: "Variant", id }));

  for (const first of [1, 24, 100]) {
    const { statements } = await countStatements(() => read(catalog, LISTING, { first }));
    assert.ok(statements.length <= 3, `products(first: ${first}): ${statements.length}`);
  }
  for (const count of [1, 10, 100]) {
    const reps = references.slice(0, count);
    const { result, statements } = await countStatements(() =>
      read(catalog, FOR_SALE, { reps }, serviceCaller("orders")),
    );
    assert.equal(statements.length, 2, `_entities of ${count}`);
    assert.deepEqual(
      result._entities.map(({ id }: { id: string }) => id),
      reps.map(({ id }: { id: string }) => id),
    );
  }
  const { statements } = await countStatements(() => read(catalog, PAGE, { slug: hundred.slug }));
  assert.ok(statements.length <= 3);
});
