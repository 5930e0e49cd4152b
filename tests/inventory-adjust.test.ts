import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import pg from "pg";
import { demoProducts } from "#bin/demo/products.ts";
import { randomIds, seededId } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { ADJUST, type InventoryWorld, newOrder, openInventoryWorld, staff } from "./support/inventory.ts";
import { countStatements } from "./support/count-statements.ts";

let world: InventoryWorld;
before(async () => (world = await openInventoryWorld()));
after(() => world.close());

const MAIN = seededId(PREFIXES.Warehouse, "main");
const codesOf = ({ errors }: any) => errors.map(({ code, path }: any) => [code, path.join(".")]);

test("receives by a number and counts to a number, in the default warehouse, one movement each", async () => {
  const variantId = world.variant();

  const received = await world.adjust({ variantId, change: { by: 12 }, reason: "Delivery 4711" });
  const counted = await world.adjust({ variantId, change: { to: 10 }, reason: "Stocktaking" });

  assert.deepEqual(received.errors, []);
  const { id, warehouse, ...figures } = received.stockItem;
  assert.match(id, /^stk_/);
  assert.deepEqual(warehouse, { id: MAIN, code: "MAIN" });
  assert.deepEqual(figures, { onHand: 12, reserved: 0, available: 12, version: 1 });
  assert.deepEqual(counted.stockItem, { id, warehouse, onHand: 10, reserved: 0, available: 10, version: 2 });
  assert.deepEqual(counted.variant, { id: variantId, availability: { status: "IN_STOCK", orderableQuantity: 10 } });
  const movements = await world.sql(
    `SELECT kind, on_hand_delta, reserved_delta, reason, actor, order_id FROM stock_movements
     JOIN stock ON stock.id = stock_id ORDER BY stock_movements.id DESC LIMIT 2`,
  );
  const common = { reserved_delta: 0, actor: staff.subject, order_id: null };
  assert.deepEqual(movements, [
    { kind: "COUNTED", on_hand_delta: -2, reason: "Stocktaking", ...common },
    { kind: "ADJUSTED", on_hand_delta: 12, reason: "Delivery 4711", ...common },
  ]);
  await world.audit();
});

test("keeps the stock of each warehouse apart", async () => {
  const [variantId, warehouseId] = [world.variant(), await world.openWarehouse()];

  await world.adjust({ variantId, change: { to: 3 }, warehouseId });
  await world.adjust({ variantId, change: { to: 4 } });

  const items = await world.stock(variantId);
  assert.deepEqual(
    items.map(({ warehouse, onHand }) => [warehouse.id, onHand]),
    [
      [MAIN, 4],
      [warehouseId, 3],
    ],
  );
});

test("the same key changes once and answers the same item, also fifty times at once", async () => {
  const variantId = world.variant();
  const input = { variantId, change: { by: 5 }, idempotencyKey: randomUUID() };

  const answers = await Promise.all(Array.from({ length: 50 }, () => world.adjust(input)));

  const [first] = answers;
  assert.equal(first.stockItem.onHand, 5);
  for (const answer of answers) assert.deepEqual(answer, first);
});

test("the same key with other arguments is refused and changes nothing; another person's key is their own", async () => {
  const variantId = world.variant();
  const idempotencyKey = randomUUID();
  await world.adjust({ variantId, change: { by: 5 }, idempotencyKey });

  const other = await world.adjust({ variantId, change: { by: 6 }, idempotencyKey });
  const dry = await world.adjust({ variantId, change: { by: 5 }, idempotencyKey, dryRun: true });
  const colleague = { ...staff, subject: randomIds.next(PREFIXES.User) };
  const theirs = await world.adjust({ variantId, change: { by: 1 }, idempotencyKey }, colleague);

  for (const refused of [other, dry]) {
    assert.equal(refused.stockItem, null);
    assert.deepEqual(codesOf(refused), [["IDEMPOTENCY_KEY_REUSED", "idempotencyKey"]]);
    assert.equal(refused.errors[0].retryable, false);
  }
  assert.equal(theirs.stockItem.onHand, 6);
});

test("a refused change does not use its key up", async () => {
  const variantId = world.variant();
  const input = { variantId, idempotencyKey: randomUUID() };

  const refused = await world.adjust({ ...input, change: { by: -1 } });
  const done = await world.adjust({ ...input, change: { by: 1 } });

  assert.deepEqual(codesOf(refused), [["INVALID_INPUT", "change.by"]]);
  assert.equal(done.stockItem.onHand, 1);
});

test("a dry run answers the same and keeps nothing: no stock, movement, event or key", async () => {
  const variantId = await world.stocked(3);
  const counts = () =>
    world.sql(
      `SELECT (SELECT count(*) FROM stock) AS stock, (SELECT sum(on_hand) FROM stock) AS units,
              (SELECT count(*) FROM stock_movements) AS movements, (SELECT count(*) FROM outbox) AS events,
              (SELECT count(*) FROM idempotency) AS keys`,
    );
  const before = await counts();
  const input = { variantId, change: { by: 4 }, idempotencyKey: randomUUID() };

  const dry = await world.adjust({ ...input, dryRun: true });
  const dryAndNew = await world.adjust({ variantId: world.variant(), change: { by: 4 }, dryRun: true });

  assert.deepEqual([dry.stockItem.onHand, dry.stockItem.version, dry.errors], [7, 2, []]);
  assert.equal(dryAndNew.stockItem.onHand, 4);
  assert.deepEqual(await counts(), before);
  const real = await world.adjust(input);
  assert.deepEqual(real.stockItem, dry.stockItem);
});

test("what orders hold cannot be adjusted away", async () => {
  const variantId = await world.stocked(10);
  await world.reserve(newOrder(), [{ variantId, quantity: 4 }]);

  const tooFew = await world.adjust({ variantId, change: { to: 3 } });
  const tooMany = await world.adjust({ variantId, change: { by: -7 } });
  const justEnough = await world.adjust({ variantId, change: { by: -6 } });

  assert.deepEqual(codesOf(tooFew), [["INVALID_INPUT", "change.to"]]);
  assert.deepEqual(codesOf(tooMany), [["INVALID_INPUT", "change.by"]]);
  const { onHand, reserved, available } = justEnough.stockItem;
  assert.deepEqual({ onHand, reserved, available }, { onHand: 4, reserved: 4, available: 0 });
});

test("bad input is refused by its path, and changes nothing", async () => {
  const variantId = await world.stocked(1);
  const unknown = randomIds.next(PREFIXES.Variant);
  const cases: [object, string[][]][] = [
    [{ change: { by: 0 } }, [["INVALID_INPUT", "change.by"]]],
    [{ change: { to: -1 } }, [["INVALID_INPUT", "change.to"]]],
    [{ change: { by: -2 } }, [["INVALID_INPUT", "change.by"]]],
    [{ change: { to: 1_000_000_001 } }, [["INVALID_INPUT", "change.to"]]],
    [{ change: { by: 1_000_000_000 } }, [["INVALID_INPUT", "change.by"]]],
    [{ change: { by: 2_147_483_647 } }, [["INVALID_INPUT", "change.by"]]],
    [{ reason: " " }, [["INVALID_INPUT", "reason"]]],
    [{ reason: "x".repeat(201) }, [["INVALID_INPUT", "reason"]]],
    [{ reason: "a\u0000b" }, [["INVALID_INPUT", "reason"]]],
    [{ idempotencyKey: "" }, [["INVALID_INPUT", "idempotencyKey"]]],
    [{ idempotencyKey: "k".repeat(256) }, [["INVALID_INPUT", "idempotencyKey"]]],
    [{ idempotencyKey: "a\u0000b" }, [["INVALID_INPUT", "idempotencyKey"]]],
    [{ variantId: unknown }, [["NOT_FOUND", "variantId"]]],
    [{ variantId: unknown.replace("var_", "prd_") }, [["NOT_FOUND", "variantId"]]],
    [{ variantId: "'; DROP TABLE stock; --" }, [["NOT_FOUND", "variantId"]]],
    [{ warehouseId: randomIds.next(PREFIXES.Warehouse) }, [["NOT_FOUND", "warehouseId"]]],
    [{ warehouseId: MAIN.replace("whs_", "stk_") }, [["NOT_FOUND", "warehouseId"]]],
    [{ warehouseId: "" }, [["NOT_FOUND", "warehouseId"]]],
  ];
  for (const [wrong, expected] of cases) {
    const refused = await world.adjust({ variantId, change: { by: 1 }, ...wrong });
    assert.deepEqual(codesOf(refused), expected, JSON.stringify(wrong));
    assert.equal(refused.stockItem, null);
  }
  assert.deepEqual(
    (await world.stock(variantId)).map(({ onHand, version }) => [onHand, version]),
    [[1, 1]],
  );
});

test("a change is exactly one of the two, and whole numbers", async () => {
  for (const change of [{}, { by: 1, to: 1 }, { by: null }, { by: 1.5 }, { by: 2 ** 31 }, { to: "1" }]) {
    const input = { variantId: world.variant(), change, reason: "test", idempotencyKey: randomUUID() };
    const { data, errors } = await world.ask(ADJUST, { input }, staff);
    assert.equal(data, undefined, JSON.stringify(change));
    assert.match(errors![0]!.message, /\$input.*change/);
  }
});

test("when the catalogue cannot be asked, it is a fault and nothing changes", async () => {
  const variantId = await world.stocked(1);
  world.setCatalogReachable(false);

  const input = { variantId, change: { by: 1 }, reason: "test", idempotencyKey: randomUUID() };
  const { data, errors } = await world.ask(ADJUST, { input }, staff);
  world.setCatalogReachable(true);

  assert.equal(data ?? null, null);
  assert.equal(errors![0]!.extensions!.code, "INTERNAL_SERVER_ERROR");
  assert.equal((await world.stock(variantId))[0].onHand, 1);
});

test("tells StockChanged with the item's new state, in the order of its versions", async () => {
  const variantId = await world.stocked(5);
  const { stockItem } = await world.adjust({ variantId, change: { by: -1 } });

  const events = await world.sql(`SELECT event FROM outbox WHERE aggregate_id = $1 ORDER BY id`, [stockItem.id]);

  const data = { variantId, warehouseId: MAIN, reserved: 0 };
  assert.deepEqual(
    events.map(({ event }) => [event.type, event.sequence, event.data]),
    [
      ["StockChanged", 1, { ...data, onHand: 5 }],
      ["StockChanged", 2, { ...data, onHand: 4 }],
    ],
  );
});

test("asks PostgreSQL at most eight times for one change", async () => {
  const mutation = `mutation ($input: StockAdjustInput!) {
    stockAdjust(input: $input) { stockItem { onHand warehouse { code } } errors { __typename } }
  }`;
  const input = { variantId: world.variant(), change: { by: 3 }, reason: "test", idempotencyKey: randomUUID() };

  const { result, statements } = await countStatements(() => world.ask(mutation, { input }, staff));

  assert.deepEqual(result.data.stockAdjust, { stockItem: { onHand: 3, warehouse: { code: "MAIN" } }, errors: [] });
  assert.ok(statements.length <= 8, statements.join("\n---\n"));
});

test("the demo shop is counted once, through the ledger, with the same ids every time", async () => {
  await world.subgraph.opened.seed();
  const first = await world.sql(`SELECT * FROM stock ORDER BY id`);
  const { statements } = await countStatements(() => world.subgraph.opened.seed());

  assert.deepEqual(await world.sql(`SELECT * FROM stock ORDER BY id`), first);
  assert.equal(statements.length, 1);
  const { sku, stock } = demoProducts[0]!.variants[0]!;
  const [item] = await world.stock(seededId(PREFIXES.Variant, sku));
  assert.deepEqual([item.id, item.onHand], [seededId(PREFIXES.StockItem, sku), stock]);
  await world.audit();
});

test("the database itself refuses to oversell, and to change what the ledger says", async () => {
  const variantId = await world.stocked(2);
  const [{ id }] = await world.stock(variantId);
  const role = await roleClient();
  try {
    for (const change of ["reserved = 3", "on_hand = -1", "reserved = -1"])
      await assert.rejects(role.query(`UPDATE stock SET ${change} WHERE on_hand = 2`), { code: "23514" });
    for (const change of ["UPDATE stock_movements SET on_hand_delta = 0", "DELETE FROM stock_movements"])
      await assert.rejects(role.query(change), { code: "42501" });
  } finally {
    await role.end();
  }
  assert.equal((await world.stock(variantId))[0].id, id);
});

async function roleClient() {
  const client = new pg.Client(world.subgraph.database.connectionOf("inventory"));
  await client.connect();
  return client;
}
