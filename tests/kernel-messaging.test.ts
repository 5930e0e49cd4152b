import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { type Database, openDatabase } from "#kernel/database.ts";
import type { EventHandlers, NewEvent } from "#kernel/event.ts";
import { silentLog } from "#kernel/log.ts";
import { startMessenger } from "#kernel/messenger.ts";
import { err, ok, type Result } from "#kernel/result.ts";
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
  const listener = await messenger("payments", {
    orders: {
      Counted: async (event) => {
        await payments.transact(async (tx) => {
          if (await tx.receive(event.id)) heard.push(event.data.n);
          return ok();
        });
      },
    },
  });
  const speaker = await messenger("orders", {});

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
  const listener = await messenger("inventory", {
    orders: {
      Counted: async (event) => {
        if (event.data.n === 100 && failures-- > 0) throw new Error("not yet");
        if (event.data.n >= 100) heard.push(event.data.n);
      },
    },
  });
  const speaker = await messenger("orders", {});

  await orders.transact(async (tx) => {
    tx.emit(counted(100), counted(101));
    return ok();
  });

  await eventually(() => assert.deepEqual(heard, [100, 101]));
  await Promise.all([listener.stop(), speaker.stop()]);
});

test("a message that is held up holds up its own aggregate and no other, however much waits behind it", async () => {
  const orders = await open("orders");
  const heard = new Set<string>();
  const listener = await messenger("catalog", {
    orders: {
      Waiting: async ({ aggregateId }) => {
        if (aggregateId === "poisoned") throw new Error("never");
        heard.add(aggregateId);
      },
    },
  });
  const speaker = await messenger("orders", {});
  const waiting = (aggregateId: string, n: number): NewEvent => ({ ...counted(n), type: "Waiting", aggregateId });
  await orders.transact(async (tx) => {
    for (let n = 0; n < 250; n++) tx.emit(waiting("poisoned", n));
    for (let n = 0; n < 40; n++) tx.emit(waiting(`healthy ${n}`, n));
    return ok();
  });

  // One in eight of the healthy shares the poisoned one's partition and waits with it.
  await eventually(() => assert.ok(heard.size >= 25, `${heard.size}`));
  await Promise.all([listener.stop(), speaker.stop()]);
});

test("a stop ends after the message in hand and the next start goes on with the following", async () => {
  const orders = await open("orders");
  const heard: number[] = [];
  const handlers: EventHandlers = {
    orders: {
      Slow: async ({ data }) => {
        await wait(10);
        heard.push(data.n);
      },
    },
  };
  const speaker = await messenger("orders", {});
  await orders.transact(async (tx) => {
    for (let n = 0; n < 60; n++) tx.emit({ ...counted(n), type: "Slow" });
    return ok();
  });
  const first = await messenger("users", handlers);
  await eventually(() => assert.ok(heard.length > 5));

  await first.stop();
  const atStop = heard.length;
  await wait(100);
  assert.equal(heard.length, atStop);
  assert.ok(atStop < 60);
  const second = await messenger("users", handlers);
  await eventually(() =>
    assert.deepEqual(
      heard,
      Array.from({ length: 60 }, (_, n) => n),
    ),
  );
  await Promise.all([second.stop(), speaker.stop()]);
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

test("an event that comes again is received once, unless its effect was undone", async () => {
  const payments = await open("payments");
  const eventId = randomUUID();
  let effects = 0;
  const hear = (outcome: Result<void, "refused">) =>
    payments.transact(async (tx) => {
      if ((await tx.receive(eventId)) && outcome.ok) effects++;
      return outcome;
    });

  await hear(err("refused"));
  await Promise.all(Array.from({ length: 10 }, () => hear(ok())));
  await hear(ok());

  assert.equal(effects, 1);
});

test("a state whose event cannot be kept is not kept either", async () => {
  const orders = await open("orders");
  const claim = { caller: "usr_1", mutation: "orderPlace", key: "together", args: {}, kept: {} };
  const unkept: NewEvent = { ...counted(200), data: { n: "PostgreSQL keeps no \0 in JSON" } };
  const act = (...events: NewEvent[]) =>
    orders.transact(async (tx) => {
      const claimed = await tx.claim(claim);
      tx.emit(...events);
      return ok(claimed);
    });

  await assert.rejects(act(unkept), /unsupported Unicode escape sequence/);

  assert.deepEqual(await act(), ok({ type: "first" }));
});

test("a subgraph's role sees its own schema and no other", async () => {
  await open("orders");
  await open("payments");
  const client = new pg.Client(place.connectionOf("payments"));
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

async function messenger(name: string, handlers: EventHandlers) {
  await open(name);
  return startMessenger({ name, connection: place.connectionOf(name), handlers, jobs: [], signals, log: silentLog });
}

function counted(n: number): NewEvent {
  return { type: "Counted", aggregateId: "one", sequence: n, occurredAt: new Date(), requestId: "test", data: { n } };
}
