import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { allocate, type AllocatableItem } from "./allocate.ts";
import { quantitiesOf } from "./quantities.ts";

function item(variantId: string, warehouseId: string, onHand: number, reserved = 0): AllocatableItem {
  const id = `${variantId} in ${warehouseId}`;
  return { id, variantId, warehouseId, onHand, reserved, version: 1, isInDefaultWarehouse: warehouseId === "main" };
}

test("takes from the default warehouse first, then from the oldest, and splits where it must", () => {
  const items = [item("mug", "a", 2), item("mug", "b", 9), item("mug", "main", 5, 2)];

  const allocated = allocate(new Map([["mug", 6]]), items);

  assert.deepEqual(allocated, {
    ok: true,
    value: [
      { stockItemId: "mug in main", quantity: 3 },
      { stockItemId: "mug in a", quantity: 2 },
      { stockItemId: "mug in b", quantity: 1 },
    ],
  });
});

const items = fc
  .uniqueArray(
    fc.record({
      variant: fc.constantFrom("v1", "v2", "v3"),
      warehouse: fc.constantFrom("a", "b", "main"),
      onHand: fc.nat(9),
      reserved: fc.nat(9),
    }),
    { selector: ({ variant, warehouse }) => `${variant} ${warehouse}` },
  )
  .map((all) =>
    all.map(({ variant, warehouse, onHand, reserved }) => item(variant, warehouse, onHand, Math.min(reserved, onHand))),
  );
const lines = fc.array(
  fc.record({ variantId: fc.constantFrom("v1", "v2", "v3", "v4"), quantity: fc.integer({ min: 1, max: 9 }) }),
  { minLength: 1, maxLength: 5 },
);

test("gives every variant in full out of free units, or exactly the shortages", () => {
  fc.assert(
    fc.property(lines, items, (wished, items) => {
      const wanted = quantitiesOf(wished);
      const freeOf = (variantId: string) =>
        items
          .filter((item) => item.variantId === variantId)
          .reduce((sum, { onHand, reserved }) => sum + onHand - reserved, 0);
      const short = [...wanted].filter(([variantId, quantity]) => freeOf(variantId) < quantity);

      const allocated = allocate(wanted, items);

      if (!allocated.ok) {
        const expected = short.map(([variantId]) => ({ variantId, available: freeOf(variantId) }));
        return assert.deepEqual(allocated.refusal, expected);
      }
      assert.equal(short.length, 0);
      const byId = new Map(items.map((item) => [item.id, item]));
      const given = quantitiesOf(
        allocated.value.map(({ stockItemId, quantity }) => ({ variantId: byId.get(stockItemId)!.variantId, quantity })),
      );
      assert.deepEqual(new Map(given), new Map(wanted));
      for (const { stockItemId, quantity } of allocated.value) {
        const { onHand, reserved } = byId.get(stockItemId)!;
        assert.ok(quantity > 0 && quantity <= onHand - reserved);
      }
      assert.equal(new Set(allocated.value.map(({ stockItemId }) => stockItemId)).size, allocated.value.length);
    }),
  );
});
