import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { type FederatedGateway, openFederatedGateway } from "#tests/support/federation.ts";

/** `label` requires the net price, which requires the weight: whoever has a parcel at hand must be told before it is asked. */
const DEPOT = `
type Query { parcels: [Parcel!]! things: [Thing!]! @provides(fields: "... on Crate { weight }") }
union Thing = Parcel | Crate | Label
type Label { lines: [Int!] }
type Crate @key(fields: "id") { id: ID! height: Int! @shareable weight: Int! @external }
type Parcel @key(fields: "id") {
  id: ID!
  weight: Int! @external
  net: Int @requires(fields: "weight")
  next: Parcel
  height: Int
}
`;
const SCALES = `
type Parcel @key(fields: "id") {
  id: ID!
  weight: Int!
  net: Int @external
  label: String @requires(fields: "net")
  stamp: String! @requires(fields: "net")
}
`;
/** What scales make of labels goes back to a third. */
const BADGES = `
type Parcel @key(fields: "id") { id: ID! label: String @external badge: String @requires(fields: "label") }
type Crate @key(fields: "id") { id: ID! height: Int @shareable weight: Int! @shareable }
`;
type Parcel = { id: string; weight?: number; net?: number; label?: string };
const SCALE: Record<string, number> = { p1: 5, p2: 7 };
const parcel = (id: string) => ({ id });

let gateway: FederatedGateway;
before(async () => {
  gateway = await openFederatedGateway({
    subgraphs: {
      depot: {
        sdl: DEPOT,
        resolvers: {
          Query: {
            parcels: () => [parcel("p1"), parcel("p2")],
            things: () => [parcel("p1"), { __typename: "Crate", id: "c", height: 3 }],
          },
          Thing: { __resolveType: ({ __typename = "Parcel" }: { __typename?: string }) => __typename },
          Parcel: {
            net: ({ weight }: Parcel) => (weight === undefined ? null : weight * 10),
            height: () => 2,
            next: ({ id }: Parcel) => (id === "p1" ? parcel("p2") : null),
          },
        },
      },
      scales: {
        sdl: SCALES,
        resolvers: {
          Parcel: {
            weight: ({ id }: Parcel) => SCALE[id],
            label: ({ net }: Parcel) => `net ${net}`,
            stamp: ({ id, net }: Parcel) => `${SCALE[id]}/${net}`,
          },
        },
      },
      badges: { sdl: BADGES, resolvers: { Parcel: { badge: ({ label }: Parcel) => `<${label}>` } } },
    },
  });
});
after(() => gateway.close());
beforeEach(() => void gateway.heard());

test("a field is asked for after what it requires, though its subgraph has the object at hand", async () => {
  const { data, errors } = await gateway.ask(`{ parcels { label next { badge stamp } } }`);

  assert.deepEqual(errors, []);
  assert.deepEqual(data.parcels, [
    { label: "net 50", next: { badge: "<net 70>", stamp: "7/70" } },
    { label: "net 70", next: null },
  ]);
  const [first] = gateway.traffic;
  assert.deepEqual([first!.subgraph, /net|weight/.test(first!.request.document)], ["depot", false]);
});

test("so it is beside fields that have other names meanwhile, and beside objects that come with what is required", async () => {
  const { data, errors } = await gateway.ask(`{ things { ... on Crate { height } ... on Parcel { label height } } }`);
  assert.deepEqual(errors, []);
  assert.deepEqual(data.things, [{ label: "net 50", height: 2 }, { height: 3 }]);
  assert.match(gateway.traffic[0]!.request.document, /height__alias/);
});

test("what leads to a field clashes with no field of another type under the same name", async () => {
  const { data, errors } = await gateway.ask(`{ things { ... on Label { id: lines } ... on Parcel { label } } }`);
  assert.deepEqual(errors, []);
  assert.deepEqual(data.things, [{ label: "net 50" }, {}]);
});

test("without a chain nothing is asked otherwise than before", async () => {
  const { data } = await gateway.ask(`{ parcels { net } }`);
  assert.deepEqual(data.parcels, [{ net: 50 }, { net: 70 }]);
  assert.deepEqual(
    gateway.traffic.map(({ subgraph }) => subgraph),
    ["depot", "scales", "depot"],
  );
});

test("the schema says nothing of the places where plans begin anew", async () => {
  const { data } = await gateway.ask(`{ __schema { queryType { fields { name } } } }`);
  assert.deepEqual(data.__schema.queryType.fields, [{ name: "parcels" }, { name: "things" }]);
});
