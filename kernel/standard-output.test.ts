import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
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

test("every line is written, in order, before the process ends", async () => {
  const linesMax = 3_000;
  const { output } = run(`
    for (let line = 0; line < ${linesMax}; line += 1) {
      log.info({ line }, "é".repeat(40));
      if (line === ${linesMax / 2}) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    process.exit(0);
  `);
  const lines = (await text(output)).trimEnd().split("\n");

  assert.deepEqual(
    lines.map((line) => JSON.parse(line).line),
    Array.from({ length: linesMax }, (_, line) => line),
  );
});

test("a line does not wait for others that never come", async () => {
  const { child, output } = run(`log.info({}, "alone"); setInterval(() => {}, 1_000);`);
  const [line] = await once(output, "data");
  child.kill();

  assert.equal(JSON.parse(line).msg, "alone");
});
