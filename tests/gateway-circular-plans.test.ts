import assert from "node:assert/strict";
import { test } from "node:test";
import { isTimeUp, withinMs } from "#gateway/planning/within-ms.ts";
import { openFederatedGateway } from "#tests/support/federation.ts";

/**
 * The planner joins fetches that ask one subgraph for the same objects by the same values, also where one of them leads to
 * the other: it then finds that each comes before the other, or goes round in circles until its memory is full.
 */
test("fetches of which one leads to the other are planned apart where the planner finds them in a circle", async (t) => {
  const ant = (id: string) => ({ id, sku: `sku-${id}`, region: 1, code: id });
  type Ant = { id: string; notes?: string; weight?: string };
  const keys = `@key(fields: "region code") @key(fields: "id")`;
  const gateway = await openFederatedGateway({
    subgraphs: {
      ash: {
        sdl: `
          type Query { peers: [Ant!]! @shareable }
          type Ant ${keys} { id: ID! region: Int! code: String! notes: String @external weight: String @requires(fields: "notes") }`,
        resolvers: {
          Query: { peers: () => [ant("a"), ant("b")] },
          Ant: { ...byKey(ant), weight: ({ notes }: Ant) => `weight of ${notes}` },
        },
      },
      birch: {
        sdl: `
          type Query { peers: [Ant!]! @shareable }
          type Ant @key(fields: "id") { id: ID! notes: String @shareable }`,
        resolvers: {
          Query: { peers: () => [ant("a"), ant("b")] },
          Ant: { notes: ({ id }: Ant) => `notes of ${id}` },
        },
      },
      cedar: {
        sdl: `
          type Ant @key(fields: "id") @key(fields: "sku") @key(fields: "region code") {
            id: ID! sku: String! region: Int! code: String! notes: String @external weight: String @external
            stamp: Ant @requires(fields: "notes weight")
          }`,
        resolvers: {
          Ant: {
            ...byKey(ant),
            stamp: ({ id, notes, weight }: Ant) =>
              weight === `weight of ${notes}` ? ant(id === "a" ? "b" : "a") : null,
          },
        },
      },
    },
  });
  t.after(() => gateway.close());

  const { data, errors } = await gateway.ask(`{ peers { sku stamp { id stamp { id } } } }`);

  assert.deepEqual(errors, []);
  assert.deepEqual(data.peers, [
    { sku: "sku-a", stamp: { id: "b", stamp: { id: "a" } } },
    { sku: "sku-b", stamp: { id: "a", stamp: { id: "b" } } },
  ]);
});

test("so they are where the planner would not find out of a circle", async (t) => {
  const parcel = (nr: number) => ({ nr, sku: `sku-${nr}` });
  type Parcel = { nr: number; sku: string; depot?: { top: { weight: number } }; spare?: { twin: { weight: number } } };
  const weight = ({ sku }: Parcel) => (sku === "sku-1" ? 5 : 7);
  const gateway = await openFederatedGateway({
    limits: { planMsMax: 1_200 },
    subgraphs: {
      owners: {
        sdl: `
          type Parcel @key(fields: "nr") {
            nr: Int! weight: Int @shareable twin: Parcel @external spare: Parcel @external
            owner: Parcel @requires(fields: "spare { twin { weight } }")
          }`,
        resolvers: {
          Parcel: {
            __resolveReference: ({ nr, ...told }: Parcel) => ({ ...parcel(nr), ...told }),
            weight,
            owner: ({ spare }: Parcel) => (spare?.twin.weight === 5 ? parcel(2) : null),
          },
        },
      },
      scales: {
        sdl: `
          type Depot @key(fields: "id") { id: ID! top: Parcel! @shareable }
          type Parcel @key(fields: "sku") { sku: String! weight: Int @shareable }`,
        resolvers: { Depot: { top: topOf }, Parcel: { weight } },
      },
      storage: {
        sdl: `
          type Depot @key(fields: "id") { id: ID! top: Parcel! @shareable }
          type Parcel @key(fields: "sku") {
            sku: String! weight: Int @external
            depot: Depot @provides(fields: "top { weight }")
          }`,
        resolvers: { Depot: { top: topOf }, Parcel: { weight, depot: () => ({ id: "2" }) } },
      },
      twins: {
        sdl: `
          type Query { depot: Depot }
          type Depot @key(fields: "id") { id: ID! top: Parcel! @external }
          type Parcel @key(fields: "sku") @key(fields: "nr") {
            sku: String! nr: Int! weight: Int @external twin: Parcel depot: Depot @external
            spare: Parcel @requires(fields: "depot { top { weight } }")
          }`,
        resolvers: {
          Query: { depot: () => ({ id: "1" }) },
          Parcel: {
            __resolveReference: ({ nr, sku, ...told }: Parcel) => ({ ...parcel(nr ?? Number(sku.slice(4))), ...told }),
            twin: ({ nr }: Parcel) => parcel(nr === 1 ? 2 : 1),
            spare: ({ depot }: Parcel) => (depot?.top.weight === 7 ? parcel(2) : null),
          },
        },
      },
    },
  });
  t.after(() => gateway.close());

  const { data, errors } = await gateway.ask(`{ depot { top { weight owner { weight twin { weight } } nr } } }`);

  assert.deepEqual(errors, []);
  assert.deepEqual(data.depot.top, { weight: 5, owner: { weight: 7, twin: { weight: 5 } }, nr: 1 });

  function topOf({ id }: { id: string }) {
    return parcel(Number(id));
  }
});

test("so they are where no field requires what itself requires something", async (t) => {
  const [bee, ant] = [(id: string) => ({ id }), (id: string) => ({ id })];
  type Told = { links?: { stamp: { parts: number }[] }; peer?: { rank: number }; stamp?: { rank: number }[] };
  const size = { rank: 2, parts: 3 };
  const gateway = await openFederatedGateway({
    subgraphs: {
      ash: {
        sdl: `
          type Query { bees: [Bee!]! }
          type Ant @key(fields: "id") {
            id: ID! peer: Size @external links: Bee @external
            spare: String! @requires(fields: "peer { rank parts } links { stamp { parts } }")
          }
          type Bee @key(fields: "id") {
            id: ID! stamp: [Size!] @external links: Ant peer: Bee @shareable ants: [Ant!] @shareable
            extra: Bee @requires(fields: "stamp { rank }")
          }
          type Size { rank: Int! @shareable parts: Int! @shareable }`,
        resolvers: {
          Query: { bees: () => [bee("b")] },
          Ant: { spare: ({ peer, links }: Told) => `spare of ${peer!.rank} and ${links!.stamp[0]!.parts}` },
          Bee: {
            links: () => ant("a2"),
            ants: () => [ant("a1")],
            extra: ({ stamp }: Told) => (stamp![0]!.rank === 2 ? bee("b3") : null),
          },
        },
      },
      birch: {
        sdl: `
          type Ant @key(fields: "id") { id: ID! peer: Size @shareable links: Bee }
          type Bee @key(fields: "id") { id: ID! stamp: [Size!] @shareable peer: Bee @shareable ants: [Ant!] @shareable }
          type Size { rank: Int! @shareable parts: Int! @shareable }`,
        resolvers: {
          Ant: { peer: () => size, links: () => bee("b2") },
          Bee: { stamp: () => [size], peer: () => bee("b4"), ants: () => [ant("a1")] },
        },
      },
    },
  });
  t.after(() => gateway.close());

  const { data, errors } = await gateway.ask(`
    { bees { ants { a: links { peer { title: extra { links { spare id } b: id id } } id } } } }`);

  assert.deepEqual(errors, []);
  const title = { links: { spare: "spare of 2 and 3", id: "a2" }, b: "b3", id: "b3" };
  assert.deepEqual(data.bees, [{ ants: [{ a: { peer: { title }, id: "b2" } }] }]);
});

test("what never ends is stopped, and what comes to an end in time is not", () => {
  assert.equal(
    withinMs(1_000, () => 7),
    7,
  );
  const queue = [1];
  assert.throws(
    () =>
      withinMs(20, () => {
        while (queue.length > 0) queue[0] = -queue[0]!;
      }),
    isTimeUp,
  );
  assert.throws(
    () => withinMs(1_000, () => assert.fail("of its own")),
    (error) => !isTimeUp(error),
  );
});

/** Told fields stay with the object. */
function byKey<Value extends { code: string }>(of: (id: string) => Value) {
  return {
    __resolveReference: ({ id, code, ...told }: { id?: string; code?: string }) => ({ ...of(id ?? code!), ...told }),
  };
}
