import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createRetryBudget, type RetryBudget, withRetries } from "#gateway/resilience/retry-budget.ts";

const limits = { retriesPerRequestMax: 0.1, retriesSavedMax: 5 };

/** One request that answers as told, one outcome a try; in a time that only waits move. */
async function request(outcomes: readonly boolean[], budget: RetryBudget = createRetryBudget(limits), given = {}) {
  const waits: number[] = [];
  let nowMs = 0;
  let tries = 0;
  const { deadlineAtMs = 1_000, ...options } = given as { deadlineAtMs?: number };
  const isAnswered = await withRetries(async () => outcomes[tries++] ?? false, deadlineAtMs, {
    ...{ budget, triesMax: 3, backoffMsMin: 20, backoffMsMax: 30, random: () => 0.5 },
    isWorthRetrying: (answered) => !answered,
    now: () => nowMs,
    sleep: async (ms) => {
      waits.push(ms);
      nowMs += ms;
    },
    ...options,
  });
  return { isAnswered, tries, waits };
}

test("what fails in passing is tried again after a while, up to so many times", async () => {
  assert.deepEqual(await request([true]), { isAnswered: true, tries: 1, waits: [] });
  assert.deepEqual(await request([false, true]), { isAnswered: true, tries: 2, waits: [10] });
  assert.deepEqual(await request([]), { isAnswered: false, tries: 3, waits: [10, 15] });
});

test("what is not worth it, comes too late, or is out of budget is not tried again", async () => {
  const broke = createRetryBudget({ ...limits, retriesSavedMax: 0 });
  assert.equal((await request([], undefined, { isWorthRetrying: () => false })).tries, 1);
  assert.equal((await request([], undefined, { deadlineAtMs: 10 })).tries, 1);
  assert.equal((await request([], broke)).tries, 1);
});

test("waits are spread over the whole time, so that what failed together does not come back together", async () => {
  const waits = new Set<number>();
  for (let n = 0; n < 50; n += 1)
    for (const ms of (await request([], undefined, { random: Math.random })).waits) waits.add(ms);
  assert.ok(waits.size > 20 && [...waits].every((ms) => ms >= 0 && ms <= 30));
});

test("in any run of requests retries are a tenth of them at most, beside what was saved", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 300 }), async (answers) => {
      const budget = createRetryBudget(limits);
      let retries = 0;
      for (const [n, isAnswered] of answers.entries()) {
        retries += (await request(isAnswered ? [true] : [], budget)).tries - 1;
        assert.ok(retries <= limits.retriesSavedMax + (n + 1) * limits.retriesPerRequestMax + 1e-9);
      }
    }),
  );
});

test("a long outage leaves nothing saved, and a tenth of the requests earns it back", async () => {
  const budget = createRetryBudget(limits);
  for (let n = 0; n < 100; n += 1) await request([], budget);
  assert.equal((await request([], budget)).tries, 1);
  for (let n = 0; n < 50; n += 1) await request([true], budget);
  assert.equal((await request([], budget)).tries, 3);
});
