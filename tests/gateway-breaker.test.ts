import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  type Breaker,
  BREAKER_LIMITS,
  type BreakerCall,
  type BreakerLimits,
  type CallOutcome,
  createBreaker,
} from "#gateway/resilience/breaker.ts";
import { shareBreakers } from "#gateway/resilience/shared-breakers.ts";

function opened(limits: Partial<BreakerLimits> = {}) {
  const clock = { at: 1_000_000, now: () => new Date(clock.at) };
  const changes: string[] = [];
  const breaker = createBreaker({
    limits: { ...BREAKER_LIMITS, ...limits },
    clock,
    onChange: (state) => void changes.push(`${state} ${clock.at}`),
  });
  return { clock, breaker, changes };
}

/** One call from end to end; false when it was not let through. */
function call(breaker: Breaker, outcome: CallOutcome): boolean {
  const entered = breaker.enter();
  if (entered) breaker.leave(entered, outcome);
  return entered !== undefined;
}

const many = (times: number, run: (n: number) => unknown) => Array.from({ length: times }, (_, n) => run(n));

test("failures one after another open it, then one call tries, and its success closes it", () => {
  const { breaker, clock, changes } = opened();
  many(5, () => assert.ok(call(breaker, "failed")));
  assert.ok(breaker.isOpen());
  clock.at += 1_999;
  assert.equal(call(breaker, "answered"), false);
  clock.at += 1;
  const probe = breaker.enter();
  assert.ok(probe);
  assert.equal(breaker.enter(), undefined, "one for all");
  breaker.leave(probe, "answered");
  assert.ok(many(100, () => call(breaker, "answered")).every(Boolean));
  assert.deepEqual(changes, ["open 1000000", "closed 1002000"]);
});

test("a try that fails leaves it open for as long again, one that was abandoned tells nothing", () => {
  const { breaker, clock, changes } = opened();
  many(5, () => call(breaker, "failed"));
  clock.at += 2_000;
  assert.ok(call(breaker, "abandoned"));
  assert.ok(call(breaker, "failed"));
  clock.at += 1_999;
  assert.equal(breaker.enter(), undefined);
  clock.at += 1;
  assert.ok(call(breaker, "answered"));
  assert.deepEqual(changes, ["open 1000000", "closed 1004000"]);
});

test("half of all calls failing opens it within a second, a few in between do not", () => {
  const { breaker, clock } = opened();
  many(1_000, (n) => {
    clock.at += 10;
    assert.ok(call(breaker, n % 3 === 0 ? "failed" : "answered"));
  });
  const brokenAtMs = clock.at;
  for (let n = 0; n < 1_000 && call(breaker, n % 2 === 0 ? "failed" : "answered"); n += 1) clock.at += 10;
  assert.ok(clock.at - brokenAtMs <= 1_000, `${clock.at - brokenAtMs} ms`);
});

test("few calls open it by failures in a row only", () => {
  const { breaker, clock } = opened();
  many(200, (n) => {
    clock.at += 100;
    assert.ok(call(breaker, n % 2 === 0 ? "failed" : "answered"));
  });
});

test("a subgraph that hangs is left alone within a second, long before the first call's deadline", () => {
  const { breaker, clock } = opened();
  many(50, () => {
    const entered = breaker.enter()!;
    clock.at += 20;
    breaker.leave(entered, "answered");
  });
  const hangsFromMs = clock.at;
  for (let n = 0; n < 1_000 && breaker.enter(); n += 1) clock.at += 10;
  assert.ok(clock.at - hangsFromMs <= 1_000, `${clock.at - hangsFromMs} ms`);
});

test("slow calls are no stall while others are answered, nor where answers always take long, nor behind one slow call", () => {
  const slow = opened();
  many(20, () => slow.breaker.enter());
  many(200, () => {
    slow.clock.at += 50;
    assert.ok(call(slow.breaker, "answered"));
  });

  const usuallySlow = opened();
  many(30, () => {
    const calls = many(10, () => usuallySlow.breaker.enter()) as BreakerCall[];
    usuallySlow.clock.at += 790;
    assert.ok(calls.every(Boolean));
    calls.forEach((entered) => usuallySlow.breaker.leave(entered, "answered"));
  });
  many(10, () => usuallySlow.breaker.enter());
  usuallySlow.clock.at += 1_500;
  assert.ok(usuallySlow.breaker.enter());

  const quiet = opened();
  many(100, () => call(quiet.breaker, "answered"));
  quiet.clock.at += 60_000;
  quiet.breaker.enter();
  quiet.clock.at += 1_400;
  assert.ok(many(10, () => quiet.breaker.enter()).every(Boolean));
});

test("a process that stood still itself, and finds all calls waiting, takes no subgraph for stalled", () => {
  const { breaker, clock } = opened();
  many(50, () => {
    clock.at += 20;
    assert.ok(call(breaker, "answered"));
  });
  const waiting = many(20, () => breaker.enter()!) as BreakerCall[];
  clock.at += 5_000;
  assert.ok(many(20, () => breaker.enter()).every(Boolean), "requests are read before the answers are");
  waiting.forEach((entered) => breaker.leave(entered, "answered"));
  assert.ok(!breaker.isOpen());
});

test("calls from before it opened change nothing afterwards", () => {
  const { breaker, clock, changes } = opened();
  const early = many(20, () => breaker.enter()!) as BreakerCall[];
  early.slice(0, 5).forEach((entered) => breaker.leave(entered, "failed"));
  clock.at += 1_500;
  early.slice(5, 15).forEach((entered) => breaker.leave(entered, "failed"));
  early.slice(15).forEach((entered) => breaker.leave(entered, "answered"));
  assert.ok(breaker.isOpen());
  clock.at += 500;
  assert.ok(call(breaker, "answered"), "late failures do not keep it open longer");
  assert.equal(changes.length, 2);
});

test("what one worker finds out the others follow, without telling it around", () => {
  const told: { subgraph: string; state: string }[] = [];
  let hear: (message: any) => void = () => {};
  const { breaker, changes, clock } = opened();
  const group = {
    tell: (_topic: string, message: any) => void told.push(message),
    onTold: (_: string, listener: any) => void (hear = listener),
  };
  const tell = shareBreakers(group as never, () => breaker);
  tell("stars", "open");
  assert.deepEqual(told, [{ subgraph: "stars", state: "open" }]);

  hear({ subgraph: "stars", state: "open" });
  assert.equal(breaker.enter(), undefined);
  hear({ subgraph: "stars", state: "closed" });
  assert.ok(call(breaker, "answered"));
  hear({ subgraph: "stars", state: "open" });
  clock.at += 2_000;
  assert.ok(call(breaker, "answered"), "it tries for itself too");
  assert.deepEqual(changes, ["closed 1002000"]);
});

/** Calls as they come: after so many ms, taking so long, ending so. */
const traffic = fc.array(
  fc.record({
    gapMs: fc.integer({ min: 1, max: 40 }),
    tookMs: fc.integer({ min: 0, max: 300 }),
    outcome: fc.constantFrom<CallOutcome>("answered", "failed", "failed", "abandoned"),
  }),
  { minLength: 50, maxLength: 300 },
);

test("whatever happens: one at most tries while it is open, and within five seconds of health it is closed", () => {
  fc.assert(
    fc.property(traffic, (calls) => {
      const { breaker, clock, changes } = opened();
      let running: { endsAtMs: number; entered: BreakerCall; outcome: CallOutcome }[] = [];
      const endUntil = (untilMs: number) => {
        for (const ending of running
          .filter(({ endsAtMs }) => endsAtMs <= untilMs)
          .sort((a, b) => a.endsAtMs - b.endsAtMs)) {
          clock.at = ending.endsAtMs;
          breaker.leave(ending.entered, ending.outcome);
        }
        running = running.filter(({ endsAtMs }) => endsAtMs > untilMs);
        clock.at = untilMs;
      };
      for (const { gapMs, tookMs, outcome } of calls) {
        endUntil(clock.at + gapMs);
        const wasOpen = breaker.isOpen() || (changes.at(-1)?.startsWith("open") ?? false);
        const entered = breaker.enter();
        if (entered && wasOpen) assert.equal(breaker.enter(), undefined);
        if (entered) running.push({ endsAtMs: clock.at + tookMs, entered, outcome });
      }
      const healthyFromMs = clock.at;
      while (clock.at < healthyFromMs + 5_000) {
        endUntil(clock.at + 20);
        const entered = breaker.enter();
        if (entered) running.push({ endsAtMs: clock.at + 10, entered, outcome: "answered" });
      }
      assert.equal(breaker.isOpen(), false);
      assert.ok(many(10, () => call(breaker, "answered")).every(Boolean));
    }),
  );
});

test("when every call fails it is open after the fifth, and then lets one through every two seconds", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 20, maxLength: 200 }), (gaps) => {
      const { breaker, clock } = opened();
      const startMs = clock.at;
      let letThrough = 0;
      for (const gapMs of gaps) {
        clock.at += gapMs;
        if (call(breaker, "failed")) letThrough += 1;
      }
      assert.ok(letThrough <= 5 + Math.floor((clock.at - startMs) / 2_000));
    }),
  );
});
