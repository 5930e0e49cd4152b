import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { guarded } from "#gateway/execution/guard.ts";
import { LIMITS } from "#gateway/limits.ts";
import type { SubgraphExecutor, SubgraphRequest, SubgraphResult } from "#kernel/executor.ts";
import { nobody } from "#kernel/identity.ts";
import { silentLog } from "#kernel/log.ts";
import { eventually } from "#tests/support/eventually.ts";
import { openTestGateway, type TestGateway } from "#tests/support/gateway.ts";

for (const shape of ["one process", "separate"] as const) {
  let gateway: TestGateway;
  before(async () => {
    gateway = await openTestGateway({ shape, limits: { breakerOpenMs: 500 } });
  });
  after(() => gateway.close());
  afterEach(async () => {
    gateway.condition("stars", "up");
    gateway.condition("goods", "up");
    await eventually(async () =>
      assert.deepEqual((await gateway.ask(`{ product(id: "p1") { name stars } }`)).errors, []),
    );
  });
  const named = (name: string) => `${name} (${shape})`;
  const PAGE = `{ product(id: "p1") { name best: stars } all: products { name stars } }`;
  const told = (errors: { path?: (string | number)[]; extensions: any }[]) =>
    errors.map(({ path, extensions }) => `${path?.join(".")} ${extensions.code}`).toSorted();
  const timed = async () => {
    const startedAt = performance.now();
    const answer = await gateway.ask(PAGE);
    return { ...answer, ms: performance.now() - startedAt };
  };

  test(
    named("a dead subgraph leaves its places empty, with an error that names each, and the page answers"),
    async () => {
      gateway.condition("stars", "down");
      const { data, errors, text, ms } = await timed();
      assert.deepEqual(data, {
        product: { name: "Anvil", best: null },
        all: [
          { name: "Anvil", stars: null },
          { name: "Bellows", stars: null },
        ],
      });
      assert.deepEqual(told(errors), [
        "all.0.stars SERVICE_UNAVAILABLE",
        "all.1.stars SERVICE_UNAVAILABLE",
        "product.best SERVICE_UNAVAILABLE",
      ]);
      assert.doesNotMatch(text, /ECONNREFUSED|internal|http|serviceName|"stars"\]?,"service/);
      assert.ok(ms < 500);
    },
  );

  test(named("a frozen subgraph costs the page less than two seconds, and after a few pages nothing"), async () => {
    gateway.condition("stars", "frozen");
    const first = await timed();
    assert.ok(first.ms > 1_000 && first.ms < 2_000, `took ${first.ms} ms`);
    assert.equal(first.data.product.name, "Anvil");
    assert.deepEqual(new Set(first.errors.map(({ extensions }) => extensions.code)), new Set(["TIMEOUT"]));
    await Promise.all([1, 2, 3, 4].map((n) => gateway.ask(`${PAGE} # ${n}`)));
    const later = await timed();
    assert.ok(later.ms < 300, `took ${later.ms} ms`);
    assert.deepEqual(new Set(later.errors.map(({ extensions }) => extensions.code)), new Set(["SERVICE_UNAVAILABLE"]));
    assert.deepEqual(
      new Set(later.errors.map(({ extensions }) => extensions.retryAfterSeconds)),
      new Set([Math.ceil(gateway.gateway.limits.breakerOpenMs / 1_000)]),
      "when the breaker lets one try",
    );
  });

  test(named("the page is whole again soon after the subgraph returns"), async () => {
    gateway.condition("stars", "down");
    for (let page = 0; page < 10; page += 1) await timed();
    gateway.condition("stars", "up");
    const backAt = performance.now();
    await eventually(async () => assert.deepEqual((await gateway.ask(PAGE)).errors, []), 5_000);
    assert.ok(performance.now() - backAt < 2_000);
  });

  test(named("what a subgraph refuses reaches the client as it was meant, what fails inside it does not"), async () => {
    const { data, errors, text } = await gateway.ask(`{ mine: refuse theirs: broken products { name } }`);
    assert.equal(data.products.length, 2);
    assert.deepEqual(told(errors), ["mine BAD_USER_INPUT", "theirs INTERNAL_SERVER_ERROR"]);
    const refusal = errors.find(({ path }) => path?.[0] === "mine")!;
    assert.deepEqual([refusal.message, refusal.extensions.argument], [`"first" must be between 0 and 100.`, "first"]);
    assert.doesNotMatch(text, /SELECT|srv|goods|serviceName|stacktrace|DOWNSTREAM/);
    assert.ok(errors.every(({ extensions }) => typeof extensions.requestId === "string"));
  });

  test(named("a null where none may be is told as our fault, with its path"), async () => {
    const { data, errors } = await gateway.ask(`{ missing { required } products { name } }`);
    assert.equal(data.missing, null);
    assert.equal(data.products.length, 2);
    assert.deepEqual(told(errors), ["missing.required INTERNAL_SERVER_ERROR"]);
  });

  test(named("what a subgraph leaves out without a word is told too, where it may not be null"), async () => {
    const { data, errors } = await gateway.ask(
      `{ product(id: "p3") { name reviewCount } soft: product(id: "p3") { name stars } }`,
    );
    assert.deepEqual(data, { product: null, soft: { name: "Crucible", stars: null } });
    assert.deepEqual(told(errors), ["product.reviewCount INTERNAL_SERVER_ERROR"]);
  });

  test(
    named("the request goes to subgraphs with who asks, how it is read, how long there is, and its id"),
    async () => {
      gateway.traffic.splice(0);
      const { headers } = await gateway.ask(`{ products { stars } }`, {
        token: await gateway.token(),
        headers: { "agora-currency": "USD" },
      });
      for (const { request } of gateway.traffic) {
        assert.equal(request.requestId, headers.get("agora-request-id"));
        assert.deepEqual([request.caller.subject, request.context.currency], ["usr_ada", "USD"]);
        assert.ok(request.deadlineAtMs - Date.now() <= LIMITS.subgraphQueryMsMax);
      }
      assert.equal(gateway.traffic.length, 2);
    },
  );
}

const request = (document = "{ a }", more: Partial<SubgraphRequest> = {}): SubgraphRequest => ({
  ...{ document, caller: nobody, context: { market: "IN", currency: "INR", locale: "en-IN" }, requestId: "r" },
  ...{ deadlineAtMs: Date.now() + 10_000, signal: new AbortController().signal },
  ...more,
});

function underGuard(execute: SubgraphExecutor["execute"], limits = {}) {
  const clock = { at: Date.now(), now: () => new Date(clock.at) };
  const all = {
    ...LIMITS,
    queryTriesMax: 1,
    subgraphQueryMsMax: 50,
    subgraphMutationMsMax: 200,
    breakerFailuresMax: 3,
    breakerOpenMs: 1_000,
    ...limits,
  };
  const executor = guarded(
    "toy",
    { execute, subscribe: async () => ({ data: null }) },
    { limits: all, clock, log: silentLog },
  );
  const ask = async (...args: Parameters<typeof request>) => {
    const { errors } = await executor.execute({ ...request(...args), isMutation: args[0]?.startsWith("mutation") });
    return errors?.[0]?.extensions?.code ?? "fine";
  };
  return { clock, ask, executor };
}

test("an answer that is none is a failure, and keeps no subgraph from coming back", async () => {
  let answer: unknown;
  const { ask, clock } = underGuard(async () => {
    if (answer === "down") throw new Error("down");
    return answer as SubgraphResult;
  });
  answer = "down";
  for (let n = 0; n < 3; n += 1) await ask();
  clock.at += 2_000;
  answer = null;
  assert.equal(await ask(), "SERVICE_UNAVAILABLE");
  clock.at += 2_000;
  answer = { data: { a: 1 } };
  assert.equal(await ask(), "fine");
});

test("a mutation is given longer than a query, neither longer than the request has", async () => {
  const { ask, clock } = underGuard(async () => (await wait(120), { data: {} }));
  assert.equal(await ask("{ a }"), "TIMEOUT");
  assert.equal(await ask("mutation{a}"), "fine");
  assert.equal(await ask("mutation{a}", { deadlineAtMs: clock.at + 20 }), "TIMEOUT");
});

test("the breaker opens after failures in a row, lets one try when its time is over, and closes when that succeeds", async () => {
  let calls = 0;
  let isUp = false;
  const { ask, clock } = underGuard(async () => {
    calls += 1;
    if (!isUp) throw new Error("down");
    return { data: {} };
  });
  for (let n = 0; n < 3; n += 1) assert.equal(await ask(), "SERVICE_UNAVAILABLE");
  assert.equal(calls, 3);
  await Promise.all([ask(), ask(), ask()]);
  assert.equal(calls, 3, "it is left alone while the breaker is open");

  clock.at += 1_001;
  await Promise.all([ask(), ask(), ask()]);
  assert.equal(calls, 4, "one tries for all");
  clock.at += 500;
  await ask();
  assert.equal(calls, 4, "and the time begins anew when it fails");

  isUp = true;
  clock.at += 600;
  assert.equal(await ask(), "fine");
  assert.deepEqual(await Promise.all([ask(), ask()]), ["fine", "fine"]);
});

test("a success between failures, an answer with errors and a client that goes away do not open the breaker", async () => {
  let next: () => Promise<any> = async () => ({ data: {} });
  const { ask } = underGuard(() => next());
  const fail = async () => {
    throw new Error("down");
  };
  for (let n = 0; n < 10; n += 1) {
    next = n % 3 === 2 ? async () => ({ data: {} }) : fail;
    await ask();
  }
  next = async () => ({ errors: [{ message: "no", extensions: { code: "BAD_USER_INPUT" } }] });
  for (let n = 0; n < 10; n += 1) assert.equal(await ask(), "BAD_USER_INPUT");
  next = () => new Promise(() => {});
  for (let n = 0; n < 10; n += 1) await ask("{ a }", { signal: AbortSignal.abort() });
  next = async () => ({ data: {} });
  assert.equal(await ask(), "fine");
});
