import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { silentLog } from "#kernel/log.ts";
import { postgresSignals } from "#kernel/signals.ts";
import { testDatabase, type TestDatabase } from "./support/database.ts";
import { eventually } from "./support/eventually.ts";

let place: TestDatabase;

before(async () => {
  place = await testDatabase();
});
after(async () => {
  await place.drop();
});

test("a signal reaches listeners in this process at once and in another soon, each once, by name", async () => {
  const [here, there] = [await open("orders"), await open("payments")];
  const heard: string[] = [];
  here.listen("a", () => heard.push("here a"));
  there.listen("a", () => heard.push("there a"));
  there.listen("b", () => heard.push("there b"));

  here.notify("a");
  assert.deepEqual(heard, ["here a"]);
  await eventually(() => assert.deepEqual(heard, ["here a", "there a"]), 1_000);
  here.notify("b", ...Array.from({ length: 2_000 }, (_, n) => `filler ${n}`));
  await eventually(() => assert.ok(heard.includes("there b")), 1_000);

  await Promise.all([here.close(), there.close()]);
});

test("signals that arrive while the connection is cut wake everybody when it is back", async () => {
  const signals = await open("orders");
  let woken = 0;
  signals.listen("a", () => (woken += 1));
  await cutConnections();

  await eventually(() => assert.ok(woken > 0), 5_000);
  await signals.close();
});

function open(subgraph: string) {
  return postgresSignals({ connection: place.connectionOf(subgraph), log: silentLog, send: true });
}

async function cutConnections(): Promise<void> {
  const { default: pg } = await import("pg");
  const client = new pg.Client(place.admin);
  await client.connect();
  await client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'agora signals' AND datname = current_database()");
  await client.end();
}
