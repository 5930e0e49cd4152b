import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import type { Caller } from "#kernel/identity.ts";
import { type FederatedGateway, openFederatedGateway, toldOf } from "#tests/support/federation.ts";
import { liveClient } from "#tests/support/live-client.ts";

/** What access directives mean in any supergraph: read from the answer and from what reached the subgraphs. */
const SDL = `
enum Mood @authenticated { CALM TENSE }
scalar Secret @requiresScopes(scopes: [["secrets"]])
type Vault @policy(policies: [["vaults"]]) { code: Int pin: Int }
type Box { code: Int label: String }
type Chest { code: Int inside: Vault }
union Container = Vault | Box
union Locked = Vault
type Query {
  open: Int
  session: Int @authenticated
  all: Int @authenticated @requiresScopes(scopes: [["a"]]) @policy(policies: [["p"]])
  either: Int @requiresScopes(scopes: [["a", "b"], ["c"]])
  policy: Int @policy(policies: [["p", "q"], ["r"]])
  never: Int @requiresScopes(scopes: [])
  mood: Mood
  moods(among: [Mood!]): [[Mood!]]
  secret: Secret
  vault: Vault
  chest: Chest
  containers: [Container!]!
  locked: [Locked!]
}
type Mutation { stroke: Int! strike: Int @authenticated bang: Int! @authenticated open: Chest }
type Subscription { ticks: Int! tocks: Int @authenticated chests: Chest }
`;

const CODE = 4711;
const vault = { __typename: "Vault", code: CODE, pin: 99 };
const ran: string[] = [];
const judged: { names: readonly string[]; caller: Caller }[] = [];
let gateway: FederatedGateway;

before(async () => {
  const chest = { code: 7, inside: vault };
  const run = (name: string) => () => ran.push(name);
  gateway = await openFederatedGateway({
    subgraphs: {
      house: {
        sdl: SDL,
        resolvers: {
          Query: {
            ...Object.fromEntries(
              ["open", "session", "all", "either", "policy", "never"].map((name) => [name, () => 1]),
            ),
            mood: () => "CALM",
            moods: () => [["CALM", "TENSE"]],
            secret: () => "s3cr3t",
            vault: () => vault,
            chest: () => chest,
            containers: () => [vault, { __typename: "Box", code: 1, label: "Vault" }],
            locked: () => [vault],
          },
          Mutation: { stroke: run("stroke"), strike: run("strike"), bang: run("bang"), open: () => chest },
          Subscription: {
            ticks: {
              subscribe: async function* () {
                yield { ticks: 1 };
              },
            },
            tocks: {
              subscribe: async function* () {
                yield { tocks: 1 };
              },
            },
            chests: {
              subscribe: async function* () {
                yield { chests: chest };
              },
            },
          },
        },
      },
    },
    policies: (names, caller) => {
      judged.push({ names, caller });
      return new Set(caller.scopes.flatMap((scope) => (scope.startsWith("is:") ? [scope.slice(3)] : [])));
    },
  });
});
after(() => gateway.close());
beforeEach(() => {
  gateway.traffic.splice(0);
  ran.splice(0);
  judged.splice(0);
});

const as = async (scope?: string) => ({ token: scope === undefined ? undefined : await gateway.token({ scope }) });

test("rules of one field must all hold; of their alternatives one is enough", async () => {
  const query = `{ open session all either policy never }`;
  for (const [scope, allowed] of [
    [undefined, []],
    ["", ["session"]],
    ["a", ["session"]],
    ["a is:p", ["session", "all"]],
    ["is:p", ["session"]],
    ["a b", ["session", "either"]],
    ["c", ["session", "either"]],
    ["b", ["session"]],
    ["is:p is:q", ["session", "policy"]],
    ["is:r", ["session", "policy"]],
    ["is:q", ["session"]],
    ["p q r a b c", ["session", "either"]],
  ] as const) {
    const { data, errors, status } = await gateway.ask(query, await as(scope));
    const refused = ["session", "all", "either", "policy", "never"].filter(
      (name) => !(allowed as readonly string[]).includes(name),
    );
    assert.equal(status, 200);
    assert.deepEqual(data, {
      open: 1,
      ...Object.fromEntries(allowed.map((name) => [name, 1])),
      ...Object.fromEntries(refused.map((name) => [name, null])),
    });
    const code = scope === undefined ? "UNAUTHENTICATED" : "FORBIDDEN";
    assert.deepEqual(toldOf(errors), refused.map((name) => `${name} ${code}`).toSorted());
    assert.doesNotMatch(gateway.heard().text, new RegExp(`\\b(${refused.join("|")})\\b`));
  }
});

test("policies are decided once a request, for all that its document touches and for nothing else", async () => {
  await gateway.ask(`{ policy all chest { inside { code } } }`, await as("is:r"));
  await gateway.ask(`{ open session }`, await as(""));
  assert.deepEqual(
    judged.map(({ names, caller }) => [names.toSorted(), caller.subject]),
    [[["p", "q", "r", "vaults"], "usr_ada"]],
  );
});

test("a field that gives a guarded enum or scalar is refused, wherever it stands in lists", async () => {
  const query = `query ($among: [Mood!]) { open mood a: moods b: moods(among: $among) secret }`;
  const { data, errors } = await gateway.ask(query, { variables: { among: ["CALM"] } });
  assert.deepEqual(data, { open: 1, mood: null, a: null, b: null, secret: null });
  assert.deepEqual(toldOf(errors), [
    "a UNAUTHENTICATED",
    "b UNAUTHENTICATED",
    "mood UNAUTHENTICATED",
    "secret UNAUTHENTICATED",
  ]);
  assert.doesNotMatch(gateway.heard().text, /mood|secret/);

  const known = await gateway.ask(query, await as(""));
  assert.deepEqual(known.data, { open: 1, mood: "CALM", a: [["CALM", "TENSE"]], b: [["CALM", "TENSE"]], secret: null });
  assert.deepEqual(toldOf(known.errors), ["secret FORBIDDEN"]);
});

test("a guarded type is refused where it is given, alone or in a union of nothing else", async () => {
  const query = `{ vault { code } chest { code inside { __typename pin } } locked { ... on Vault { code } } }`;
  const { data, errors } = await gateway.ask(query, await as("a"));
  assert.deepEqual(data, { vault: null, chest: { code: 7, inside: null }, locked: null });
  assert.deepEqual(toldOf(errors), ["chest.inside FORBIDDEN", "locked FORBIDDEN", "vault FORBIDDEN"]);
  assert.doesNotMatch(gateway.heard().text, /vault|inside|pin|locked/);

  const granted = await gateway.ask(query, await as("is:vaults"));
  assert.deepEqual(granted.errors, []);
  assert.deepEqual(granted.data.locked, [{ code: CODE }]);
});

test("of a union each object is judged by its own type", async () => {
  const { data, errors } = await gateway.ask(
    `{ containers { ... on Box { code } ...Inside } } fragment Inside on Vault { code: pin }`,
  );
  assert.deepEqual(data, { containers: [{ code: null }, { code: 1 }] });
  assert.deepEqual(toldOf(errors), ["containers.0.code UNAUTHENTICATED"]);
  assert.doesNotMatch(gateway.heard().text, /pin/);
});

test("an alias does not make an object pass for one of another type", async () => {
  const { data, errors } = await gateway.ask(`{ containers { ... on Box { __typename: label code } } }`);
  assert.deepEqual([data, errors], [{ containers: [{}, { __typename: "Vault", code: 1 }] }, []]);
});

test("the same through aliases, named fragments, fragments in fragments and conditions", async () => {
  const { data, errors } = await gateway.ask(
    `query ($yes: Boolean! = true) {
      open: session
      session: open
      ...Outer
      chest @include(if: $yes) { v: inside @skip(if: false) { __typename } }
      ... @include(if: $yes) { mine: vault { code } }
    }
    fragment Outer on Query { ...Inner a: session }
    fragment Inner on Query { b: session ... on Query { ... { c: session } } }`,
  );
  assert.deepEqual(data, { open: null, session: 1, b: null, c: null, a: null, chest: { v: null }, mine: null });
  assert.deepEqual(
    toldOf(errors),
    ["a", "b", "c", "chest.v", "mine", "open"].map((path) => `${path} UNAUTHENTICATED`),
  );
  assert.doesNotMatch(gateway.heard().text, /:session|vault|inside/);
});

test("a field that a condition leaves out is not refused", async () => {
  const { data, errors } = await gateway.ask(
    `{ open session @skip(if: true) ...A @include(if: false) } fragment A on Query { all }`,
  );
  assert.deepEqual([data, errors], [{ open: 1 }, []]);
});

test("nothing is asked when nothing is left", async () => {
  const { data, errors } = await gateway.ask(`{ session vault { code } }`);
  assert.deepEqual(data, { session: null, vault: null });
  assert.deepEqual(toldOf(errors), ["session UNAUTHENTICATED", "vault UNAUTHENTICATED"]);
  assert.equal(gateway.heard().text, "");
});

test("a refused mutation does not run; others do, unless the refusal takes their answers with it", async () => {
  const mixed = await gateway.ask(`mutation { stroke strike open { inside { code } } }`);
  assert.deepEqual(mixed.data, { stroke: 1, strike: null, open: { inside: null } });
  assert.deepEqual(toldOf(mixed.errors), ["open.inside UNAUTHENTICATED", "strike UNAUTHENTICATED"]);
  assert.doesNotMatch(gateway.heard().text, /strike|inside/);

  const lost = await gateway.ask(`mutation { stroke bang }`);
  assert.equal(lost.data, null);
  assert.deepEqual(ran, ["stroke"]);
});

test("a refused subscription is not opened, and the events of another leave out what is refused", async () => {
  const { client, subscribe } = liveClient(gateway.url);
  const refused = subscribe(`subscription { tocks }`);
  assert.deepEqual(toldOf(await refused.ended()), ["tocks UNAUTHENTICATED"]);
  assert.equal(gateway.heard().text, "");

  const live = subscribe(`subscription { chests { code inside { code } } }`);
  await live.ended();
  const [event] = live.results as any[];
  assert.deepEqual(event.data, { chests: { code: 7, inside: null } });
  assert.deepEqual(toldOf(event.errors), ["chests.inside UNAUTHENTICATED"]);
  assert.doesNotMatch(gateway.heard().text, /inside/);
  await client.dispose();
});

test("the directives count under the names that a supergraph gives them, and only under those", async () => {
  const renamed = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
    "@key"
    { name: "@authenticated" as: "@signedIn" }
    { name: "@requiresScopes" as: "@needs" }
    { name: "@policy" as: "@judged" }
    { name: "@context" as: "@above" }
    { name: "@fromContext" as: "@taken" }
  ])
  type Query { a: Int @signedIn b: Int @needs(scopes: [["b"]]) c: Int d: Int @judged(policies: [["d"]]) shop: Shop }
  type Shop @key(fields: "id") @above(name: "shop") { id: ID! till: Int wares: [Ware!] }
  type Ware @key(fields: "id") { id: ID! fee(till: Int @taken(field: "$shop { till }")): Int }`;
  const resolvers = {
    Query: { shop: () => ({ id: "s", till: 7, wares: [{ id: "w" }] }), a: () => 1, b: () => 1, c: () => 1 },
    Ware: { __resolveReference: (ware: object) => ware, fee: (_: unknown, { till }: { till: number }) => till },
  };
  const other = await openFederatedGateway({
    subgraphs: { renamed: { sdl: renamed, resolvers } },
    written: { "Shop.till": "@signedIn" },
  });
  try {
    const query = `{ a b c d shop { id wares { id fee } } }`;
    const { data, errors } = await other.ask(query);
    assert.deepEqual(data, { a: null, b: null, c: 1, d: null, shop: { id: "s", wares: [{ id: "w", fee: null }] } });
    assert.deepEqual(
      toldOf(errors),
      ["a", "b", "d", "shop.wares.0.fee"].map((path) => `${path} UNAUTHENTICATED`),
    );
    assert.doesNotMatch(other.heard().text, /fee|till|\b[abd]\b/);

    const known = await other.ask(query, { token: await other.token({ scope: "" }) });
    assert.equal(known.data.shop.wares[0].fee, 7);
    assert.deepEqual(toldOf(known.errors), ["b FORBIDDEN", "d FORBIDDEN"]);
  } finally {
    await other.close();
  }
});

test("a supergraph with all features of the router is served", async () => {
  const { supergraphSdl } = gateway;
  const features = ["authenticated", "requiresScopes", "policy"];
  for (const feature of features) assert.match(supergraphSdl, new RegExp(`specs.apollo.dev/${feature}/`));
  const other = await openFederatedGateway({
    subgraphs: {
      all: {
        sdl: `
        type Query { shop: Shop @cost(weight: 3) list(first: Int): [Shop!] @listSize(slicingArguments: ["first"]) }
        type Shop @key(fields: "id") @context(name: "shop") @tag(name: "x") {
          id: ID! @policy(policies: [["never"]])
          till: Int @authenticated
          rate: Int
          wares: [Ware!] @requiresScopes(scopes: [["wares"]])
        }
        type Ware @key(fields: "id") { id: ID! fee(rate: Int @fromContext(field: "$shop { rate }")): Int }`,
        resolvers: {
          Query: { shop: () => ({ id: "s", till: 1, rate: 5, wares: [{ id: "w" }] }) },
          Ware: { __resolveReference: (ware: object) => ware, fee: (_: unknown, { rate }: { rate: number }) => rate },
        },
      },
    },
  });
  try {
    const { data, errors } = await other.ask(`{ shop { id till wares { fee } } }`, {
      token: await other.token({ scope: "wares" }),
    });
    assert.deepEqual(toldOf(errors), ["shop.id FORBIDDEN"]);
    assert.deepEqual(data, { shop: null });
    for (const feature of [...features, "context", "cost"])
      assert.match(other.supergraphSdl, new RegExp(`specs.apollo.dev/${feature}/`));
  } finally {
    await other.close();
  }
});
