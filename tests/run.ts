import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "#bin/embedded-postgres.ts";

/**
 * `npm test`: every check, then every test, on a PostgreSQL of this run's own. `npm run test:files -- FILE …`: these
 * tests only. Exits 1 when anything fails, after all of it has run.
 */
const ALL_TESTS = [
  "tests/**/*.test.ts",
  "kernel/**/*.test.ts",
  "gateway/**/*.test.ts",
  "subgraphs/**/*.test.ts",
  "clients/**/*.test.ts",
];
const CHECKS: readonly (readonly [string, ...string[]])[] = [
  ["types", "node_modules/typescript/bin/tsc", "--noEmit", "-p", "."],
  ["lint", "node_modules/oxlint/bin/oxlint", "--quiet"],
  ["format", "node_modules/prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."],
];

let current: ChildProcess | undefined;
/** This process stays to clean up behind its child. */
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => current?.kill(signal));

const files = process.argv.slice(2);
const failed: string[] = [];
if (files.length === 0) {
  for (const [name, ...command] of CHECKS) {
    const code = await run(command);
    console.log(`${code === 0 ? "✔" : "✖"} ${name}`);
    if (code !== 0) failed.push(name);
  }
}
const directory = mkdtempSync(join(tmpdir(), "agora-test-"));
const postgres = await startEmbeddedPostgres({ directory });
try {
  const reporters = ["spec", "./tests/support/shape-reporter.ts"].flatMap((reporter) => [
    `--test-reporter=${reporter}`,
    "--test-reporter-destination=stdout",
  ]);
  const env = { AGORA_TEST_POSTGRES: JSON.stringify({ ...postgres.connection, database: "postgres" }) };
  const code = await run(
    [
      "--test",
      "--test-concurrency=2",
      "--test-timeout=240000",
      "--test-force-exit",
      `--import=${new URL("../tests/support/whole-reports.ts", import.meta.url).href}`,
      ...reporters,
      ...(files.length > 0 ? files : ALL_TESTS),
    ],
    env,
  );
  if (code !== 0) failed.push("tests");
} finally {
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}
if (failed.length > 0) console.error(`\nFailed: ${failed.join(", ")}`);
process.exit(failed.length > 0 ? 1 : 0);

function run(args: readonly string[], env: Record<string, string> = {}): Promise<number> {
  const child = spawn(process.execPath, args, {
    stdio: "inherit",
    env: { ...process.env, APOLLO_TELEMETRY_DISABLED: "true", ...env },
  });
  current = child;
  return new Promise((resolve) => child.on("exit", (code) => resolve(code ?? 1)));
}
