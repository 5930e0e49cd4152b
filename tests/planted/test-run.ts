import { spawn } from "node:child_process";
import { createWriteStream, existsSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { startEmbeddedPostgres } from "#bin/embedded-postgres.ts";
import type { Ended } from "./outcome-reporter.ts";

export interface TestRun {
  /** The sources to run in. */
  readonly directory: string;
  readonly tests: readonly string[];
  readonly only?: string;
  readonly limitMs: number;
  readonly signal: AbortSignal;
}

export interface TestOutcome {
  readonly green: boolean;
  readonly tookTooLong: boolean;
  readonly ended: readonly Ended[];
  readonly output: string;
}

/** A test that hangs is red after this. */
const TEST_MS_MAX = 20_000;

/** Runs tests as `npm run test:files` does, in a process group and a temporary folder of their own. */
export async function runTests({ directory, tests, only, limitMs, signal }: TestRun): Promise<TestOutcome> {
  const scratch = mkdtempSync(join(dirname(directory), "run-"));
  const outcomeFile = join(scratch, "outcome");
  const outputFile = join(scratch, "output");
  const args = [
    "tests/run.ts",
    `--test-timeout=${TEST_MS_MAX}`,
    "--test-reporter=./tests/planted/outcome-reporter.ts",
    `--test-reporter-destination=${outcomeFile}`,
    ...(only === undefined ? [] : [`--test-name-pattern=${only}`]),
    ...tests,
  ];
  try {
    const limit = AbortSignal.timeout(limitMs);
    const code = await runGroup(args, { directory, scratch, outputFile }, AbortSignal.any([signal, limit]));
    const lines = existsSync(outcomeFile) ? readFileSync(outcomeFile, "utf8").split("\n").slice(0, -1) : [];
    return {
      green: code === 0,
      tookTooLong: code === undefined && limit.aborted,
      ended: lines.map((line) => JSON.parse(line)),
      output: readFileSync(outputFile, "utf8"),
    };
  } finally {
    await stopDatabases(scratch);
    rmSync(scratch, { recursive: true, force: true });
  }
}

interface Place {
  readonly directory: string;
  readonly scratch: string;
  readonly outputFile: string;
}

/** The exit code; undefined when the whole group had to be killed. */
async function runGroup(
  args: readonly string[],
  { directory, scratch, outputFile }: Place,
  stop: AbortSignal,
): Promise<number | undefined> {
  const child = spawn(process.execPath, args, {
    cwd: directory,
    env: { ...process.env, TMPDIR: scratch },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const output = createWriteStream(outputFile);
  for (const stream of [child.stdout, child.stderr]) stream.pipe(output, { end: false });
  const kill = () => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, "SIGKILL");
  };
  stop.addEventListener("abort", kill, { once: true });
  if (stop.aborted) kill();
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  stop.removeEventListener("abort", kill);
  await new Promise<void>((resolve) => output.end(resolve));
  return stop.aborted ? undefined : (code ?? 1);
}

/** A database server outlives whoever started it, so what a killed run has left is taken over and ended. */
async function stopDatabases(scratch: string): Promise<void> {
  for (const file of globSync("*/postgres/postmaster.pid", { cwd: scratch })) {
    const server = await startEmbeddedPostgres({ directory: join(scratch, dirname(dirname(file))) });
    await server.stop();
  }
}
