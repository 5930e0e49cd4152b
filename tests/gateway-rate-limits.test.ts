import assert from "node:assert/strict";
import cluster, { type Worker } from "node:cluster";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import fc from "fast-check";
import { createRateLimits, type RateLimit, type RateLimits, rateLimited } from "#gateway/plugins/rate-limits.ts";
import { apiKeys } from "#gateway/rate-limit/api-keys.ts";
import { countForWorkers } from "#gateway/rate-limit/shared-by-workers.ts";
import type { ShareCount, SharedLimit } from "#gateway/rate-limit/sharing.ts";
import { leadWorkerGroup } from "#gateway/worker-group.ts";
import { systemClock } from "#kernel/clock.ts";
import { createLog, silentLog } from "#kernel/log.ts";
import { root } from "#tests/support/sources.ts";

const perIp: RateLimit = { name: "requestsPerIp", by: "ip", pointsMax: 10, windowSeconds: 60 };
const perSubject: RateLimit = { name: "requestsPerSubject", by: "subject", pointsMax: 5, windowSeconds: 60 };
const perKey: RateLimit = { name: "requestsPerApiKey", by: "apiKey", pointsMax: 20, windowSeconds: 60 };
const cost: RateLimit = { name: "costPerClient", by: "client", pointsMax: 1_000, windowSeconds: 60 };

function opened(options: Partial<Parameters<typeof createRateLimits>[0]> = {}) {
  const clock = { at: 1_000_000, now: () => new Date(clock.at) };
  const limits = createRateLimits({
    ...{ requests: [perIp, perSubject, perKey], costs: [cost], keysMax: 1_000, clock, log: silentLog },
    ...options,
  });
  return { clock, limits };
}

async function letIn(limits: RateLimits, client: Parameters<RateLimits["check"]>[0], times: number): Promise<number> {
  const verdicts = await Promise.all(Array.from({ length: times }, () => limits.check(client)));
  return verdicts.filter((verdict) => verdict === undefined).length;
}

test("so many requests are let in, then none until the window is over, and the refusal says when", () => {
  const { limits, clock } = opened();
  for (let n = 0; n < 10; n += 1) assert.equal(limits.check({ ip: "a" }), undefined);
  clock.at += 12_500;
  assert.deepEqual(limits.check({ ip: "a" }), { limit: "requestsPerIp", retryAfterSeconds: 48 });
  assert.equal(limits.check({ ip: "b" }), undefined, "another address has its own");
  clock.at += 47_499;
  assert.deepEqual(limits.check({ ip: "a" }), { limit: "requestsPerIp", retryAfterSeconds: 1 });
  clock.at += 1;
  assert.equal(limits.check({ ip: "a" }), undefined);
});

test("each limit counts by its own fact, and does not apply where the fact is not given", async () => {
  const { limits } = opened();
  assert.equal(await letIn(limits, { ip: "a", subject: "usr_1" }, 20), 5);
  assert.equal(await letIn(limits, { ip: "b", subject: "usr_1" }, 20), 0, "a person is one wherever they come from");
  assert.equal(await letIn(limits, { apiKey: { hash: "k", isKnown: false } }, 30), 20);
  assert.equal(await letIn(limits, { subject: null }, 100), 100);
});

test("what one limit refuses costs nothing of the others", async () => {
  const { limits } = opened();
  await letIn(limits, { subject: "usr_1" }, 5);
  assert.equal(await letIn(limits, { ip: "a", subject: "usr_1" }, 50), 0);
  assert.equal(await letIn(limits, { ip: "a" }, 50), 10);
});

test("cost is charged as estimated, refused when the budget is spent, and settled by what it was", () => {
  const { limits } = opened();
  const client = { ip: "a", subject: "usr_1" };
  assert.equal(limits.charge(client, 900), undefined);
  assert.deepEqual(limits.charge(client, 101), { limit: "costPerClient", retryAfterSeconds: 60 });
  limits.settle(client, -500);
  assert.equal(limits.charge(client, 600), undefined);
  assert.ok(limits.charge(client, 1));
  limits.settle(client, -5_000);
  assert.equal(limits.charge(client, 1_000), undefined, "no more than a whole budget comes back");
  assert.ok(limits.charge(client, 1));
  assert.equal(limits.charge({ ip: "a" }, 1_000), undefined, "the same address without a token is another client");
});

test("what costs less than nothing gives nothing back before it runs", () => {
  const { limits } = opened();
  assert.equal(limits.charge({ ip: "a" }, 1_000), undefined);
  assert.equal(limits.charge({ ip: "a" }, -500), undefined);
  assert.ok(limits.charge({ ip: "a" }, 1));
});

test("limits of one name that count together do not count as one", async () => {
  const share = commonCounts(() => 0);
  const twice = [perIp, { ...perIp, by: "subject", pointsMax: 8 } as const];
  const { limits } = opened({ requests: twice, costs: [{ ...perIp, pointsMax: 1_000 }], share });
  const client = { ip: "a", subject: "a" };
  for (let n = 0; n < 8; n += 1) {
    assert.equal(await limits.check(client), undefined, `request ${n}`);
    assert.equal(await limits.charge(client, 100), undefined, `request ${n}`);
  }
  assert.ok(await limits.check(client));
});

test("an API key counts instead of its client only where it is known, so that nobody makes up one for each request", async () => {
  const hashOf = (key: string) => createHash("sha256").update(key).digest("hex");
  const read = (key: string | undefined, hashes?: readonly string[]) =>
    apiKeys({ header: "x-key", hashes })((name) => (name === "x-key" ? key : undefined));
  assert.deepEqual(read("one"), { hash: hashOf("one"), isKnown: false });
  assert.deepEqual(read("one", [hashOf("one").toUpperCase()]), { hash: hashOf("one"), isKnown: true });
  for (const none of [read("two", [hashOf("one")]), read(""), read(undefined), read("x".repeat(10_000))])
    assert.equal(none, undefined);

  const perClient: RateLimit = { ...cost, pointsMax: 10 };
  const { limits } = opened({ requests: [perClient] });
  for (let n = 0; n < 10; n += 1) limits.check({ ip: "a", apiKey: read(`made up ${n}`) });
  assert.ok(limits.check({ ip: "a", apiKey: read("another") }));
  assert.equal(limits.check({ ip: "a", apiKey: read("one", [hashOf("one")]) }), undefined);
});

test("the refusal is an error that says how long to wait", () => {
  const { code, limit, retryAfterSeconds } = rateLimited({ limit: "perIp", retryAfterSeconds: 7 }).extensions;
  assert.deepEqual([code, limit, retryAfterSeconds], ["RATE_LIMITED", "perIp", 7]);
});

test("in any window no more is let in than allowed, and nothing is refused while there is room", () => {
  const step = fc.record({
    key: fc.constantFrom("a", "b"),
    points: fc.integer({ min: 1, max: 6 }),
    ms: fc.nat(20_000),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const { limits, clock } = opened({ requests: [perIp] });
      const windows = new Map<string, { untilMs: number; used: number }>();
      for (const { key, points, ms } of steps) {
        clock.at += ms;
        const known = windows.get(key);
        const window = known && known.untilMs > clock.at ? known : { untilMs: clock.at + 60_000, used: 0 };
        windows.set(key, window);
        const isLetIn = limits.check({ ip: key }, points) === undefined;
        assert.equal(isLetIn, window.used + points <= perIp.pointsMax);
        if (isLetIn) window.used += points;
      }
    }),
  );
});

/** A place all count together, whose answers come in any order of time. */
function commonCounts(random: () => number) {
  const points = new Map<string, number>();
  const share: (limit: SharedLimit) => ShareCount =
    ({ id }) =>
    async (key, taken) => {
      for (let ticks = Math.floor(random() * 20); ticks > 0; ticks -= 1) await undefined;
      const total = (points.get(id + key) ?? 0) + taken;
      points.set(id + key, total);
      for (let ticks = Math.floor(random() * 20); ticks > 0; ticks -= 1) await undefined;
      return { points: total, endsInMs: 60_000 };
    };
  return share;
}

test("a group of N exceeds a limit by N/16 of it at most, however its requests fall", async () => {
  const seed = Date.now() % 1_000_000;
  const arbitrary = fc.record({
    processes: fc.integer({ min: 1, max: 6 }),
    pointsMax: fc.integer({ min: 1, max: 200 }),
    bursts: fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 12 }),
    randomness: fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
  });
  await fc.assert(
    fc.asyncProperty(arbitrary, async ({ processes, pointsMax, bursts, randomness }) => {
      const random = () => randomness.next().value!;
      const share = commonCounts(random);
      const group = Array.from(
        { length: processes },
        () => opened({ requests: [{ ...perIp, pointsMax }], share }).limits,
      );
      let total = 0;
      const running = bursts.map(async (times) => {
        for (let ticks = Math.floor(random() * 50); ticks > 0; ticks -= 1) await undefined;
        const letInHere = await letIn(group[Math.floor(random() * processes)]!, { ip: "a" }, times);
        total += letInHere;
      });
      await Promise.all(running);
      const offered = bursts.reduce((sum, times) => sum + times, 0);
      const own = Math.max(1, Math.floor(pointsMax / 16));
      assert.ok(total <= pointsMax + processes * own, `${total} of ${pointsMax} by ${processes}`);
      assert.ok(total > 0 && total <= offered);
      const settled = await letIn(group[0]!, { ip: "b" }, pointsMax);
      assert.equal(settled, pointsMax, "whoever comes alone gets all of it");
    }),
    { seed, numRuns: 150 },
  );
});

test("the others' outage refuses nobody beyond the limit itself, is logged once, and what was taken is told later", async () => {
  let isDown = true;
  const told: number[] = [];
  const lines: string[] = [];
  const { limits, clock } = opened({
    requests: [perIp],
    log: createLog("info", { write: (line) => void lines.push(line) }),
    share: () => async (_key, points) => {
      if (isDown) throw new Error("connection lost");
      told.push(points);
      return { points: told.reduce((sum, n) => sum + n, 0), endsInMs: 50_000 };
    },
  });
  assert.equal(await letIn(limits, { ip: "a" }, 6), 6);
  isDown = false;
  clock.at += 1_001;
  assert.equal(await letIn(limits, { ip: "a" }, 20), 4);
  assert.equal(lines.length, 1);
  await wait(300);
  assert.equal(
    told.reduce((sum, n) => sum + n, 0),
    10,
  );
});

test("what is refused after the others were heard is given back, to all limits", async () => {
  const common: Record<string, number> = { "requests:requestsPerIp": 0, "requests:requestsPerSubject": 3 };
  const { limits } = opened({
    requests: [perIp, perSubject],
    share:
      ({ id }) =>
      async (_key, points) => ({ points: (common[id]! += points), endsInMs: 60_000 }),
  });
  assert.equal(await letIn(limits, { ip: "a", subject: "usr_1" }, 50), 2);
  await wait(300);
  assert.deepEqual(common, { "requests:requestsPerIp": 2, "requests:requestsPerSubject": 5 });
});

test("others that never answer cost a request a quarter of a second, once", async () => {
  const { limits } = opened({ requests: [perIp], share: () => () => new Promise(() => {}) });
  const startedAt = performance.now();
  assert.equal(await letIn(limits, { ip: "a" }, 20), 10);
  assert.equal(await letIn(limits, { ip: "b" }, 20), 10);
  assert.ok(performance.now() - startedAt < 400);
});

test("the workers of one machine hold a limit together, also one that began later", async () => {
  const LIMITS = [{ ...perIp, pointsMax: 64 }];
  countForWorkers(leadWorkerGroup(), 1_000, systemClock);
  cluster.setupPrimary({ exec: join(root, "tests/support/rate-limit-worker.ts"), execArgv: [] });
  const workers: Worker[] = [];
  after(() => workers.forEach((worker) => worker.kill()));
  const begin = async (limits = LIMITS) => {
    const worker = cluster.fork({ LIMITS: JSON.stringify(limits) });
    workers.push(worker);
    await once(worker, "online");
    return worker;
  };
  const ask = (worker: Worker, ip: string, times: number): Promise<number> => {
    const { promise, resolve } = Promise.withResolvers<number>();
    // Not one `once` after the other: what comes together with a message of the group would be missed.
    const listen = (message: { let?: number }) => {
      if (message.let === undefined) return;
      worker.off("message", listen);
      resolve(message.let);
    };
    worker.on("message", listen);
    worker.send({ ip, times });
    return promise;
  };
  const [one, two] = await Promise.all([begin(), begin()]);

  const askBoth = async () => (await Promise.all([ask(one!, "a", 60), ask(two!, "a", 60)])).reduce((a, b) => a + b);
  const total = (await askBoth()) + (await askBoth());
  assert.ok(total >= 64 && total <= 64 + 2 * 4, `${total}`);
  assert.equal(await askBoth(), 0);
  const third = await begin();
  assert.ok((await ask(third, "a", 60)) <= 4, "the primary remembers");
  const renewed = await begin([...LIMITS, { ...LIMITS[0]!, name: "perIpAnew", pointsMax: 32 }]);
  assert.ok((await ask(renewed, "a", 60)) <= 4, "also while settings change");
  const together = (await ask(renewed, "c", 60)) + (await ask(one!, "c", 60));
  assert.ok(together >= 32 && together <= 64 + 2 * 4, `${together}`);
  assert.equal(await ask(third, "b", 100), 64);
});

const redisUrl = process.env.AGORA_TEST_REDIS;
test("gateways on one Redis hold a limit together, and count alone while it is away", { skip: !redisUrl }, async () => {
  const { Redis } = await import("ioredis");
  const { sharedByRedis } = await import("#gateway/rate-limit/shared-by-redis.ts");
  const connections = [1, 2, 3].map(() => new Redis(redisUrl!, { enableAutoPipelining: true, lazyConnect: true }));
  after(() => connections.forEach((redis) => redis.disconnect()));
  await Promise.all(connections.map((redis) => redis.connect()));
  const prefix = `test:${process.pid}:${Date.now()}`;
  const requests = [{ ...perIp, pointsMax: 160, windowSeconds: 5 }];
  const group = connections.map((redis) =>
    createRateLimits({
      ...{
        requests,
        costs: [],
        keysMax: 1_000,
        share: sharedByRedis(redis, prefix),
        clock: systemClock,
        log: silentLog,
      },
    }),
  );
  const total = async (ip: string, times: number) =>
    (await Promise.all(group.map((limits) => letIn(limits, { ip }, times)))).reduce((sum, n) => sum + n, 0);

  const first = await total("a", 300);
  assert.ok(first >= 160 && first <= 160 + 3 * 10, `${first}`);
  assert.equal(await total("a", 100), 0);
  const { retryAfterSeconds } = (await group[0]!.check({ ip: "a" }))!;
  assert.ok(retryAfterSeconds >= 1 && retryAfterSeconds <= 5);
  connections.forEach((redis) => redis.disconnect());
  assert.equal(await total("b", 300), 3 * 160);
});
