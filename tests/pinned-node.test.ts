import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PLATFORM = process.platform === "win32" ? "win" : process.platform;
const PACKAGE = `node-${PLATFORM}-${process.arch}`;
const OVERHEAD_MS_MAX = 60;

const scratch = mkdtempSync(join(realpathSync(tmpdir()), "agora-pinned-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

describe("the pinned Node", { concurrency: 3 }, () => {
  test(
    "is found at once when all is in place",
    { skip: !existsSync(join(ROOT, "node_modules", PACKAGE)) },
    async () => {
      const bareMs: number[] = [];
      const pinnedMs: number[] = [];
      for (let round = 0; round < 5; round += 1) {
        bareMs.push((await run(process.execPath, ["--eval", "0"])).tookMs);
        const { stdout, stderr, tookMs } = await pinnedNode(ROOT);
        assert.equal(stdout, `${join(ROOT, "node_modules", PACKAGE, "bin/node")}\n`);
        assert.equal(stderr, "");
        pinnedMs.push(tookMs);
      }
      const overheadMs = Math.min(...pinnedMs) - Math.min(...bareMs);
      assert.ok(overheadMs < OVERHEAD_MS_MAX, `${overheadMs} ms on top of an empty program`);
    },
  );

  test("comes with the dependencies on a fresh clone, and npm's words stay out of the path", async () => {
    const clone = makeClone("fresh");

    const { code, stdout, stderr } = await pinnedNode(clone);

    assert.equal(code, 0, stderr);
    assert.equal(stdout, `${join(clone, "node_modules", PACKAGE, "bin/node")}\n`);
    assert.match(stderr, /agora: installing the dependencies/);
    assert.equal((await pinnedNode(clone)).stderr, "");
  });

  test("is installed once when two ask at once", async () => {
    const clone = makeClone("two");
    const npm = fakeNpm(clone);

    const [one, other] = await Promise.all([pinnedNode(clone, npm), pinnedNode(clone, npm)]);

    assert.equal(installs(clone), 1);
    assert.equal(one.stdout, other.stdout);
    assert.match(one.stderr + other.stderr, /another process is installing/);
  });

  test("is installed again after the lockfile changed, not when somebody ran npm by hand", async () => {
    const clone = makeClone("changed");
    const npm = fakeNpm(clone);
    await pinnedNode(clone, npm);

    writeLockfile(clone, "2.0.0");
    await pinnedNode(clone, npm);
    assert.equal(installs(clone), 2);

    writeLockfile(clone, "3.0.0");
    await run(process.execPath, [npm.npm_execpath]);
    const { stderr } = await pinnedNode(clone, npm);
    assert.equal(installs(clone), 3);
    assert.equal(stderr, "");
  });

  test("is the machine's own where there is no package for it, if that is young enough", async () => {
    const clone = makeClone("mac");
    const npm = fakeNpm(clone, { withBinary: false });
    assert.equal((await pinnedNode(clone, npm)).stdout, `${process.execPath}\n`);

    const older = `data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"20.1.0"}})`;
    const { code, stdout, stderr } = await pinnedNode(clone, npm, ["--import", older]);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /^agora: Agora needs Node 24 or later.*Install Node 24.*\n$/);
  });

  test("is missing with one clear line when npm fails", async () => {
    const clone = makeClone("failing");
    const npm = { npm_execpath: join(clone, "npm-cli.js") };
    writeFileSync(npm.npm_execpath, "process.exit(7)");

    const { code, stdout, stderr } = await pinnedNode(clone, npm);

    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /agora: npm ci failed \(exit code 7\)/);
    assert.doesNotMatch(stderr, /\n +at /);
  });
});

/** A checkout whose only dependency is the binary's package, made here, so that npm needs no network. */
function makeClone(name: string): string {
  const clone = join(scratch, name);
  for (const file of ["bin/pinned-node.mjs", "bin/exclusively.mjs"]) cpSync(join(ROOT, file), join(clone, file));
  mkdirSync(join(clone, "binary/bin"), { recursive: true });
  writeFileSync(join(clone, "binary/bin/node"), "");
  writeFileSync(join(clone, "binary/package.json"), JSON.stringify({ name: PACKAGE, version: "1.0.0" }));
  writeFileSync(
    join(clone, "package.json"),
    JSON.stringify({ name: "clone", dependencies: { [PACKAGE]: "file:binary" } }),
  );
  writeLockfile(clone, "1.0.0");
  return clone;
}

function writeLockfile(clone: string, version: string): void {
  const dependencies = { [PACKAGE]: "file:binary" };
  const packages = {
    "": { name: "clone", dependencies },
    binary: { name: PACKAGE, version },
    [`node_modules/${PACKAGE}`]: { resolved: "binary", link: true },
    // Of another platform: npm leaves it out, and that is no reason to install again.
    "node_modules/elsewhere": {
      version,
      resolved: "https://registry.invalid/elsewhere.tgz",
      optional: true,
      os: ["aix"],
    },
  };
  writeFileSync(join(clone, "package-lock.json"), JSON.stringify({ name: "clone", lockfileVersion: 3, packages }));
}

/** Takes its time, counts itself, and notes down what it installed, as npm does. */
function fakeNpm(clone: string, { withBinary } = { withBinary: true }): { npm_execpath: string } {
  const file = join(clone, "npm-cli.js");
  const program = `
    const fs = require("node:fs");
    fs.appendFileSync(${JSON.stringify(join(clone, "installs"))}, "x");
    setTimeout(() => {
      fs.mkdirSync(${JSON.stringify(join(clone, "node_modules"))}, { recursive: true });
      if (${withBinary}) fs.cpSync(${JSON.stringify(join(clone, "binary"))}, ${JSON.stringify(join(clone, "node_modules", PACKAGE))}, { recursive: true });
      fs.copyFileSync(${JSON.stringify(join(clone, "package-lock.json"))}, ${JSON.stringify(join(clone, "node_modules/.package-lock.json"))});
    }, 300);`;
  writeFileSync(file, program);
  return { npm_execpath: file };
}

function installs(clone: string): number {
  return readFileSync(join(clone, "installs"), "utf8").length;
}

function pinnedNode(clone: string, env: Record<string, string> = {}, flags: string[] = []) {
  return run(process.execPath, [...flags, join(clone, "bin/pinned-node.mjs")], env);
}

async function run(program: string, args: string[], env: Record<string, string> = {}) {
  const startedAt = performance.now();
  const child = spawn(program, args, { env: { ...process.env, ...env } });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => (stdout += chunk));
  child.stderr.on("data", (chunk) => (stderr += chunk));
  const code = await new Promise((resolve) => child.on("close", resolve));
  return { code, stdout, stderr, tookMs: performance.now() - startedAt };
}
