import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import { text } from "node:stream/consumers";

const PROGRAM = `
  import { createLog } from "${import.meta.resolve("./log.ts")}";
  const log = createLog("info");
`;

const run = (program: string) => {
  const child = spawn(process.execPath, ["--input-type=module", "-e", PROGRAM + program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return { child, output: child.stdout.setEncoding("utf8") };
};

const line = (entry: string): number => JSON.parse(entry).line;

test("what waits is written when the process ends", async () => {
  const { output } = run(`
    for (let line = 0; line < 50; line += 1) log.info({ line }, "é".repeat(40));
    process.exit(0);
  `);
  const entries = (await text(output)).trimEnd().split("\n");

  assert.deepEqual(
    entries.map(line),
    Array.from({ length: 50 }, (_, n) => n),
  );
});

test("a rush of lines comes whole and in order, also the last of them, without more to come", async () => {
  const linesMax = 3_000;
  const { child, output } = run(`
    for (let line = 0; line < ${linesMax}; line += 1) log.info({ line }, "é".repeat(40));
    setInterval(() => {}, 1_000);
  `);
  let received = "";
  for await (const part of output) {
    received += part;
    if (received.endsWith("\n") && line(received.trimEnd().split("\n").at(-1)!) === linesMax - 1) break;
  }
  child.kill();

  assert.deepEqual(
    received.trimEnd().split("\n").map(line),
    Array.from({ length: linesMax }, (_, n) => n),
  );
});
