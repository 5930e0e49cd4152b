import assert from "node:assert/strict";
import { test } from "node:test";
import { withKeptReads } from "#gateway/cache/kept-reads.ts";
import { cacheRulesOf } from "#gateway/cache/rules.ts";
import { localCacheStore } from "#gateway/cache/store.ts";
import { systemClock as clock, sleep } from "#kernel/clock.ts";
import type { Execute, SubgraphRequest } from "#kernel/executor.ts";
import { nobody } from "#kernel/identity.ts";
import { silentLog } from "#kernel/log.ts";

const rules = cacheRulesOf(`
  type Query { now: Int @cacheControl(maxAge: 60, scope: PUBLIC) }
  type Thing @join__type(graph: A, key: "id") @cacheControl(maxAge: 60, scope: PUBLIC) { id: ID! version: Int }
`);
const keeping = (execute: Execute) =>
  withKeptReads(
    "a",
    { handsOverAnswers: true, execute, subscribe: async () => ({ data: null }) },
    {
      ...{ rules, store: localCacheStore(clock), graph: "g", clock, log: silentLog },
      ...{ staleSeconds: 0, valueBytesMax: 1_000, makeMsMax: 5_000 },
    },
  );
const request = (document: string, more: Partial<SubgraphRequest> = {}): SubgraphRequest => ({
  ...{ document, caller: nobody, context: { market: "", currency: "", locale: "" }, requestId: "r" },
  ...{ deadlineAtMs: Date.now() + 5_000, signal: new AbortController().signal },
  ...more,
});

test("a subgraph that answers nothing is not taken for one that knows nothing, though some is kept", async () => {
  let isWell = true;
  const entities = keeping(async ({ variables }) =>
    isWell ? { data: { _entities: (variables!.representations as object[]).map(() => ({ version: 1 })) } } : {},
  );
  const document =
    "query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Thing { version } } }";
  const ask = (...ids: string[]) =>
    entities.execute(
      request(document, { variables: { representations: ids.map((id) => ({ __typename: "Thing", id })) } }),
    );
  assert.deepEqual((await ask("1")).data, { _entities: [{ version: 1 }] });
  isWell = false;
  assert.equal((await ask("1", "2")).data, undefined);
});

test("who waits for the answer that somebody in a hurry asked for has the time that it takes", async () => {
  const roots = keeping(async ({ deadlineAtMs }) => {
    await sleep(60);
    return Date.now() > deadlineAtMs ? { errors: [{ message: "too late" }] } : { data: { now: 1 } };
  });
  const hasty = roots.execute(request("{ now }", { deadlineAtMs: Date.now() + 20 }));
  const patient = roots.execute(request("{ now }"));
  assert.deepEqual(await Promise.all([hasty, patient]), [{ data: { now: 1 } }, { data: { now: 1 } }]);
});
