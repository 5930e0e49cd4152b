import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { type FederatedGateway, openFederatedGateway } from "#tests/support/federation.ts";

/** The post knows parcels by both keys, the scales by the one, taxes by the other; the archive by both, too. */
const POST = `
type Query { parcel: Parcel things: [Thing!]! old: Old }
union Thing = Parcel | Letter
type Letter { sku: Int }
type Old @key(fields: "id") { id: ID! }
type Parcel @key(fields: "sku") @key(fields: "region code") { sku: String! region: Int! code: String! }
`;
const ARCHIVE = `
type Old @key(fields: "id") { id: ID! parcel: Parcel }
type Parcel @key(fields: "sku") @key(fields: "region code") { sku: String! region: Int! code: String! }
`;
const SCALES = `type Parcel @key(fields: "region code") { region: Int! code: String! weight: Int }`;
const TAXES = `
type Old @key(fields: "id") { id: ID! tax: Int }
type Parcel @key(fields: "sku") { sku: String! weight: Int @external toll: Int @requires(fields: "weight") }
`;
const parcel = { __typename: "Parcel", sku: "s", region: 1, code: "c" };

let gateway: FederatedGateway;
before(async () => {
  const byKey = { __resolveReference: () => parcel };
  gateway = await openFederatedGateway({
    subgraphs: {
      archive: { sdl: ARCHIVE, resolvers: { Old: { parcel: () => parcel }, Parcel: byKey } },
      post: {
        sdl: POST,
        resolvers: {
          Query: {
            parcel: () => parcel,
            things: () => [parcel, { __typename: "Letter", sku: 1 }],
            old: () => ({ id: "o" }),
          },
          Thing: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
          Parcel: byKey,
        },
      },
      scales: { sdl: SCALES, resolvers: { Parcel: { weight: () => 5 } } },
      taxes: { sdl: TAXES, resolvers: { Parcel: { toll: ({ weight }: { weight: number }) => weight * 2 } } },
    },
  });
});
after(() => gateway.close());
beforeEach(() => void gateway.traffic.splice(0));

async function asked(query: string): Promise<{ readonly data: unknown; readonly subgraphs: string[] }> {
  const { data, errors } = await gateway.ask(query);
  assert.deepEqual(errors, []);
  return { data, subgraphs: gateway.traffic.map(({ subgraph }) => subgraph) };
}

test("a key that is needed for a requirement is asked for where the object comes from", async () => {
  assert.deepEqual(await asked("{ parcel { toll } }"), {
    data: { parcel: { toll: 10 } },
    subgraphs: ["post", "scales", "taxes"],
  });
});

test("so it is of objects among others, and of those that came by a key themselves", async () => {
  assert.deepEqual(await asked("{ things { ... on Letter { sku } ... on Parcel { toll } } }"), {
    data: { things: [{ toll: 10 }, { sku: 1 }] },
    subgraphs: ["post", "scales", "taxes"],
  });
  gateway.traffic.splice(0);
  assert.deepEqual(await asked("{ old { parcel { toll } } }"), {
    data: { old: { parcel: { toll: 10 } } },
    subgraphs: ["post", "archive", "scales", "taxes"],
  });
});
