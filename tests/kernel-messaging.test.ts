import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import pg from "pg";
import { connectionOf } from "#bin/provision.ts";
import { type Database, openDatabase } from "#kernel/database.ts";
import type { EventHandlers, NewEvent } from "#kernel/event.ts";
import { silentLog } from "#kernel/log.ts";
import { startMessenger } from "#kernel/messenger.ts";
import { err, ok } from "#kernel/result.ts";
import { localSignals } from "#kernel/signals.ts";
import { testDatabase, type TestDatabase } from "./support/database.ts";
import { eventually } from "./support/eventually.ts";

let place: TestDatabase;
const signals = localSignals();
const opened: Database[] = [];

before(async () => {
  place = await testDatabase();
});
after(async () => {
  await Promise.all(opened.map((database) => database.close()));
  await place.drop();
});

test("what a transaction says reaches another subgraph's handler once, in order, and a refusal says nothing", async () => {
  const orders = await open("orders");
  const payments = await open("payments");
  const heard: number[] = [];
  const listener = messenger("payments", {
    orders: {
      Counted: async (event) => {
        await payments.transact(async (tx) => {
          if (await tx.receive(event.id)) heard.push(event.data.n);
          return ok();
        });
      },
    },
  });
  const speaker = messenger("orders", {});

  for (let n = 0; n < 20; n++) {
    await orders.transact(async (tx) => {
      tx.emit(counted(n));
      return n % 2 === 0 ? ok() : err("refused");
    });
  }

  await eventually(() => assert.deepEqual(heard, [0, 2, 4, 6, 8, 10, 12, 14, 16, 18]));
  await Promise.all([listener.stop(), speaker.stop()]);
});

test("a handler that fails is tried again and holds back what comes after it", async () => {
  const orders = await open("orders");
  const heard: number[] = [];
  let failures = 2;
  const listener = messenger("inventory", {
    orders: {
      Counted: async (event) => {
        if (event.data.n === 100 && failures-- > 0) throw new Error("not yet");
        if (event.data.n >= 100) heard.push(event.data.n);
      },
    },
  });
  const speaker = messenger("orders", {});

  await orders.transact(async (tx) => {
    tx.emit(counted(100), counted(101));
    return ok();
  });

  await eventually(() => assert.deepEqual(heard, [100, 101]));
  await Promise.all([listener.stop(), speaker.stop()]);
});

test("one key is worked once however many ask at once, and other arguments under it are refused", async () => {
  const orders = await open("orders");
  let worked = 0;
  const ask = (args: object) =>
    orders.transact(async (tx) => {
      const outcome = await tx.claim({
        caller: "usr_1",
        mutation: "cartCreate",
        key: "k",
        args,
        kept: { id: `crt_${Math.random()}` },
      });
      if (outcome.type === "first") worked++;
      return ok(outcome);
    });

  const outcomes = await Promise.all(Array.from({ length: 20 }, () => ask({ a: 1, b: 2 })));
  const other = await ask({ a: 2 });

  assert.equal(worked, 1);
  assert.equal(outcomes.filter((outcome) => outcome.ok && outcome.value.type === "first").length, 1);
  assert.equal(outcomes.filter((outcome) => outcome.ok && outcome.value.type === "repeated").length, 19);
  assert.deepEqual(other, ok({ type: "keyReused" }));
});

test("a subgraph's role sees its own schema and no other", async () => {
  await open("orders");
  await open("payments");
  const client = new pg.Client(connectionOf(place.admin, "payments", place.connectionOf("payments").password));
  await client.connect();

  await assert.rejects(client.query("SELECT * FROM orders.outbox"), /permission denied for schema orders/);
  await assert.rejects(
    client.query("INSERT INTO bus.orders (partition, event) VALUES (0, '{}')"),
    /permission denied for table orders/,
  );
  await client.query("SELECT * FROM payments.outbox");
  await client.end();
});

async function open(schema: string): Promise<Database> {
  const database = await openDatabase({
    connection: place.connectionOf(schema),
    schema,
    entities: [],
    migrations: [],
    signals,
    log: silentLog,
  });
  opened.push(database);
  return database;
}

function messenger(name: string, handlers: EventHandlers) {
  return startMessenger({ name, connection: place.connectionOf(name), handlers, jobs: [], signals, log: silentLog });
}

function counted(n: number): NewEvent {
  return { type: "Counted", aggregateId: "one", sequence: n, occurredAt: new Date(), requestId: "test", data: { n } };
}
