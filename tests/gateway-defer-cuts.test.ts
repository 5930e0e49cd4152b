import assert from "node:assert/strict";
import { test } from "node:test";
import { buildSchema, parse, print, type SelectionSetNode, validate } from "graphql";
import { cutSelections } from "#gateway/execution/cut-selections.ts";
import { FIRST } from "#gateway/execution/deferred-needs.ts";

const schema = buildSchema(`
  type Query { peer: Thing bee: Bee }
  union Thing = Size
  interface Named { notes: Int }
  type Size implements Named { notes: Int title: String }
  type Bee implements Named { id: ID! notes: Int title: Int other: Size }
`);

test("a key stands where the field stood, with its conditions: elsewhere there may be no such object", () => {
  const { remaining, cuttings } = cut("{ peer { ... on Named { notes ... on Bee @include(if: $on) { title } } } }");

  assert.equal(
    remaining,
    expected("{ peer { ... on Named { notes ... on Bee @include(if: $on) { __typename id } } } }"),
  );
  assert.deepEqual(cuttings, [["Bee", "peer |[Named,Size,Bee] |[Bee]", "... @include(if: $on) { title }"]]);
});

test("what is not awaited apart from its object stays, and so does an object without a key", () => {
  for (const query of ["{ bee { notes } }", "{ peer { ... on Size { title } } }"])
    assert.deepEqual(cut(query), { remaining: expected(query), cuttings: [] });
});

/** `title` belongs to a later part, the rest to the first answer; a Bee is known by its id. */
function cut(query: string) {
  const { remaining, cuttings } = cutSelections(setOf(query), {
    schema,
    root: schema.getQueryType()!,
    partsAt: (path) => new Set([path.at(-1) === "title" ? 1 : FIRST]),
    keyOf: (type) => (type === "Bee" ? setOf("{ id }") : undefined),
    hasField: () => true,
  });
  const document = `query ($on: Boolean = true) { ...F @include(if: $on) } fragment F on Query ${print(remaining)}`;
  assert.deepEqual(validate(schema, parse(document)), []);
  return {
    remaining: print(remaining),
    cuttings: cuttings.map(({ type, path, selections }) => [
      type,
      path.join(" "),
      selections.map((selection) => print(selection).replace(/\s+/g, " ")).join(" "),
    ]),
  };
}

function expected(query: string): string {
  return print(setOf(query));
}

function setOf(query: string): SelectionSetNode {
  const [operation] = parse(query, { noLocation: true }).definitions;
  return (operation as { selectionSet: SelectionSetNode }).selectionSet;
}
