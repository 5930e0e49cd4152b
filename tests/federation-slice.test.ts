import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "graphql";
import { type Answered, ask } from "./federation/ask.ts";
import { runCampaign } from "./federation/campaign.ts";
import { openGateway } from "./federation/engine.ts";
import { buildFederation, type Federation } from "./federation/federation.ts";
import { growModel } from "./federation/grow-model.ts";
import { growOperation } from "./federation/grow-operation.ts";
import type { Answer } from "./federation/monolith.ts";

/** A slice of `npm run test:federation`, another one every time. */
const SECONDS = Number(process.env.AGORA_FEDERATION_SECONDS ?? (process.env.CI ? 120 : 20));
const OPERATIONS_PER_SUPERGRAPH = 20;
/** What is left is one operation in tens of thousands; a slice of few may meet a supergraph that shows it more than once. */
const FAILED_PART_MAX = 0.001;
const FAILED_MAX_OF_FEW = 3;

test("random supergraphs answer like one service over the same data", async (t) => {
  const seed = Date.now() % 1_000_000_000;
  t.diagnostic(`seed ${seed}, ${SECONDS} s`);
  const reports: string[] = [];

  const { supergraphs, operations, dropped, failed } = await runCampaign({
    ...{ seed, from: 0, supergraphsMax: Infinity, openEngine: openGateway },
    operations: [...Array(OPERATIONS_PER_SUPERGRAPH).keys()],
    untilMs: performance.now() + SECONDS * 1_000,
    reportsMax: 1,
    say: (line) => reports.push(line),
  });

  t.diagnostic(`${supergraphs} supergraphs, ${operations} operations, ${dropped} that did not compose`);
  t.diagnostic(`${failed} failed`);
  const failedMax = Math.max(FAILED_MAX_OF_FEW, operations * FAILED_PART_MAX);
  assert.ok(failed <= failedMax, reports.filter((report) => report.includes("✖")).join("\n"));
});

/** What an engine could do wrong, done to the answers of one that does all right. */
const FAULTS: Record<string, (answer: Answer) => Answer> = {
  "a value too many": ({ data, errors }) => ({ data: { ...(data as object), more: 1 }, errors }),
  "an error that is not told": ({ data, errors = [] }) => ({ data, errors: errors.slice(1) }),
  "an error that is told twice": ({ data, errors = [] }) => ({ data, errors: [...errors, ...errors] }),
  "an error at another place": ({ data, errors = [] }) => ({
    data,
    errors: errors.map(({ message, path = [] }) => ({ message, path: [...path, 0] })),
  }),
  "fields in another order": ({ data, errors }) => ({
    data: data && Object.fromEntries(Object.entries(data).toReversed()),
    errors,
  }),
  "an empty list for a full one": ({ data, errors }) => ({
    data: JSON.parse(JSON.stringify(data).replace(/\[[^[\]]+\]/, "[]")),
    errors,
  }),
  "null where there is an answer": ({ data, errors }) => ({
    data: data && Object.fromEntries(Object.keys(data).map((name) => [name, null])),
    errors,
  }),
};

const federations = [...Array(8).keys()].flatMap((index) => {
  const federation = buildFederation(growModel(["harness", index]));
  return "dropped" in federation ? [] : [federation];
});

test("an engine that is right passes, and each way of being wrong is noticed, whole or with a subgraph down", async () => {
  const right = await answers((answer) => answer);
  assert.deepEqual(
    right.flatMap(({ problems }) => problems),
    [],
  );
  for (const [name, fault] of Object.entries(FAULTS)) {
    const wrong = await answers(fault);
    assert.ok(
      wrong.some(({ problems, operation }) => problems.length > 0 && !operation.down),
      name,
    );
    if (name === "an error at another place" || name === "an error that is told twice") continue;
    assert.ok(
      wrong.some(({ problems, operation }) => problems.length > 0 && operation.down),
      `${name}, outage`,
    );
  }
});

/** The one service itself as the engine, with its answers spoilt. */
async function answers(spoil: (answer: Answer) => Answer): Promise<Answered[]> {
  const all: Answered[] = [];
  for (const [index, federation] of federations.entries())
    for (const operation of Array(12).keys())
      for (const down of [undefined, federation.model.subgraphs[0]]) {
        const asked = growOperation(federation.monolith.schema, "harness", index, operation);
        if (down && asked.query.startsWith("mutation")) continue;
        all.push(await ask(federation, engineOf(federation, spoil), { ...asked, down }));
      }
  return all;
}

function engineOf({ monolith }: Federation, spoil: (answer: Answer) => Answer) {
  return {
    logged: [],
    execute: async (query: string, variables: Record<string, unknown>) => {
      const { data, errors } = await monolith.answer(parse(query), variables);
      return spoil({ data, errors });
    },
    close: async () => {},
  };
}
