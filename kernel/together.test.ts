import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import { beforeEach, mock, test } from "node:test";
import { together } from "./together.ts";

const IN_A_ROW_MAX = 32;
const WAIT_MS_MAX = 10;

let nowMs = 0;
mock.method(performance, "now", () => nowMs);
beforeEach(() => (nowMs = 0));

test("what comes in one turn goes on at its end, in order, each once", async () => {
  const gone: number[] = [];
  const go = together((item: number) => gone.push(item));
  go(1);
  await Promise.resolve();
  go(2);
  assert.deepEqual(gone, []);
  await turn();
  assert.deepEqual(gone, [1, 2]);
  go(3);
  await turn();
  await turn();
  assert.deepEqual(gone, [1, 2, 3]);
});

test("of many the first go on at the turn's end, and the others in turns after it", async () => {
  const gone: number[] = [];
  const go = together((item: number) => gone.push(item));
  const items = Array.from({ length: 2 * IN_A_ROW_MAX + 1 }, (_, item) => item);
  items.forEach(go);
  for (const count of [IN_A_ROW_MAX, 2 * IN_A_ROW_MAX, items.length]) {
    await turn();
    assert.deepEqual(gone, items.slice(0, count));
  }
});

test("in a long turn none waits long while others come", () => {
  const gone: number[] = [];
  const go = together((item: number) => gone.push(item));
  go(1);
  nowMs += WAIT_MS_MAX;
  go(2);
  assert.deepEqual(gone, []);
  nowMs += 1;
  go(3);
  assert.deepEqual(gone, [1, 2, 3]);
});

test("what comes while others go on waits for the next turn", async () => {
  const gone: string[] = [];
  const go = together((item: string) => {
    gone.push(item);
    if (item === "first") go("next");
  });
  go("first");
  go("second");
  await turn();
  assert.deepEqual(gone, ["first", "second"]);
  await turn();
  assert.deepEqual(gone, ["first", "second", "next"]);
});

test("a fault of one does not keep the others", async () => {
  const gone: number[] = [];
  const go = together((item: number) => {
    if (item === 1) throw new Error("a fault");
    gone.push(item);
  });
  const items = Array.from({ length: 5 }, (_, item) => item);
  items.forEach(go);
  nowMs += WAIT_MS_MAX + 1;
  assert.throws(() => go(items.length), /a fault/);
  await turn();
  assert.deepEqual(gone, [...items.filter((item) => item !== 1), items.length]);
});

test("what is left for the next turn has not waited yet", async () => {
  const gone: number[] = [];
  const go = together((item: number) => {
    nowMs += 1;
    gone.push(item);
  });
  const items = Array.from({ length: IN_A_ROW_MAX + 2 }, (_, item) => item);
  items.forEach(go);
  await turn();
  nowMs = 0;
  go(items.length);
  assert.equal(gone.length, IN_A_ROW_MAX);
  await turn();
  assert.equal(gone.length, items.length + 1);
});
