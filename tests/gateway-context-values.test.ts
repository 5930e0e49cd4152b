import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { type FederatedGateway, openFederatedGateway } from "#tests/support/federation.ts";
import { mergePayloads, partsOf } from "#tests/support/multipart.ts";

/** Prices say in which currency, and what else, their subgraph was told through @fromContext. */
const SHOPS = `
type Query { shops(first: Int): [Shop!]! ruin: Shop anywhere: [Place!]! tour: Tour }
type Tour @key(fields: "id") @context(name: "tour") { id: ID! tone: String trips: [Trip!]! }
type Trip @key(fields: "id") @context(name: "trip") { id: ID! currency: String @external gifts: [Gift!]! }
type Album @key(fields: "id") @context(name: "album") { id: ID! currency: String @external stamps: [Stamp!] }
type Card @key(fields: "id") { id: ID! text: String }
type Stamp @key(fields: "id") {
  id: ID!
  title: String
  value(in: String @fromContext(field: "$album { currency }")): String
}
type Gift @key(fields: "id") {
  id: ID!
  label(
    in: String @fromContext(field: "$trip { currency }")
    tone: String @fromContext(field: "$tour { tone }")
  ): String!
}
union Place = Shop | Market
type Market @key(fields: "id") @context(name: "shop") { id: ID! coins: Coins products: [Product!]! }
type Coins { code: String }
type Shop @key(fields: "id") @context(name: "shop") {
  id: ID!
  currency: String
  branch: Shop
  products: [Product!]!
  grid: [[Product!]!]!
  category: Category
}
type Category @key(fields: "id") { id: ID! }
type Product @key(fields: "id") {
  id: ID!
  price(
    amount: Float = 1
    in: String @fromContext(field: "$shop ... on Shop { currency } ... on Market { coins { code } }")
  ): String
  friends: [Product!]!
}
`;
const SHELVES = `
type Query { albums: [Album!] }
type Album @key(fields: "id") { id: ID! currency: String things: [Thing!] }
union Thing = Stamp | Card
type Stamp @key(fields: "id") { id: ID! }
type Card @key(fields: "id") { id: ID! }
type Trip @key(fields: "id") { id: ID! currency: String }
type Product @key(fields: "id") { id: ID! name: String! }
type Category @key(fields: "id") { id: ID! products: [Product!]! }
`;

const product = (id: string) => ({ id });
const category = { id: "c1" };
const shop = (id: string, currency: string | null) => ({
  ...{ __typename: "Shop", id, currency, category },
  products: [product("p1"), product("p2")],
  grid: [[product("p1")], [product("p2"), product("p1")]],
  branch: { __typename: "Shop", id: `${id}b`, currency: "JPY", products: [product("p1")] },
});
const shops = [shop("s1", "EUR"), shop("s2", "USD"), shop("s3", "EUR"), shop("s4", null)];
const many = Array.from({ length: 120 }, (_, index) => shop(`m${index}`, `X${index}`));

let gateway: FederatedGateway;
before(async () => {
  gateway = await openFederatedGateway({
    subgraphs: {
      shops: {
        sdl: SHOPS,
        resolvers: {
          Query: {
            shops: (_: unknown, { first }: { first?: number }) => (first ? many.slice(0, first) : shops),
            anywhere: () => [
              shops[0],
              { __typename: "Market", id: "m1", coins: { code: "INR" }, products: [product("p1")] },
              { __typename: "Market", id: "m2", coins: null, products: [product("p2")] },
            ],
            ruin: () => ({
              ...shop("s5", null),
              currency: () => {
                throw new Error("The till is on fire");
              },
            }),
            tour: () => ({
              ...{ id: "t1", tone: "loud" },
              trips: ["EUR", "USD"].map((id) => ({ id, gifts: [{ id: "g1" }, { id: "g2" }] })),
            }),
          },
          Product: {
            __resolveReference: ({ id }: { id: string }) => product(id),
            price: ({ id }: { id: string }, args: { amount: number; in?: string | null }) =>
              `${id} ${args.amount} ${JSON.stringify(args.in)}`,
            friends: ({ id }: { id: string }) => [product(`${id}f`)],
          },
          Album: {
            __resolveReference: ({ id }: { id: string }) => ({ id }),
            stamps: ({ id }: { id: string }) => (id === "a2" ? [{ id: "st1" }, { id: "st2" }] : null),
          },
          Card: { __resolveReference: ({ id }: { id: string }) => ({ id, text: `Card ${id}` }) },
          Stamp: {
            __resolveReference: ({ id }: { id: string }) => ({ id }),
            title: ({ id }: { id: string }) => `Stamp ${id}`,
            value: ({ id }: { id: string }, args: { in: string }) => `${id} ${args.in}`,
          },
          Gift: {
            __resolveReference: ({ id }: { id: string }) => ({ id }),
            label: ({ id }: { id: string }, args: { in: string; tone: string }) => `${id} ${args.in} ${args.tone}`,
          },
        },
      },
      shelves: {
        sdl: SHELVES,
        resolvers: {
          Query: {
            albums: () =>
              ["a1", "a2"].map((id) => ({
                id,
                things: ["Stamp", "Card"].map((__typename) => ({ __typename, id: `${id} ${__typename}` })),
                currency: () => {
                  throw new Error("Nobody knows where it went");
                },
              })),
          },
          Product: {
            __resolveReference: ({ id }: { id: string }) => product(id),
            name: ({ id }: { id: string }) => `Product ${id}`,
          },
          Trip: { __resolveReference: ({ id }: { id: string }) => ({ id, currency: id }) },
          Category: { __resolveReference: () => ({ ...category, products: [product("p1"), product("p9")] }) },
        },
      },
    },
  });
});
after(() => gateway.close());
beforeEach(() => void gateway.traffic.splice(0));

const pricesIn = (currency: string | null, ...ids: string[]) =>
  ids.map((id) => ({ price: `${id} 1 ${JSON.stringify(currency)}` }));
const askedOf = (subgraph: string) => gateway.traffic.filter((one) => one.subgraph === subgraph);

test("each object is asked for with what lies above it, all of them in one request", async () => {
  const { data, errors } = await gateway.ask(`{ shops { products { price } } }`);
  assert.deepEqual(errors, []);
  assert.deepEqual(
    data.shops.map((one: any) => one.products),
    ["EUR", "USD", "EUR", null].map((currency) => pricesIn(currency, "p1", "p2")),
  );
  const [, { request }, ...others] = askedOf("shops") as any[];
  assert.deepEqual(others, []);
  const { variables } = request;
  const values = Object.keys(variables).filter((name) => name.startsWith("contextual"));
  assert.deepEqual(
    values.map((name) => variables[name]),
    ["EUR", "USD", null],
  );
  assert.deepEqual(variables.representations_0, [
    { __typename: "Product", id: "p1" },
    { __typename: "Product", id: "p2" },
  ]);
  assert.deepEqual(JSON.parse(request.body), { query: request.document, variables });
});

test("what is shared among places is not written with the values of another", async () => {
  const { data, errors } = await gateway.ask(`{ shops { id category { products { name price } } } }`);
  assert.deepEqual(errors, []);
  for (const [index, currency] of ["EUR", "USD", "EUR", null].entries())
    assert.deepEqual(data.shops[index].category.products, [
      { name: "Product p1", ...pricesIn(currency, "p1")[0] },
      { name: "Product p9", ...pricesIn(currency, "p9")[0] },
    ]);
});

test("the nearest object that sets a context counts, through lists in lists and further objects", async () => {
  const { data, errors } = await gateway.ask(
    `{ shops { grid { price } products { friends { price } } branch { products { price friends { price } } } } }`,
  );
  assert.deepEqual(errors, []);
  assert.deepEqual(data.shops[1], {
    grid: [pricesIn("USD", "p1"), pricesIn("USD", "p2", "p1")],
    products: [{ friends: pricesIn("USD", "p1f") }, { friends: pricesIn("USD", "p2f") }],
    branch: { products: [{ ...pricesIn("JPY", "p1")[0], friends: pricesIn("JPY", "p1f") }] },
  });
});

test("types of a union set the same context, each with a field of its own", async () => {
  const { data, errors } = await gateway.ask(`{
    anywhere { __typename ... on Shop { products { price } } ... on Market { products { price } } }
  }`);
  assert.deepEqual(errors, []);
  assert.deepEqual(data.anywhere, [
    { __typename: "Shop", products: pricesIn("EUR", "p1", "p2") },
    { __typename: "Market", products: pricesIn("INR", "p1") },
    { __typename: "Market", products: pricesIn(null, "p2") },
  ]);
});

test("several arguments come from several places above, and from other subgraphs", async () => {
  const { data, errors } = await gateway.ask(`{ tour { trips { gifts { label } } } }`);
  assert.deepEqual(errors, []);
  assert.deepEqual(data.tour.trips, [
    { gifts: [{ label: "g1 EUR loud" }, { label: "g2 EUR loud" }] },
    { gifts: [{ label: "g1 USD loud" }, { label: "g2 USD loud" }] },
  ]);
  assert.equal(askedOf("shelves").length, 1);
});

test("arguments of the client's own go along, the same and different ones", async () => {
  const { data, errors } = await gateway.ask(
    `query ($amount: Float) { shops { products { one: price(amount: $amount) two: price(amount: 2) } } }`,
    { variables: { amount: 7.5 } },
  );
  assert.deepEqual(errors, []);
  assert.deepEqual(data.shops[1].products[0], { one: `p1 7.5 "USD"`, two: `p1 2 "USD"` });
});

test("a client's field under the name of a contextual one is not taken for it", async () => {
  const { data, errors } = await gateway.ask(`{ shops { currency: id products { price } } }`);
  assert.deepEqual(errors, []);
  assert.deepEqual(data.shops[1], { currency: "s2", products: pricesIn("USD", "p1", "p2") });
});

test("a client's variable under the name of a contextual one is not taken for it", async () => {
  await gateway.ask(`{ shops { products { price } } }`);
  const [name] = /contextualArgument_\d+_\d+/.exec(gateway.heard().text)!;
  const unasked = await gateway.ask(`{ shops { products { price } } }`, { variables: { [name]: "none" } });
  assert.deepEqual(unasked.data.shops[1].products, pricesIn("USD", "p1", "p2"));
  const { data, errors } = await gateway.ask(
    `query ($${name}: Float) { shops { products { price(amount: $${name}) } } }`,
    { variables: { [name]: 5 } },
  );
  assert.deepEqual(errors, []);
  assert.deepEqual(data.shops[1].products[0], { price: `p1 5 "USD"` });
});

test("more sets of values than one request may have are asked for in several", async () => {
  const { data, errors } = await gateway.ask(`{ shops(first: 120) { products { price } } }`);
  assert.deepEqual(errors, []);
  data.shops.forEach((one: any, index: number) => assert.deepEqual(one.products, pricesIn(`X${index}`, "p1", "p2")));
  const [, ...requests] = askedOf("shops");
  const counts = requests.map(({ request }) => request.document.split("_entities").length - 1);
  assert.deepEqual(counts, [20, 20, 20, 20, 20, 20]);
});

test("a value that could not be had is told where it is missing, and nothing is asked without it", async () => {
  gateway.condition("shelves", "down");
  try {
    const { data, errors } = await gateway.ask(`{ tour { tone trips { id gifts { label } } } }`);
    assert.deepEqual(data, { tour: null });
    assert.deepEqual(
      errors.map(({ path, extensions }) => `${path?.join(".")} ${extensions.code}`),
      [0, 1].flatMap((trip) => [0, 1].map((gift) => `tour.trips.${trip}.gifts.${gift}.label SERVICE_UNAVAILABLE`)),
    );
    assert.doesNotMatch(gateway.heard().text, /label/);
  } finally {
    gateway.condition("shelves", "up");
  }
});

test("what takes nothing from above is there, though a value from above could not be had", async () => {
  const { data, errors } = await gateway.ask(`{ ruin { category { products { name price friends { id } } } } }`);
  assert.deepEqual(
    data.ruin.category.products,
    ["p1", "p9"].map((id) => ({ name: `Product ${id}`, price: null, friends: [{ id: `${id}f` }] })),
  );
  assert.deepEqual(
    errors.map(({ path }) => path?.join(".")),
    [0, 1].map((index) => `ruin.category.products.${index}.price`),
  );
  const asked = askedOf("shops") as any[];
  assert.equal(asked.length, 2);
  assert.doesNotMatch(asked[1].request.document, /contextual|price/);
});

test("nor is anything lost that lies beside it further below, and what is null anyway has no error", async () => {
  const { data, errors } = await gateway.ask(`{ albums { id stamps { title value } } }`);
  assert.deepEqual(data.albums, [
    { id: "a1", stamps: null },
    { id: "a2", stamps: ["st1", "st2"].map((id) => ({ title: `Stamp ${id}`, value: null })) },
  ]);
  assert.deepEqual(
    errors.map(({ path }) => path?.join(".")),
    [0, 1].map((index) => `albums.1.stamps.${index}.value`),
  );
});

test("objects of another type that take nothing are asked for beside those that do", async () => {
  const { data, errors } = await gateway.ask(
    `{ albums { things { __typename ... on Stamp { value title } ... on Card { text } } } }`,
  );
  assert.deepEqual(
    data.albums.map((one: any) => one.things),
    ["a1", "a2"].map((id) => [
      { __typename: "Stamp", value: null, title: `Stamp ${id} Stamp` },
      { __typename: "Card", text: `Card ${id} Card` },
    ]),
  );
  assert.deepEqual(
    errors.map(({ path }) => path?.join(".")),
    [0, 1].map((index) => `albums.${index}.things.0.value`),
  );
});

test("a deferred field has its context as well", async () => {
  const query = `{ shops { id category { id ... @defer { products { price } } } products { ... @defer { price } } } }`;
  const response = await fetch(`${gateway.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "multipart/mixed;deferSpec=20220824, application/json" },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = mergePayloads(await Array.fromAsync(partsOf(response)));
  assert.deepEqual(errors, []);
  for (const [index, currency] of ["EUR", "USD", "EUR", null].entries()) {
    assert.deepEqual(data.shops[index].category.products, pricesIn(currency, "p1", "p9"));
    assert.deepEqual(data.shops[index].products, pricesIn(currency, "p1", "p2"));
  }
});
