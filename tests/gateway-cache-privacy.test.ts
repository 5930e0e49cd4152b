import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { setImmediate as settled } from "node:timers/promises";
import fc from "fast-check";
import {
  buildSchema,
  type DocumentNode,
  execute,
  type FormattedExecutionResult,
  getNamedType,
  GraphQLError,
  type GraphQLResolveInfo,
  isCompositeType,
  parse,
} from "graphql";
import { type CacheAudience, pairsOf } from "#gateway/cache/key.ts";
import { withKeptReads } from "#gateway/cache/kept-reads.ts";
import { createResponseCache } from "#gateway/cache/response-cache.ts";
import { cacheRulesOf } from "#gateway/cache/rules.ts";
import { localCacheStore } from "#gateway/cache/store.ts";
import type { SubgraphRequest } from "#kernel/executor.ts";
import { silentLog } from "#kernel/log.ts";

/**
 * Everything that a field may depend on is written into its value by the subgraph below, so that an answer made for
 * somebody else is never equal to one's own. What depends on the caller says so in one of the ways there are to say it.
 */
const SDL = /* GraphQL */ `
  directive @cacheControl(maxAge: Int, scope: String, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | UNION
  directive @authenticated on FIELD_DEFINITION | OBJECT
  directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION | OBJECT
  directive @policy(policies: [[String!]!]!) on FIELD_DEFINITION | OBJECT
  directive @join__type(graph: String, key: String) on OBJECT
  type Query {
    open: Open @cacheControl(maxAge: 60, scope: PUBLIC)
    "Nobody says that it is for everybody."
    suggested: Open
    mine: Mine @cacheControl(maxAge: 60, scope: PRIVATE)
    unscoped: Mine @cacheControl(maxAge: 60)
    unsaid: String
    guarded: String @authenticated @cacheControl(maxAge: 60, scope: PUBLIC)
    either(mine: Boolean): Either @cacheControl(maxAge: 60, scope: PUBLIC)
    told(word: String): String @cacheControl(maxAge: 60, scope: PUBLIC)
  }
  union Either = Open | Mine
  type Open @join__type(graph: "A", key: "id") @cacheControl(maxAge: 60, scope: PUBLIC) {
    id: ID!
    word: String
    inside: Inside
    mine: String @cacheControl(scope: PRIVATE)
    own: Mine
    staff: String @requiresScopes(scopes: [["staff"]])
    kept: String @policy(policies: [["x"]])
    short: String @cacheControl(maxAge: 1)
    safe: Safe
  }
  type Inside @cacheControl(inheritMaxAge: true) {
    word: String
    mine: String @cacheControl(maxAge: 60)
  }
  type Mine @join__type(graph: "A", key: "id") @cacheControl(maxAge: 60, scope: PRIVATE) {
    id: ID!
    word: String
  }
  type Safe @authenticated @cacheControl(maxAge: 60, scope: PUBLIC) {
    word: String
  }
`;
/** Of these the subgraph makes each caller's own; told apart by hand, not by the rules under test. */
const CALLERS_OWN = /^Query\.(suggested|mine|unscoped|unsaid|guarded)|^Mine\.|\.(mine|own|staff|kept|safe)$|^Safe\./;

const SELECTIONS: Record<string, readonly string[]> = {
  Open: [
    ...["id", "word", "inside { word }", "inside { mine }", "mine", "own { word }", "staff", "kept", "short"],
    ...["safe { word }", "mine @include(if: $flag)", "... @skip(if: $flag) { own { id } }", "...More", "__typename"],
  ],
  Mine: ["id", "word", "__typename"],
};
const MORE = "fragment More on Open { again: word inside { own: mine @include(if: $flag) } }";

const subgraph = buildSchema(`${SDL.replaceAll("scope: String", "scope: Scope")}
  enum Scope { PUBLIC PRIVATE }
  scalar _Any
  extend type Query { _entities(representations: [_Any!]!): [Either]! }`);

/** Where a value stands: in which entity, and whether that is the caller's own. */
interface Place {
  readonly __typename?: string;
  readonly id?: string;
  readonly isOwn: boolean;
}

/** An answer that says of each value where it stands and for whom it was made. */
async function tellTale(document: DocumentNode, variables: object, audience: CacheAudience) {
  const answer = await execute({
    ...{ schema: subgraph, document, variableValues: { ...variables }, contextValue: audience, fieldResolver: resolve },
    typeResolver: ({ __typename }: Place) => __typename,
  });
  return JSON.parse(JSON.stringify(answer)) as FormattedExecutionResult;
}

function resolve(source: Place | undefined, args: any, audience: CacheAudience, info: GraphQLResolveInfo): unknown {
  const { caller, context, headers } = audience;
  const coordinate = `${info.parentType.name}.${info.fieldName}`;
  const isOwn = source?.isOwn === true || CALLERS_OWN.test(coordinate);
  if (info.fieldName === "staff" && !caller.scopes.includes("staff")) throw new GraphQLError("No");
  if (info.fieldName === "either") return { isOwn: args.mine, __typename: args.mine ? "Mine" : "Open" };
  if (info.fieldName === "_entities")
    return args.representations.map((of: Place) => ({ ...of, isOwn: of.__typename === "Mine" }));
  if (isCompositeType(getNamedType(info.returnType))) return { isOwn };
  const whose = isOwn ? [caller.subject, caller.session] : "everybody";
  return JSON.stringify([
    coordinate,
    source?.id,
    args,
    whose,
    caller.scopes.toSorted(),
    context,
    Object.entries(headers).toSorted(),
  ]);
}

const some = fc.constantFrom;
const audience: fc.Arbitrary<CacheAudience> = fc.record({
  caller: fc.record({
    subject: some(null, "usr_a", "usr_b", "gst_c"),
    session: some("ses_1", "ses_2"),
    scopes: some([], ["account"], ["staff"], ["account", "staff"], ["staff", "account"]),
  }),
  context: fc.record({ market: some("IN", "US"), currency: some("INR", "USD"), locale: some("en-IN", "hi-IN") }),
  headers: fc.record({ "x-tenant": some("a", "b"), "x-test": some("a", "b") }, { requiredKeys: [] }),
});
const subset = (of: string) =>
  fc.subarray([...SELECTIONS[of]!], { minLength: 1, maxLength: 2 }).map((all) => all.join(" "));
const rootField = fc.oneof(
  subset("Open").map((open) => `open { ${open} }`),
  subset("Open").map((open) => `suggested { ${open} }`),
  subset("Mine").map((mine) => `mine { ${mine} }`),
  subset("Mine").map((mine) => `unscoped { ${mine} }`),
  some("unsaid", "guarded", `told(word: "a")`, "told(word: $word)"),
  fc
    .tuple(subset("Open"), subset("Mine"))
    .map(([open, mine]) => `either(mine: $mine) { ... on Open { ${open} } ... on Mine { ${mine} } }`),
);
/** The selections alone; conflicts are told apart by alias. */
const selections = fc
  .array(rootField, { minLength: 1, maxLength: 3 })
  .map((fields) => fields.map((field, index) => `f${index}: ${field}`).join(" "));
/** Mostly at once, sometimes past the time of what is kept. */
const later = fc.oneof({ weight: 9, arbitrary: fc.constant(10) }, { weight: 1, arbitrary: fc.nat(90_000) });
const given = fc.record({ flag: fc.boolean(), mine: fc.boolean(), word: some("a", "b") });
const request = fc.record({ audience, given });

const PARTS = ["subject", "scopes", "session", "context", "headers", "given"] as const;

/** Somebody asks; then somebody who differs in one thing, or in many, tries to get that answer. */
const attempt = fc
  .tuple(
    request,
    request,
    fc.oneof(
      fc.constantFrom(...PARTS).map((part) => [part]),
      fc.subarray([...PARTS]),
    ),
  )
  .map(([victim, other, differing]) => {
    const from = (part: (typeof PARTS)[number]) => (differing.includes(part) ? other : victim);
    const caller = {
      subject: from("subject").audience.caller.subject,
      session: from("session").audience.caller.session,
      scopes: from("scopes").audience.caller.scopes,
    };
    const { context } = from("context").audience;
    const { headers } = from("headers").audience;
    const attacker = { audience: { caller, context, headers }, given: from("given").given };
    return [victim, attacker, victim] as const;
  });

const ROUNDS = 1_000;
let nowMs = 1_000_000;
const clock = { now: () => new Date(nowMs) };
const options = () => ({
  ...{ rules: cacheRulesOf(SDL), store: localCacheStore(clock), graph: "g" },
  ...{ staleSeconds: 30, valueBytesMax: 100_000, makeMsMax: 1_000, clock, log: silentLog },
});

/** So that what was seen can be seen again. */
function seeded<Arguments>(t: TestContext): fc.Parameters<Arguments> {
  const seed = Number(process.env.AGORA_TEST_SEED ?? Date.now() % 2 ** 31);
  t.diagnostic(`AGORA_TEST_SEED=${seed}`);
  return { numRuns: ROUNDS, seed, endOnFailure: true };
}

test("in 1,000 rounds nobody reads an answer that is not their own", async (t) => {
  const cache = createResponseCache(options());
  let hits = 0;
  const round = fc.asyncProperty(attempt, selections, later, async (attempted, selected, ms) => {
    nowMs += ms;
    const text = `query ($flag: Boolean!, $mine: Boolean!, $word: String) { ${selected} ...All } ${MORE}
      fragment All on Query { all: open { ...More id } told(word: $word) x: either(mine: $mine) { __typename } }`;
    const document = parse(text);
    for (const { audience, given } of attempted) {
      const truth = await tellTale(document, given, audience);
      const answer = await cache.answer({ ...audience, document, hash: text, variables: given }, async () => truth);
      if ("json" in answer) hits += 1;
      assert.deepEqual("json" in answer ? JSON.parse(answer.json) : answer.result, truth);
      await settled();
    }
  });

  await fc.assert(round, seeded(t));
  t.diagnostic(`${hits} of ${3 * ROUNDS} answers came out of the cache`);
  assert.ok(hits > ROUNDS / 4);
});

/** Alone, or joined with another list of entities. */
const entityDocuments = fc.tuple(subset("Open"), subset("Mine"), fc.boolean()).map(([open, mine, isJoined]) => {
  const of = (variable: string) =>
    `_entities(representations: $${variable}) { ... on Open { ${open} ...More } ... on Mine { ${mine} } }`;
  return isJoined
    ? `query ($one: [_Any!]!, $two: [_Any!]!, $flag: Boolean!) { _0: ${of("one")} _1: ${of("two")} } ${MORE}`
    : `query ($one: [_Any!]!, $flag: Boolean!) { ${of("one")} } ${MORE}`;
});
const rootDocuments = selections.map(
  (selected) => `query ($flag: Boolean!, $mine: Boolean!, $word: String) { ${selected} ...All } ${MORE}
    fragment All on Query { all: open { ...More id } told(word: $word) x: either(mine: $mine) { __typename } }`,
);

test("in 1,000 rounds nobody is shown what a subgraph said for somebody else", async (t) => {
  let askedFor = 0;
  let wanted = 0;
  const size = ({ one, two }: any) => (one?.length ?? 1) + (two?.length ?? 0);
  const truthOf = ({ document, variables, caller, context, forwarded }: SubgraphRequest) =>
    tellTale(parse(document), variables!, { caller, context, headers: pairsOf(forwarded) });
  const kept = withKeptReads(
    "a",
    {
      execute: async (request) => {
        askedFor += size(request.variables);
        return truthOf(request);
      },
      subscribe: () => Promise.reject(new Error("nobody watches")),
    },
    options(),
  );
  const entities = fc.uniqueArray(fc.record({ __typename: some("Open", "Mine"), id: some("1", "2") }), {
    ...{ minLength: 1, maxLength: 4, selector: (of: { __typename: string; id: string }) => of.__typename + of.id },
  });
  const documents = fc.oneof({ weight: 3, arbitrary: entityDocuments }, { weight: 1, arbitrary: rootDocuments });
  const round = fc.asyncProperty(
    ...([attempt, documents, entities, entities, later] as const),
    async (attempted, document, one, two, ms) => {
      nowMs += ms;
      const lists = document.includes("$two") ? { one, two } : document.includes("$one") ? { one } : {};
      for (const { audience, given } of attempted) {
        const { caller, context, headers } = audience;
        const request: SubgraphRequest = {
          ...{ document, caller, context, requestId: "r", deadlineAtMs: Infinity },
          ...{ variables: { ...given, ...lists }, forwarded: Object.entries(headers).flat() },
          signal: AbortSignal.abort(),
        };
        wanted += size(request.variables);
        const { isKept: _, ...answer } = await kept.execute(request);
        assert.deepEqual(answer, await truthOf(request));
        await settled();
      }
    },
  );

  await fc.assert(round, seeded(t));
  t.diagnostic(`${wanted - askedFor} of ${wanted} entities and answers came out of the cache`);
  assert.ok(wanted - askedFor > ROUNDS / 4);
});
