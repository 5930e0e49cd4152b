import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { type GraphQLError, parse } from "graphql";
import { createDocuments } from "#gateway/documents.ts";
import { LIMITS } from "#gateway/limits.ts";
import { openApolloPlanner } from "#gateway/planning/apollo-planner.ts";
import { nobody } from "#kernel/identity.ts";
import { type FederatedGateway, openFederatedGateway } from "#tests/support/federation.ts";
import { MESH } from "#tests/support/mesh.ts";
import { writeOperation } from "#tests/support/random-operations.ts";

/**
 * GHSA-q2f9-x4p4-7xmh and CVE-2025-32380: fragments that spread fragments, written out by planning and by validation.
 * GHSA-fmj9-77q8-g6c4: operations whose plan takes for ever. Each is refused by a limit that it names, or planned in time.
 */
/** Of this process's CPU: other processes on the machine do not count. */
const REFUSAL_CPU_MS_MAX = 250;
const PLANNING_CPU_MS_MAX = 2_000;

/** Where CPU is measured the clock does not decide. */
const UNHURRIED = { planMsMax: 600_000 };

let gateway: FederatedGateway;
before(async () => {
  gateway = await openFederatedGateway({ subgraphs: MESH, limits: UNHURRIED });
});
after(() => gateway.close());

async function timed(query: string) {
  const before = process.cpuUsage();
  const { status, errors } = await gateway.ask(query);
  const { user, system } = process.cpuUsage(before);
  const heard = gateway.heard().text;
  return {
    status,
    errors,
    heard,
    limit: errors[0]?.extensions.limit as string | undefined,
    cpuMs: (user + system) / 1_000,
  };
}

/** Each fragment spreads the next one twice. */
const doubling = (levels: number, wrap: (inside: string) => string) => {
  const fragments = Array.from({ length: levels }, (_, level) => {
    const inside = level === levels - 1 ? "a" : `...F${level + 1} ...F${level + 1}`;
    return `fragment F${level} on Thing { ${wrap(inside)} }`;
  });
  return `{ thing { ...F0 } } ${fragments.join(" ")}`;
};
const nested = (depth: number, write: (inside: string, level: number) => string, leaf = "a") =>
  Array.from({ length: depth }).reduce<string>((inside, _, level) => write(inside, level), leaf);

const TYPES = Array.from({ length: 10 }, (_, index) => `N${index}`);
const many = (count: number, write: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => write(index)).join(" ");

for (const [what, query, limits] of [
  ["fragments that spread fragments twice", doubling(40, (inside) => inside), ["fieldsMax"]],
  ["the same within inline fragments", doubling(40, (inside) => `... { ... on Thing { ${inside} } }`), ["fieldsMax"]],
  ["the same, each within a field", doubling(12, (inside) => `thing { ${inside} }`), ["fieldsMax"]],
  [
    "the same, each within fields of two names",
    doubling(12, (inside) => `thing { ${inside} } other { thing { ${inside} } }`),
    ["fieldsMax", "depthMax"],
  ],
  [
    "a fragment that comes upon itself",
    "{ thing { ...A } } fragment A on Thing { ...B ...B } fragment B on Thing { thing { ...A } }",
    [undefined],
  ],
  [
    "interfaces within interfaces, in 100 characters",
    `{ node { ${nested(10, (inside) => `a node { ${inside} }`)} } }`,
    ["plannedSelectionsMax"],
  ],
  [
    "the same through fragments",
    "{ node { ...A } } fragment A on Node { node { ...B } } fragment B on Node { node { ...C } } fragment C on Node { node { node { a } } }",
    ["plannedSelectionsMax"],
  ],
  [
    "the same among fields of types",
    `{ node { ${TYPES.map((type) => `... on ${type} { one node { node { node { a } } } }`).join(" ")} } }`,
    ["plannedSelectionsMax"],
  ],
] as const) {
  test(`refused by a named limit, and soon: ${what}`, async () => {
    const { status, errors, heard, limit, cpuMs } = await timed(query);
    assert.equal(status, 400);
    assert.ok((limits as readonly unknown[]).includes(limit), `${limit}: ${errors[0]?.message}`);
    assert.ok(cpuMs < REFUSAL_CPU_MS_MAX, `${cpuMs} ms`);
    assert.equal(heard, "");
  });
}

test("more ways through the subgraphs than may be weighed are refused by the limit's name", async () => {
  for (const query of [`{ node { node { node { a } } } }`, `{ node { a node { id a node { a } } } }`]) {
    const { errors, heard, limit, cpuMs } = await timed(query);
    assert.equal(errors[0]?.extensions.code, "BAD_USER_INPUT");
    assert.equal(limit, "planPathsMax", errors[0]?.message);
    assert.ok(cpuMs < PLANNING_CPU_MS_MAX, `${cpuMs} ms`);
    assert.equal(heard, "");
  }
});

test("planning that takes longer than it may is given up wherever it is", () => {
  const { planner } = openApolloPlanner(parse(gateway.supergraphSdl), { ...LIMITS, planMsMax: 30 });
  const before = process.cpuUsage();
  assert.throws(
    () => planner.plan(parse(`subscription { news { node { node { a } } } }`), undefined),
    (error: GraphQLError) => error.extensions.code === "BAD_USER_INPUT" && error.extensions.limit === "planMsMax",
  );
  const { user, system } = process.cpuUsage(before);
  assert.ok((user + system) / 1_000 < REFUSAL_CPU_MS_MAX);
});

const everyType = TYPES.map((type) => `... on ${type} { a one two three node { ...Below } }`).join(" ");

for (const [what, query] of [
  [
    "all fields, ten levels deep",
    `{ thing { ${nested(10, (inside) => `a b thing { ${inside} }`, "one two three")} } }`,
  ],
  ["parts of all subgraphs", `{ thing { ${nested(8, (inside) => `a one two three thing { ${inside} }`)} } }`],
  ["types that alternate", `{ thing { ${nested(6, (inside) => `a one other { a thing { b two ${inside} } }`)} } }`],
  ["as many aliases as there may be", `{ thing { ${many(99, (index) => `a${index}: thing { one two three a b }`)} } }`],
  ["as many aliases of an interface", `{ node { ${many(45, (index) => `a${index}: node { a }`)} } }`],
  ["types in types", `{ node { ${everyType} } } fragment Below on Node { ... on N1 { a one } ... on N2 { two } }`],
] as const) {
  test(`planned in time: ${what}`, async () => {
    const { errors, cpuMs } = await timed(query);
    assert.deepEqual(errors, []);
    assert.ok(cpuMs < PLANNING_CPU_MS_MAX, `${cpuMs} ms`);
  });
}

test("whatever is within the limits is planned in time", () => {
  const { planner, apiSchema } = openApolloPlanner(parse(gateway.supergraphSdl), { ...LIMITS, ...UNHURRIED });
  const documents = createDocuments(apiSchema, LIMITS, false);
  const met = { planned: 0, refused: 0 };
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 200, maxLength: 600 }), (choices) => {
      const prepared = documents.prepare(writeOperation(apiSchema, choices).text);
      if ("errors" in prepared) return fc.pre(false);
      const before = process.cpuUsage();
      try {
        planner.plan(prepared.document, undefined);
        met.planned += 1;
      } catch (error) {
        assert.equal((error as GraphQLError).extensions.limit, "planPathsMax");
        met.refused += 1;
      }
      const { user, system } = process.cpuUsage(before);
      assert.ok((user + system) / 1_000 < PLANNING_CPU_MS_MAX);
    }),
    { numRuns: 25 },
  );
  assert.ok(met.planned > 10, JSON.stringify(met));
});

test("a subscription that cannot be planned is refused as a query is", async () => {
  const client = {
    ...{ caller: nobody, context: { market: "IN", currency: "INR", locale: "en-IN" } },
    ...{ requestId: "r", signal: new AbortController().signal },
  };
  const query = `subscription { news { node { node { a } } } }`;
  const { answer } = await gateway.gateway.run({ query }, client);
  assert.ok(!(Symbol.asyncIterator in answer));
  assert.deepEqual(
    answer.errors?.map(({ extensions }) => extensions?.limit),
    ["planPathsMax"],
  );
});
