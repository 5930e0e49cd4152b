import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PassingMap, PassingSet } from "./passing-map.ts";
import { becameOld, collectYoung } from "#tests/support/collections.ts";

test("says what a Map says, whatever came and went", () => {
  const key = fc.nat(9);
  const step = fc.oneof(
    fc.record({ kind: fc.constantFrom("set", "set", "delete", "delete"), key }),
    fc.record({ kind: fc.constant("clear"), key }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const map = new PassingMap<number, number>();
      const set = new PassingSet<number>();
      const truth = new Map<number, number>();
      for (const [n, { kind, key }] of steps.entries()) {
        if (kind === "set") {
          map.set(key, n);
          set.add(key);
          truth.set(key, n);
        }
        if (kind === "delete") assert.deepEqual([map.delete(key), set.delete(key)], Array(2).fill(truth.delete(key)));
        if (kind === "clear") for (const each of [map, set, truth]) each.clear();
        assert.deepEqual([map.size, set.size], [truth.size, truth.size]);
        assert.deepEqual([map.get(key), map.has(key)], [truth.get(key), truth.has(key)]);
        assert.deepEqual([...map.keys()], [...truth.keys()]);
        assert.deepEqual([...map.values()], [...truth.values()]);
        assert.deepEqual([...set.values()], [...truth.keys()]);
      }
    }),
  );
});

test("all may go while they are gone through", () => {
  const map = new PassingMap<number, string>();
  for (let key = 0; key < 10; key += 1) map.set(key, "there");
  for (const key of map.keys()) assert.ok(map.delete(key));
  assert.equal(map.size, 0);
});

const PASSING = 2_000;
const AT_ONCE = 20;
const COLLECTED_EVERY = 50;

interface Passable {
  set(key: number, value: unknown): unknown;
  delete(key: number): boolean;
}

function passThrough(map: Passable): void {
  for (let key = 0; key < PASSING; key += 1) {
    map.set(key, Array(1_000).fill(key));
    map.delete(key - AT_ONCE);
    if (key % COLLECTED_EVERY === 0) collectYoung();
  }
}

test("what has gone does not stay, as it does in a Map that is old itself", async () => {
  const map = new PassingMap<number, unknown>();
  const plain = new Map<number, unknown>();
  assert.ok((await becameOld(() => passThrough(map))) < 1_000_000);
  assert.ok((await becameOld(() => passThrough(plain))) > 4_000_000, "the test measures nothing");
});
