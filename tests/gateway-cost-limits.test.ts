import assert from "node:assert/strict";
import { after, test } from "node:test";
import { createRateLimits } from "#gateway/plugins/rate-limits.ts";
import { systemClock as clock } from "#kernel/clock.ts";
import { silentLog } from "#kernel/log.ts";
import { openTestGateway } from "#tests/support/gateway.ts";

const QUERY = "{ products { name } }";

test("a budget pays what operations cost in the end, and must have room for what they may cost", async () => {
  const open = await openTestGateway();
  after(() => open.close());
  const response = await fetch(`${open.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: QUERY, extensions: { cost: true } }),
  });
  const { estimated, actual } = ((await response.json()) as any).extensions.cost;
  assert.ok(actual > 0 && estimated > 4 * actual, `${estimated}, ${actual}`);

  const pointsMax = estimated + 3 * actual;
  const costs = [{ name: "costPerAddress", by: "ip", pointsMax, windowSeconds: 3_600 } as const];
  const limited = await openTestGateway({
    rateLimits: createRateLimits({ requests: [], costs, keysMax: 10, clock, log: silentLog }),
  });
  after(() => limited.close());
  const statuses: number[] = [];
  for (let n = 0; n < 5; n += 1) statuses.push((await limited.ask(QUERY)).status);
  assert.deepEqual(statuses, [200, 200, 200, 200, 429]);
});
