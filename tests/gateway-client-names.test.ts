import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { type FederatedGateway, openFederatedGateway, toldOf } from "#tests/support/federation.ts";

/** Clients call fields what they like: what keys are called, what all objects have by themselves, `__typename`. */
const SHOP = `
scalar Note
type Query { item: Item unknown: Item locked: Item @authenticated misc: Misc! things: [Thing!]! }
interface Thing { name: String }
type Item implements Thing @key(fields: "id") { id: ID! name: String owner: Misc @authenticated }
type Misc implements Thing { name: String! }
`;
const TITLES = `
scalar Note
type Item @key(fields: "id") { id: ID! title: String note: Note parts: [Part!] }
type Part { size: Int note: Note }
`;

const item = (id: string) => ({ __typename: "Item", id, name: `name of ${id}` });
const misc = { __typename: "Misc", name: "bits" };
let gateway: FederatedGateway;

before(async () => {
  gateway = await openFederatedGateway({
    subgraphs: {
      shop: {
        sdl: SHOP,
        resolvers: {
          Query: {
            item: () => item("a"),
            unknown: () => item("unknown"),
            locked: () => item("locked"),
            misc: () => misc,
            things: () => [item("a"), misc],
          },
        },
      },
      titles: {
        sdl: TITLES,
        resolvers: {
          Item: {
            __resolveReference: ({ id }: { id: string }) =>
              id === "unknown" ? null : { id, title: `title of ${id}`, note: { of: id }, parts: [{ size: 1 }] },
          },
        },
      },
    },
  });
});
after(() => gateway.close());
beforeEach(() => gateway.condition("titles", "up"));

test("what is refused takes nothing along that is called the same", async () => {
  const query = `{ locked { id: name } misc { id: name } things { ... on Misc { id: name } ... on Item { owner { id: name } } } }`;
  const { data, errors } = await gateway.ask(query);
  assert.deepEqual(data, { locked: null, misc: { id: "bits" }, things: [{ owner: null }, { id: "bits" }] });
  assert.deepEqual(toldOf(errors), ["locked UNAUTHENTICATED", "things.0.owner UNAUTHENTICATED"]);

  const known = await gateway.ask(query, { token: await gateway.token() });
  assert.deepEqual(known.errors, []);
  assert.deepEqual(known.data.locked, { id: "name of locked" });
});

test("what all objects have by themselves is not an answer", async () => {
  const names = ["constructor", "toString", "valueOf", "hasOwnProperty", "__defineGetter__"];
  for (const name of names) {
    const there = await gateway.ask(
      `{ item { ${name}: note other: parts { ${name}: size propertyIsEnumerable: note } } }`,
    );
    assert.deepEqual(there.errors, []);
    assert.deepEqual(there.data.item, { [name]: { of: "a" }, other: [{ [name]: 1, propertyIsEnumerable: null }] });

    const unknown = await gateway.ask(`{ unknown { id ${name}: title propertyIsEnumerable: note } }`);
    assert.deepEqual(unknown.errors, []);
    assert.deepEqual(unknown.data.unknown, { id: "unknown", [name]: null, propertyIsEnumerable: null });
  }
  gateway.condition("titles", "down");
  const { data, errors } = await gateway.ask(`{ item { id toString: note } }`);
  assert.deepEqual(data, { item: { id: "a", toString: null } });
  assert.deepEqual(toldOf(errors), ["item.toString SERVICE_UNAVAILABLE"]);
  const several = await gateway.ask(`{ item { id toString: title valueOf: title } }`);
  assert.deepEqual(toldOf(several.errors), ["item.toString SERVICE_UNAVAILABLE", "item.valueOf SERVICE_UNAVAILABLE"]);
});

test("questions to the schema are answered under the client's names", async () => {
  for (const [query, expected] of [
    [`{ __typename: __schema { queryType { name } } }`, { __typename: { queryType: { name: "Query" } } }],
    [`{ __schema { __typename: queryType { name } } }`, { __schema: { __typename: { name: "Query" } } }],
    [
      `{ item { id: name } id: __type(name: "Item") { ...Named } } fragment Named on __Type { id: name }`,
      { item: { id: "name of a" }, id: { id: "Item" } },
    ],
    [
      `{ item { id: name title } ... @skip(if: false) { __schema { queryType { id: name } } } }`,
      { item: { id: "name of a", title: "title of a" }, __schema: { queryType: { id: "Query" } } },
    ],
  ] as const) {
    const { data, errors } = await gateway.ask(query);
    assert.deepEqual([data, errors], [expected, []]);
  }
});
