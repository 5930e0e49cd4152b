import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { type FederatedGateway, openFederatedGateway } from "#tests/support/federation.ts";

/** Prices are of `goods`; what others make of them says which prices they were told. */
const GOODS = `
type Query { goods: [Good!]! }
type Good @key(fields: "id") { id: ID! price(in: String = "INR"): String! twin: Good! }
`;
const TAXES = `
type Good @key(fields: "id") {
  id: ID!
  price(in: String = "INR"): String! @external
  twin: Good! @external
  toll: String! @requires(fields: "price(in: \\"USD\\")")
  duty: String! @requires(fields: "price(in: \\"EUR\\")")
  tithe: String! @requires(fields: "price")
  levy: String! @requires(fields: "twin { price(in: \\"GBP\\") }")
  share: String! @requires(fields: "price(in: \\"EUR\\") twin { price(in: \\"CHF\\") }")
}
`;
type Told = { id: string; price: string; twin: Told };
const good = (id: string) => ({ id });

let gateway: FederatedGateway;
before(async () => {
  gateway = await openFederatedGateway({
    subgraphs: {
      goods: {
        sdl: GOODS,
        resolvers: {
          Query: { goods: () => [good("g1")] },
          Good: {
            __resolveReference: ({ id }: Told) => good(id),
            price: ({ id }: Told, args: { in: string }) => `${id}/${args.in}`,
            twin: ({ id }: Told) => good(`${id}t`),
          },
        },
      },
      taxes: {
        sdl: TAXES,
        resolvers: {
          Good: {
            toll: ({ price }: Told) => `toll of ${price}`,
            duty: ({ price }: Told) => `duty of ${price}`,
            tithe: ({ price }: Told) => `tithe of ${price}`,
            levy: ({ twin }: Told) => `levy of ${twin.price}`,
            share: ({ price, twin }: Told) => `share of ${price} and ${twin.price}`,
          },
        },
      },
    },
  });
});
after(() => gateway.close());
beforeEach(() => void gateway.heard());

test("fields that require one field with different arguments are each told their own value, and so is the client", async () => {
  const { data, errors } = await gateway.ask(`{ goods { toll duty tithe price(in: "JPY") } }`);

  assert.deepEqual(errors, []);
  assert.deepEqual(data.goods, [
    { toll: "toll of g1/USD", duty: "duty of g1/EUR", tithe: "tithe of g1/INR", price: "g1/JPY" },
  ]);
  assert.deepEqual(
    gateway.traffic.map(({ subgraph }) => subgraph),
    ["goods", "taxes"],
  );
});

test("requirements differ below the required object, too, and below what another field requires", async () => {
  const { data, errors } = await gateway.ask(`{ goods { levy share twin { toll price(in: "JPY") } } }`);

  assert.deepEqual(errors, []);
  assert.deepEqual(data.goods, [
    {
      levy: "levy of g1t/GBP",
      share: "share of g1/EUR and g1t/CHF",
      twin: { toll: "toll of g1t/USD", price: "g1t/JPY" },
    },
  ]);
});

test("a client's own names may be those that values are kept under, and the schema has none of them", async () => {
  const { data } = await gateway.ask(`{ goods { toll price__1: id price__2: price(in: "JPY") } }`);
  assert.deepEqual(data.goods, [{ toll: "toll of g1/USD", price__1: "g1", price__2: "g1/JPY" }]);

  const { data: schema } = await gateway.ask(`{ __type(name: "Good") { fields { name } } }`);
  assert.deepEqual(
    schema.__type.fields.map(({ name }: { name: string }) => name),
    ["id", "price", "twin", "toll", "duty", "tithe", "levy", "share"],
  );
  const { errors } = await gateway.ask(`{ goods { price__1 } }`);
  assert.match(errors[0]!.message, /Cannot query field "price__1" on type "Good"/);
});

test("who gave a field before another took it over is not asked for its required values", async (t) => {
  const own = await openFederatedGateway({
    subgraphs: {
      old: {
        sdl: `
          type Query { goods: [Good!]! }
          interface Priced { price(in: String = "INR"): String! }
          interface Being @key(fields: "id") { id: ID! }
          type Good implements Priced & Being @key(fields: "id") { id: ID! price(in: String = "INR"): String! }
          type Gift implements Being @key(fields: "id") { id: ID! price(in: String = "INR"): String! }`,
        resolvers: {
          Query: { goods: () => [good("g1")] },
          Being: { __resolveType: () => "Good" },
          Priced: { __resolveType: () => "Good" },
        },
      },
      new: {
        sdl: `
          type Good @key(fields: "id") { id: ID! price(in: String = "INR"): String! @override(from: "old") }
          type Gift @key(fields: "id") {
            id: ID! price(in: String = "INR"): String! @external toll: String @requires(fields: "price(in: \\"USD\\")")
          }`,
        resolvers: { Good: { price: ({ id }: Told, args: { in: string }) => `${id} for ${args.in}` } },
      },
    },
  });
  t.after(() => own.close());
  const { data, errors } = await own.ask(`{ goods { price(in: "JPY") } }`);
  assert.deepEqual(errors, []);
  assert.deepEqual(data.goods, [{ price: "g1 for JPY" }]);
});
