import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { randomIds } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { countStatements } from "./support/count-statements.ts";
import { type InventoryWorld, type Line, newOrder, openInventoryWorld, orders, RESERVE } from "./support/inventory.ts";

let world: InventoryWorld;
/** Stands still unless a test moves it. */
let nowMs = Date.UTC(2026, 5, 1);
const HOUR_MS = 3_600_000;
const HELD = { reserved: true, shortages: [] };
const NOT_HELD = { reserved: false, shortages: [] };

before(async () => (world = await openInventoryWorld({ clock: { now: () => new Date(nowMs) } })));
after(() => world.close());

/** `[onHand, reserved]` of each item. */
async function figures(variantId: string): Promise<number[][]> {
  return (await world.stock(variantId)).map(({ onHand, reserved }) => [onHand, reserved]);
}

test("holds all lines, lines of one variant together, and commits them out of the stock", async () => {
  const [lamp, mug] = [await world.stocked(5), await world.stocked(7)];
  const order = newOrder();
  const lines = [
    { variantId: lamp, quantity: 1 },
    { variantId: mug, quantity: 7 },
    { variantId: lamp, quantity: 2 },
  ];

  assert.deepEqual(await world.reserve(order, lines), HELD);
  assert.deepEqual([await figures(lamp), await figures(mug)], [[[5, 3]], [[7, 7]]]);

  assert.deepEqual(await world.commit(order), HELD);
  assert.deepEqual([await figures(lamp), await figures(mug)], [[[2, 0]], [[0, 0]]]);
  await world.audit();
});

test("holds nothing when one line is short, and says what of each short variant is available", async () => {
  const [plenty, few, none] = [await world.stocked(9), await world.stocked(2), world.variant()];
  const lines = [plenty, few, none].map((variantId) => ({ variantId, quantity: 3 }));

  const answer = await world.reserve(newOrder(), lines);

  const shortages = [
    { variantId: few, available: 2 },
    { variantId: none, available: 0 },
  ];
  assert.deepEqual(answer, { reserved: false, shortages });
  assert.deepEqual([await figures(plenty), await figures(few)], [[[9, 0]], [[2, 0]]]);
});

test("lines of one variant that fit alone but not together are short", async () => {
  const variantId = await world.stocked(3);
  const line = { variantId, quantity: 2 };
  const { reserved, shortages } = await world.reserve(newOrder(), [line, line]);
  assert.deepEqual([reserved, shortages], [false, [{ variantId, available: 3 }]]);
});

test("serves from the default warehouse first and splits a line over warehouses", async () => {
  const [variantId, warehouseId] = [await world.stocked(4), await world.openWarehouse()];
  await world.adjust({ variantId, warehouseId, change: { to: 10 } });
  const [small, large] = [newOrder(), newOrder()];

  await world.reserve(small, [{ variantId, quantity: 1 }]);
  assert.deepEqual(await figures(variantId), [
    [4, 1],
    [10, 0],
  ]);
  await world.reserve(large, [{ variantId, quantity: 5 }]);
  assert.deepEqual(await figures(variantId), [
    [4, 4],
    [10, 2],
  ]);

  const short = await world.reserve(newOrder(), [{ variantId, quantity: 9 }]);
  assert.deepEqual(short.shortages, [{ variantId, available: 8 }]);
  await world.commit(large);
  await world.release(large);
  assert.deepEqual(await figures(variantId), [
    [4, 1],
    [10, 0],
  ]);
  await world.audit();
});

test("reserve, commit and release answer the same again and act once", async () => {
  const variantId = await world.stocked(10);
  const lines = [{ variantId, quantity: 4 }];
  const order = newOrder();

  for (const _ of [1, 2]) assert.deepEqual(await world.reserve(order, lines), HELD);
  assert.deepEqual(await figures(variantId), [[10, 4]]);
  for (const _ of [1, 2]) assert.deepEqual(await world.commit(order), HELD);
  assert.deepEqual(await world.reserve(order, lines), HELD);
  assert.deepEqual(await figures(variantId), [[6, 0]]);
  for (const _ of [1, 2]) assert.deepEqual(await world.release(order), NOT_HELD);
  assert.deepEqual(await figures(variantId), [[10, 0]]);

  assert.deepEqual(await world.commit(order), NOT_HELD);
  assert.deepEqual(await world.reserve(order, lines), NOT_HELD);
  assert.deepEqual(await figures(variantId), [[10, 0]]);
  const kinds = await world.sql(`SELECT kind FROM stock_movements WHERE order_id IS NOT NULL ORDER BY id DESC LIMIT 3`);
  assert.deepEqual(
    kinds.map(({ kind }) => kind),
    ["RETURNED", "COMMITTED", "HELD"],
  );
});

test("other lines under the same order id are refused and hold nothing more", async () => {
  const variantId = await world.stocked(10);
  const orderId = newOrder();
  await world.reserve(orderId, [{ variantId, quantity: 4 }]);

  const expiresAt = new Date(nowMs + HOUR_MS).toISOString();
  const input = { orderId, lines: [{ variantId, quantity: 5 }], expiresAt };
  const { errors } = await world.ask(RESERVE, { input }, orders);

  assert.deepEqual(errors![0]!.extensions, { code: "BAD_USER_INPUT", argument: "lines" });
  assert.deepEqual(await figures(variantId), [[10, 4]]);
});

test("an order that was released before its reservation arrived holds nothing", async () => {
  const variantId = await world.stocked(1);
  const order = newOrder();

  assert.deepEqual(await world.release(order), NOT_HELD);
  assert.deepEqual(await world.reserve(order, [{ variantId, quantity: 1 }]), NOT_HELD);

  assert.deepEqual(await figures(variantId), [[1, 0]]);
});

test("what is held beyond its time becomes free again, and nothing else", async () => {
  const variantId = await world.stocked(10);
  const hold = async (quantity: number, forMs: number) => {
    const order = newOrder();
    await world.reserve(order, [{ variantId, quantity }], new Date(nowMs + forMs));
    return order;
  };
  const [short, long, paid] = [await hold(1, 1_000), await hold(2, HOUR_MS), await hold(4, 1_000)];
  await world.commit(paid);

  await world.expire();
  assert.deepEqual(await figures(variantId), [[6, 3]]);
  nowMs += 1_000;
  await world.expire();
  assert.deepEqual(await figures(variantId), [[6, 2]]);

  assert.deepEqual(await world.release(short), NOT_HELD);
  assert.deepEqual(await world.commit(short), NOT_HELD);
  assert.deepEqual(await world.commit(long), HELD);
  assert.deepEqual(await figures(variantId), [[4, 0]]);
  await world.audit();
});

test("expires any number of reservations in one run, more than one batch", async () => {
  const variantId = await world.stocked(250);
  const soon = new Date(nowMs + 1_000);
  for (let count = 0; count < 250; count++) await world.reserve(newOrder(), [{ variantId, quantity: 1 }], soon);
  assert.deepEqual(await figures(variantId), [[250, 250]]);
  nowMs += 1_000;

  await world.expire();

  assert.deepEqual(await figures(variantId), [[250, 0]]);
  await world.audit();
});

test("a commit after expiry takes the goods again, from another warehouse if need be", async () => {
  const [variantId, warehouseId] = [await world.stocked(3), await world.openWarehouse()];
  const order = newOrder();
  await world.reserve(order, [{ variantId, quantity: 3 }], new Date(nowMs + 1_000));
  nowMs += 1_000;
  await world.expire();
  await world.reserve(newOrder(), [{ variantId, quantity: 2 }]);
  await world.adjust({ variantId, warehouseId, change: { to: 5 } });

  assert.deepEqual(await world.commit(order), HELD);

  assert.deepEqual(await figures(variantId), [
    [2, 2],
    [3, 0],
  ]);
  assert.deepEqual(await world.release(order), NOT_HELD);
  assert.deepEqual(await figures(variantId), [
    [3, 2],
    [5, 0],
  ]);
  await world.audit();
});

test("a commit after expiry says what is short when the goods are gone, and may be asked again", async () => {
  const variantId = await world.stocked(3);
  const [late, other] = [newOrder(), newOrder()];
  await world.reserve(late, [{ variantId, quantity: 3 }], new Date(nowMs + 1_000));
  nowMs += 1_000;
  await world.expire();
  await world.reserve(other, [{ variantId, quantity: 1 }]);

  const gone = { reserved: false, shortages: [{ variantId, available: 2 }] };
  assert.deepEqual(await world.commit(late), gone);
  assert.deepEqual(await figures(variantId), [[3, 1]]);
  await world.release(other);
  assert.deepEqual(await world.commit(late), HELD);
  assert.deepEqual(await figures(variantId), [[0, 0]]);
});

test("a reservation that expired is held anew when it is asked again, or short", async () => {
  const variantId = await world.stocked(2);
  const lines = [{ variantId, quantity: 2 }];
  const [first, second] = [newOrder(), newOrder()];
  await world.reserve(first, lines, new Date(nowMs + 1_000));
  nowMs += 1_000;
  await world.expire();

  assert.deepEqual(await world.reserve(second, lines), HELD);
  assert.deepEqual(await world.reserve(first, lines), { reserved: false, shortages: [{ variantId, available: 0 }] });
  await world.release(second);
  assert.deepEqual(await world.reserve(first, lines, new Date(nowMs + HOUR_MS)), HELD);
  await world.expire();
  assert.deepEqual(await figures(variantId), [[2, 2]]);
});

test("asking again with a later time holds longer", async () => {
  const variantId = await world.stocked(1);
  const lines = [{ variantId, quantity: 1 }];
  const order = newOrder();
  await world.reserve(order, lines, new Date(nowMs + 1_000));
  await world.reserve(order, lines, new Date(nowMs + HOUR_MS));
  await world.reserve(order, lines, new Date(nowMs + 1_000));
  nowMs += 1_000;

  await world.expire();

  assert.deepEqual(await figures(variantId), [[1, 1]]);
});

test("commit of an order that is not known answers that it has nothing; so do ids of another kind", async () => {
  for (const orderId of [newOrder(), randomIds.next(PREFIXES.Cart), "", "ord_", "'; --"]) {
    assert.deepEqual(await world.commit(orderId), NOT_HELD);
    assert.deepEqual(await world.release(orderId), NOT_HELD);
  }
});

test("variants of another kind or malformed are shortages", async () => {
  for (const variantId of [randomIds.next(PREFIXES.Product), "", "var_", "nonsense"]) {
    const answer = await world.reserve(newOrder(), [{ variantId, quantity: 1 }]);
    assert.deepEqual(answer, { reserved: false, shortages: [{ variantId, available: 0 }] });
  }
});

test("bad input is refused with the argument's name, and holds nothing", async () => {
  const variantId = await world.stocked(5);
  const line = { variantId, quantity: 1 };
  const good = { orderId: newOrder(), lines: [line], expiresAt: new Date(nowMs + HOUR_MS).toISOString() };
  const cases: [object, string][] = [
    [{ lines: [{ variantId, quantity: 0 }] }, "lines.0.quantity"],
    [{ lines: [line, { variantId, quantity: -1 }] }, "lines.1.quantity"],
    [{ lines: [{ variantId, quantity: 1_000_001 }] }, "lines.0.quantity"],
    [{ lines: [] }, "lines"],
    [{ lines: Array.from({ length: 501 }, () => line) }, "lines"],
    [{ orderId: randomIds.next(PREFIXES.Cart) }, "orderId"],
    [{ orderId: "" }, "orderId"],
    [{ expiresAt: new Date(nowMs + 32 * 24 * HOUR_MS).toISOString() }, "expiresAt"],
  ];
  for (const [wrong, argument] of cases) {
    const { data, errors } = await world.ask(RESERVE, { input: { ...good, ...wrong } }, orders);
    assert.equal(data ?? null, null);
    assert.deepEqual(errors![0]!.extensions, { code: "BAD_USER_INPUT", argument });
  }
  for (const quantity of [1.5, 2 ** 31, null, "1"]) {
    const { errors } = await world.ask(RESERVE, { input: { ...good, lines: [{ variantId, quantity }] } }, orders);
    assert.match(errors![0]!.message, /quantity/);
  }
  assert.deepEqual(await figures(variantId), [[5, 0]]);
});

test("asks PostgreSQL the same few times whether an order has 1, 10 or 100 lines", async () => {
  for (const size of [1, 10, 100]) {
    const lines: Line[] = [];
    for (let count = 0; count < size; count++) lines.push({ variantId: await world.stocked(3), quantity: 1 });
    const [paid, off, late] = [newOrder(), newOrder(), newOrder()];
    const soon = new Date(nowMs + 1_000);
    const counted = {
      reserve: await countStatements(() => world.reserve(paid, lines)),
      again: await countStatements(() => world.reserve(paid, lines)),
      commit: await countStatements(() => world.commit(paid)),
      return: await countStatements(() => world.release(paid)),
      reserveLate: await countStatements(() => world.reserve(late, lines, soon)),
      reserveOff: await countStatements(() => world.reserve(off, lines)),
      release: await countStatements(() => world.release(off)),
      expire: await countStatements(() => ((nowMs += 1_000), world.expire())),
      commitLate: await countStatements(() => world.commit(late)),
    };
    assert.deepEqual(
      Object.fromEntries(Object.entries(counted).map(([name, { statements }]) => [name, statements.length])),
      {
        reserve: 7,
        again: 4,
        commit: 7,
        return: 7,
        reserveLate: 7,
        reserveOff: 7,
        release: 7,
        expire: 7,
        commitLate: 7,
      },
    );
    for (const { variantId } of lines) assert.deepEqual(await figures(variantId), [[2, 0]]);
  }
});
