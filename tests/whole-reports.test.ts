import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { sleep } from "#kernel/clock.ts";

const CHUNK_BYTES = 100_000;
const CHUNKS = 20;
const READER_BUSY_MS = 300;

test("what a test file reports arrives, however late it is read and however it ends", async () => {
  const preload = new URL("../tests/support/whole-reports.ts", import.meta.url).href;
  const script = `for (let i = 0; i < ${CHUNKS}; i++) process.stdout.write("x".repeat(${CHUNK_BYTES})); process.exit();`;
  const child = spawn(process.execPath, ["--import", preload, "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(child, "close");
  await sleep(READER_BUSY_MS);
  let bytes = 0;
  child.stdout.on("data", (chunk: Buffer) => (bytes += chunk.length));
  await closed;
  assert.equal(bytes, CHUNKS * CHUNK_BYTES);
});
