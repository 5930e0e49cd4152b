import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { type FederatedGateway, openFederatedGateway, toldOf } from "#tests/support/federation.ts";

/**
 * GHSA-m8jr-fxqx-8xx6: what a field needs of others (@requires, @fromContext) binds it by their rules. The rules are
 * written into the composed supergraph, since newer versions of composition refuse such schemas.
 */
const GOODS = `
type Query { products: [Product!]! shop: Shop named: [Named!]! }
interface Named { name: String }
interface Priced @key(fields: "id") { id: ID! cost: Int }
type Product implements Priced & Named @key(fields: "id") @key(fields: "sku") {
  id: ID!
  sku: ID
  name: String
  cost: Int
  size: Size
  made: Maker
  hidden: Int @inaccessible
}
type Service implements Priced @key(fields: "id") { id: ID! cost: Int }
type Size { width: Int height: Int }
interface Maker { label: String }
type Person implements Maker { label: String }
type Firm implements Maker { label: String }
type Shop @key(fields: "id") @context(name: "shop") { id: ID! till: Int sign: String shelf: [Ware!]! }
type Ware @key(fields: "id") {
  id: ID!
  fee(till: Int @fromContext(field: "$shop { till }")): Int
  label(sign: String @fromContext(field: "$shop { sign }")): String
}
`;
const SUMS = `
type Product @key(fields: "id") {
  id: ID!
  cost: Int @external
  size: Size @external
  made: Maker @external
  hidden: Int @external
  open: Int
  margin: Int @requires(fields: "cost")
  area: Int @requires(fields: "size { width height }")
  by: String @requires(fields: "made { ... on Person { label } ... on Firm { label } }")
  byFirm: String @requires(fields: "made { ... on Firm { label } }")
  shown: Int @requires(fields: "hidden")
}
type Size { width: Int @external height: Int @external }
interface Maker { label: String }
type Person implements Maker { label: String @external }
type Firm implements Maker { label: String @external }
`;
const REPORTS = `
type Product @key(fields: "id") { id: ID! margin: Int @external report: String @requires(fields: "margin") }
`;
const PRICES = `type Query { cheapest: [Priced!]! }
type Priced @key(fields: "id") @interfaceObject { id: ID! cost: Int @external price: Int tax: Int @requires(fields: "cost") }`;
const STOCK = `type Product @key(fields: "sku") { sku: ID stock: Int }`;

const product = { __typename: "Product", id: "p1", sku: "s-1", name: "Anvil", cost: 70, hidden: 5 };
const whole = { ...product, size: { width: 2, height: 3 }, made: { __typename: "Firm", label: "ACME" } };
const service = { __typename: "Service", id: "v1", cost: 90 };
const byReference = { __resolveReference: (reference: object) => reference };

let gateway: FederatedGateway;
before(async () => {
  gateway = await openFederatedGateway({
    subgraphs: {
      goods: {
        sdl: GOODS,
        resolvers: {
          Query: {
            products: () => [whole],
            named: () => [whole],
            shop: () => ({ id: "s1", till: 42, sign: "open", shelf: [{ id: "w1" }, { id: "w2" }] }),
          },
          Product: { __resolveReference: () => whole },
          Priced: { __resolveReference: ({ id }: { id: string }) => (id === "p1" ? whole : service) },
          Service: { __resolveReference: () => service },
          Ware: {
            ...byReference,
            fee: (_: unknown, { till }: { till: number }) => till,
            label: (_: unknown, { sign }: { sign: string }) => sign,
          },
        },
      },
      sums: {
        sdl: SUMS,
        resolvers: {
          Product: {
            ...byReference,
            open: () => 1,
            margin: ({ cost }: typeof whole) => 100 - cost,
            area: ({ size }: typeof whole) => size.width * size.height,
            by: ({ made }: typeof whole) => made.label,
            byFirm: ({ made }: typeof whole) => made.label,
            shown: ({ hidden }: typeof whole) => hidden,
          },
        },
      },
      reports: {
        sdl: REPORTS,
        resolvers: {
          Product: { ...byReference, report: ({ margin }: { margin: number }) => `margin ${margin}` },
        },
      },
      prices: {
        sdl: PRICES,
        resolvers: {
          Query: { cheapest: () => [{ id: "p1" }, { id: "v1" }] },
          Priced: { ...byReference, price: () => 99, tax: ({ cost }: typeof whole) => cost / 10 },
        },
      },
      stock: { sdl: STOCK, resolvers: { Product: { ...byReference, stock: ({ sku }: typeof whole) => sku.length } } },
    },
    written: {
      "Product.cost": `@requiresScopes(scopes: [["costs"]])`,
      "Product.hidden": "@authenticated",
      "Product.sku": "@authenticated",
      "Size.height": "@authenticated",
      "Person.label": "@authenticated",
      "Shop.till": `@requiresScopes(scopes: [["tills"]])`,
      "Priced.price": "@authenticated",
    },
  });
});
after(() => gateway.close());
beforeEach(() => void gateway.traffic.splice(0));

const as = async (scope?: string) => ({ token: scope === undefined ? undefined : await gateway.token({ scope }) });

for (const { what, field, needs, value, scope } of [
  { what: "a guarded field", field: "margin", needs: ["Product.cost"], value: 30, scope: "costs" },
  { what: "a guarded field below another", field: "area", needs: ["Size.height"], value: 6, scope: "" },
  {
    what: "a field that one of several types guards",
    field: "by",
    needs: ["Person.label", "Firm.label"],
    value: "ACME",
    scope: "",
  },
  {
    what: "a field that needs a guarded one itself",
    field: "report",
    needs: ["Product.cost", "Product.margin"],
    value: "margin 30",
    scope: "costs",
  },
  { what: "a guarded field that clients do not know", field: "shown", needs: ["Product.hidden"], value: 5, scope: "" },
  {
    what: "a guarded field of an interface object's types",
    field: "tax",
    needs: ["Product.cost"],
    value: 7,
    scope: "costs",
  },
] as const) {
  test(`a field is refused with what it requires: ${what}`, async () => {
    const query = `{ products { id open it: ${field} } }`;
    const { data, errors } = await gateway.ask(query);
    assert.deepEqual(data, { products: [{ id: "p1", open: 1, it: null }] });
    assert.deepEqual(toldOf(errors), ["products.0.it UNAUTHENTICATED"]);
    const { fields, text } = gateway.heard();
    for (const needed of [...needs, `Product.${field}`, `Priced.${field}`])
      assert.ok(!fields.has(needed), `${needed}: ${text}`);

    const allowed = await gateway.ask(query, await as(scope));
    assert.deepEqual([allowed.data, allowed.errors], [{ products: [{ id: "p1", open: 1, it: value }] }, []]);
    const { fields: asked } = gateway.heard();
    for (const needed of needs) assert.ok(asked.has(needed), needed);
  });
}

test("what is required of types that nobody guards refuses nothing", async () => {
  const { data, errors } = await gateway.ask(`{ products { byFirm } }`);
  assert.deepEqual([data, errors], [{ products: [{ byFirm: "ACME" }] }, []]);
});

test("to ask for what is required beside the field does not open it", async () => {
  const { data, errors } = await gateway.ask(`{ products { cost margin area size { width height } } }`, await as(""));
  assert.deepEqual(data, { products: [{ cost: null, margin: null, area: 6, size: { width: 2, height: 3 } }] });
  assert.deepEqual(toldOf(errors), ["products.0.cost FORBIDDEN", "products.0.margin FORBIDDEN"]);
  assert.doesNotMatch(gateway.heard().text, /cost|margin/);
});

test("a field is refused with the guarded value that it takes from its context", async () => {
  const query = `{ shop { sign shelf { id label fee } } }`;
  const { data, errors } = await gateway.ask(query, await as(""));
  const ware = (id: string, fee: number | null) => ({ id, label: "open", fee });
  assert.deepEqual(data, { shop: { sign: "open", shelf: [ware("w1", null), ware("w2", null)] } });
  assert.deepEqual(toldOf(errors), ["shop.shelf.0.fee FORBIDDEN", "shop.shelf.1.fee FORBIDDEN"]);
  assert.doesNotMatch(gateway.heard().text, /till|fee/);

  const allowed = await gateway.ask(query, await as("tills"));
  assert.deepEqual([allowed.data.shop.shelf, allowed.errors], [[ware("w1", 42), ware("w2", 42)], []]);
});

test("a rule on an interface object's field holds for its types", async () => {
  const query = `{ products { name price } named { ... on Product { price } ... on Priced { p: price } } }`;
  const { data, errors } = await gateway.ask(query);
  assert.deepEqual(data, { products: [{ name: "Anvil", price: null }], named: [{ price: null, p: null }] });
  assert.equal(errors.length, 3);
  assert.doesNotMatch(gateway.heard().text, /price/);

  const allowed = await gateway.ask(query, await as(""));
  assert.deepEqual(allowed.data, { products: [{ name: "Anvil", price: 99 }], named: [{ price: 99, p: 99 }] });
});

test("a guarded key goes from one subgraph to another and is not shown", async () => {
  const { data, errors, text } = await gateway.ask(`{ products { sku stock } }`);
  assert.deepEqual(data, { products: [{ sku: null, stock: 3 }] });
  assert.deepEqual(toldOf(errors), ["products.0.sku UNAUTHENTICATED"]);
  assert.doesNotMatch(text, /s-1/);
  assert.match(gateway.heard().text, /"sku":"s-1"/);
});

test("objects of which only the interface is known at first are judged by what they turn out to be", async () => {
  const { data, errors } = await gateway.ask(`{ cheapest { id cost price tax } }`);
  assert.deepEqual(data, {
    cheapest: [
      { id: "p1", cost: null, price: null, tax: null },
      { id: "v1", cost: 90, price: null, tax: null },
    ],
  });
  assert.deepEqual(
    toldOf(errors),
    ["0.cost", "0.price", "0.tax", "1.price", "1.tax"].map((place) => `cheapest.${place} UNAUTHENTICATED`),
  );
  const { fields } = gateway.heard();
  assert.ok(fields.has("Service.cost") && !fields.has("Product.cost") && !fields.has("Priced.price"));
});
