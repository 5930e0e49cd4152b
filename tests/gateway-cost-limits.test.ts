import assert from "node:assert/strict";
import { after, test } from "node:test";
import { createRateLimits } from "#gateway/plugins/rate-limits.ts";
import { systemClock as clock } from "#kernel/clock.ts";
import { silentLog } from "#kernel/log.ts";
import { openTestGateway } from "#tests/support/gateway.ts";

const QUERY = "{ products { name } }";

const limitedTo = async (pointsMax: number) => {
  const costs = [{ name: "costPerAddress", by: "ip", pointsMax, windowSeconds: 3_600 } as const];
  const gateway = await openTestGateway({
    rateLimits: createRateLimits({ requests: [], costs, keysMax: 10, clock, log: silentLog }),
  });
  after(() => gateway.close());
  return gateway;
};

test("a budget pays what operations cost in the end, and must have room for what they may cost", async () => {
  const open = await openTestGateway();
  after(() => open.close());
  const response = await fetch(`${open.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: QUERY, extensions: { cost: true } }),
  });
  const { extensions } = (await response.json()) as { extensions: { cost: { estimated: number; actual: number } } };
  const { estimated, actual } = extensions.cost;
  assert.ok(actual > 0 && estimated > 4 * actual, `${estimated}, ${actual}`);

  const limited = await limitedTo(estimated + 3 * actual);
  const statuses: number[] = [];
  for (let n = 0; n < 5; n += 1) statuses.push((await limited.ask(QUERY)).status);
  assert.deepEqual(statuses, [200, 200, 200, 200, 429]);
});

test("what failed was work all the same: nothing of it comes back", async () => {
  const gateway = await limitedTo(25);
  const statuses: number[] = [];
  for (let n = 0; n < 4; n += 1) statuses.push((await gateway.ask("{ products { name } broken }")).status);
  assert.deepEqual(statuses, [200, 200, 429, 429]);
});

test("who shares an answer is charged for it as for one of his own", async () => {
  const gateway = await limitedTo(100);
  const together = await Promise.all(Array.from({ length: 9 }, () => gateway.ask(QUERY)));
  assert.ok(together.every(({ status }) => status === 200));
  for (let n = 0; n < 20; n += 1) assert.equal((await gateway.ask(QUERY)).status, 200, `${n}`);
});
