import assert from "node:assert/strict";
import { test } from "node:test";
import { buildSchema, getOperationAST, parse, validate } from "graphql";
import { readCostDirectives } from "#gateway/demand/cost-directives.ts";
import { createCostEstimator } from "#gateway/demand/cost-estimator.ts";

const SUPERGRAPH = `
  schema
    @link(url: "https://specs.apollo.dev/link/v1.0")
    @link(url: "https://specs.apollo.dev/cost/v0.1", import: ["@listSize"])
  { query: Query mutation: Mutation }
  directive @link(url: String, as: String, import: [link__Import]) repeatable on SCHEMA
  directive @cost(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
  directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) repeatable on FIELD_DEFINITION
  scalar link__Import

  type Query {
    items(first: Int): [Item] @listSize(slicingArguments: ["first"])
    discount(approximate: Boolean @cost(weight: -30)): Item @cost(weight: 1)
    cheaper(approximate: Boolean @cost(weight: -3)): Item @cost(weight: 5)
    search(roughly: Boolean @cost(weight: -6), by: By): [Item] @listSize(assumedSize: 10)
    rebate: Item @cost(weight: -1000)
    rebates: [Item] @cost(weight: -1000)
    refund: Int @cost(weight: -5)
    things: [Thing] @listSize(assumedSize: 2)
    owed: [Item] @listSize(assumedSize: -40)
  }
  type Mutation { rebate: Int @cost(weight: -1000) }
  input By { exact: Int @cost(weight: 4) rough: Int @cost(weight: -50) }
  interface Thing { id: ID! related: [Item] price: Int }
  type Item implements Thing { id: ID! name: String price: Int @cost(weight: 3) related: [Item] @listSize(assumedSize: 3) }
  type Box implements Thing { id: ID! name: String price: Int @cost(weight: 8) related: [Item] @listSize(assumedSize: 5) }
`;
const schema = buildSchema(SUPERGRAPH);
const estimator = createCostEstimator(schema, readCostDirectives(parse(SUPERGRAPH)), { listSizeAssumed: 10 });

type Variables = Readonly<Record<string, unknown>>;

function read(text: string) {
  const document = parse(text);
  assert.deepEqual(validate(schema, document), [], text);
  return [document, getOperationAST(document)!] as const;
}

const estimate = (text: string, variables: Variables = {}) => estimator.estimate(...read(text), variables);
const actual = (text: string, data: unknown, variables: Variables = {}) =>
  estimator.actual(...read(text), variables, data);

const times = (length: number, item: unknown) => Array.from({ length }, () => item);

test("a field never costs less than nothing, so that none pays for another", () => {
  const id = { id: "1" };
  const cases: readonly (readonly [cost: number, text: string, data: unknown])[] = [
    [0, "{ discount(approximate: true) { id } }", { discount: id }],
    [1, "{ discount { id } }", { discount: id }],
    [2, "{ cheaper(approximate: true) { id } }", { cheaper: id }],
    [4, "{ search(roughly: true) { id } }", { search: times(10, id) }],
    [0, "{ rebate { id } }", { rebate: id }],
    [0, "{ rebates { id } refund }", { rebates: times(10, id), refund: 1 }],
    [10, "mutation { rebate }", { rebate: 1 }],
    // What is below a field is not made cheaper by its arguments.
    [3, "{ discount(approximate: true) { related { id } } }", { discount: { related: [id, id, id] } }],
    [15, "{ search(by: { exact: 1 }) { id } }", { search: times(10, id) }],
    [0, "{ owed { id } }", { owed: [] }],
    [0, "{ search(by: { rough: 1 }) { id } }", { search: times(10, id) }],
    [
      5,
      "{ items(first: 5) { id } a: discount(approximate: true) { id } b: discount(approximate: true) { id } }",
      { items: times(5, id), a: id, b: id },
    ],
  ];
  for (const [cost, text, data] of cases) {
    assert.equal(estimate(text), cost, text);
    assert.equal(actual(text, data), cost, text);
  }
  const open = "query ($yes: Boolean) { items(first: 5) { id } discount(approximate: $yes) { id } }";
  assert.equal(estimate(open, { yes: true }), 5);
  assert.equal(estimate(open), 6);
});

test("fields that merge under conditions are one, as long as one of them holds", () => {
  const text = `query ($a: Boolean!, $b: Boolean!) {
    items(first: 3) @include(if: $a) { id related { id } }
    items(first: 3) @include(if: $b) { name related { name } price }
  }`;
  const related = [{}, {}];
  const items = times(3, { related, price: 1 });
  assert.equal(estimate(text, { a: true, b: true }), 3 * (1 + 3 + 3));
  assert.equal(estimate(text, { a: false, b: true }), 3 * (1 + 3 + 3));
  assert.equal(estimate(text, { a: true, b: false }), 3 * (1 + 3));
  assert.equal(estimate(text, { a: false, b: false }), 0);
  assert.equal(actual(text, { items }, { a: true, b: true }), 3 * (1 + 2 + 3));
  assert.equal(actual(text, { items: times(3, { related }) }, { a: true, b: false }), 3 * (1 + 2));
  assert.equal(actual(text, {}, { a: false, b: false }), 0);
});

test("a member of the answer did cost once, whichever of its object's types selected it", () => {
  const item = { related: [{ id: "1", name: "a" }, null], price: 1 };
  const nested = "{ things { related { id } ... on Item { related { name } } } }";
  assert.equal(actual(nested, { things: [item, item] }), 2 * (1 + 1));
  // Of what type it was the answer does not say: the most that it can have cost.
  const either = "{ things { ... on Item { price } ... on Box { price } } }";
  assert.equal(actual(either, { things: [{ price: 1 }, { price: null }] }), 1 + 8 + 1 + 8);
  const below =
    "query ($on: Boolean!) { things { ... on Item @include(if: $on) { related { price } } ... on Box { related { related { price } } } } }";
  const box = { related: [{ related: [{ price: 1 }] }] };
  assert.equal(actual(below, { things: [box] }, { on: false }), 1 + 1 + 1 + 3);
  assert.equal(
    actual(below, { things: [{ related: [{ price: 1, related: [{ price: 1 }] }] }] }, { on: true }),
    1 + 1 + 3 + 1 + 3,
  );
});
