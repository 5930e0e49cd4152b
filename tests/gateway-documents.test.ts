import assert from "node:assert/strict";
import { test } from "node:test";
import { buildSchema } from "graphql";
import { createDocuments, type Documents, type PreparedDocument } from "#gateway/documents.ts";
import { LIMITS } from "#gateway/limits.ts";
import { openFederatedGateway } from "#tests/support/federation.ts";

const schema = buildSchema(
  `type Query { product(id: ID!, size: Int): Product } type Product { id: ID! title: String }`,
);
const documents = createDocuments(schema, LIMITS, false);

function errorsOf(source: string, among: Documents = documents) {
  const found = among.prepare(source);
  assert.ok("errors" in found, source);
  return found.errors.map((error) => error.toJSON());
}

test("what is wrong is told with its places in the text, which a document that is kept does not have", () => {
  assert.deepEqual(
    errorsOf(`{\n  product(id: 1) {\n    a: id\n    a: title\n    nope\n  }\n}`).map(({ locations }) => locations),
    [
      [
        { line: 3, column: 5 },
        { line: 4, column: 5 },
      ],
      [{ line: 5, column: 5 }],
    ],
  );
  assert.deepEqual(errorsOf("{ product(id: 1) { id }\r\n  ]")[0]!.locations, [{ line: 2, column: 3 }]);

  const [first, second] = [1, 2].map(() => documents.prepare("{ product(id: 1) { id } }")) as PreparedDocument[];
  assert.equal(first!.document, second!.document);
  assert.equal(first!.document.definitions[0]!.loc, undefined);
});

test("names of the schema are suggested in development only", () => {
  const suggesting = createDocuments(schema, LIMITS, true);
  assert.match(errorsOf("{ produt(id: 1) { id } }", suggesting)[0]!.message, /Did you mean "product"/);
  for (const source of [
    "{ produt(id: 1) { id } }",
    "{ product(ids: 1) { id } }",
    "{ product(id: 1) { ...on Produt { id } } }",
  ])
    for (const { message } of errorsOf(source)) assert.doesNotMatch(message, /Did you mean/);
  const introspecting = createDocuments(schema, LIMITS, true, false);
  assert.doesNotMatch(errorsOf("{ produt(id: 1) { id } }", introspecting)[0]!.message, /Did you mean/);
});

test("an error says no more of a document than a few hundred characters", () => {
  const name = "x".repeat(50_000);
  for (const source of [
    `{ ${name} }`,
    `{ product(id: "${name}" 1) { id } }`,
    `{ product(id: 1, size: "${name}") { id } }`,
  ])
    for (const { message } of errorsOf(source)) assert.ok(message.length <= 500, `${message.length}`);
});

test("an operation of a type that the schema does not have is told as such, whatever it selects", () => {
  for (const [source, type] of [
    ["mutation { __typename }", "mutation"],
    ["mutation { up }", "mutation"],
    ["query A { product(id: 1) { id } } subscription B { ...F } fragment F on Query { __typename }", "subscription"],
  ] as const)
    assert.deepEqual(
      errorsOf(source).map(({ message, extensions }) => ({ message, code: extensions?.code })),
      [
        {
          message: `Schema is not configured to execute ${type} operation.`,
          code: "GRAPHQL_VALIDATION_FAILED",
        },
      ],
      source,
    );
});

test("so it is refused over HTTP, and nobody is told of a fault of ours", async (t) => {
  const gateway = await openFederatedGateway({ subgraphs: { one: { sdl: "type Query { up: Int }" } } });
  t.after(() => gateway.close());
  for (const [query, accept] of [
    ["mutation { up }", "application/graphql-response+json"],
    ["mutation { __typename }", "application/graphql-response+json"],
    ["subscription { up }", "text/event-stream"],
    ["subscription { up }", "multipart/mixed;subscriptionSpec=1.0"],
  ] as const) {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", accept },
      body: JSON.stringify({ query }),
    });
    assert.match(await response.text(), /not configured to execute \w+ operation.*GRAPHQL_VALIDATION_FAILED/, query);
    if (accept.startsWith("application/")) assert.equal(response.status, 400);
  }
  assert.deepEqual(
    gateway.logged.filter(({ level }) => level >= 50),
    [],
  );
});

test("nothing at the root of a subscription is skipped or included; below it, and in queries, it may be", () => {
  const live = buildSchema(`
    type Query { product: Product }
    type Subscription { changed: Product other: Product }
    type Product { id: ID! title: String }
  `);
  const documents = createDocuments(live, LIMITS, false);
  for (const source of [
    "subscription { changed @skip(if: true) { id } }",
    "subscription ($on: Boolean!) { changed @include(if: $on) { id } }",
    "subscription ($on: Boolean!) { changed @include(if: $on) { id } other @skip(if: $on) { id } }",
    "subscription ($on: Boolean!) { ... @include(if: $on) { changed { id } } }",
    "subscription ($on: Boolean!) { ...F @skip(if: $on) } fragment F on Subscription { changed { id } }",
    "subscription ($on: Boolean!) { ...F } fragment F on Subscription { ... { changed @skip(if: $on) { id } } }",
  ]) {
    const errors = errorsOf(source, documents);
    assert.equal(errors.length, 1, source);
    assert.match(errors[0]!.message, /^@(skip|include) cannot be used at the root of a subscription\./);
    assert.equal(errors[0]!.extensions!.code, "GRAPHQL_VALIDATION_FAILED");
    assert.ok(errors[0]!.locations);
  }
  assert.match(errorsOf("subscription { changed { id } other { id } }", documents)[0]!.message, /only one/);
  assert.match(errorsOf("subscription { ...F } fragment F on Subscription { ...F }", documents)[0]!.message, /itself/);
  for (const source of [
    "subscription ($on: Boolean!) { changed { id title @include(if: $on) } }",
    "query ($on: Boolean!) { product @include(if: $on) { id } }",
  ])
    assert.ok("document" in documents.prepare(source), source);
});
