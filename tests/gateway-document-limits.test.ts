import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parse } from "graphql";
import { type GatewayLimits, LIMITS } from "#gateway/limits.ts";
import { checkLimits, parseWithinLimits } from "#gateway/plugins/limits.ts";
import {
  growDocument,
  isList,
  type Part,
  type RandomDocument,
  textOf,
  tokensOf,
  type Value,
} from "#tests/support/random-documents.ts";

const RUNS = 10_000;
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);

/** With every fragment where it is spread. */
type Expanded =
  | { kind: "field"; alias: string; name: string; directives: number; below: Expanded[] }
  | { kind: "fragment"; directives: number; below: Expanded[] };

function expand(parts: readonly Part[], fragments: RandomDocument["fragments"]): Expanded[] {
  return parts.map((part) => {
    const directives = part.directives.length;
    if (part.kind !== "spread")
      return {
        ...part,
        kind: part.kind === "field" ? "field" : "fragment",
        directives,
        below: expand(part.below, fragments),
      } as Expanded;
    const fragment = fragments[part.to]!;
    return {
      kind: "fragment",
      directives: directives + fragment.directives.length,
      below: expand(fragment.below, fragments),
    };
  });
}

const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
const max = (counts: readonly number[]) => Math.max(0, ...counts);
const all = (parts: readonly Expanded[]): Expanded[] => parts.flatMap((part) => [part, ...all(part.below)]);
const fieldsOf = (parts: readonly Expanded[]) => parts.filter((part) => part.kind === "field");
const heightOf = (parts: readonly Expanded[]): number =>
  new Set(fieldsOf(parts).map(({ alias, name }) => alias || name)).size +
  sum(parts.map(({ below }) => heightOf(below)));
const depthOf = (parts: readonly Expanded[]): number =>
  max(
    parts.map((part) =>
      part.kind === "fragment" ? depthOf(part.below) : part.name.startsWith("__") ? 0 : 1 + depthOf(part.below),
    ),
  );
const rootFieldsOf = (parts: readonly Expanded[]): number =>
  sum(parts.map((part) => (part.kind === "field" ? 1 : rootFieldsOf(part.below))));

/** Everything that stands somewhere in the document, spread or not. */
function placesOf({ operations, fragments }: RandomDocument) {
  const inParts = (parts: readonly Part[]): Part[] =>
    parts.flatMap((part) => [part, ...("below" in part ? inParts(part.below) : [])]);
  const sets = [...operations, ...fragments].map(({ below }) => below);
  const parts = sets.flatMap(inParts);
  const variables = operations.flatMap((operation) => operation.variables);
  const directives = [...operations, ...fragments, ...parts, ...variables].map((place) => place.directives);
  const values = [
    ...directives.flat(2),
    ...variables.map(({ value }) => value),
    ...parts.flatMap((part) => (part.kind === "field" ? part.values : [])),
  ];
  return {
    sets: [...sets, ...parts.map((part) => ("below" in part ? part.below : []))],
    directives,
    values,
    variables,
  };
}

function nestingOf(value: Value): number {
  if (typeof value === "string") return 0;
  return isList(value) ? 1 + max(value.map(nestingOf)) : 1 + nestingOf(value.member);
}

function bracketsIn(tokens: readonly string[]): number {
  let open = 0;
  return max(tokens.map((token) => (open += "([{".includes(token) ? 1 : ")]}".includes(token) ? -1 : 0)));
}

/** What each limit counts, by brute force. */
function measure(document: RandomDocument) {
  const { operations, fragments } = document;
  const places = placesOf(document);
  const expanded = operations.map(({ below, directives, variables }) => ({
    parts: expand(below, fragments),
    directives: sum([directives.length, ...variables.map((variable) => variable.directives.length)]),
  }));
  const most = (count: (parts: Expanded[], directives: number) => number) =>
    max(expanded.map(({ parts, directives }) => count(parts, directives)));
  return {
    ofText: {
      documentTokensMax: tokensOf(document).length,
      documentLinesMax: textOf(document).replaceAll("\r\n", "\n").replaceAll("\r", "\n").split("\n").length,
      documentCharsMax: textOf(document).length,
      nestingMax: bracketsIn(tokensOf(document)),
    },
    ofSize: {
      operationsMax: operations.length,
      variablesMax: max(operations.map(({ variables }) => variables.length)),
      depthMax: Math.max(most(depthOf), ...places.values.map(nestingOf)),
      fieldsMax: sum(expanded.map(({ parts }) => fieldsOf(all(parts)).length)),
      heightMax: most(heightOf),
      rootFieldsMax: most(rootFieldsOf),
      aliasesMax: most((parts) => fieldsOf(all(parts)).filter(({ alias }) => alias).length),
      fragmentsMax: sum(expanded.map(({ parts }) => all(parts).length - fieldsOf(all(parts)).length)),
      directivesMax: most((parts, own) => own + sum(all(parts).map(({ directives }) => directives))),
      directivesPerPlaceMax: max(places.directives.map(({ length }) => length)),
      selectionsMax: max(places.sets.map(({ length }) => length)),
    },
    listsInTypes: max(places.variables.map(({ lists }) => lists)),
  };
}

/** The limit that a check refuses by; undefined: it lets through. */
function refusedBy(check: () => unknown): unknown {
  try {
    check();
    return undefined;
  } catch (error) {
    return (error as { extensions: { limit?: string } }).extensions.limit ?? error;
  }
}

test("each limit lets through what it allows and refuses one more, through fragments", (t) => {
  t.diagnostic(`SEED=${seed}`);
  // Most of the time would go into the stacks of 150,000 refusals.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  t.after(() => (Error.stackTraceLimit = stackTraceLimit));
  const choices = fc.array(fc.nat(), { maxLength: 60, size: "max" });
  const largest: Record<string, number> = {};
  fc.assert(
    fc.property(fc.array(choices, { minLength: 1, maxLength: 6 }), (all) => {
      const document = growDocument(all);
      const text = textOf(document);
      const { ofText, ofSize, listsInTypes } = measure(document);
      const depthMax = Math.max(ofSize.depthMax, listsInTypes);
      const limits: GatewayLimits = { ...LIMITS, ...ofSize, ...ofText, depthMax };
      const parsed = parse(text, { noLocation: true });

      assert.equal(
        refusedBy(() => parseWithinLimits(text, limits)),
        undefined,
        text,
      );
      for (const [limit, count] of Object.entries(ofText))
        assert.equal(
          refusedBy(() => parseWithinLimits(text, { ...limits, [limit]: count - 1 })),
          limit,
          text,
        );

      assert.equal(
        refusedBy(() => checkLimits(parsed, { ...limits, ...ofSize })),
        undefined,
        text,
      );
      for (const [limit, count] of Object.entries(ofSize)) {
        largest[limit] = Math.max(largest[limit] ?? 0, count);
        if (count > 0)
          assert.equal(
            refusedBy(() => checkLimits(parsed, { ...limits, ...ofSize, [limit]: count - 1 })),
            limit,
            text,
          );
      }
    }),
    { numRuns: RUNS, seed },
  );
  assert.ok(
    Object.values(largest).every((count) => count > 1),
    JSON.stringify(largest),
  );
});
