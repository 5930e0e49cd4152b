import assert from "node:assert/strict";
import { test } from "node:test";
import { buildSchema } from "graphql";
import { createDocuments, type Documents, type PreparedDocument } from "#gateway/documents.ts";
import { LIMITS } from "#gateway/limits.ts";

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
