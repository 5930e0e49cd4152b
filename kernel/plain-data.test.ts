import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { copyOf, isSameData } from "./plain-data.ts";

const json = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value)));

test("data is the same if its JSON is, whatever the order of members", () => {
  const change = (value: unknown, at: number): unknown => {
    if (Array.isArray(value)) return value.length === 0 ? [null] : value.with(at % value.length, change(value[0], at));
    if (typeof value !== "object" || value === null) return `${String(value)} `;
    const entries = Object.entries(value).toReversed();
    if (at % 3 === 0) return Object.fromEntries(entries.slice(1));
    return Object.fromEntries(
      entries.map(([key, inside], n) => [key, n === 0 && at % 3 === 1 ? change(inside, at) : inside]),
    );
  };
  const isEqual = (a: unknown, b: unknown) => {
    try {
      assert.deepStrictEqual(a, b);
      return true;
    } catch {
      return false;
    }
  };
  fc.assert(
    fc.property(json, fc.nat(8), (value, at) => {
      assert.ok(isSameData(value, copyOf(value)));
      const changed = change(value, at);
      assert.equal(isSameData(value, changed), isEqual(value, changed));
      assert.equal(isSameData(changed, value), isEqual(value, changed));
    }),
    { numRuns: 2_000 },
  );
});

test("what is undefined is not the same as what is absent, nor as anything else", () => {
  for (const other of [{ j: 5 }, {}, { x: undefined }, { x: null }]) {
    assert.equal(isSameData({ x: undefined }, other), false);
    assert.equal(isSameData(other, { x: undefined }), false);
  }
});

test("what is more than data is never the same as a copy of it", () => {
  for (const value of [new Date(0), new Map(), Buffer.from("a"), new URL("http://a")])
    assert.equal(isSameData({ value }, copyOf({ value })), false);
});

test("a copy does not change with what it was made of", () => {
  const said = { list: [{ name: "Anvil" }] };
  const copy = copyOf(said);
  said.list[0]!.name = "Bellows";
  assert.deepEqual(copy, { list: [{ name: "Anvil" }] });
});

test("a member may be called __proto__, as any other", () => {
  const said = JSON.parse(`{ "scalar": { "__proto__": { "isAdmin": true } } }`);
  assert.equal(JSON.stringify(copyOf(said)), JSON.stringify(said));
  assert.equal(copyOf(said).scalar.isAdmin, undefined);
  assert.ok(isSameData(said, copyOf(said)));
  assert.equal(isSameData(JSON.parse(`{ "__proto__": {} }`), { other: 1 }), false);
});
