import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { watchEventLoop } from "#gateway/resilience/event-loop-lag.ts";
import { createLoadShedder, overloaded, SHEDDER_LIMITS, type Ticket } from "#gateway/resilience/load-shedder.ts";
import { createPlaces } from "#gateway/resilience/places.ts";
import { type OverloadOptions, simulateOverload } from "#tests/support/overload.ts";

const seed = Date.now() % 1_000_000;

/** A service of 20 places and 50 ms, so 400 a second, offered twenty times that; a minute that takes none. */
function simulated(options: Partial<OverloadOptions> = {}) {
  const run = simulateOverload({
    ...{ seconds: 60, offeredPerSecond: () => 8_000, places: () => 20, serviceMs: () => 50, patienceMs: 1_000, seed },
    createShedder: (now) => createLoadShedder({ limits: SHEDDER_LIMITS, now }),
    ...options,
  });
  const mean = (from: number, to: number) =>
    run.goodput.slice(from, to).reduce((sum, served) => sum + served, 0) / (to - from);
  return { ...run, mean, peak: Math.max(...run.goodput), told: `seed ${seed}: ${run.goodput.join(" ")}` };
}

test("offered twenty times what it can serve for a minute, it serves nine tenths of its peak in each second", () => {
  const { goodput, peak, told } = simulated();
  assert.ok(peak >= 380 && peak <= 420, told);
  assert.ok(Math.min(...goodput.slice(1)) >= 0.9 * peak, told);
});

test("without it clients wait until they give up, and nearly all that is served is served for nobody", () => {
  const atOnce = { loadAtOnceStart: 1e9, loadAtOnceMin: 1e9, loadAtOnceMax: 1e9 };
  const { mean } = simulated({
    seconds: 10,
    createShedder: (now) => createLoadShedder({ limits: { ...SHEDDER_LIMITS, ...atOnce }, now }),
  });
  assert.ok(mean(2, 10) < 10);
});

test("it serves as much where work takes now this long, now that", () => {
  const random = simulated({ serviceMs: (_, random) => -Math.log(1 - random()) * 50 });
  assert.ok(random.mean(1, 60) >= 0.9 * 400, random.told);
  // Thirty of them say little of the others, and may mislead about how long work takes.
  const mixed = simulated({ serviceMs: (_, random) => (random() < 0.9 ? 5 : 455), patienceMs: 20_000 });
  assert.ok(mixed.mean(1, 60) >= 0.9 * 400, mixed.told);
});

test("where few may become too much, it follows a service that loses half its places, and takes longer, and gets well again", () => {
  const createShedder = (now: () => number) =>
    createLoadShedder({ limits: { ...SHEDDER_LIMITS, loadAtOnceMin: 32 }, now });
  const places = simulated({ createShedder, places: (second) => (second >= 20 && second < 40 ? 10 : 20) });
  assert.ok(places.mean(22, 40) >= 0.9 * 200, places.told);
  assert.ok(places.mean(42, 60) >= 0.9 * 400, places.told);
  const slower = simulated({ createShedder, serviceMs: (second) => (second >= 20 && second < 40 ? 150 : 50) });
  assert.ok(slower.mean(24, 40) >= 0.85 * 133, slower.told);
  assert.ok(slower.mean(42, 60) >= 0.9 * 400, slower.told);
});

test("what can be served is served: half the load refuses nobody, and more places are found", () => {
  const half = simulated({ offeredPerSecond: () => 200 });
  assert.equal(
    half.refused.reduce((sum, refused) => sum + refused, 0),
    0,
  );
  const large = simulated({ seconds: 15, offeredPerSecond: () => 8_000, places: () => 200 });
  assert.ok(large.mean(8, 15) >= 0.9 * 4_000, large.told);
});

test("where more is asked all the time, as few are let in as serve as many, until there is calm", () => {
  const { atOnceMax, goodput, told } = simulated({
    seconds: 45,
    offeredPerSecond: (second) => (second < 40 ? 8_000 : 100),
  });
  assert.ok(atOnceMax[0]! >= SHEDDER_LIMITS.loadAtOnceMin, told);
  const { loadAtOnceFewest } = SHEDDER_LIMITS;
  const held = atOnceMax.slice(8, 40);
  assert.ok(held.filter((most) => most === loadAtOnceFewest).length >= 20, `${atOnceMax.join(" ")} ${told}`);
  assert.ok(Math.max(...held) <= 2 * loadAtOnceFewest, `${atOnceMax.join(" ")} ${told}`);
  assert.ok(Math.min(...goodput.slice(1, 40)) >= 0.9 * 400, told);
  assert.ok(atOnceMax.at(-1)! >= SHEDDER_LIMITS.loadAtOnceMin, `${atOnceMax.join(" ")} ${told}`);
});

test("few are not enough where some work takes a hundred times as long, or where there are more places again", () => {
  const tail = (part: number, ms: number, longMs: number) => (_: number, random: () => number) =>
    random() < part ? ms : longMs;
  const busy = simulated({
    offeredPerSecond: () => 6_000,
    places: () => 300,
    serviceMs: tail(0.98, 10, 1_500),
    patienceMs: 20_000,
  });
  assert.ok(busy.mean(10, 60) >= 0.8 * 6_000, busy.told);
  const full = simulated({ places: () => 300, serviceMs: tail(0.95, 20, 2_500), patienceMs: 20_000 });
  assert.ok(full.mean(10, 60) >= 0.85 * (300_000 / 144), full.told);
  const more = simulated({ places: (second) => (second < 20 ? 20 : 200) });
  assert.ok(more.mean(30, 60) >= 0.85 * 4_000, more.told);
});

test("fewer than one at once serve nobody, whatever the settings say", () => {
  const { mean, told } = simulated({
    // So often that one at once serves as many as two.
    ...{ seconds: 30, offeredPerSecond: () => 50_000, places: () => 1, serviceMs: () => 1 },
    createShedder: (now) => createLoadShedder({ limits: { ...SHEDDER_LIMITS, loadAtOnceFewest: 0 }, now }),
  });
  assert.ok(mean(10, 30) >= 0.8 * 1_000, told);
});

test("what queues for a long time with hardly a refusal is not learnt as the time that work takes", () => {
  const { atOnceMax, mean, told } = simulated({ offeredPerSecond: () => 420 });
  assert.ok(Math.max(...atOnceMax) <= 3 * SHEDDER_LIMITS.loadAtOnceMin, `${atOnceMax.join(" ")} ${told}`);
  assert.ok(mean(5, 60) >= 0.9 * 400, told);
});

test("few at once change nothing, however their work changes", () => {
  const { atOnceMax } = simulated({
    offeredPerSecond: () => 100,
    places: () => 100,
    serviceMs: (second) => (second >= 20 ? 200 : 1),
  });
  assert.deepEqual(new Set(atOnceMax), new Set([SHEDDER_LIMITS.loadAtOnceStart]));
});

test("a service that is slow for another reason than load is let go on, after a moment", () => {
  const { refused, told } = simulated({
    offeredPerSecond: () => 1_500,
    places: () => 400,
    serviceMs: (second) => (second >= 20 ? 120 : 20),
  });
  assert.equal(
    refused.slice(26).reduce((sum, times) => sum + times, 0),
    0,
    `${refused.join(" ")} ${told}`,
  );
});

test("an event loop that is late turns away a part, and all when it is very late", () => {
  let lagMs = 0;
  const limits = { ...SHEDDER_LIMITS, loadAtOnceMin: 32 };
  const shedder = createLoadShedder({ limits, now: () => 0, loop: { lagMs: () => lagMs, turns: () => 0 } });
  const refusedOf100 = () => Array.from({ length: 100 }, () => shedder.tooMuch()).filter(Boolean).length;
  lagMs = 500;
  assert.equal(refusedOf100(), 0, "few at once are no load");
  for (let n = 0; n < limits.loadAtOnceMin; n += 1) shedder.enter();
  lagMs = 0;
  assert.equal(refusedOf100(), 0);
  lagMs = 200;
  assert.equal(refusedOf100(), 75);
  lagMs = 500;
  assert.equal(refusedOf100(), 100);
});

test("what fails at once is turned away too while the loop does not come round, few as there are at a time", () => {
  const loop = { lagMs: () => 500, turns: () => turns };
  let turns = 1;
  const limits = { ...SHEDDER_LIMITS, loadAtOnceMin: 32 };
  const shedder = createLoadShedder({ limits, now: () => 0, loop });
  const letInOf = (asked: number) => {
    let letIn = 0;
    for (let n = 0; n < asked; n += 1) {
      if (shedder.tooMuch()) continue;
      letIn += 1;
      shedder.leave(shedder.enter()!, "ignored");
    }
    return letIn;
  };
  assert.equal(letInOf(100), 32);
  turns += 1;
  assert.equal(letInOf(100), 32);
  while (turns < 50) {
    turns += 1;
    assert.equal(letInOf(30), 30, "few in each turn are no load, however long it takes");
  }
});

test("who joins what runs takes no place, and makes one of many in a turn of the loop all the same", () => {
  const limits = { ...SHEDDER_LIMITS, loadAtOnceStart: 2, loadAtOnceMin: 2 };
  const shedder = createLoadShedder({ limits, now: () => 0, loop: { lagMs: () => 500, turns: () => 1 } });
  assert.equal(shedder.tooMuch(), undefined);
  shedder.enter();
  assert.equal(shedder.tooMuch(), undefined);
  shedder.join();
  assert.equal(shedder.atOnce, 1);
  assert.equal(shedder.tooMuch(), "event loop");
});

test("what the gateway itself holds up is not learnt as the time that work takes", () => {
  const learntFrom = (lagMs: number) => {
    let nowMs = 0;
    const limits = { ...SHEDDER_LIMITS, loadAtOnceStart: 100, loadAtOnceMin: 8 };
    const shedder = createLoadShedder({ limits, now: () => nowMs, loop: { lagMs: () => lagMs, turns: () => nowMs } });
    for (let n = 0; n < 20; n += 1) {
      const tickets = Array.from({ length: Math.floor(shedder.atOnceMax) }, () => shedder.enter()!);
      nowMs += 600;
      for (const ticket of tickets) shedder.leave(ticket, "served");
    }
    return shedder.atOnceMax;
  };
  assert.equal(learntFrom(500), 100);
  assert.ok(learntFrom(0) > 100);
});

test("a probe of which nothing comes is given up", () => {
  let nowMs = 0;
  const shedder = createLoadShedder({
    limits: { ...SHEDDER_LIMITS, loadAtOnceStart: 40, loadAtOnceMax: 40 },
    now: () => nowMs,
  });
  const serve = (outcome: "served" | "ignored") => {
    const tickets: Ticket[] = [];
    for (let n = 0; n < 100; n += 1) {
      const entered = shedder.enter();
      if (entered) tickets.push(entered);
    }
    nowMs += 50;
    for (const ticket of tickets) shedder.leave(ticket, outcome);
  };
  for (let n = 0; n < 10; n += 1) serve("served");
  for (let n = 0; n < 1_000 && shedder.atOnceMax >= 32; n += 1) serve("served");
  for (let n = 0; n < 60; n += 1) serve("ignored");
  assert.ok(shedder.atOnceMax >= 32);
  assert.equal(shedder.atOnce, 0);
});

test("a probe that nothing more is asked in turns nobody away of those who come later", () => {
  let nowMs = 0;
  const shedder = createLoadShedder({
    limits: { ...SHEDDER_LIMITS, loadAtOnceStart: 40, loadAtOnceMax: 40 },
    now: () => nowMs,
  });
  const tickets = () => Array.from({ length: 100 }, () => shedder.enter()).filter((ticket) => ticket !== undefined);
  for (let n = 0; n < 1_000 && shedder.atOnceMax >= 32; n += 1) {
    const entered = tickets();
    nowMs += 50;
    for (const ticket of entered) shedder.leave(ticket, "served");
  }
  assert.ok(shedder.atOnceMax < 32, "a probe began");
  nowMs += 2_500;
  assert.equal(tickets().length, 40);
});

test("the refusal is an error that says when to come back", () => {
  const { code, retryAfterSeconds } = overloaded().extensions;
  assert.deepEqual([code, retryAfterSeconds], ["SERVICE_UNAVAILABLE", 1]);
});

test("a blocked event loop is noticed while it is blocked, and forgotten soon after", async () => {
  const loop = watchEventLoop();
  await wait(100);
  const untilMs = performance.now() + 200;
  while (performance.now() < untilMs);
  assert.ok(loop.lagMs() >= 100, `${loop.lagMs()}`);
  await wait(500);
  assert.ok(loop.lagMs() < 60, `${loop.lagMs()}`);
  loop.close();
});

test("who goes away when he has just been let in takes nobody else's place in the queue", async () => {
  const places = createPlaces({ callsAtOnceMax: 1, callsWaitingMax: 10, callWaitMsMax: 60_000 });
  places.enter();
  const leaving = new AbortController();
  const [first, second] = [places.enter(leaving.signal), places.enter()];
  places.leave();
  leaving.abort();
  assert.equal(await first, true, "the place is his until he leaves it");
  assert.equal(places.waiting, 1);
  places.leave();
  assert.equal(await second, true);
});

test("a service is asked so much at once; the rest waits its turn, not for long, and no more than a few", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const places = createPlaces({ callsAtOnceMax: 2, callsWaitingMax: 3, callWaitMsMax: 20 });
  assert.deepEqual([places.enter(), places.enter()], [true, true]);
  const outcomes: string[] = [];
  const queue = (name: string, signal?: AbortSignal) =>
    Promise.resolve(places.enter(signal)).then((isIn) => void outcomes.push(`${name} ${isIn}`));
  const settle = async () => {
    for (let n = 0; n < 10; n += 1) await undefined;
    return outcomes.splice(0);
  };
  const gone = new AbortController();
  void queue("first");
  t.mock.timers.tick(10);
  void queue("second");
  void queue("third", gone.signal);
  assert.equal(places.enter(), false, "too many wait already");

  places.leave();
  assert.deepEqual(await settle(), ["first true"]);
  gone.abort();
  assert.deepEqual(await settle(), ["third false"]);
  assert.equal(places.waiting, 1);
  t.mock.timers.tick(19);
  assert.deepEqual(await settle(), []);
  t.mock.timers.tick(1);
  assert.deepEqual(await settle(), ["second false"]);
  assert.deepEqual([places.taken, places.waiting], [2, 0]);
  places.leave();
  places.leave();
  assert.deepEqual([places.taken, places.enter()], [0, true]);
  assert.equal(await places.enter(AbortSignal.abort()), true, "there is room: nobody waits");
  assert.equal(await places.enter(AbortSignal.abort()), false);
});
