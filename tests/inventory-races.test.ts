import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import fc from "fast-check";
import { type InventoryWorld, type Line, newOrder, openInventoryWorld } from "./support/inventory.ts";

/** All calls of a test go at once, over the ten connections of the subgraph's pool. */
let world: InventoryWorld;
let nowMs = Date.UTC(2026, 5, 1);
before(async () => (world = await openInventoryWorld({ clock: { now: () => new Date(nowMs) } })));
after(() => world.close());

const HELD = { reserved: true, shortages: [] };
const times = <Value>(count: number, make: (index: number) => Promise<Value>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));

async function figures(variantId: string): Promise<number[]> {
  const items = await world.stock(variantId);
  return [items.reduce((sum, { onHand }) => sum + onHand, 0), items.reduce((sum, { reserved }) => sum + reserved, 0)];
}

for (const seed of [1, 2, 3]) {
  test(`200 orders at once for 20 units: exactly 20 hold one (seed ${seed})`, async () => {
    const variantId = await world.stocked(20);
    const delays = fc.sample(fc.integer({ min: 0, max: 50 }), { seed, numRuns: 200 });

    const answers = await times(200, async (index) => {
      await wait(delays[index]);
      return world.reserve(newOrder(), [{ variantId, quantity: 1 }]);
    });

    const [held, short] = [answers.filter(({ reserved }) => reserved), answers.filter(({ reserved }) => !reserved)];
    assert.equal(held.length, 20);
    for (const { shortages } of short) assert.deepEqual(shortages, [{ variantId, available: 0 }]);
    assert.deepEqual(await figures(variantId), [20, 20]);
    await world.audit();
  });
}

test("fifty copies of one reservation answer the same and hold once", async () => {
  const variantId = await world.stocked(100);
  const order = newOrder();

  const answers = await times(50, () => world.reserve(order, [{ variantId, quantity: 2 }]));

  for (const answer of answers) assert.deepEqual(answer, HELD);
  assert.deepEqual(await figures(variantId), [100, 2]);
  await world.audit();
});

test("copies of a commit take the goods once, copies of a release give them back once", async () => {
  const variantId = await world.stocked(10);
  const order = newOrder();
  await world.reserve(order, [{ variantId, quantity: 3 }]);

  const committed = await times(20, () => world.commit(order));
  for (const answer of committed) assert.deepEqual(answer, HELD);
  assert.deepEqual(await figures(variantId), [7, 0]);

  await times(20, () => world.release(order));
  assert.deepEqual(await figures(variantId), [10, 0]);
  await world.audit();
});

test("commit against release: whichever comes first, all goods are free in the end", async () => {
  const variantId = await world.stocked(40);
  const held = await times(40, async () => {
    const order = newOrder();
    assert.deepEqual(await world.reserve(order, [{ variantId, quantity: 1 }]), HELD);
    return order;
  });

  await Promise.all(held.flatMap((order) => [world.commit(order), world.release(order)]));

  assert.deepEqual(await figures(variantId), [40, 0]);
  await world.audit();
});

test("reserve against release: in the end nothing is held", async () => {
  const variantId = await world.stocked(40);

  await times(40, async () => {
    const order = newOrder();
    await Promise.all([world.reserve(order, [{ variantId, quantity: 1 }]), world.release(order)]);
  });

  assert.deepEqual(await figures(variantId), [40, 0]);
  await world.audit();
});

test("commit against expiry: a commit that says the goods are the order's has taken them, once", async () => {
  const variantId = await world.stocked(40);
  const soon = new Date(nowMs + 1_000);
  const held = await times(40, async () => {
    const order = newOrder();
    assert.deepEqual(await world.reserve(order, [{ variantId, quantity: 1 }], soon), HELD);
    return order;
  });
  nowMs += 1_000;

  const [answers] = await Promise.all([
    Promise.all(held.slice(0, 20).map((order) => world.commit(order))),
    world.expire(),
    world.expire(),
  ]);
  await world.expire();

  for (const answer of answers) assert.deepEqual(answer, HELD);
  assert.deepEqual(await figures(variantId), [20, 0]);
  await world.audit();
});

test("orders over the same variants in opposite order all finish, without a deadlock", async () => {
  const [one, other] = [await world.stocked(1_000), await world.stocked(1_000)];
  const deadlocks = async () => {
    const [row] = await world.sql(`SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()`);
    return Number(row.deadlocks);
  };
  const before = await deadlocks();

  const answers = await times(200, (index) => {
    const lines = [one, other].map((variantId) => ({ variantId, quantity: 1 }));
    return world.reserve(newOrder(), index % 2 === 0 ? lines : lines.toReversed());
  });

  for (const answer of answers) assert.deepEqual(answer, HELD);
  assert.deepEqual(
    [await figures(one), await figures(other)],
    [
      [1_000, 200],
      [1_000, 200],
    ],
  );
  await wait(STATISTICS_MS);
  assert.equal(await deadlocks(), before);
});

/** Backends report a deadlock they broke within about a second. */
const STATISTICS_MS = 1_500;
const VARIANTS = 4;
const ORDERS = 8;
const UNITS = 12;

type Step =
  | { readonly type: "reserve"; readonly order: number; readonly forMs: number }
  | { readonly type: "commit" | "release"; readonly order: number }
  | { readonly type: "expire"; readonly afterMs: number }
  | { readonly type: "adjust"; readonly variant: number; readonly by: number };

const order = fc.nat(ORDERS - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant("reserve" as const), order, forMs: fc.constantFrom(1, 10_000) }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constantFrom("commit" as const, "release" as const), order }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("expire" as const), afterMs: fc.constantFrom(0, 5, 20_000) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("adjust" as const),
      variant: fc.nat(VARIANTS - 1),
      by: fc.integer({ min: -6, max: 6 }).filter((by) => by !== 0),
    }),
  },
);
const wanted = fc.uniqueArray(fc.record({ variant: fc.nat(VARIANTS - 1), quantity: fc.integer({ min: 1, max: 5 }) }), {
  selector: ({ variant }) => variant,
  minLength: 1,
});

test("however calls interleave, nothing is oversold and the ledger is the stock", async () => {
  const property = fc.asyncProperty(
    fc.array(wanted, { minLength: ORDERS, maxLength: ORDERS }),
    fc.array(fc.array(step, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 5 }),
    async (wishes, rounds) => {
      const warehouseId = await world.openWarehouse();
      const variants = await times(VARIANTS, async () => {
        const variantId = await world.stocked(UNITS);
        await world.adjust({ variantId, warehouseId, change: { to: 3 } });
        return variantId;
      });
      const linesOf = wishes.map((wish): Line[] =>
        wish.map(({ variant, quantity }) => ({ variantId: variants[variant]!, quantity })),
      );
      const ids = wishes.map(() => newOrder());
      const run = async (step: Step): Promise<unknown> => {
        switch (step.type) {
          case "reserve":
            return world.reserve(ids[step.order]!, linesOf[step.order]!, new Date(nowMs + step.forMs));
          case "commit":
            return world.commit(ids[step.order]!);
          case "release":
            return world.release(ids[step.order]!);
          case "expire":
            nowMs += step.afterMs;
            return world.expire();
          case "adjust":
            return world.adjust({ variantId: variants[step.variant]!, change: { by: step.by } });
        }
      };
      for (const round of rounds) {
        await Promise.all([...round.map(run), world.audit()]);
        await world.audit();
      }
      await Promise.all(ids.map((id) => world.release(id)));
      for (const variantId of variants) assert.equal((await figures(variantId))[1], 0);
      await world.audit();
    },
  );
  const seed = Date.now() % 2 ** 31;
  console.log(`  seed ${seed}`);
  await fc.assert(property, { seed, numRuns: 25, endOnFailure: true });
});
