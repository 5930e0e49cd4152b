import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { withKeptReads } from "#gateway/cache/kept-reads.ts";
import { cacheRulesOf } from "#gateway/cache/rules.ts";
import { localCacheStore } from "#gateway/cache/store.ts";
import { changed } from "#gateway/cache/tags.ts";
import type { SubgraphRequest } from "#kernel/executor.ts";
import { nobody } from "#kernel/identity.ts";
import { silentLog } from "#kernel/log.ts";

const rules = cacheRulesOf(/* GraphQL */ `
  type Query {
    thing: Thing @cacheControl(maxAge: 60, scope: PUBLIC)
  }
  type Thing @join__type(graph: A, key: "id") @cacheControl(maxAge: 60, scope: PUBLIC) {
    id: ID!
    version: Int
  }
`);
const ENTITIES =
  "query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Thing { version } } }";
const ROOT = "{ thing { id version } }";

/** Everything that takes time may take any time: a subgraph's reading and answering, an event's way, a renewal. */
test("whoever asks after an event reads what it told of, whatever was under way when it came", async (t) => {
  const seed = Number(process.env.AGORA_TEST_SEED ?? Date.now() % 2 ** 31);
  t.diagnostic(`AGORA_TEST_SEED=${seed}`);
  let kept = 0;
  const acts = fc.array(fc.constantFrom("entity", "entity", "root", "root", "change", "later"), { maxLength: 14 });

  const race = fc.asyncProperty(fc.scheduler(), acts, async (scheduler, order) => {
    let nowMs = 1_000_000;
    const clock = { now: () => new Date(nowMs) };
    const store = localCacheStore(clock);
    let version = 1;
    let told = 1;
    let asked = 0;
    const options = { rules, store, graph: "g", clock, log: silentLog };
    const { execute } = withKeptReads(
      "a",
      {
        execute: async ({ document }) => {
          asked += 1;
          await scheduler.schedule(Promise.resolve(), "the question arrives");
          const read = version;
          await scheduler.schedule(Promise.resolve(), "the answer arrives");
          const thing = { id: "t1", version: read };
          return { data: document === ROOT ? { thing } : { _entities: [thing] } };
        },
        subscribe: () => Promise.reject(new Error("nobody watches")),
      },
      { ...options, staleSeconds: 600, valueBytesMax: 1_000, makeMsMax: 5_000 },
    );
    const read = async (document: string) => {
      const atLeast = told;
      const { data } = await execute(requestOf(document));
      const [thing] = document === ROOT ? [data.thing] : data._entities;
      assert.ok(thing.version >= atLeast, `${thing.version} where ${atLeast} was told`);
    };
    const change = async () => {
      const changedTo = (version += 1);
      await scheduler.schedule(Promise.resolve(), "the event arrives");
      await store.invalidate(changed("Thing", "t1"));
      told = Math.max(told, changedTo);
    };

    let reads = 0;
    const run = async (): Promise<void> => {
      const running: Promise<void>[] = [];
      for (const act of order) {
        await scheduler.schedule(Promise.resolve(), act);
        if (act === "later") nowMs += 70_000;
        else if (act === "change") running.push(change());
        else {
          reads += 1;
          running.push(read(act === "root" ? ROOT : ENTITIES));
        }
      }
      await Promise.all(running);
    };
    await scheduler.waitFor(run());
    kept += Math.max(0, reads - asked);
  });
  await fc.assert(race, { numRuns: 1_000, seed, endOnFailure: true });
  t.diagnostic(`${kept} answers came out of the cache`);
  assert.ok(kept > 100);
});

function requestOf(document: string): SubgraphRequest {
  return {
    ...{ document, caller: nobody, requestId: "r", deadlineAtMs: Infinity, signal: new AbortController().signal },
    context: { market: "IN", currency: "INR", locale: "en-IN" },
    variables: document === ROOT ? {} : { representations: [{ __typename: "Thing", id: "t1" }] },
  };
}
