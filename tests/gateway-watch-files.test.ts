import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { type FileWatch, fingerprintsOf, watchFiles } from "#bin/any-gateway/watch-files.ts";
import { silentLog } from "#kernel/log.ts";
import { eventually } from "#tests/support/eventually.ts";

const SETTLE_MS = 400;
/** So seldom that a test is over before. */
const NEVER_MS = 600_000;

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "agora-watch-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function watching(t: TestContext, file: string, pollMs = NEVER_MS): { calls(): number } {
  let calls = 0;
  const files = [file];
  const watched: FileWatch = watchFiles({
    ...{ files, seen: fingerprintsOf(files), settleMs: SETTLE_MS, pollMs, watch: true, log: silentLog },
    onChange: async () => void (calls += 1),
  });
  t.after(() => watched.close());
  return { calls: () => calls };
}

/** Something is written in the folder more often than anything settles. */
function noiseIn(t: TestContext, folder: string): void {
  let n = 0;
  const writing = setInterval(() => writeFileSync(join(folder, "gateway.log"), `${(n += 1)}`), SETTLE_MS / 10);
  t.after(() => clearInterval(writing));
}

test("a file that changes is taken over, however often another one beside it is written", async (t) => {
  const folder = folderOf(t);
  const file = join(folder, "graph");
  writeFileSync(file, "one");
  const { calls } = watching(t, file);
  noiseIn(t, folder);
  await wait(2 * SETTLE_MS);
  writeFileSync(file, "two");
  await eventually(() => assert.equal(calls(), 1), 8_000);
});

test("a file that is looked at more often than it settles is taken over", async (t) => {
  const folder = folderOf(t);
  const file = join(folder, "graph");
  writeFileSync(file, "one");
  const { calls } = watching(t, file, SETTLE_MS / 10);
  writeFileSync(file, "two");
  await eventually(() => assert.equal(calls(), 1), 8_000);
});

test("a file that is written for long is read when it is written, and once", async (t) => {
  const folder = folderOf(t);
  const file = join(folder, "graph");
  writeFileSync(file, "one");
  const { calls } = watching(t, file);
  for (let n = 0; n < 20; n += 1) {
    writeFileSync(file, "two".repeat(n));
    await wait(SETTLE_MS / 10);
    assert.equal(calls(), 0);
  }
  await eventually(() => assert.equal(calls(), 1));
  await wait(2 * SETTLE_MS);
  assert.equal(calls(), 1);
});

test("a folder that is swapped behind a link, as Kubernetes does, is a change", async (t) => {
  const folder = folderOf(t);
  const version = (name: string, text: string) => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "graph"), text);
    symlinkSync(name, join(folder, "..data.new"));
    renameSync(join(folder, "..data.new"), join(folder, "..data"));
  };
  version("..1", "one");
  symlinkSync("..data/graph", join(folder, "graph"));
  const { calls } = watching(t, join(folder, "graph"));
  noiseIn(t, folder);
  version("..2", "two");
  await eventually(() => assert.equal(calls(), 1), 8_000);
});
