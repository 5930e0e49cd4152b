import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { readConfigFile } from "#bin/any-gateway/config-file.ts";
import { readConfig } from "#gateway/config/read-config.ts";
import { LIMITS } from "#gateway/limits.ts";

const folder = mkdtempSync(join(tmpdir(), "agora-config-files-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

function problemsOf(given: unknown): readonly string[] {
  const read = readConfig(given);
  return read.ok ? [] : read.refusal;
}

test("a file that exports nothing is refused, also where Node takes it for CommonJS", async () => {
  const nothing = [
    file("empty.ts", ""),
    file("comment.ts", "// to come\n"),
    file("unexported.ts", "const config = { workers: 2 };\n"),
    file("unexported.js", "const config = { workers: 2 };\n"),
    file("other.mjs", "export const settings = {};"),
    file("undefined.mjs", "export const config = undefined;"),
  ];
  for (const name of nothing) await assert.rejects(readConfigFile(name), { message: /it exports no `config`/ }, name);
});

test("settings of CommonJS are settings", async () => {
  assert.equal((await readConfigFile(file("named.cjs", "exports.config = { workers: 3 };"))).workers, 3);
  assert.equal((await readConfigFile(file("whole.cjs", "module.exports = { workers: 4 };"))).workers, 4);
});

test("what is no group of settings is refused by what it is", async () => {
  for (const [name, text, what] of [
    ["list.json", "[]", "a list"],
    ["number.json", "5", "a number"],
    ["null.json", "null", "null"],
    ["promise.mjs", "export const config = Promise.resolve({ workers: 2 });", "a Promise"],
    ["map.mjs", "export const config = new Map();", "a Map"],
    ["function.mjs", "export const config = () => ({});", "a function"],
    ["falsy.mjs", "export const config = 0;", "a number"],
  ] as const) {
    const message = `Settings in ${join(folder, name)}: it must be a group of settings, and is ${what}.`;
    await assert.rejects(readConfigFile(file(name, text)), { message });
  }
});

test("a value that JSON does not know is told, and so is what a file throws", async () => {
  const settings = "export const config = { workers: () => 2, metrics: { port: 1n } };";
  await assert.rejects(readConfigFile(file("odd.mjs", settings)), {
    message: /workers must be .* \(it is a function\); metrics\.port must be .* \(it is a bigint\)/,
  });
  await assert.rejects(readConfigFile(file("throws.mjs", "throw null;")), { message: /throws\.mjs: it throws null/ });
});

test("a mark at the beginning of a file is no part of it", async () => {
  assert.equal((await readConfigFile(file("marked.json", '\uFEFF{ "workers": 3 }'))).workers, 3);
});

test("more problems than are told are counted", () => {
  const given = { limits: Object.fromEntries(Array.from({ length: 13 }, (_, n) => [`none${n}`, n])) };
  const problems = problemsOf(given);
  assert.equal(problems.length, 11);
  assert.equal(problems.at(-1), "3 more are wrong");
});

test("no limit can be set to what would spin or serve nobody; none means none where there may be none", () => {
  const isRefused = (name: string) =>
    problemsOf({ limits: { [name]: 0 } })
      .join()
      .includes(`limits.${name} must be`);
  const refused = Object.keys(LIMITS).filter(isRefused);
  for (const name of [
    ...["breakerWindowMs", "eventsPerRequestMax", "eventRequestsMax", "streamHeartbeatMs", "socketPingMs"],
    ...["loadAtOnceStart", "loadAtOnceMax", "planMsMax", "plansWeighedMax", "headersMsMax", "breakerFailureRatioMax"],
  ])
    assert.ok(refused.includes(name), name);
  for (const name of ["operationsPerBatchMax", "knownRunsBytesMax", "aliasesMax", "socketsMax", "drainIdleMs"])
    assert.ok(!refused.includes(name), name);
  assert.match(problemsOf({ reload: { pollMs: 0 } }).join(), /reload\.pollMs must be a whole number from 1 /);
});
