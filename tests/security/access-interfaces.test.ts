import assert from "node:assert/strict";
import { test } from "node:test";
import { type FederatedGatewayOptions, openFederatedGateway, toldOf } from "#tests/support/federation.ts";

/** GHSA-mx7m-j9xf-62hw: a rule on an interface, passed by asking its types instead. And what must stay allowed. */
const sdl = (rules: { dog?: string; dogWeight?: string; catWeight?: string } = {}) => `
interface Named { name: String }
interface Being implements Named { name: String weight: Int friend: Being }
type Dog implements Being & Named ${rules.dog ?? ""} { name: String weight: Int ${rules.dogWeight ?? ""} friend: Being barks: Boolean }
type Cat implements Being & Named { name: String weight: Int ${rules.catWeight ?? ""} friend: Being }
type Rock implements Named { name: String weight: Int }
union Anything = Dog | Cat | Rock
type Query { beings: [Being] anything: [Anything] dog: Dog named: [Named] count: Int signedIn: Int @authenticated }
`;
const cat = { __typename: "Cat", name: "Tom", weight: 4 };
const dog = { __typename: "Dog", name: "Rex", weight: 30, barks: true, friend: cat };
const rock = { __typename: "Rock", name: "Ayers", weight: 1 };
const Query = {
  beings: () => [dog, cat],
  anything: () => [dog, cat, rock],
  dog: () => dog,
  named: () => [dog, rock],
  count: () => 3,
};

async function over(options: Pick<FederatedGatewayOptions, "written"> & { rules?: Parameters<typeof sdl>[0] }) {
  const subgraphs = { zoo: { sdl: sdl(options.rules), resolvers: { Query } } };
  const gateway = await openFederatedGateway({ subgraphs, written: options.written });
  const ask = async (query: string, scope?: string) => {
    const token = scope === undefined ? undefined : await gateway.token({ scope });
    const { data, errors } = await gateway.ask(query, { token });
    return {
      data,
      told: toldOf(errors),
      asked: [...gateway.heard().fields].filter((field) => !field.startsWith("Query.")).toSorted(),
    };
  };
  return { ask, [Symbol.asyncDispose]: () => gateway.close() };
}

const WAYS_TO_WEIGHTS = [
  `{ beings { w: weight } }`,
  `{ beings { ... on Dog { w: weight } ... on Cat { w: weight } } }`,
  `{ anything { ... on Being { w: weight } } }`,
  `{ anything { ... on Named { ... on Dog { w: weight } ...Felid } } } fragment Felid on Cat { w: weight }`,
  `{ anything { ...D ...C } } fragment D on Dog { ...B } fragment C on Cat { ...B } fragment B on Being { w: weight }`,
];

test("a rule on an interface's field holds for that field of all its types, whichever way it is reached", async () => {
  await using zoo = await over({ written: { "Being.weight": "@authenticated" } });
  for (const query of WAYS_TO_WEIGHTS) {
    const { data, told, asked } = await zoo.ask(query);
    const [key] = Object.keys(data);
    assert.deepEqual(data[key!].slice(0, 2), [{ w: null }, { w: null }], query);
    assert.deepEqual(told, [`${key}.0.w UNAUTHENTICATED`, `${key}.1.w UNAUTHENTICATED`]);
    assert.deepEqual(asked, []);

    const known = await zoo.ask(query, "");
    assert.deepEqual([known.data[key!].slice(0, 2), known.told], [[{ w: 30 }, { w: 4 }], []], query);
  }
  const others = await zoo.ask(
    `{ dog { name barks weight friend { name ... on Cat { weight } } } anything { ... on Rock { weight } } }`,
  );
  assert.deepEqual(others.data.dog, { name: "Rex", barks: true, weight: null, friend: { name: "Tom", weight: null } });
  assert.deepEqual(others.data.anything, [{}, {}, { weight: 1 }]);
  assert.deepEqual(others.asked, ["Cat.name", "Dog.barks", "Dog.friend", "Dog.name", "Rock.weight"]);
});

test("a rule on an interface holds for everything of its types", async () => {
  await using zoo = await over({ written: { Being: `@requiresScopes(scopes: [["zoo"]])` } });
  const query = `{ beings { name } dog { barks } named { name } anything { ... on Cat { name } ... on Rock { weight } } count }`;
  const { data, told, asked } = await zoo.ask(query, "other");
  assert.deepEqual(data, {
    beings: null,
    dog: null,
    named: [{ name: null }, { name: "Ayers" }],
    anything: [{}, { name: null }, { weight: 1 }],
    count: 3,
  });
  assert.deepEqual(told, ["anything.1.name FORBIDDEN", "beings FORBIDDEN", "dog FORBIDDEN", "named.0.name FORBIDDEN"]);
  assert.deepEqual(asked, ["Rock.name", "Rock.weight"]);

  const allowed = await zoo.ask(query, "zoo");
  assert.deepEqual(allowed.told, []);
  assert.equal(allowed.data.dog.barks, true);
});

test("rules of an interface and of its type must both hold", async () => {
  await using zoo = await over({
    written: { "Being.weight": `@requiresScopes(scopes: [["a"]])`, "Dog.weight": `@requiresScopes(scopes: [["b"]])` },
  });
  const weights = async (scope: string) =>
    (await zoo.ask(WAYS_TO_WEIGHTS[1]!, scope)).data.beings.map(({ w }: any) => w);
  assert.deepEqual(await weights("a"), [null, 4]);
  assert.deepEqual(await weights("b"), [null, null]);
  assert.deepEqual(await weights("a b"), [30, 4]);
});

test("one interface with a rule of its own shows that all rules on interfaces are meant", async () => {
  await using zoo = await over({
    written: { "Dog.weight": "@authenticated", "Being.weight": "@authenticated", Named: "@authenticated" },
  });
  const { data, asked } = await zoo.ask(`{ anything { ... on Rock { weight } ... on Cat { weight } } count }`);
  assert.deepEqual(data, { anything: null, count: 3 });
  assert.deepEqual(asked, []);
});

test("what composition sums up on an interface refuses nothing that its types allow", async () => {
  await using zoo = await over({ rules: { dogWeight: "@authenticated" } });
  for (const query of WAYS_TO_WEIGHTS) {
    const { data, told, asked } = await zoo.ask(query);
    const [key] = Object.keys(data);
    assert.deepEqual(data[key!].slice(0, 2), [{ w: null }, { w: 4 }], query);
    assert.deepEqual(told, [`${key}.0.w UNAUTHENTICATED`]);
    assert.deepEqual(asked, ["Cat.weight"]);
  }
});

test("composition's sum of different rules is known as such", async () => {
  await using zoo = await over({
    rules: {
      dogWeight: `@requiresScopes(scopes: [["a", "b"], ["c"]]) @authenticated`,
      catWeight: `@requiresScopes(scopes: [["c"], ["d"]]) @policy(policies: [["p"]])`,
      dog: `@policy(policies: [["service:kennel"], ["q"]])`,
    },
  });
  const { data, told } = await zoo.ask(`{ beings { name weight } named { name } }`, "c");
  assert.deepEqual(data, {
    beings: [
      { name: null, weight: null },
      { name: "Tom", weight: null },
    ],
    named: [{ name: null }, { name: "Ayers" }],
  });
  assert.equal(told.length, 4);
});

test("a type's rule holds through its interface, and the other types answer", async () => {
  await using zoo = await over({ rules: { dog: "@authenticated" } });
  const { data, told, asked } = await zoo.ask(`{ beings { name friend { name } } }`);
  assert.deepEqual(data, {
    beings: [
      { name: null, friend: null },
      { name: "Tom", friend: null },
    ],
  });
  assert.deepEqual(told, ["beings.0.friend UNAUTHENTICATED", "beings.0.name UNAUTHENTICATED"]);
  assert.deepEqual(asked, ["Cat.friend", "Cat.name"]);
});
