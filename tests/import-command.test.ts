import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { startEmbeddedPostgres } from "#bin/embedded-postgres.ts";
import { acquireInstanceLock } from "#bin/instance-lock.ts";
import { connectionOf } from "#bin/provision.ts";
import { openSecrets } from "#bin/secrets.ts";
import { openCatalogStore } from "#bin/subgraphs/catalog.ts";
import { silentLog } from "#kernel/log.ts";
import { startMessenger } from "#kernel/messenger.ts";
import { postgresSignals } from "#kernel/signals.ts";
import { eventually } from "./support/eventually.ts";
import { fileOf, rowOf } from "./support/import.ts";

const data = mkdtempSync(join(tmpdir(), "agora-import-data-"));
after(() => rmSync(data, { recursive: true, force: true }));

/** Shorter than the relay's poll: what arrives sooner was woken. */
const WOKEN_MS_MAX = 3_000;

async function command(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { ...process.env, AGORA_DATA: data };
  const child = spawn(process.execPath, ["bin/import.ts", ...args], { env });
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => (said.stdout += chunk));
  child.stderr.on("data", (chunk) => (said.stderr += chunk));
  const code = await new Promise<number>((resolve) => child.on("close", (exitCode) => resolve(exitCode ?? -1)));
  return { code, ...said };
}

test("help names the columns, and wrong arguments are told in words before anything is started", async () => {
  const help = await command("--help");
  assert.equal(help.code, 0);
  for (const name of ["externalRef", "compareAtPrices", "categories", "price_cents", "--on-error"])
    assert.ok(help.stdout.includes(name));

  const file = fileOf([rowOf(1)]);
  const wrong = [[], ["no-such-file.ndjson"], [file, "--on-error", "explode"], [file, "--unknown"]];
  for (const args of wrong) {
    const { code, stderr } = await command(...args);
    assert.equal(code, 2, args.join(" "));
    assert.doesNotMatch(stderr, /\n\s+at /);
  }
});

test("it works without the platform, beside it, and leaves it running", async () => {
  const rows = Array.from({ length: 10 }, (_, n) => rowOf(n));

  const alone = await command(fileOf([...rows, "oops"], { gzip: true }));
  assert.equal(alone.code, 0, alone.stderr);
  assert.match(alone.stdout, /^10 new, 0 changed, 0 unchanged, 1 refused in [\d.]+ s\.$/m);
  assert.match(alone.stderr, /^line 11: row: is not JSON$/m);

  const postgres = await startEmbeddedPostgres({ directory: data });
  assert.equal(postgres.takenOver, false);
  const lock = await acquireInstanceLock(postgres.connection);
  const admin = { ...postgres.connection, database: "agora" };
  const signals = await postgresSignals({ connection: admin, log: silentLog, send: false });
  const connection = connectionOf(admin, "catalog", openSecrets(data).passwordOf("catalog"));
  const { database } = await openCatalogStore({ connection, signals, log: silentLog });
  const messenger = startMessenger({ name: "catalog", connection, handlers: {}, jobs: [], signals, log: silentLog });
  const relayed = async () => (await database.query("SELECT count(*)::int AS n FROM bus.catalog"))[0].n;
  await eventually(async () => assert.equal(await relayed(), 10));

  const beside = await command(
    fileOf([...rows, ...Array.from({ length: 5 }, (_, n) => rowOf(100 + n))]),
    "--on-error",
    "stop",
  );
  assert.equal(beside.code, 0, beside.stderr);
  assert.match(beside.stdout, /^5 new, 0 changed, 10 unchanged, 0 refused/m);
  await eventually(async () => assert.equal(await relayed(), 15), WOKEN_MS_MAX);
  await messenger.stop();
  await database.close();
  await signals.close();
  await lock!.release();
  await postgres.stop();
});

test("with stop it exits 1 and says where to go on, with skip it only counts", async () => {
  const stop = await command(
    fileOf([rowOf(200), rowOf(201, { prices: { INR: "x" } }), rowOf(202)]),
    "--on-error",
    "stop",
  );
  assert.equal(stop.code, 1);
  assert.match(stop.stderr, /^line 2: prices\.INR: must be a whole number of minor units/m);
  assert.match(stop.stdout, /Start it again/);

  const skip = await command(fileOf([rowOf(203, { colour: "red" }), "oops", rowOf(204)]), "--on-error", "skip");
  assert.equal(skip.code, 0);
  assert.doesNotMatch(skip.stderr, /line 2/);
  assert.match(skip.stdout, /2 new, 0 changed, 0 unchanged, 1 refused/);
  assert.match(skip.stdout, /Columns that are not known: colour\./);
});
