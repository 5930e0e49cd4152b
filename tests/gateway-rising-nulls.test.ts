import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { type FederatedGateway, openFederatedGateway, toldOf } from "#tests/support/federation.ts";

/** Titles fail, where no title may be null: what they take along must not be more than in one service. */
const DEPOT = `
type Query { parcels: [Parcel]! crates: [Crate]! boxes: [Box!]! @shareable lid: Label! lamp: Lamp @shareable }
type Lamp { watts: Int! cable: Cable! @shareable }
type Cable { length: Int! }
type Crate { parcel: Parcel weight: Int! }
type Parcel @key(fields: "id") { id: ID! age: Int name: String! label: Label frame: Label! rolls: [[Label]!]! seal: Seal! }
interface Seal { color: String! }
type Wax implements Seal { color: String! }
type Lead implements Seal { color: String! }
type Box @key(fields: "id") { id: ID! size: Int! }
type Label { stamp: Int title: String! note: String inner: Label }
`;
const SCALE = `
type Query { boxes: [Box!]! @shareable lamp: Lamp @shareable newest: Parcel pair: [Parcel] }
type Lamp { cable: Cable! @shareable }
type Cable { color: String }
type Parcel @key(fields: "id") {
  id: ID!
  age: Int @external
  name: String! @external
  label: Label @external
  frame: Label! @external
  rolls: [[Label]!]! @external
  seal: Seal! @external
  tone: String @requires(fields: "seal { ... on Wax { color } }")
  heft: Int @requires(fields: "name")
  note: Int @requires(fields: "label { title }")
  year: Int @requires(fields: "age")
  weight: Int @requires(fields: "label { stamp }")
  depth: Int @requires(fields: "label { inner { stamp } }")
  girth: Int @requires(fields: "frame { stamp }")
  length: Int @requires(fields: "rolls { stamp }")
}
type Label { stamp: Int @external inner: Label @external title: String! @external }
interface Seal { color: String! }
type Wax implements Seal { color: String! @external }
type Lead implements Seal { color: String! @external }
type Box @key(fields: "id") { id: ID! count: Int }
`;
const SHOP = `
type Parcel @key(fields: "id") { id: ID! weight: Int @external price: Int @requires(fields: "weight") }
`;
type Label = { stamp: number; inner: Label };
type Parcel = { age: number; weight: number; label: Label; frame: Label; rolls: Label[][] };
const fails = () => {
  throw new Error("broken");
};
const label = () => ({ stamp: 2, title: fails, note: "fragile", inner: { stamp: 3, title: fails } });
const parcel = () => ({
  id: "p1",
  age: fails,
  name: fails,
  label,
  frame: label,
  rolls: () => [[label()]],
  seal: { __typename: "Lead", color: fails },
});

let gateway: FederatedGateway;
before(async () => {
  gateway = await openFederatedGateway({
    subgraphs: {
      depot: {
        sdl: DEPOT,
        resolvers: {
          Query: {
            parcels: () => [parcel()],
            crates: () => [{ parcel, weight: fails }],
            boxes: () => [{ id: "b1", size: 4 }],
            lid: label,
            lamp: () => ({ watts: fails, cable: { length: 1 } }),
          },
          Parcel: {
            __resolveReference: ({ id }: { id: string }) =>
              id === "p2" ? { ...parcel(), id, name: "sound" } : parcel(),
          },
        },
      },
      scale: {
        sdl: SCALE,
        resolvers: {
          Query: {
            boxes: () => [{ id: "b1" }],
            lamp: () => ({ cable: { color: "red" } }),
            newest: parcel,
            pair: () => [{ id: "p1" }, { id: "p2" }],
          },
          Parcel: {
            heft: ({ name }: { name: string }) => name.length,
            weight: (told: Parcel) => told.label.stamp * 10,
            depth: (told: Parcel) => told.label.inner.stamp * 10,
            girth: (told: Parcel) => told.frame.stamp * 10,
            length: (told: Parcel) => told.rolls[0]![0]!.stamp * 10,
          },
          Box: { count: () => 5 },
        },
      },
      shop: { sdl: SHOP, resolvers: { Parcel: { price: ({ weight }: Parcel) => weight + 1 } } },
    },
  });
});
after(() => gateway.close());
beforeEach(() => void gateway.heard());

async function parcels(selection: string, fragments = "") {
  const { data, errors } = await gateway.ask(`{ parcels { ${selection} } } ${fragments}`);
  return { parcel: data.parcels[0], told: toldOf(errors).map((error) => error.replace("parcels.0.", "")) };
}

test("a null that rises in what the client asked for does not reach what another field requires", async () => {
  assert.deepEqual(await parcels("label { title } weight"), {
    parcel: { label: null, weight: 20 },
    told: ["label.title INTERNAL_SERVER_ERROR"],
  });
  assert.deepEqual(await parcels("rolls { title } length"), {
    parcel: { rolls: [[null]], length: 20 },
    told: ["rolls.0.0.title INTERNAL_SERVER_ERROR"],
  });
});

test("nor what is required below it, or by what another field requires", async () => {
  assert.deepEqual(await parcels("label { inner { title } } depth"), {
    parcel: { label: { inner: null }, depth: 30 },
    told: ["label.inner.title INTERNAL_SERVER_ERROR"],
  });
  const titled = "fragment Titled on Parcel { label { ...Title } } fragment Title on Label { title }";
  assert.deepEqual(await parcels("price ...Titled", titled), {
    parcel: { price: 21, label: null },
    told: ["label.title INTERNAL_SERVER_ERROR"],
  });
});

test("where no null can rise so far, or takes all along, the client's fields are asked for with the required ones", async () => {
  await parcels("label { stamp } weight");
  await parcels("label { note inner { title } } weight");
  await parcels("label { title } year");
  await parcels("frame { title } girth");
  const { text } = gateway.heard();
  assert.ok(!text.includes("__own"), text);
});

test("of what fails where the client did not ask nothing is told, also where a field of that name is skipped", async () => {
  const { data, errors } = await gateway.ask(`{ parcels { age @skip(if: true) year name } }`);
  assert.deepEqual(data.parcels, [null]);
  assert.deepEqual(toldOf(errors), ["parcels.0.name INTERNAL_SERVER_ERROR"]);
});

test("nor where the object that it belongs to was asked for", async () => {
  const { data, errors } = await gateway.ask(`{ crates { parcel { year } weight } }`);
  assert.deepEqual(data.crates, [null]);
  assert.deepEqual(toldOf(errors), ["crates.0.weight INTERNAL_SERVER_ERROR"]);
});

test("what goes down with the whole answer of one subgraph has no error of its own", async () => {
  const { data, errors } = await gateway.ask(`{ boxes { size count } lid { title } }`);
  assert.equal(data, null);
  assert.deepEqual(toldOf(errors), ["lid.title INTERNAL_SERVER_ERROR"]);
});

test("nor what a null took along in one subgraph, where another gave a part of it", async () => {
  const { data, errors } = await gateway.ask(`{ lamp { watts cable { length color } } }`);
  assert.deepEqual(data, { lamp: null });
  assert.deepEqual(toldOf(errors), ["lamp.watts INTERNAL_SERVER_ERROR"]);
});

test("what is required of objects of one type fails with none of another", async () => {
  const { data, errors } = await gateway.ask("{ newest { seal { color } tone } }");
  assert.deepEqual(data, { newest: null });
  assert.deepEqual(toldOf(errors), ["newest.seal.color INTERNAL_SERVER_ERROR"]);
});

test("what is required of an object fails for nobody who does not require it", async () => {
  assert.deepEqual(await parcels("weight note"), {
    parcel: { weight: 20, note: null },
    told: ["note INTERNAL_SERVER_ERROR"],
  });
  const { data, errors } = await gateway.ask("{ newest { heft depth year } }");
  assert.deepEqual(data, { newest: { heft: null, depth: 30, year: null } });
  assert.deepEqual(toldOf(errors), ["newest.heft INTERNAL_SERVER_ERROR", "newest.year INTERNAL_SERVER_ERROR"]);
});

test("nor for another object, nor is anything asked once more that the client has failed beside", async () => {
  const { data, errors } = await gateway.ask("{ pair { heft frame { note } } }");
  const frame = { note: "fragile" };
  assert.deepEqual(data.pair, [
    { heft: null, frame },
    { heft: 5, frame },
  ]);
  assert.deepEqual(toldOf(errors), ["pair.0.heft INTERNAL_SERVER_ERROR"]);

  gateway.traffic.splice(0);
  assert.deepEqual((await gateway.ask("{ newest { year seal { color } } }")).data, { newest: null });
  assert.equal(gateway.traffic.length, 2);
});
