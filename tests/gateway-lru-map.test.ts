import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { LruMap } from "#gateway/lru-map.ts";

test("keeps what was used last, never more than its size, and never an old value", () => {
  const step = fc.record({ kind: fc.constantFrom("get", "get", "set", "set", "delete"), key: fc.nat(7) });
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 8 }),
      fc.array(step, { minLength: 100, maxLength: 200 }),
      (sizeMax, steps) => {
        const map = new LruMap<number, string>(sizeMax);
        const truth = new Map<number, string>();
        let used: number[] = [];
        for (const [n, { kind, key }] of steps.entries()) {
          const known = map.get(key);
          if (known !== undefined) assert.equal(known, truth.get(key));
          if (used.slice(0, Math.floor(sizeMax / 2)).includes(key)) assert.equal(known, truth.get(key));
          if (kind === "set") for (const kept of [map, truth]) kept.set(key, `${n}`);
          if (kind === "delete") for (const kept of [map, truth]) kept.delete(key);
          if (kind === "set" || known !== undefined) used = [key, ...used.filter((other) => other !== key)];
          assert.ok(map.size <= sizeMax);
        }
      },
    ),
  );
});

test("where values count differently it never holds more than its size, nor what is more than half of it", () => {
  const step = fc.record({ kind: fc.constantFrom("get", "set", "set", "delete"), key: fc.nat(7), size: fc.nat(12) });
  fc.assert(
    fc.property(fc.array(step, { minLength: 100, maxLength: 200 }), (steps) => {
      const map = new LruMap<number, { size: number }>(20, ({ size }) => size);
      const truth = new Map<number, { size: number }>();
      for (const { kind, key, size } of steps) {
        const known = map.get(key);
        if (known) assert.equal(known, truth.get(key));
        const value = { size };
        if (kind === "set") for (const kept of [map, truth]) kept.set(key, value);
        if (kind === "set") assert.equal(map.get(key), size > 10 ? undefined : truth.get(key));
        if (kind === "delete") for (const kept of [map, truth]) kept.delete(key);
        assert.ok(map.entries().reduce((sum, [, value]) => sum + value.size, 0) <= 20);
      }
    }),
  );
});

test("a full map takes a new entry in a microsecond or so, however large", () => {
  const map = new LruMap<string, number>(100_000);
  for (let n = 0; n < 100_000; n += 1) map.set(`first ${n}`, n);
  const startedAt = performance.now();
  for (let n = 0; n < 100_000; n += 1) map.set(`second ${n}`, n);
  assert.ok(performance.now() - startedAt < 400);
});
