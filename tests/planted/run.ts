import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { type Copy, copySources } from "./copy.ts";
import type { Ended } from "./outcome-reporter.ts";
import { type Patch, readPatches } from "./patches.ts";
import { runTests, type TestOutcome } from "./test-run.ts";

/**
 * `npm run test:planted [-- NAME …]`: plants known bugs, one at a time, in a copy of the sources, and demands that the
 * tests named in the patch turn red. Exits 1 when a bug survives, or a patch does not fit the sources any more.
 */
const CLEAN_MS_MAX = 180_000;
/** A bug that makes tests hang is caught by then. */
const PATCH_MS_MAX = 90_000;

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());

process.exitCode = await plantAll(process.argv.slice(2)).catch((error: Error) => {
  console.error(stopping.signal.aborted ? "\nStopped." : error.message);
  return stopping.signal.aborted ? 130 : 1;
});

async function plantAll(names: readonly string[]): Promise<number> {
  const patches = readPatches(names);
  const startedAt = performance.now();
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), "agora-planted-")));
  try {
    const directory = join(scratch, "sources");
    mkdirSync(directory);
    const copy = copySources(directory);
    const green = await testsOfCleanCopy(copy, patches);
    let caught = 0;
    for (const patch of patches) if (await plantOne(copy, patch, green)) caught++;
    console.log(`\n${patches.length} bugs planted, ${caught} caught (${secondsSince(startedAt)})`);
    return caught === patches.length ? 0 : 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The tests that are green without a bug, by `keyOf`: only these can tell of one. */
async function testsOfCleanCopy({ directory }: Copy, patches: readonly Patch[]): Promise<ReadonlySet<string>> {
  const tests = [...new Set(patches.flatMap((patch) => patch.tests))].sort();
  console.log(`The clean copy first: ${tests.length} test files …`);
  const startedAt = performance.now();
  const outcome = await runTests({ directory, tests, limitMs: CLEAN_MS_MAX, signal: stopping.signal });
  stopping.signal.throwIfAborted();
  if (!outcome.green) throw new Error(`${outcome.output}\n✖ The tests are red without any bug: mend that first.`);
  console.log(`✔ green without a bug (${secondsSince(startedAt)})\n`);
  return new Set(outcome.ended.filter(({ passed }) => passed).map((ended) => keyOf(directory, ended)));
}

async function plantOne(copy: Copy, patch: Patch, green: ReadonlySet<string>): Promise<boolean> {
  const { directory } = copy;
  const { tests, only } = patch;
  const startedAt = performance.now();
  const report = (isCaught: boolean, what: string) => {
    console.log(`${isCaught ? "✔" : "✖"} ${patch.name}: ${what} (${secondsSince(startedAt)})`);
    return isCaught;
  };
  if (!copy.plant(patch)) return report(false, "does not apply any more: refresh it");
  try {
    const run = { directory, tests, only, limitMs: PATCH_MS_MAX, signal: stopping.signal };
    const [outcome, compiles] = await Promise.all([runTests(run), typeChecks(directory)]);
    stopping.signal.throwIfAborted();
    if (!compiles) return report(false, "does not compile any more, so it proves nothing: refresh it");
    return report(...verdictOn(outcome, directory, green));
  } finally {
    copy.clean();
  }
}

function verdictOn(outcome: TestOutcome, directory: string, green: ReadonlySet<string>): [boolean, string] {
  const failed = outcome.ended.filter(({ passed, byItself }) => !passed && byItself);
  const first = failed.find((ended) => green.has(keyOf(directory, ended)));
  if (first) return [true, `caught by "${titleOf(first, failed)}"`];
  if (outcome.tookTooLong) return [true, `caught: the tests did not end within ${PATCH_MS_MAX / 1_000} s`];
  if (!outcome.ended.some((ended) => green.has(keyOf(directory, ended))))
    return [false, `breaks the test files themselves, or chooses none of their tests: refresh it\n${outcome.output}`];
  return [false, outcome.green ? "survived" : `no test that was green before has failed by itself\n${outcome.output}`];
}

/** Part of a test: its name alone may say little. */
function titleOf(ended: Ended, failed: readonly Ended[]): string {
  const whole = failed
    .slice(failed.indexOf(ended))
    .find(({ file, nesting }) => file === ended.file && nesting < ended.nesting);
  return whole ? `${whole.name} › ${ended.name}` : ended.name;
}

function keyOf(directory: string, { file, name }: Ended): string {
  return `${relative(directory, file)}: ${name}`;
}

/** A bug that the compiler finds says nothing about the tests, and a patch that has rotted may be red for that alone. */
function typeChecks(directory: string): Promise<boolean> {
  const args = ["node_modules/typescript/bin/tsc", "--noEmit", "-p", "."];
  const child = spawn(process.execPath, args, { cwd: directory, stdio: "ignore" });
  return new Promise((resolve) => child.once("exit", (code) => resolve(code === 0)));
}

function secondsSince(startedAt: number): string {
  return `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`;
}
