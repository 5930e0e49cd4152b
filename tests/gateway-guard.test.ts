import assert from "node:assert/strict";
import { createServer, type ServerResponse } from "node:http";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { guarded } from "#gateway/execution/guard.ts";
import { LIMITS } from "#gateway/limits.ts";
import { systemClock } from "#kernel/clock.ts";
import type { SubgraphExecutor, SubgraphRequest } from "#kernel/executor.ts";
import { nobody } from "#kernel/identity.ts";
import { silentLog } from "#kernel/log.ts";
import { overHttp } from "#kernel/over-http.ts";
import { listen } from "#tests/support/gateway.ts";

let answer: (outgoing: ServerResponse) => unknown;
const server = createServer((incoming, outgoing) => void incoming.resume().on("end", () => answer(outgoing)));
let there: SubgraphExecutor & { close(): Promise<void> };
const away = overHttp({ name: "away", url: "http://127.0.0.1:1/graphql", from: "gateway" });

before(async () => {
  there = overHttp({ name: "there", url: `${await listen(server)}/graphql`, from: "gateway" });
});
after(async () => {
  await there.close();
  await away.close();
  server.closeAllConnections();
  server.close();
});

const fine = (outgoing: ServerResponse) => outgoing.end(`{"data":{"a":1}}`);

function under(executor: SubgraphExecutor, limits = {}) {
  const all = { ...LIMITS, queryTriesMax: 1, breakerFailuresMax: 3, breakerStalledMs: 60_000, ...limits };
  const { execute } = guarded("toy", executor, { limits: all, clock: systemClock, log: silentLog });
  return async (document: string, leftMs: number) => {
    const request: SubgraphRequest = {
      ...{ document, caller: nobody, context: { market: "", currency: "", locale: "" }, requestId: "r" },
      ...{ deadlineAtMs: Date.now() + leftMs, signal: new AbortController().signal },
      isMutation: document.startsWith("mutation"),
    };
    const { errors } = await execute(request);
    return { code: errors?.[0]?.extensions?.code ?? "fine", message: errors?.[0]?.message };
  };
}

test("of a mutation that was sent and not answered it is told that it may have been carried out", async () => {
  const ways: Record<string, [(outgoing: ServerResponse) => unknown, string]> = {
    "cut off": [(outgoing) => outgoing.destroy(), "SERVICE_UNAVAILABLE"],
    "a status": [(outgoing) => outgoing.writeHead(502).end(), "SERVICE_UNAVAILABLE"],
    "no GraphQL": [(outgoing) => outgoing.end("<html>"), "SERVICE_UNAVAILABLE"],
    silence: [() => {}, "TIMEOUT"],
  };
  for (const [way, [one, code]] of Object.entries(ways)) {
    answer = one;
    const ask = under(there, { subgraphQueryMsMax: 100, subgraphMutationMsMax: 100 });
    const acted = await ask("mutation { a }", 5_000);
    assert.equal(acted.code, code, way);
    assert.match(acted.message!, /may have been.*look before you ask again/, way);
    const read = await ask("{ a }", 5_000);
    assert.equal(read.code, code, way);
    assert.match(read.message!, /Ask again/, way);
  }
  const frozen = under(
    { execute: () => new Promise(() => {}), subscribe: async () => ({}) },
    { subgraphMutationMsMax: 50 },
  );
  assert.match((await frozen("mutation { a }", 5_000)).message!, /may have been/);
});

test("of a mutation that cannot have been heard or was refused it is told so", async () => {
  const ask = under(away);
  for (let n = 0; n < 3; n += 1) assert.match((await ask("mutation { a }", 5_000)).message!, /Ask again/);
  assert.match((await ask("mutation { a }", 5_000)).message!, /Ask again/, "the breaker is open");
  answer = (outgoing) => outgoing.writeHead(413).end();
  assert.match((await under(there)("mutation { a }", 5_000)).message!, /was refused/);
});

test("a call that had less than its share of time is no failure of its subgraph", async () => {
  answer = async (outgoing) => (await wait(150), fine(outgoing));
  const limits = { subgraphQueryMsMax: 400, subgraphMutationMsMax: 400 };
  const ask = under(there, limits);
  for (let n = 0; n < 6; n += 1) assert.equal((await ask("{ a }", 30)).code, "TIMEOUT");
  for (let n = 0; n < 6; n += 1) assert.equal((await ask("mutation { a }", 30)).code, "TIMEOUT");
  assert.equal((await ask("{ a }", 5_000)).code, "fine");
});

test("one that had most of its share, though others took some of it, has failed", async () => {
  answer = () => {};
  const ask = under(there, { subgraphQueryMsMax: 60 });
  for (let n = 0; n < 3; n += 1) assert.equal((await ask("{ a }", 45)).code, "TIMEOUT");
  assert.equal((await ask("{ a }", 5_000)).code, "SERVICE_UNAVAILABLE");
});

test("one that had all that an operation has failed, though its own share were more", async () => {
  answer = () => {};
  const ask = under(there, { queryMsMax: 50, subgraphQueryMsMax: 1_500 });
  for (let n = 0; n < 3; n += 1) assert.equal((await ask("{ a }", 48)).code, "TIMEOUT");
  assert.equal((await ask("{ a }", 50)).code, "SERVICE_UNAVAILABLE");
});
