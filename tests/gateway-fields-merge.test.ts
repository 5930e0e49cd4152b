import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { buildSchema, OverlappingFieldsCanBeMergedRule, parse, specifiedRules, validate } from "graphql";
import { FieldsMergeRule } from "#gateway/plugins/fields-merge-rule.ts";
import { writeOperation } from "#tests/support/random-operations.ts";

const schema = buildSchema(`
  type Query { thing(id: ID, size: Int): Thing tool: Tool any: Any anys: [Any] things: [Thing!]! count: Int! name: String }
  interface Thing { id: ID! name: String part(of: Int): Thing maker: Maker }
  type Tool implements Thing { id: ID! name: String part(of: Int): Tool maker: Maker parts: [Tool!] price: Int }
  type Product implements Thing { id: ID! name: String part(of: Int): Product maker: Maker parts: [Product] price: Float }
  type Maker { id: ID name: String! nick: String! price: Int! part(of: Int): Maker }
  union Any = Tool | Product | Maker
`);
const others = specifiedRules.filter((rule) => rule !== OverlappingFieldsCanBeMergedRule);

const messagesOf = (text: string) => validate(schema, parse(text), [FieldsMergeRule]).map(({ message }) => message);

test("a conflict is told with its reason; where objects are of two types there is none", () => {
  const advice = "Use different aliases on the fields to fetch both if this was intentional.";
  const cases: readonly (readonly [text: string, reason?: string])[] = [
    ["{ tool { id } tool { id name } }"],
    ["{ tool { a: name a: id } }", `Fields "a" conflict because they return conflicting types "String" and "ID!".`],
    ["{ thing { part(of: 1) { id } part { id } } }", `Fields "part" conflict because they have differing arguments.`],
    [
      "{ tool { maker { a: name } } ...F } fragment F on Query { tool { maker { a: nick } } }",
      `Fields "a" conflict because "name" and "nick" are different fields.`,
    ],
    ["{ any { ... on Tool { maker { a: name } } ... on Product { maker { a: nick } } } }"],
    [
      "{ any { ... on Tool { maker { a: name } } ... on Thing { maker { a: nick } } } }",
      `Fields "a" conflict because "name" and "nick" are different fields.`,
    ],
    [
      "{ any { ... on Tool { maker { a: name } } ... on Product { maker { a: price } } } }",
      `Fields "a" conflict because they return conflicting types "String!" and "Int!".`,
    ],
    [
      "{ any { ... on Tool { parts { id } } ... on Product { parts { id } } } }",
      `Fields "parts" conflict because they return conflicting types "[Tool!]" and "[Product]".`,
    ],
  ];
  for (const [text, reason] of cases) {
    assert.deepEqual(messagesOf(text), reason ? [`${reason} ${advice}`] : [], text);
    assert.equal(validate(schema, parse(text), [OverlappingFieldsCanBeMergedRule]).length > 0, Boolean(reason), text);
  }
});

test("fields merge exactly where the library's rule, which takes longer, lets them", () => {
  const seen = { merge: 0, conflict: 0 };
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 10, maxLength: 120 }), (choices) => {
      const { text } = writeOperation(schema, choices);
      const document = parse(text);
      fc.pre(validate(schema, document, others).length === 0);
      const theirs = validate(schema, document, [OverlappingFieldsCanBeMergedRule]).length > 0;
      seen[theirs ? "conflict" : "merge"] += 1;
      assert.equal(validate(schema, document, [FieldsMergeRule]).length > 0, theirs, text);
    }),
    { numRuns: 2_000 },
  );
  assert.ok(seen.conflict > 100 && seen.merge > 100, JSON.stringify(seen));
});
