import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type FederatedGateway, openFederatedGateway } from "#tests/support/federation.ts";

/** What the clinic requires of all beings is given of ants by the garden, and of cats by the zoo. */
const GARDEN = `
interface Being { notes(in: String): String }
type Ant implements Being @key(fields: "sku") { sku: String! notes(in: String): String }
type Cat implements Being @key(fields: "id") { id: ID! notes(in: String): String @shareable }
type Query { beings: [Being] }
`;
const ZOO = `
interface Being @key(fields: "id") { id: ID! legs: Int! }
type Ant implements Being @key(fields: "sku") @key(fields: "id") { id: ID! sku: String! legs: Int! }
type Cat implements Being @key(fields: "id") { id: ID! notes(in: String): String @shareable legs: Int! }
union Thing = Cat | Bee
type Bee @key(fields: "id") { id: ID! }
type Query { all: [Being] things: [Thing] }
`;
const CLINIC = `
type Being @interfaceObject @key(fields: "id") {
  id: ID!
  notes(in: String): String @external
  legs: Int! @external
  file: File! @requires(fields: "notes legs")
}
type File { text: String! }
type Bee @key(fields: "id") { id: ID! wings: Int }
`;
type Told = { id: string; notes: string; legs: number };
const typed = ({ __typename }: { __typename: string }) => __typename;
const ant = { __typename: "Ant", id: "a", sku: "s", legs: 6, notes: "small" };
const cat = { __typename: "Cat", id: "c", legs: 4, notes: "soft" };

let gateway: FederatedGateway;
before(async () => {
  gateway = await openFederatedGateway({
    subgraphs: {
      garden: {
        sdl: GARDEN,
        resolvers: {
          Query: { beings: () => [ant, cat] },
          Being: { __resolveType: typed },
          Ant: { __resolveReference: () => ant },
        },
      },
      zoo: {
        sdl: ZOO,
        resolvers: {
          Query: {
            things: () => [cat, { __typename: "Bee", id: "b" }],
            all: () => [cat, { ...ant, notes: undefined }],
          },
          Being: { __resolveType: typed, __resolveReference: ({ id }: Told) => (id === "a" ? ant : cat) },
          Thing: { __resolveType: typed },
          Ant: { __resolveReference: () => ant },
          Cat: { __resolveReference: () => cat },
        },
      },
      clinic: {
        sdl: CLINIC,
        resolvers: {
          Bee: { wings: () => 4 },
          Being: { file: ({ id, notes, legs }: Told) => ({ text: `${id}: ${notes}, on ${legs} legs` }) },
        },
      },
    },
  });
});
after(() => gateway.close());

test("what an interface object requires is had of each type where it is given", async () => {
  const { data, errors } = await gateway.ask("{ beings { file { text } } }");
  assert.deepEqual(errors, []);
  assert.deepEqual(data.beings, [{ file: { text: "a: small, on 6 legs" } }, { file: { text: "c: soft, on 4 legs" } }]);
});

test("so it is where both types come together, and where the client has other values of them", async () => {
  const { data, errors } = await gateway.ask(`{ all { notes: __typename ... on Cat { legs: id } file { text } } }`);
  assert.deepEqual(errors, []);
  assert.deepEqual(data.all, [
    { notes: "Cat", legs: "c", file: { text: "c: soft, on 4 legs" } },
    { notes: "Ant", file: { text: "a: small, on 6 legs" } },
  ]);
});

test("who is asked for other types beside is told nothing of them that they do not have", async () => {
  const { data, errors } = await gateway.ask("{ things { ... on Cat { file { text } } ... on Bee { wings } } }");
  assert.deepEqual(errors, []);
  assert.deepEqual(data.things, [{ file: { text: "c: soft, on 4 legs" } }, { wings: 4 }]);
});

test("what one subgraph gives of it is had before it is required, though its key is asked for again", async () => {
  const dog = { __typename: "Dog", id: "d", weight: 30, title: "Rex" };
  const vet = await openFederatedGateway({
    subgraphs: {
      vet: {
        sdl: `
type Being @interfaceObject @key(fields: "id") {
  id: ID!
  weight: Int! @external
  title: String @external
  dose: Int! @requires(fields: "weight title")
}
type Query { patients: [Being] }
`,
        resolvers: {
          Query: { patients: () => [{ id: "d" }] },
          Being: { dose: ({ weight, title }: typeof dog) => weight * title.length },
        },
      },
      scales: {
        sdl: `type Dog @key(fields: "id") { id: ID! weight: Int! }`,
        resolvers: { Dog: { __resolveReference: () => dog } },
      },
      kennel: {
        sdl: `
interface Being @key(fields: "id") { id: ID! weight: Int! title: String }
type Dog implements Being @key(fields: "id") {
  id: ID!
  weight: Int! @override(from: "scales", label: "percent(0)")
  title: String
}
`,
        resolvers: { Being: { __resolveType: typed, __resolveReference: () => dog } },
      },
    },
  });
  const { data, errors } = await vet.ask("{ patients { ... on Dog { id dose } } }");
  await vet.close();
  assert.deepEqual(errors, []);
  assert.deepEqual(data.patients, [{ id: "d", dose: 90 }]);
});
