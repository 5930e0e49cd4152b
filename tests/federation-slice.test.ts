import assert from "node:assert/strict";
import { test } from "node:test";
import { runCampaign } from "./federation/campaign.ts";
import { openGateway } from "./federation/engine.ts";

/** A slice of `npm run test:federation`, another one every time. */
const SECONDS = Number(process.env.AGORA_FEDERATION_SECONDS ?? (process.env.CI ? 120 : 20));
const OPERATIONS_PER_SUPERGRAPH = 20;

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
  assert.equal(failed, 0, reports.filter((report) => report.includes("✖")).join("\n"));
});
