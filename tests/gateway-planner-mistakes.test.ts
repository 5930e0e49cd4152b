import assert from "node:assert/strict";
import { test } from "node:test";
import { composeServices } from "@apollo/composition";
import { parse } from "graphql";
import type { SubgraphExecutor } from "#kernel/executor.ts";
import { openTestGateway } from "#tests/support/gateway.ts";
import { openFederatedGateway } from "#tests/support/federation.ts";

test("a field that no subgraph gives for all types of an interface is asked of each type where it is", async (t) => {
  const named = (id: string) => ({ __typename: id[0] === "a" ? "Ant" : "Bee", id, weight: Number(id[1]) });
  const resolvers = {
    Query: { all: () => [named("a1"), named("b2")] },
    Named: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
    ...{ Ant: { __resolveReference: ({ id }: { id: string }) => named(id) } },
    ...{ Bee: { __resolveReference: ({ id }: { id: string }) => named(id) } },
  };
  const gateway = await openFederatedGateway({
    subgraphs: {
      ash: {
        sdl: `
          type Query { all: [Named!]! @shareable }
          interface Named { id: ID! weight: Int }
          type Ant implements Named @key(fields: "id") { id: ID! weight: Int }
          type Bee implements Named @key(fields: "id") {
            id: ID! weight: Int @external double: Int @requires(fields: "weight")
          }`,
        resolvers,
      },
      birch: {
        sdl: `
          type Query { all: [Named!]! @shareable }
          interface Named { id: ID! }
          type Ant implements Named @key(fields: "id", resolvable: false) { id: ID! }
          type Bee implements Named @key(fields: "id") { id: ID! weight: Int }`,
        resolvers,
      },
    },
  });
  t.after(() => gateway.close());

  const { data, errors } = await gateway.ask(`{ all { weight } }`);

  assert.deepEqual(errors, []);
  assert.deepEqual(data.all, [{ weight: 1 }, { weight: 2 }]);
});

test("fields that do not merge have names of their own, also below others that do not", async (t) => {
  const ant = { __typename: "Ant", weight: 1, part: () => bee };
  const bee = { __typename: "Bee", weight: 2, part: () => ant };
  const gateway = await openFederatedGateway({
    subgraphs: {
      ash: {
        sdl: `
          type Query { things: [Thing!]! }
          union Thing = Ant | Bee
          type Ant { part: Thing! @shareable weight: Int! @shareable }
          type Bee { part: Thing @shareable weight: Int @shareable }`,
        resolvers: {
          Query: { things: () => [ant, bee] },
          Thing: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
        },
      },
      birch: {
        sdl: `
          union Thing = Ant | Bee
          type Ant { part: Thing @shareable weight: Int @shareable }
          type Bee { part: Thing @shareable weight: Int @shareable }`,
      },
    },
  });
  t.after(() => gateway.close());
  const weights = `... on Ant { weight } ... on Bee { weight }`;

  const { data, errors } = await gateway.ask(
    `{ things { ... on Ant { part { ${weights} } } ... on Bee { part { ${weights} } } } }`,
  );

  assert.deepEqual(errors, []);
  assert.deepEqual(data.things, [{ part: { weight: 2 } }, { part: { weight: 1 } }]);
});

test("a field that is never null in one type is asked for beside the interface's own", async (t) => {
  const ant = { __typename: "Ant", rank: true, legs: 6 };
  const gateway = await openFederatedGateway({
    subgraphs: {
      ash: {
        sdl: `
          type Query { spare: Named! }
          interface Named { rank: Boolean }
          type Ant implements Named { rank: Boolean! legs: Int! }`,
        resolvers: { Query: { spare: () => ant }, Named: { __resolveType: () => "Ant" } },
      },
      birch: { sdl: `interface Named { rank: Boolean }` },
    },
  });
  t.after(() => gateway.close());

  const { data, errors } = await gateway.ask(
    `query ($a: Boolean!, $b: Boolean!, $c: Boolean!, $d: Boolean!, $e: Boolean!) {
      spare {
        rank
        ... on Ant { ... on Named @include(if: $a) { rank ... on Ant { legs @include(if: $b) } } }
        c: rank @skip(if: $c) d: rank @skip(if: $d) e: rank @skip(if: $e)
      }
    }`,
    { variables: { a: true, b: true, c: true, d: true, e: true } },
  );

  assert.deepEqual(errors, []);
  assert.deepEqual(data, { spare: { rank: true, legs: 6 } });
});

test("what stands under a key's name in one type is asked as one with the same beside it", async (t) => {
  const size = { __typename: "Size", part: { left: 1, right: 2 }, mark: () => Promise.reject(new Error("no mark")) };
  const gateway = await openFederatedGateway({
    subgraphs: {
      ash: {
        sdl: `
          type Query { named: Named }
          interface Named { part: Part mark: ID }
          type Part { left: Int right: Int }
          type Size implements Named { part: Part mark: ID }
          type Elk implements Named @key(fields: "id") @key(fields: "sku") { id: ID! sku: ID! part: Part mark: ID }`,
        resolvers: { Query: { named: () => size }, Named: { __resolveType: () => "Size" } },
      },
    },
  });
  t.after(() => gateway.close());

  const { data, errors } = await gateway.ask(
    `{ named { ... on Size { sku: part { left } id: mark } sku: part { right } id: mark } }`,
  );

  assert.deepEqual(
    errors.map(({ path }) => path),
    [["named", "id"]],
  );
  assert.deepEqual(data, { named: { sku: { left: 1, right: 2 }, id: null } });
});

test("objects of all types are asked for where only one of them is known by an interface object elsewhere", async (t) => {
  const being = (id: string) => ({ __typename: "Cat", id, weight: 4, stamp: 7 });
  const gateway = await openFederatedGateway({
    subgraphs: {
      ash: {
        sdl: `
          type Query { bees: [Bee!]! }
          interface Being @key(fields: "id") { id: ID! weight: Int! }
          type Bee @key(fields: "id") { id: ID! }
          type Cat implements Being @key(fields: "id") { id: ID! weight: Int! stamp: Int }
          type Dog @key(fields: "id") { id: ID! peer: Int @external title: Int @requires(fields: "peer") }`,
        resolvers: {
          Query: { bees: () => [{ id: "cat" }, { id: "dog" }] },
          Being: { __resolveType: () => "Cat", __resolveReference: ({ id }: { id: string }) => being(id) },
          Cat: { __resolveReference: ({ id }: { id: string }) => being(id) },
          Dog: { title: ({ peer }: { peer: number }) => peer * 2 },
        },
      },
      birch: {
        sdl: `
          type Being @interfaceObject @key(fields: "id") {
            id: ID! weight: Int! @external extra: String @requires(fields: "weight")
          }`,
        resolvers: { Being: { extra: ({ weight }: { weight: number }) => `weighs ${weight}` } },
      },
      cedar: {
        sdl: `
          union Thing = Cat | Dog
          type Bee @key(fields: "id") { id: ID! rank: Thing! }
          type Cat @key(fields: "id", resolvable: false) { id: ID! }
          type Dog @key(fields: "id") { id: ID! peer: Int }`,
        resolvers: {
          Bee: { rank: ({ id }: { id: string }) => ({ __typename: id === "cat" ? "Cat" : "Dog", id, peer: 3 }) },
        },
      },
    },
  });
  t.after(() => gateway.close());

  const { data, errors } = await gateway.ask(`{ bees { rank { ... on Cat { stamp extra } ... on Dog { title } } } }`);

  assert.deepEqual(errors, []);
  assert.deepEqual(data.bees, [{ rank: { stamp: 7, extra: "weighs 4" } }, { rank: { title: 6 } }]);
});

test("a required field that another subgraph took over is not asked of the one that had it", async (t) => {
  const gateway = await openFederatedGateway({
    subgraphs: {
      ash: {
        sdl: `type Ant @key(fields: "id") { id: ID! owner: Int @external tally: Ant @requires(fields: "owner") }`,
        resolvers: { Ant: { tally: ({ owner }: { owner: number }) => ({ id: `of ${owner}` }) } },
      },
      birch: {
        sdl: `
          type Query { one: Named! }
          interface Named { owner: Int }
          type Ant implements Named @key(fields: "id") { id: ID! owner: Int }`,
        resolvers: { Query: { one: () => ({ __typename: "Ant", id: "a", owner: 1 }) } },
      },
      cedar: {
        sdl: `
          type Ant @key(fields: "id") {
            id: ID! owner: Int @override(from: "birch") tally: Ant @external rank: String @requires(fields: "tally { id }")
          }`,
        resolvers: { Ant: { owner: () => 2, rank: ({ tally }: { tally: { id: string } }) => tally.id } },
      },
    },
  });
  t.after(() => gateway.close());

  const { data, errors } = await gateway.ask(`{ one { ... on Ant { rank } } }`);

  assert.deepEqual([data, errors], [{ one: { rank: "of 2" } }, []]);
});

test("objects are asked for whether or not a condition asks for a field that requires something", async (t) => {
  const gateway = await openFederatedGateway({
    subgraphs: {
      ash: {
        sdl: `type Query { one: Ant } type Ant @key(fields: "id") { id: ID! rank: Int part: Int }`,
        resolvers: { Query: { one: () => ({ id: "a", rank: 2, part: 3 }) } },
      },
      birch: {
        sdl: `
          type Ant @key(fields: "id") {
            id: ID! rank: Int @external part: Int @external links: Int!
            weight: Int @requires(fields: "rank") height: Int @requires(fields: "part")
          }`,
        resolvers: {
          Ant: {
            links: () => 1,
            weight: ({ rank }: { rank: number }) => rank * 10,
            height: ({ part }: { part: number }) => part * 10,
          },
        },
      },
    },
  });
  t.after(() => gateway.close());
  // Of so many conditions not each case has a plan of its own.
  const names = ["a", "b", "c", "d", "weight", "height"];
  const others = names.slice(0, 4).map((name) => `${name}: __typename @skip(if: $${name})`);
  const query = `query (${names.map((name) => `$${name}: Boolean!`)}) {
    one { ${others} links weight @include(if: $weight) ... @include(if: $height) { height } }
  }`;

  for (const [weight, height] of [false, true].flatMap((one) => [false, true].map((other) => [one, other]))) {
    const variables = { ...Object.fromEntries(names.map((name) => [name, true])), weight, height };
    const { data, errors } = await gateway.ask(query, { variables });
    const expected = { links: 1, ...(weight ? { weight: 20 } : {}), ...(height ? { height: 30 } : {}) };
    assert.deepEqual([data, errors], [{ one: expected }, []]);
  }
});

test("what gives a required field is asked before what requires it", async (t) => {
  type Ant = { region: string; id: string; title?: string; notes?: string; weight?: { id: string } };
  const ant = (id: string) => ({ id, region: `region of ${id}` });
  const byRegion = ({ region, ...told }: Ant) => ({ ...ant(region.slice("region of ".length)), ...told });
  const gateway = await openFederatedGateway({
    subgraphs: {
      ash: {
        sdl: `
          type Ant @key(fields: "region") {
            id: ID! @shareable region: String! weight: Ant title: String @external notes: String @external
            peer: String @requires(fields: "title notes")
          }`,
        resolvers: {
          Ant: {
            __resolveReference: byRegion,
            weight: () => ant("b"),
            peer: ({ title, notes }: Ant) => `${title}, ${notes}`,
          },
        },
      },
      birch: {
        sdl: `type Ant @key(fields: "region") @key(fields: "id") { id: ID! region: String! }`,
        resolvers: { Ant: { __resolveReference: ({ id }: Ant) => ant(id) } },
      },
      cedar: {
        sdl: `
          type Query { ant: Ant }
          type Ant @key(fields: "id") {
            id: ID! title: String weight: Ant @external notes: String @requires(fields: "weight { id }")
          }`,
        resolvers: {
          Query: { ant: () => ({ id: "a" }) },
          Ant: { title: () => "title", notes: ({ weight }: Ant) => `notes of ${weight?.id}` },
        },
      },
    },
  });
  t.after(() => gateway.close());

  const { data, errors } = await gateway.ask(`{ ant { peer } }`);

  assert.deepEqual([data, errors], [{ ant: { peer: "title, notes of b" } }, []]);
});

test("of a supergraph that is no whole it is said that it cannot be planned, nothing is answered in part", async (t) => {
  const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])`;
  const sdls = {
    ash: `type Query { node: Node @shareable } interface Node { id: ID! }
      type Account implements Node @key(fields: "id") { id: ID! name: String }
      type Chat implements Node @key(fields: "id") { id: ID! account: Account }`,
    birch: `type Query { node: Node @shareable } interface Node { id: ID! }
      type Account implements Node @key(fields: "id") { id: ID! chats: [Chat!] }
      type Chat implements Node @key(fields: "id") { id: ID! text: String }`,
  };
  const services = Object.entries(sdls).map(([name, sdl]) => ({
    name,
    typeDefs: parse(link + sdl),
    url: "http://toy",
  }));
  const { supergraphSdl } = composeServices(services);
  // Composition would refuse keys that their own subgraph does not give; who writes supergraphs by hand need not.
  const givenBy = (graph: string, other: string) =>
    `id: ID! @join__field(graph: ${graph}) @join__field(graph: ${other}, external: true)`;
  const broken = supergraphSdl!
    .replace(/(type Account[^{]*\{\s*)id: ID!/, `$1${givenBy("ASH", "BIRCH")}`)
    .replace(/(type Chat[^{]*\{\s*)id: ID!/, `$1${givenBy("BIRCH", "ASH")}`);
  const asked: string[] = [];
  const executor = (name: string): SubgraphExecutor => ({
    execute: async () => (asked.push(name), { data: { node: { __typename: "Account", id: "a1" } } }),
    subscribe: () => Promise.reject(new Error("Nothing is streamed here")),
  });
  const executors = new Map(Object.keys(sdls).map((name) => [name, executor(name)]));
  const gateway = await openTestGateway({ federation: { supergraphSdl: broken, executors } });
  t.after(() => gateway.close());

  const { data, errors } = await gateway.ask(`{ node { id } }`);

  assert.deepEqual([data?.node ?? null, errors.length, asked], [null, 1, []]);
});

/** More than four, so that they are not decided before the operation is planned. */
const CONDITIONS = "$a: Boolean!, $b: Boolean!, $c: Boolean!, $d: Boolean!, $e: Boolean!";
const OTHERS = "c: __typename @include(if: $c) d: __typename @include(if: $d) e: __typename @include(if: $e)";

test("what a field requires under a condition is not taken from the key of the others", async (t) => {
  const items = [1, 2].map((n) => ({ org: { id: `o${n}`, name: "Same" }, weight: n }));
  const gateway = await openFederatedGateway({
    subgraphs: {
      ash: {
        sdl: `type Query { items: [Item] } type Item @key(fields: "org { id }") { org: Org weight: Int }
          type Org @shareable { id: ID! name: String }`,
        resolvers: { Query: { items: () => items } },
      },
      birch: {
        sdl: `type Item @key(fields: "org { id }") {
            org: Org @shareable weight: Int @external plain: String
            label: String @requires(fields: "org { name } weight")
          }
          type Org { id: ID! @shareable name: String @external }`,
        resolvers: {
          Item: {
            plain: ({ org }: (typeof items)[number]) => org.id,
            label: ({ org, weight }: (typeof items)[number]) => `${org.name} ${weight}`,
          },
        },
      },
    },
  });
  t.after(() => gateway.close());
  const ask = (a: boolean) =>
    gateway.ask(
      `query (${CONDITIONS}) { items { plain label @include(if: $a) b: __typename @skip(if: $b) ${OTHERS} } }`,
      {
        variables: { a, b: true, c: false, d: false, e: false },
      },
    );

  assert.deepEqual((await ask(true)).data.items, [
    { plain: "o1", label: "Same 1" },
    { plain: "o2", label: "Same 2" },
  ]);
  assert.deepEqual((await ask(false)).data.items, [{ plain: "o1" }, { plain: "o2" }]);
});

test("what a field of one type requires is not required of objects of another", async (t) => {
  const type = (name: string, more = "") => `type ${name} implements Named @key(fields: "id") { id: ID! ${more} }`;
  const computed = `w: Int @external s: Int @requires(fields: "w") p: Int`;
  const gateway = await openFederatedGateway({
    subgraphs: {
      ash: {
        sdl: `type Query { items: [Named] } interface Named { id: ID! } ${type("Ant", "w: Int")} ${type("Bee", "w: Int")}`,
        resolvers: {
          Query: {
            items: () => [
              { __typename: "Ant", id: "1", w: 1 },
              { __typename: "Bee", id: "1", w: 2 },
            ],
          },
        },
      },
      birch: {
        sdl: `interface Named { id: ID! } ${type("Ant", computed)} ${type("Bee", computed)}`,
        resolvers: Object.fromEntries(
          ["Ant", "Bee"].map((name) => [name, { s: ({ w }: { w: number }) => w, p: () => 7 }]),
        ),
      },
    },
  });
  t.after(() => gateway.close());
  const variables = { a: false, b: true, c: false, d: false, e: false };

  const { data, errors } = await gateway.ask(
    `query (${CONDITIONS}) { items { ... on Ant { s @include(if: $a) p } ... on Bee { s p w @include(if: $b) } ${OTHERS} } }`,
    { variables },
  );

  assert.deepEqual(errors, []);
  assert.deepEqual(data.items, [{ p: 7 }, { s: 2, p: 7, w: 2 }]);
});

test("fragments in each other that no object is all of hinder nothing", async (t) => {
  const gateway = await openFederatedGateway({
    subgraphs: {
      ash: {
        sdl: `type Query { bee: Bee } type Bee @key(fields: "nr") { nr: Int! }`,
        resolvers: { Query: { bee: () => ({ nr: 1 }) } },
      },
      birch: {
        sdl: `
          union Thing = Size
          interface Named { name: String }
          type Bee implements Named @key(fields: "nr") { nr: Int! name: String things: [Named] }
          type Size implements Named { name: String }`,
        resolvers: {
          Bee: {
            things: () => [
              { __typename: "Bee", nr: 1 },
              { __typename: "Size", name: "big" },
            ],
          },
          Named: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
        },
      },
    },
  });
  t.after(() => gateway.close());

  const { data, errors } = await gateway.ask(
    `{ bee { things { ... on Thing { ... on Named { ... on Bee { nr } } } } } }`,
  );

  assert.deepEqual(errors, []);
  assert.deepEqual(data.bee.things, [{}, {}]);
});

test("what an interface object requires under a condition is not required of what is asked beside it", async (t) => {
  const gateway = await openFederatedGateway({
    subgraphs: {
      ash: {
        sdl: `type Query { dog: Dog } type Dog @key(fields: "id") { id: ID! }`,
        resolvers: { Query: { dog: () => ({ id: "d1" }) } },
      },
      birch: {
        sdl: `
          type Being @interfaceObject @key(fields: "id") {
            id: ID! peer: Boolean! @external rank: Cat! links: Boolean @requires(fields: "peer")
          }
          type Cat @key(fields: "id") { id: ID! }`,
        resolvers: {
          Being: {
            rank: ({ id }: { id: string }) => ({ id: `of ${id}` }),
            links: ({ peer }: { peer: boolean }) => !peer,
          },
        },
      },
      cedar: {
        sdl: `
          union Thing = Bee | Dog
          interface Being @key(fields: "id") { id: ID! peer: Boolean! }
          type Bee implements Being @key(fields: "id") { id: ID! peer: Boolean! }
          type Dog implements Being @key(fields: "id") { id: ID! peer: Boolean! }
          type Elk implements Being @key(fields: "id") { id: ID! peer: Boolean! }
          type Cat @key(fields: "id") { id: ID! parts: [Thing]! }`,
        resolvers: {
          Cat: { parts: () => [{ __typename: "Dog", id: "d2", peer: true }] },
          Thing: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
        },
      },
    },
  });
  t.after(() => gateway.close());
  const others = { c: false, d: false, e: false };
  const asked = `query (${CONDITIONS}) {
    dog @include(if: $a) {
      rank { parts { ... on Bee @skip(if: $a) { links } ... on Being { rank { id ${OTHERS} } links @skip(if: $b) } } }
    }
  }`;

  const without = await gateway.ask(asked, { variables: { a: true, b: true, ...others } });
  assert.deepEqual(without.data, { dog: { rank: { parts: [{ rank: { id: "of d2" } }] } } });
  const withLinks = await gateway.ask(asked, { variables: { a: true, b: false, ...others } });
  assert.deepEqual(withLinks.data, { dog: { rank: { parts: [{ rank: { id: "of d2" }, links: false }] } } });
});

test("a field is asked for when what it requires is there, however the planner puts them in order", async (t) => {
  const cat = (id: string) => ({ __typename: "Cat", id, sku: id, region: Number(id[1]), code: id });
  const gateway = await openFederatedGateway({
    subgraphs: {
      ash: {
        sdl: `
          type Bee @key(fields: "id") { id: ID! name: String @external }
          type Cat @key(fields: "id") {
            id: ID! friend: Bee! @external next: Cat @requires(fields: "friend { name }")
          }`,
        resolvers: {
          Cat: {
            next: ({ id, friend }: { id: string; friend: { name: string } }) => friend.name === `of ${id}` && cat("c2"),
          },
        },
      },
      birch: {
        sdl: `
          type Bee @key(fields: "id") { id: ID! }
          type Query { bb: Int }
          type Cat @key(fields: "id") @key(fields: "region code") {
            id: ID! region: Int! code: String! friend: Bee! query: Query
          }`,
        resolvers: {
          Cat: {
            __resolveReference: ({ id, code }: { id?: string; code?: string }) => cat((id ?? code)!),
            friend: ({ id }: { id: string }) => ({ id }),
            query: () => ({}),
          },
        },
      },
      elm: { sdl: `type Query { answer: Int }`, resolvers: { Query: { answer: () => 42 } } },
      cedar: {
        sdl: `type Query { cat: Cat } type Cat @key(fields: "sku") { sku: String! }`,
        resolvers: { Query: { cat: () => cat("c1") } },
      },
      dogwood: {
        sdl: `
          type Bee @key(fields: "id") { id: ID! name: String }
          type Cat @key(fields: "region code") @key(fields: "sku") { sku: String! region: Int! code: String! }`,
        resolvers: {
          Bee: { name: ({ id }: { id: string }) => `of ${id}` },
          Cat: { __resolveReference: ({ sku, code }: { sku?: string; code?: string }) => cat((sku ?? code)!) },
        },
      },
    },
  });
  t.after(() => gateway.close());

  const { data, errors } = await gateway.ask(`{ cat { next { region query { answer } next { code } } } }`);

  assert.deepEqual(errors, []);
  assert.deepEqual(data.cat, { next: { region: 2, query: { answer: 42 }, next: { code: "c2" } } });
});

test("what an interface object requires is told at one root field, though another comes from who is to be told", async (t) => {
  const beings = [
    { __typename: "Bee", id: "b1", code: "c1", stamp: 1 },
    { __typename: "Cat", id: "c2", stamp: 2 },
  ];
  const typed = ({ __typename }: { __typename: string }) => __typename;
  const known = (by: "id" | "code") => (told: { id?: string; code?: string }) =>
    beings.find((one) => one[by] === told[by]);
  const gateway = await openFederatedGateway({
    subgraphs: {
      birch: {
        sdl: `
          type Query { beings: [Being!]! }
          interface Being { stamp: Int }
          type Bee implements Being @key(fields: "code") { code: String! stamp: Int @shareable }
          type Cat implements Being @key(fields: "id") { id: ID! stamp: Int @shareable }`,
        resolvers: { Query: { beings: () => beings }, Being: { __resolveType: typed } },
      },
      cedar: {
        sdl: `
          type Query { guest: Being }
          type Being @interfaceObject @key(fields: "id") { id: ID! stamp: Int @external tally: Int @requires(fields: "stamp") }`,
        resolvers: {
          Query: { guest: () => ({ id: "c2" }) },
          Being: { tally: ({ stamp }: { stamp: number }) => stamp * 10 },
        },
      },
      dogwood: {
        sdl: `
          interface Being @key(fields: "id") { id: ID! stamp: Int }
          type Bee implements Being @key(fields: "id") @key(fields: "code") { id: ID! code: String! stamp: Int @shareable }
          type Cat implements Being @key(fields: "id") { id: ID! stamp: Int @shareable }`,
        resolvers: {
          Being: { __resolveType: typed, __resolveReference: known("id") },
          Bee: { __resolveReference: known("code") },
          Cat: { __resolveReference: known("id") },
        },
      },
    },
  });
  t.after(() => gateway.close());

  const { data, errors } = await gateway.ask(`{ guest { tally } beings { tally } }`);

  assert.deepEqual(errors, []);
  assert.deepEqual(data, { guest: { tally: 20 }, beings: [{ tally: 10 }, { tally: 20 }] });
});
