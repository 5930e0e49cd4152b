import assert from "node:assert/strict";
import { test } from "node:test";
import { openFederatedGateway } from "#tests/support/federation.ts";

test("a mutation's fields run in their order, however they are put into fragments", async () => {
  const ran: string[] = [];
  const runs = (name: string) => ({
    sdl: `type Query { ${name}s: Int } type Mutation { ${name}: Int! }`,
    resolvers: { Mutation: { [name]: () => ran.push(name) } },
  });
  const gateway = await openFederatedGateway({
    subgraphs: { doors: runs("open"), lamps: runs("light"), bells: runs("ring") },
  });
  try {
    const query = `mutation { ... on Mutation { open } light ... on Mutation { ring } }`;
    const { data } = await gateway.ask(query);
    assert.deepEqual(ran, ["open", "light", "ring"]);
    assert.deepEqual(data, { open: 1, light: 2, ring: 3 });
  } finally {
    await gateway.close();
  }
});

/** What ran, over subgraphs that add to one thing each, and may fail to. */
async function openAdders() {
  const ran: string[] = [];
  const adds =
    (name: string) =>
    (_: unknown, { how }: { how?: string }) => {
      ran.push(name);
      if (how === "fails") throw new Error(`${name} fails`);
      return how === "null" ? null : { id: "t" };
    };
  const thing = (field: string) => ({
    sdl: `type Thing @key(fields: "id") { id: ID! ${field} }`,
    resolvers: { Thing: { [field.split(":")[0]!]: () => (field.endsWith("!") ? null : 1) } },
  });
  const adder = (name: string, type: string, field: string) => {
    const { sdl, resolvers } = thing(field);
    return {
      sdl: `type Query { ${name}s: Int } type Mutation { ${name}(how: String): ${type} } ${sdl}`,
      resolvers: { ...resolvers, Mutation: { [name]: adds(name) } },
    };
  };
  const gateway = await openFederatedGateway({
    subgraphs: {
      first: adder("may", "Thing", "a: Int"),
      second: adder("must", "Thing!", "b: Int"),
      third: adder("last", "Thing", "c: Int"),
      fourth: thing("never: Int!"),
    },
  });
  return { ran, gateway };
}

for (const [what, query] of [
  ["fails", `mutation { may { b } must(how: "fails") { a } last { a } }`],
  [
    "fails within fragments, under another name",
    `mutation { ...M last { a } } fragment M on Mutation { x: must(how: "fails") { a } }`,
  ],
  ["is null without an error", `mutation { may { b } must(how: "null") { a } last { a } }`],
  ["loses what another subgraph must add to it", `mutation { may { b } must { never } last { a } }`],
] as const)
  test(`after a mutation that must answer and ${what}, those that follow do not act unseen`, async (t) => {
    const { ran, gateway } = await openAdders();
    t.after(() => gateway.close());

    const { data, errors } = await gateway.ask(query);

    assert.equal(data, null);
    assert.equal(errors.length, 1, JSON.stringify(errors));
    assert.deepEqual(ran, query.includes("may") ? ["may", "must"] : ["must"]);
  });

for (const [what, query, expected] of [
  [
    "may be null and fails",
    `mutation { may(how: "fails") { b } must { a } last { a } }`,
    { may: null, must: { a: 1 }, last: { a: 1 } },
  ],
  [
    "may be null and loses what must be there",
    `mutation { may { never } must { a } last { a } }`,
    { may: null, must: { a: 1 }, last: { a: 1 } },
  ],
  ["is left out", `mutation { must(how: "fails") @skip(if: true) { a } last { a } }`, { last: { a: 1 } }],
  [
    "must answer, and does with a part that fails later",
    `mutation { must { id } last { never } }`,
    { must: { id: "t" }, last: null },
  ],
] as const)
  test(`a mutation that ${what} keeps nobody from running`, async (t) => {
    const { ran, gateway } = await openAdders();
    t.after(() => gateway.close());

    const { data } = await gateway.ask(query);

    assert.deepEqual(data, expected);
    assert.deepEqual(ran, Object.keys(expected));
  });

test("what is lost of a part that follows (@defer) keeps no mutation from running, and what is lost before it does", async (t) => {
  const { ran, gateway } = await openAdders();
  t.after(() => gateway.close());
  const headers = {
    accept: "multipart/mixed;deferSpec=20220824, application/json",
    "content-type": "application/json",
  };
  const ask = async (query: string) => {
    const body = JSON.stringify({ query });
    const response = await fetch(`${gateway.url}/graphql`, { method: "POST", headers, body });
    return [await response.text(), ran.splice(0)] as const;
  };

  const [parts, all] = await ask(`mutation { must { id ... @defer { never } } last { a } }`);
  const [whole, some] = await ask(`mutation { may { id ... @defer { b } } must { never } last { a } }`);

  assert.match(parts, /"data":\{"must":\{"id":"t"\},"last":\{"a":1\}\}/);
  assert.deepEqual(all, ["must", "last"]);
  assert.match(whole, /"data":null/);
  assert.deepEqual(some, ["may", "must"]);
});
