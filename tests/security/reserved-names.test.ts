import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { composeServices } from "@apollo/composition";
import { parse } from "graphql";
import type { SubgraphExecutor } from "#kernel/executor.ts";
import { openTestGateway } from "#tests/support/gateway.ts";

/** CVE-2026-32621: names, a client's or a subgraph's, by which is written into what all objects have in common. */
const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])\n`;
const { supergraphSdl } = composeServices(
  Object.entries({
    goods: `scalar Json type Query { product: Product } type Product @key(fields: "id") { id: ID! name: String constructor: Json }`,
    stars: `scalar Json type Product @key(fields: "id") { id: ID! stars: Int toString: String extra: Json }`,
  }).map(([name, sdl]) => ({ name, typeDefs: parse(LINK + sdl), url: `http://${name}.internal` })),
);

/** Answers with JSON texts, as one over HTTP does. */
const answering = (text: string): SubgraphExecutor => ({
  handsOverAnswers: true,
  execute: async () => JSON.parse(text),
  subscribe: () => Promise.reject(new Error("Nothing is streamed here")),
});

async function ask(query: string, goods: string, stars: string, variables?: Record<string, unknown>) {
  const executors = new Map(Object.entries({ goods, stars }).map(([name, text]) => [name, answering(text)]));
  const gateway = await openTestGateway({ federation: { supergraphSdl: supergraphSdl!, executors } });
  try {
    return await gateway.ask(query, { variables });
  } finally {
    await gateway.close();
  }
}

const BY_ALL = "__proto__";
const GOODS = `{"data":{"product":{"__typename":"Product","id":"p1","name":"Anvil"}}}`;
const STARS = `{"data":{"_entities":[{"stars":5}]}}`;

afterEach(() => {
  const names: string[] = [];
  for (const name in {}) names.push(name);
  for (const name of names) delete (Object.prototype as Record<string, unknown>)[name];
  assert.deepEqual(names, [], "all objects have got something in common");
});

for (const [what, query] of [
  ["a field's alias", `{ ${BY_ALL}: product { name stars } }`],
  ["an alias below", `{ product { ${BY_ALL}: name stars } }`],
  ["an alias in a fragment", `{ ...F } fragment F on Query { ${BY_ALL}: product { id } }`],
  ["a variable", `query ($${BY_ALL}: Boolean!) { product { name @include(if: $${BY_ALL}) } }`],
  ["a fragment's name", `{ ...${BY_ALL} } fragment ${BY_ALL} on Query { product { id } }`],
] as const) {
  test(`a document is refused in which it is ${what}`, async () => {
    const { status, errors } = await ask(query, GOODS, STARS);
    assert.equal(status, 400);
    assert.equal(errors[0]!.extensions.code, "GRAPHQL_VALIDATION_FAILED");
  });
}

test("a subgraph cannot write into all objects, at no depth and by no fetch", async () => {
  const evil = `"${BY_ALL}":{"polluted":true,"${BY_ALL}":{"polluted":true}}`;
  const { data } = await ask(
    `{ product { name stars extra constructor } }`,
    `{"data":{${evil},"product":{"__typename":"Product","id":"p1","name":"Anvil",${evil},"constructor":{${evil},"a":1}}}}`,
    `{"data":{${evil},"_entities":[{"stars":5,${evil},"constructor":{"prototype":{"polluted":true}},"extra":{${evil}}}]}}`,
  );
  assert.equal(data.product.name, "Anvil");
  assert.equal(data.product.stars, 5);
});

test("values may say it, and names that only look like JavaScript's are ordinary names", async () => {
  const { data, errors } = await ask(
    `query ($${"hasOwnProperty"}: Boolean! = true) { valueOf: product { constructor toString hasOwnProperty: name @include(if: $hasOwnProperty) stars } }`,
    `{"data":{"valueOf":{"__typename":"Product","id":"p1","hasOwnProperty":"Anvil","constructor":null}}}`,
    `{"data":{"_entities":[{"stars":5,"toString":null}]}}`,
    { [BY_ALL]: { polluted: true } },
  );
  assert.deepEqual(errors, []);
  assert.deepEqual(data, { valueOf: { constructor: null, toString: null, hasOwnProperty: "Anvil", stars: 5 } });
});
