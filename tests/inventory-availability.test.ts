import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { randomIds, seededId } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { countStatements } from "./support/count-statements.ts";
import { AVAILABILITY, type InventoryWorld, newOrder, openInventoryWorld, staff, STOCK } from "./support/inventory.ts";

let world: InventoryWorld;
before(async () => (world = await openInventoryWorld()));
after(() => world.close());

const variants = (ids: readonly string[]) => ({ of: ids.map((id) => ({ __typename: "Variant", id })) });

async function availabilityOf(variantId: string) {
  const { data, errors } = await world.ask(AVAILABILITY, variants([variantId]));
  assert.equal(errors, undefined);
  return data._entities[0].availability;
}

test("tells anybody how much can be ordered, low stock from 5 down, never more than 50", async () => {
  const expected: [number, string, number][] = [
    [0, "OUT_OF_STOCK", 0],
    [1, "LOW_STOCK", 1],
    [5, "LOW_STOCK", 5],
    [6, "IN_STOCK", 6],
    [50, "IN_STOCK", 50],
    [4_711, "IN_STOCK", 50],
  ];
  for (const [units, status, orderableQuantity] of expected)
    assert.deepEqual(await availabilityOf(await world.stocked(units)), { status, orderableQuantity });
});

test("counts free units over all warehouses: what orders hold is not available", async () => {
  const [variantId, warehouseId] = [await world.stocked(3), await world.openWarehouse()];
  await world.adjust({ variantId, warehouseId, change: { to: 3 } });
  assert.deepEqual(await availabilityOf(variantId), { status: "IN_STOCK", orderableQuantity: 6 });

  const order = newOrder();
  await world.reserve(order, [{ variantId, quantity: 4 }]);
  assert.deepEqual(await availabilityOf(variantId), { status: "LOW_STOCK", orderableQuantity: 2 });

  await world.commit(order);
  assert.deepEqual(await availabilityOf(variantId), { status: "LOW_STOCK", orderableQuantity: 2 });
});

test("a variant that was never in stock is out of stock", async () => {
  assert.deepEqual(await availabilityOf(world.variant()), { status: "OUT_OF_STOCK", orderableQuantity: 0 });
});

test("references keep their order, are null for ids of another kind, and believe nothing but the key", async () => {
  const [one, other] = [await world.stocked(1), await world.stocked(9)];
  const availability = { status: "IN_STOCK", orderableQuantity: 50 };
  const of = [
    { __typename: "Variant", id: other },
    { __typename: "Variant", id: randomIds.next(PREFIXES.Product) },
    { __typename: "Variant", id: one, availability, free: 50 },
    { __typename: "Variant", id: "nonsense" },
    { __typename: "Variant", id: other },
  ];

  const { data, errors } = await world.ask(AVAILABILITY, { of });

  assert.equal(errors, undefined);
  assert.deepEqual(
    data._entities.map((variant: any) => variant?.availability.orderableQuantity ?? null),
    [9, null, 1, null, 9],
  );
});

test("asks PostgreSQL once for the availability of 1, 10 or 100 variants, and twice for their stock", async () => {
  const ids: string[] = [];
  for (let count = 0; count < 100; count++) ids.push(await world.stocked(count % 7));
  for (const size of [1, 10, 100]) {
    const some = variants(ids.slice(0, size));
    const available = await countStatements(() => world.ask(AVAILABILITY, some));
    assert.equal(available.result.data._entities.length, size);
    assert.equal(available.statements.length, 1, available.statements.join("\n---\n"));
    const stock = await countStatements(() => world.ask(STOCK, some, staff));
    assert.equal(stock.result.data._entities.at(-1).stock[0].onHand, (size - 1) % 7);
    assert.equal(stock.statements.length, 2, stock.statements.join("\n---\n"));
  }
});

test("lists the warehouses, the oldest first, and finds one by its id", async () => {
  const another = await world.openWarehouse();
  const main = seededId(PREFIXES.Warehouse, "main");
  const query = `query ($of: [_Any!]!) { warehouses { id code name } _entities(representations: $of) { ... on Warehouse { code } } }`;
  const of = [another, main, randomIds.next(PREFIXES.Warehouse), "nonsense"].map((id) => ({
    __typename: "Warehouse",
    id,
  }));

  const { data, errors } = await world.ask(query, { of }, staff);

  assert.equal(errors, undefined);
  assert.deepEqual(data.warehouses[0], { id: main, code: "MAIN", name: "Main warehouse" });
  assert.ok(data.warehouses.some(({ id }: { id: string }) => id === another));
  assert.deepEqual(data._entities, [{ code: another }, { code: "MAIN" }, null, null]);
});
