import assert from "node:assert/strict";
import { test } from "node:test";
import { composeServices } from "@apollo/composition";
import fc from "fast-check";
import {
  buildSchema,
  execute,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getOperationAST,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  parse,
  validate,
} from "graphql";
import { checkCost } from "#gateway/demand/check-cost.ts";
import { type CostDirectives, readCostDirectives } from "#gateway/demand/cost-directives.ts";
import { createCostEstimator } from "#gateway/demand/cost-estimator.ts";
import { writeOperation } from "#tests/support/random-operations.ts";

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
    name: String
    heavy: String @cost(weight: 7)
    book: Book
    books: [Book]
    bestsellers: [Book!] @listSize(assumedSize: 5)
    newest(limit: Int, count: Int): [Book] @listSize(slicingArguments: ["limit", "count"])
    latest(first: Int = 4, last: Int): [Book] @listSize(slicingArguments: ["first", "last"], assumedSize: 6, requireOneSlicingArgument: false)
    byIds(ids: [ID!]): [Thing] @listSize(slicingArguments: ["ids"], assumedSize: 3, requireOneSlicingArgument: false)
    search(by: Search): BookPage @listSize(slicingArguments: ["by.page.first"], assumedSize: 2, sizedFields: ["nodes", "results { page }"], requireOneSlicingArgument: false)
    shelves: [[Book]]
    things: [Thing!]! @listSize(assumedSize: 3)
    any: Any
    score(of: Int @cost(weight: 2), by: Search, all: [Search!], level: Level): Int
  }
  type Mutation { rename(to: String): Book refund: Int @cost(weight: 3) }
  interface Thing { id: ID! note: String parts: [Book] }
  type Book implements Thing { id: ID! title: String author: Author note: String @cost(weight: 2) parts: [Book] @listSize(assumedSize: 4) }
  type Author implements Thing { id: ID! address: Address note: String parts: [Book] }
  type Address @cost(weight: 5) { zip: String }
  type BookPage { nodes: [Book!]! results: Results others: [Book] total: Int }
  type Results { page: [Book] rest: [Book] }
  union Any = Book | Address
  enum Level @cost(weight: 1) { HIGH }
  input Search { text: String @cost(weight: 3) page: Page }
  input Page { first: Int after: String }
`;
const schema = buildSchema(SUPERGRAPH);
const LIST_SIZE_ASSUMED = 10;
const estimator = createCostEstimator(schema, readCostDirectives(parse(SUPERGRAPH)), {
  listSizeAssumed: LIST_SIZE_ASSUMED,
});

function estimate(text: string, variables: Record<string, unknown> = {}): number {
  const document = parse(text);
  assert.deepEqual(validate(schema, document), [], text);
  return estimator.estimate(document, getOperationAST(document)!, variables);
}

function actual(text: string, data: unknown, variables: Record<string, unknown> = {}): number {
  const document = parse(text);
  return estimator.actual(document, getOperationAST(document)!, variables, data);
}

test("an object costs 1, a scalar 0, a list as many as are said, a mutation 10 besides", () => {
  const cases: readonly (readonly [cost: number, text: string, variables?: Record<string, unknown>])[] = [
    [0, "{ name __typename __schema { types { name } } }"],
    [7, "{ heavy }"],
    [1, "{ book { title } }"],
    [7, "{ book { author { address { zip } } } }"],
    [10, "{ books { id } }"],
    [20, "{ books { author { id } } }"],
    [5, "{ bestsellers { id } }"],
    [35, "{ bestsellers { author { address { zip } } } }"],
    [100, "{ shelves { id } }"],
    [10, "mutation { __typename }"],
    [11, `mutation { rename(to: "x") { id } }`],
    [13, "mutation { refund }"],
    // By arguments, their defaults and variables.
    [3, "{ newest(limit: 3) { id } }"],
    [7, "query ($n: Int) { newest(count: $n) { id } }", { n: 7 }],
    [9, "query ($n: Int = 9) { newest(count: $n) { id } }"],
    [4, "{ latest { id } }"],
    [8, "{ latest(first: 8) { id } }"],
    [9, "{ latest(last: 9) { id } }"],
    [4, "{ latest(last: 1) { id } }"],
    [4, "query ($n: Int) { latest(first: $n) { id } }"],
    [4, "query ($constructor: Int) { latest(first: $constructor) { id } }"],
    [6, "query ($n: Int) { latest(first: $n) { id } }", { n: null }],
    [0, "{ latest(first: -5) { id } }"],
    [2, `{ byIds(ids: ["a", "b"]) { id } }`],
    [4, "query ($ids: [ID!]) { byIds(ids: $ids) { id } }", { ids: ["a", "b", "c", "d"] }],
    [3, "{ byIds { id } }"],
    // By a member of an input object, for lists below.
    [1 + 6 + 2, "{ search(by: { page: { first: 6 } }) { nodes { id } } }"],
    [1 + 2, "{ search { nodes { id } } }"],
    [1 + 10 + 2, "{ search(by: { page: { first: 6 } }) { others { id } } }"],
    [1 + 1 + 6 + 2, "{ search(by: { page: { first: 6 } }) { results { page { id } } } }"],
    [1 + 1 + 10 + 2, "{ search(by: { page: { first: 6 } }) { results { rest { id } } } }"],
    [1 + 6 + 2, "{ search(by: { page: { first: 6 } }) { ...F } } fragment F on BookPage { nodes { id } }"],
    [1 + 5 + 2, "query ($p: Page) { search(by: { page: $p }) { nodes { id } } }", { p: { first: 5 } }],
    // Arguments, input objects and their members.
    [2, "{ score(of: 5) }"],
    [0, "{ score(of: null) }"],
    [2, "query ($of: Int) { score(of: $of) }", { of: 5 }],
    [0, "query ($of: Int) { score(of: $of) }"],
    [4, `{ score(by: { text: "x" }) }`],
    [4, "query ($by: Search) { score(by: $by) }", { by: { text: "x" } }],
    [4 + 4 + 2, `{ score(all: [{ text: "x" }, { text: "y" }, { page: {} }]) }`],
    [1, "{ score(level: HIGH) }"],
    // Conditions.
    [0, "{ book @skip(if: true) { id } }"],
    [0, "query ($yes: Boolean!) { ... @include(if: $yes) { book { id } } }", { yes: false }],
    [1, "query ($yes: Boolean!) { ... @include(if: $yes) { book { id } } }", { yes: true }],
    // Fields that merge are one; what an abstract type's object types select is all counted.
    [2, "{ book { id } ...F } fragment F on Query { book { title author { id } } book { author { note } } }"],
    [1 + 1, "{ a: book { id } b: book { id } }"],
    [5 + 1, "{ any { ... on Book { author { id } } ... on Address { zip } } }"],
    // Of an abstract type, the most of its object types.
    [3 * (1 + 2), "{ things { note } }"],
    [3 * (1 + 10), "{ things { parts { id } } }"],
    [3 * (1 + 4), "{ things { ... on Book { parts { id } } } }"],
  ];
  for (const [cost, text, variables] of cases) assert.equal(estimate(text, variables), cost, text);
});

test("what was given back is counted by the lists that came", () => {
  const books = "query ($n: Int) { newest(limit: $n) { author { address { zip } } } }";
  const book = { author: { address: { zip: "1" } } };
  assert.equal(estimate(books, { n: 10 }), 70);
  assert.equal(actual(books, { newest: [book, book] }, { n: 10 }), 14);
  assert.equal(actual(books, { newest: [book, null, { author: null }] }, { n: 10 }), 8);
  assert.equal(actual(books, { newest: null }), 0);
  assert.equal(actual(books, null), 0);
  assert.equal(actual(`mutation { rename(to: "x") { id } }`, { rename: { id: "1" } }), 11);
  assert.equal(actual("{ heavy score(of: 1) }", { heavy: null, score: 5 }), 9);
  assert.equal(
    actual("query ($no: Boolean!) { book @include(if: $no) { id } }", { book: { id: "1" } }, { no: false }),
    0,
  );
});

/** How long each list may be by what the schema says of it. */
const SIZES: Record<string, (args: any, above: any) => number> = {
  "Query.bestsellers": () => 5,
  "Query.newest": ({ limit, count }) => Math.max(0, limit ?? 0, count ?? 0),
  "Query.latest": ({ first, last }) => (first == null && last == null ? 6 : Math.max(0, first ?? 0, last ?? 0)),
  "Query.byIds": ({ ids }) => ids?.length ?? 3,
  "Query.things": () => 3,
  "Book.parts": () => 4,
  "BookPage.nodes": (_, above) => above,
  "Results.page": (_, above) => above,
};

/** Answers with what the schema says may come at most, or less where the choices say so. */
function answer(choices: readonly number[] | "as much as may come"): GraphQLFieldResolver<any, unknown> {
  let read = 0;
  const choose = (among: number): number => (choices === "as much as may come" ? 0 : (choices[read++] ?? 0) % among);
  return (source, args, _context, { parentType, fieldName, returnType }) => {
    const above = fieldName === "search" ? (args.by?.page?.first ?? 2) : source?.above;
    const sizeMax = SIZES[`${parentType.name}.${fieldName}`]?.(args, above) ?? LIST_SIZE_ASSUMED;
    const valueOf = (type: GraphQLOutputType, most: number): unknown => {
      if (isNonNullType(type)) return valueOf(type.ofType, most);
      if (isListType(type))
        return Array.from({ length: Math.max(0, most - choose(most + 1)) }, () =>
          valueOf(type.ofType, LIST_SIZE_ASSUMED),
        );
      if (isLeafType(type)) return type.name === "Int" ? 1 : "1";
      const types = isAbstractType(type) ? schema.getPossibleTypes(type) : [type as GraphQLObjectType];
      return { __typename: types[choose(types.length)]!.name, above };
    };
    return !isNonNullType(returnType) && choose(8) === 7 ? null : valueOf(returnType, sizeMax);
  };
}

test("never more than was estimated, and no less where lists are as long as said", () => {
  const seen = { exact: 0, less: 0 };
  const isAbstract = /\b(thing|any|byIds)|\.\.\. on (Thing|Any)|on (Thing|Any)/;
  const numbers = fc.array(fc.nat(), { minLength: 5, maxLength: 80, size: "max" });
  fc.assert(
    fc.property(numbers, numbers, (choices, lengths) => {
      const { text, variables: variableValues } = writeOperation(schema, choices);
      const document = parse(text);
      fc.pre(validate(schema, document).length === 0);
      const operation = getOperationAST(document)!;
      const costOf = (resolver: GraphQLFieldResolver<any, unknown>): number => {
        const result = execute({ schema, document, variableValues, fieldResolver: resolver }) as {
          data: unknown;
          errors?: unknown;
        };
        assert.equal(result.errors, undefined, text);
        return estimator.actual(document, operation, variableValues, result.data);
      };
      let estimated = 0;
      try {
        estimated = estimator.estimate(document, operation, variableValues);
      } catch (error) {
        assert.match(String(error), /exactly one/);
        fc.pre(false);
      }
      fc.pre(estimated < 2_000);
      const told = `${text} ${JSON.stringify(variableValues)}`;
      assert.ok(costOf(answer(lengths)) <= estimated, told);
      const most = costOf(answer("as much as may come"));
      if (isAbstract.test(text)) assert.ok(most <= estimated, told);
      else assert.equal(most, estimated, told);
      seen[most === estimated ? "exact" : "less"] += 1;
    }),
    { numRuns: 2_000 },
  );
  assert.ok(seen.exact > 500 && seen.less > 100, JSON.stringify(seen));
});

test("where one argument must say how long the list is, none and two are refused", () => {
  const cases: readonly (readonly [text: string, variables?: Record<string, unknown>])[] = [
    ["{ newest { id } }"],
    ["{ newest(limit: 1, count: 2) { id } }"],
    ["{ newest(limit: null) { id } }"],
    ["query ($n: Int) { newest(limit: $n) { id } }"],
    ["query ($n: Int) { newest(limit: 1, count: $n) { id } }", { n: 3 }],
  ];
  for (const [text, variables] of cases)
    assert.throws(() => estimate(text, variables), { extensions: { code: "BAD_USER_INPUT", argument: "limit" } }, text);
  assert.equal(estimate("query ($n: Int) { newest(limit: 1, count: $n) { id } }"), 1);
  assert.equal(estimate("query ($on: Boolean!) { newest @include(if: $on) { id } }", { on: false }), 0);
});

test("an operation over the limit is refused with its cost; a client may have a limit of its own", () => {
  const limits = { costMax: 100, costMaxByClient: new Map([["kiosk", 10]]) };
  assert.equal(checkCost(100, undefined, limits), undefined);
  assert.equal(checkCost(10, "kiosk", limits), undefined);
  const refusal = checkCost(101, "web", limits)!;
  assert.deepEqual(refusal.extensions, { code: "BAD_USER_INPUT", limit: "costMax", value: 100, cost: 101 });
  assert.match(refusal.message, /101.*costMax of 100/);
  assert.equal(checkCost(11, "kiosk", limits)!.extensions.value, 10);
  assert.ok(checkCost(Number.NaN, undefined, limits));
});

test("the directives are found by whatever name composition gives them, merged to the most", () => {
  const said = (cost: string, listSize: string, imports: string): CostDirectives => {
    const typeDefs = (weight: number, size: number) =>
      parse(`
        extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"${imports}])
        type Query { books(first: Int @${cost}(weight: 2)): Books @shareable @${listSize}(slicingArguments: ["first"], sizedFields: ["nodes"], assumedSize: ${size}, requireOneSlicingArgument: false) }
        type Books @shareable { nodes: [Book] }
        type Book @key(fields: "id") @${cost}(weight: ${weight}) { id: ID! }
        enum Kind @${cost}(weight: 3) { A }
        input By { kind: Kind @${cost}(weight: ${weight}) }
        extend type Query { by(by: By): Int @shareable }
      `);
    const services = [
      { name: "a", url: "http://a.example", typeDefs: typeDefs(4, 5) },
      { name: "b", url: "http://b.example", typeDefs: typeDefs(6, 7) },
    ];
    const { supergraphSdl, errors } = composeServices(services);
    assert.ok(supergraphSdl, String(errors));
    return readCostDirectives(parse(supergraphSdl));
  };
  const expected: CostDirectives = {
    weights: new Map([
      ["Book", 6],
      ["By.kind", 6],
      ["Kind", 3],
      ["Query.books(first:)", 2],
    ]),
    listSizes: new Map([
      [
        "Query.books",
        [
          {
            assumedSize: 7,
            slicingArguments: [["first"]],
            requireOneSlicingArgument: false,
            sizedFields: new Map([["nodes", new Map()]]),
          },
        ],
      ],
    ]),
  };
  const sorted = ({ weights, listSizes }: CostDirectives) => ({ weights: new Map([...weights].toSorted()), listSizes });
  assert.deepEqual(sorted(said("cost", "listSize", `, "@cost", "@listSize"`)), expected);
  assert.deepEqual(
    sorted(said("price", "size", `, { name: "@cost", as: "@price" }, { name: "@listSize", as: "@size" }`)),
    expected,
  );
  assert.deepEqual(sorted(said("federation__cost", "federation__listSize", "")), expected);
  const ownLink = (rest: string) => `]) @link(url: "https://specs.apollo.dev/cost/v0.1", ${rest}`;
  assert.deepEqual(sorted(said("dear", "dear__listSize", ownLink(`as: "dear", import: [`))), expected);
  assert.deepEqual(
    sorted(said("price", "listSize", ownLink(`import: [{ name: "@cost", as: "@price" }, "@listSize"`))),
    expected,
  );
  const unlinked = parse(SUPERGRAPH.replace("specs.apollo.dev/cost", "specs.example/cost"));
  assert.deepEqual(readCostDirectives(unlinked), { weights: new Map(), listSizes: new Map() });
});
