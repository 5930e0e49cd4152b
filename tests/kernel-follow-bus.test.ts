import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import pg from "pg";
import { type BusFollower, followBus } from "#kernel/follow-bus.ts";
import { silentLog } from "#kernel/log.ts";
import { localSignals } from "#kernel/signals.ts";
import { testDatabase, type TestDatabase } from "./support/database.ts";
import { eventually } from "./support/eventually.ts";

let place: TestDatabase;
let owner: pg.Client;
const signals = localSignals();

before(async () => {
  place = await testDatabase();
  owner = new pg.Client(place.admin);
  await owner.connect();
});
after(async () => {
  await owner.end();
  await place.drop();
});

test("hears what is said from its beginning on, in order and once, and at once where it is signalled", async () => {
  await say("Counted", 0);
  const { heard, follower } = await follow();
  await say("Counted", 1);
  await say("Ignored", 2);
  await say("Counted", 3);
  const startedAtMs = performance.now();
  signals.notify("bus/catalog/Counted");

  await eventually(() => assert.deepEqual(heard, [1, 3]));
  assert.ok(performance.now() - startedAtMs < 900, "it waited for its next look");
  await say("Counted", 4);
  await eventually(() => assert.deepEqual(heard, [1, 3, 4]));
  await follower.stop();
});

test("misses nothing while its connection is cut, and says that it is behind until it has caught up", async () => {
  const { heard, follower } = await follow();
  await owner.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = 'agora bus follower' AND datname = current_database()`);
  await eventually(() => assert.equal(follower.isUpToDate(), false));
  await owner.query(`INSERT INTO bus.catalog (partition, event)
    SELECT 0, jsonb_build_object('type', 'Counted', 'data', jsonb_build_object('n', n)) FROM generate_series(0, 1199) AS n`);
  assert.deepEqual([heard.length, follower.isUpToDate()], [0, false]);

  await eventually(() => assert.equal(follower.isUpToDate(), true));
  assert.deepEqual(
    heard,
    Array.from({ length: 1_200 }, (_, n) => n),
  );
  await follower.stop();
  assert.equal(follower.isUpToDate(), false);
});

test("the gateway's role reads the bus, and neither speaks there nor sees a subgraph's tables", async () => {
  const gateway = new pg.Client(place.connectionOf("gateway"));
  await gateway.connect();

  await gateway.query("SELECT FROM bus.catalog LIMIT 1");
  for (const sql of [
    "INSERT INTO bus.catalog (partition, event) VALUES (0, '{}')",
    "DELETE FROM bus.catalog",
    "SELECT FROM bus.offsets",
    "CREATE TABLE bus.mine (id int)",
    "CREATE SCHEMA mine",
    "SELECT FROM catalog.outbox",
  ])
    await assert.rejects(gateway.query(sql), /permission denied/, sql);
  await gateway.end();
});

async function follow(): Promise<{ heard: number[]; follower: BusFollower }> {
  const heard: number[] = [];
  const follower = followBus({
    connection: place.connectionOf("gateway"),
    handlers: { catalog: { Counted: async ({ data }) => void heard.push(data.n) } },
    ...{ signals, log: silentLog },
  });
  await eventually(() => assert.equal(follower.isUpToDate(), true));
  return { heard, follower };
}

async function say(type: string, n: number): Promise<void> {
  await owner.query("INSERT INTO bus.catalog (partition, event) VALUES ($1, $2)", [n % 8, { type, data: { n } }]);
}
