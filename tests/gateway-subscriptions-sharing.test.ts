import assert from "node:assert/strict";
import { test as register } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import fc from "fast-check";
import type { Events } from "#gateway/subscriptions/subscriptions.ts";
import { type Caller, nobody } from "#kernel/identity.ts";
import { eventually } from "#tests/support/eventually.ts";
import { handSubscriptions } from "#tests/support/live-graph.ts";

/** A stream that is not ended would be waited for. */
const test = (name: string, run: () => Promise<void>) => register(name, { timeout: 10_000 }, run);
const change = (n: number) => ({ data: { change: n } });
const ada: Caller = { subject: "usr_ada", scopes: ["a", "b"], session: "ses_1" };

/** All it gets, and how it ends. */
function reading(events: Events) {
  const read: any[] = [];
  const over = (async () => {
    for await (const json of events) read.push(JSON.parse(json).data?.change ?? JSON.parse(json));
  })();
  over.catch(() => {});
  return { read, over };
}
/** All has come of what was said, where nothing takes its time. */
const settled = () => new Promise(setImmediate);

test("equal subscriptions share one stream, whose events are completed once for all", async () => {
  const { watch, opened, completions } = handSubscriptions();
  const watchers = await Promise.all(Array.from({ length: 50 }, () => watch({ id: 1 })));
  const readers = watchers.map(reading);
  assert.equal(opened.length, 1);
  for (const n of [1, 2, 3]) opened[0]!.say(change(n));
  await settled();
  assert.deepEqual(
    completions.map(({ event }) => event),
    [1, 2, 3].map((n) => ({ change: n })),
  );
  for (const { read } of readers) assert.deepEqual(read, [1, 2, 3]);
});

test("another variable of the stream, another caller, other scopes or another session have a stream of their own", async () => {
  const { watch, opened } = handSubscriptions();
  await watch({ id: 1 }, ada);
  await watch({ id: 1 }, { ...ada, scopes: ["b", "a"], expiresAtMs: 1 });
  assert.equal(opened.length, 1, "the order of scopes and the token's end say nothing about what may be seen");
  await watch({ id: 2 }, ada);
  await watch({ id: 1 }, { ...ada, subject: "usr_eve" });
  await watch({ id: 1 }, { ...ada, scopes: ["a"] });
  await watch({ id: 1 }, { ...ada, session: "ses_2" });
  await watch({ id: 1 }, nobody);
  assert.equal(opened.length, 6);
});

test("watchers who differ in what only the rest of the plan uses share the stream, and each is answered its own way", async () => {
  const { watch, opened, completions } = handSubscriptions();
  const readers = [await watch({ id: 1, rest: "x" }), await watch({ id: 1, rest: "y" })].map(reading);
  assert.equal(opened.length, 1);
  opened[0]!.say(change(1));
  await settled();
  assert.equal(completions.length, 2);
  for (const { read } of readers) assert.deepEqual(read, [1]);
});

test("who comes later hears the subgraph anew, and shares once both streams have said the same", async () => {
  const { watch, opened, streaming } = handSubscriptions();
  const early = reading(await watch());
  opened[0]!.say(change(1));
  await settled();
  const late = reading(await watch());
  assert.equal(opened.length, 2, "nobody knows whether the stream begins with the present state");
  opened[1]!.say(change(1));
  await settled();
  assert.deepEqual(streaming(), [opened[0]], "the younger stream has done its duty");
  opened[0]!.say(change(2));
  await settled();
  assert.deepEqual(
    [early.read, late.read],
    [
      [1, 2],
      [1, 2],
    ],
  );
});

test("a late watcher of a stream without a beginning misses nothing and sees nothing twice while the streams meet", async () => {
  const { watch, opened, streaming } = handSubscriptions();
  const early = reading(await watch());
  const all = (n: number) => streaming().forEach((stream) => stream.say(change(n)));
  all(1);
  await settled();
  const late = [reading(await watch()), reading(await watch())];
  assert.equal(opened.length, 2, "those who wait for the first event share already");
  for (const n of [2, 3, 4]) {
    all(n);
    await settled();
  }
  assert.equal(streaming().length, 1);
  assert.deepEqual(early.read, [1, 2, 3, 4]);
  for (const { read } of late) assert.deepEqual(read, [2, 3, 4]);
});

test("streams that never say the same stay apart", async () => {
  const { watch, opened, streaming } = handSubscriptions();
  const early = reading(await watch());
  for (const n of [10, 9, 8]) opened[0]!.say(change(n));
  await settled();
  const late = reading(await watch());
  for (const n of [10, 9]) opened[1]!.say(change(n));
  await settled();
  assert.equal(streaming().length, 2);
  assert.deepEqual(
    [early.read, late.read],
    [
      [10, 9, 8],
      [10, 9],
    ],
  );
});

test("a stream that nobody watches is closed after its linger, and taken up again within it", async () => {
  const { watch, streaming, opened } = handSubscriptions({ upstreamLingerMs: 30 });
  const first = await watch();
  await first.return!();
  const again = reading(await watch());
  await wait(60);
  assert.deepEqual([opened.length, streaming().length], [1, 1]);
  opened[0]!.say(change(1));
  await settled();
  assert.deepEqual(again.read, [1]);
  const last = await watch({ id: 2 });
  await last.return!();
  await eventually(() => assert.equal(streaming().length, 1));
});

test("a stream that nobody watches is closed at its next event", async () => {
  const { watch, streaming, opened } = handSubscriptions({ upstreamLingerMs: 60_000 });
  await (
    await watch()
  ).return!();
  opened[0]!.say(change(1));
  await settled();
  assert.equal(streaming().length, 0);
});

test("events come in their order, however long each takes to complete", async () => {
  const delays = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 20 });
  const property = fc.asyncProperty(delays, async (delaysMs) => {
    const { watch, opened, setting } = handSubscriptions();
    setting.delayMs = ({ change: n }) => delaysMs[n]!;
    const readers = (await Promise.all([watch(), watch()])).map(reading);
    delaysMs.forEach((_, n) => opened[0]!.say(change(n)));
    opened[0]!.end();
    for (const { read, over } of readers) {
      await over;
      assert.deepEqual(read, [...delaysMs.keys()]);
    }
  });
  await fc.assert(property, { numRuns: 20 });
});

test("a stream that breaks ends all its watchers with a word that says to come again", async () => {
  const { watch, opened, streaming } = handSubscriptions();
  const readers = [await watch(), await watch()].map(reading);
  opened[0]!.say(change(1));
  opened[0]!.fail();
  for (const { read, over } of readers) {
    await assert.rejects(over, { extensions: { code: "SERVICE_UNAVAILABLE", retryable: true } });
    assert.deepEqual(read, [1], "after the events before it");
  }
  reading(await watch());
  assert.deepEqual(streaming(), [opened[1]], "the next one begins anew");
});

test("a stream's last word without data ends it, after the events before it", async () => {
  const { watch, opened, streaming } = handSubscriptions();
  const { read, over } = reading(await watch());
  opened[0]!.say(change(1));
  opened[0]!.say({ errors: [{ message: "not yours", extensions: { code: "FORBIDDEN" } }] });
  opened[0]!.say(change(2));
  await assert.rejects(over, { message: "not yours", extensions: { code: "FORBIDDEN" } });
  assert.deepEqual(read, [1]);
  assert.equal(streaming().length, 0);
});

test("a last word without a message has the one that errors have without", async () => {
  const { watch, opened } = handSubscriptions();
  const { over } = reading(await watch());
  opened[0]!.say({ errors: [{ extensions: { code: "FORBIDDEN" } } as never] });
  await assert.rejects(over, { message: "masked", extensions: { code: "FORBIDDEN" } });
});

test("a subgraph's refusal is the answer of all who asked, and the next one asks again", async () => {
  const { subscriptions, setting, requestOf, watch } = handSubscriptions();
  setting.refusal = { data: null, errors: [{ message: "not yours", path: ["change"] }] };
  const outcomes = await Promise.all([1, 2].map(() => subscriptions.subscribe(setting.graph, requestOf({}, nobody))));
  for (const outcome of outcomes)
    assert.deepEqual("errors" in outcome && outcome.errors, [{ message: "not yours", path: ["change"] }]);
  setting.refusal = undefined;
  await watch();
});

test("a reader that is slower than its events holds a bounded number of them, and slows nobody down", async () => {
  const { watch, opened } = handSubscriptions({ eventsWaitingMax: 10 });
  const slow = await watch();
  const { read } = reading(await watch());
  for (let n = 0; n < 30; n += 1) {
    opened[0]!.say(change(n));
    await settled();
  }
  assert.equal(read.length, 30);
  opened[0]!.end();
  const late = reading(slow);
  await assert.rejects(late.over, /faster than they were read/);
  assert.deepEqual(late.read, [...Array.from({ length: 10 }).keys()]);
});

test("a reader that is slower than its events holds a bounded number of bytes", async () => {
  const { watch, opened } = handSubscriptions({ eventBytesWaitingMax: 5_000 });
  const slow = await watch();
  for (let n = 0; n < 30; n += 1) {
    opened[0]!.say({ data: { change: "x".repeat(1_000) } });
    await settled();
  }
  opened[0]!.end();
  const late = reading(slow);
  await assert.rejects(late.over, /faster than they were read/);
  assert.equal(late.read.length, 5);
});

test("a stream that never pauses does not hold everything up", async () => {
  const { watch, setting, streaming } = handSubscriptions({ eventsWaitingMax: 10 });
  const endless: AsyncIterableIterator<any> = {
    [Symbol.asyncIterator]: () => endless,
    next: async () => ({ done: false, value: change(1) }),
  };
  setting.graph = {
    ...setting.graph,
    streamsOf: () => ({ execute: async () => ({}), subscribe: async () => endless }),
  };
  const { over } = reading(await watch());
  await assert.rejects(over, /faster than they were read/);
  assert.equal(streaming().length, 0);
});

test("another supergraph takes over at the next event, on the same stream", async () => {
  const { watch, opened, setting, graph } = handSubscriptions();
  const events = await watch();
  opened[0]!.say(change(1));
  assert.equal(JSON.parse((await events.next()).value!).data.by, "first");
  setting.graph = graph("second", "subscription { change }");
  opened[0]!.say(change(2));
  assert.equal(JSON.parse((await events.next()).value!).data.by, "second");
  await watch();
  assert.equal(opened.length, 2, "who comes after events hears the subgraph anew, as ever");
});

test("a supergraph that no longer knows the field ends its subscriptions with a word of their own", async () => {
  const { watch, opened, setting, graph, streaming } = handSubscriptions({ upstreamLingerMs: 1 });
  const { read, over } = reading(await watch());
  opened[0]!.say(change(1));
  await settled();
  setting.graph = graph("second");
  opened[0]!.say(change(2));
  await assert.rejects(over, { extensions: { code: "SCHEMA_CHANGED" } });
  assert.deepEqual(read, [1]);
  await eventually(() => assert.equal(streaming().length, 0));
});

test("a reload is taken up without an event, too, so that nothing holds the old supergraph", async () => {
  const { watch, opened, setting, graph, reload, adopted } = handSubscriptions();
  const readers = await Promise.all(Array.from({ length: 250 }, async (_, id) => reading(await watch({ id }))));
  setting.graph = graph("second", "subscription { change }");
  reload();
  await eventually(() => assert.equal(adopted(), 250));
  opened[7]!.say(change(1));
  await settled();
  assert.deepEqual([readers[7]!.read, adopted()], [[1], 250]);
  setting.graph = graph("third");
  reload();
  for (const { over } of readers) await assert.rejects(over, { extensions: { code: "SCHEMA_CHANGED" } });
});

test("what another supergraph streams from elsewhere moves there, after the event at hand", async () => {
  for (const isEventFirst of [true, false]) {
    const { watch, opened, setting, graph, streaming, reload } = handSubscriptions({ upstreamLingerMs: 1 });
    const readers = [reading(await watch({ id: 1 })), reading(await watch({ id: 1 }))];
    setting.graph = graph("second", "subscription { moved: change }");
    if (isEventFirst) opened[0]!.say(change(1));
    else reload();
    await eventually(() =>
      assert.deepEqual(
        streaming().map(({ document }) => document),
        ["subscription { moved: change }"],
      ),
    );
    assert.equal(opened.length, 2);
    opened[1]!.say(change(2));
    await settled();
    for (const { read } of readers) assert.deepEqual(read, isEventFirst ? [1, 2] : [2]);
  }
});

test("events are completed on behalf of somebody who still watches", async () => {
  const { watch, opened, completions } = handSubscriptions();
  const first = await watch({}, { ...ada, expiresAtMs: 1 });
  await watch({}, { ...ada, expiresAtMs: 2 });
  await first.return!();
  opened[0]!.say(change(1));
  await settled();
  assert.deepEqual(
    completions.map(({ caller }) => caller.expiresAtMs),
    [2],
  );
});

test("what has come is completed to the end, when its stream ends and when its watchers have moved to another", async () => {
  const { watch, opened, setting, completions, leaveAll } = handSubscriptions();
  setting.delayMs = () => 20;
  const early = reading(await watch());
  opened[0]!.say(change(1));
  await settled();
  const late = reading(await watch());
  opened[1]!.say(change(1));
  await settled();
  opened[0]!.say(change(2));
  opened[0]!.end();
  leaveAll();
  await Promise.all([early.over, late.over]);
  assert.deepEqual(
    [early.read, late.read],
    [
      [1, 2],
      [1, 2],
    ],
  );
  assert.deepEqual(
    completions.map(({ signal }) => signal.aborted),
    [false, false, false],
  );
});

test("an event that cannot be completed is told as one with errors, and the stream goes on", async () => {
  const { watch, opened, setting } = handSubscriptions();
  setting.delayMs = ({ change: n }) => {
    if (n === 1) throw new Error("a fault of ours");
    return 0;
  };
  const { read } = reading(await watch());
  opened[0]!.say(change(1));
  opened[0]!.say(change(2));
  await settled();
  assert.deepEqual([Object.keys(read[0]), read[1]], [["errors"], 2]);
});
