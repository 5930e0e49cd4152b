import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
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

test("after a cut connection everybody is woken, and a text that is not ours wakes everybody too", async () => {
  const signals = await open("orders");
  let woken = 0;
  signals.listen("a", () => (woken += 1));

  await asOwner((client) => client.query(CUT));
  await eventually(() => assert.equal(woken, 1), 5_000);
  await asOwner((client) => client.query("NOTIFY agora_signals"));

  await eventually(() => assert.equal(woken, 2), 5_000);
  await signals.close();
});

test("while the database is away it is asked twice a second, not ever more often", async () => {
  const signals = await open("orders");
  let woken = 0;
  signals.listen("a", () => (woken += 1));
  let attempts = 0;
  const { connect } = pg.Client.prototype;
  pg.Client.prototype.connect = function (this: pg.Client, ...args: any[]) {
    attempts += 1;
    return (connect as any).apply(this, args);
  } as typeof connect;

  await asOwner((client) => client.query(`ALTER DATABASE ${place.admin.database} ALLOW_CONNECTIONS false`), "postgres");
  await asOwner((client) => client.query(CUT.replace("current_database()", `'${place.admin.database}'`)), "postgres");
  await wait(3_000);
  const asked = attempts;
  await asOwner((client) => client.query(`ALTER DATABASE ${place.admin.database} ALLOW_CONNECTIONS true`), "postgres");

  await eventually(() => assert.equal(woken, 1), 5_000);
  pg.Client.prototype.connect = connect;
  await signals.close();
  assert.ok(asked <= 2 + 7, `${asked} attempts in three seconds`);
});

const CUT = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE application_name = 'agora signals' AND datname = current_database()`;

function open(subgraph: string) {
  return postgresSignals({ connection: place.connectionOf(subgraph), log: silentLog, send: true });
}

async function asOwner(work: (client: pg.Client) => Promise<unknown>, database = place.admin.database): Promise<void> {
  const client = new pg.Client({ ...place.admin, database });
  await client.connect();
  await work(client);
  await client.end();
}
