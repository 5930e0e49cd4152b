import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import pg from "pg";
import { guest } from "./support/client.ts";
import { type Platform, startPlatform } from "./support/platform.ts";
import { fillCart, orderStatus, placeOrder } from "./support/shopper.ts";
import { root } from "./support/sources.ts";

/** What a person at a terminal meets: a short welcome, and one message with a remedy when something is in the way. */
const REFUSAL_MS_MAX = 10_000;
let platform: Platform;

before(async () => {
  platform = await startPlatform("one process");
});
after(async () => {
  await platform.stop();
});

test("the welcome is short and has the URLs, the demo logins and an operation that works as pasted", async () => {
  const lines = platform
    .output()
    .trim()
    .split("\n")
    .filter((line) => !line.startsWith("…"));
  const operation = lines.find((line) => line.trim().startsWith("{"))!;

  assert.ok(lines.length < 20, platform.output());
  assert.match(platform.output(), new RegExp(`${platform.url}/graphql`));
  for (const { email, password } of Object.values(platform.logins))
    assert.ok(platform.output().includes(email) && platform.output().includes(password));
  const response = await fetch(`${platform.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: operation }),
  });
  const { data, errors } = (await response.json()) as any;
  assert.equal(errors, undefined);
  assert.ok(data.products.nodes.length > 0);
  assert.equal(statSync(join(platform.data, "demo.json")).mode & 0o777, 0o600);
});

test("after kill -9 of node it is ready by itself again and has every order it acknowledged", async () => {
  const shopper = await guest(platform.url);
  const cart = await fillCart(shopper, [{ sku: "MUG-SND", quantity: 1 }]);
  const order = await placeOrder(shopper, cart.id);

  await platform.restart("SIGKILL");

  assert.equal(await orderStatus(shopper, order.id), "PENDING");
});

test("a port in use is named, with the remedy and without a stack", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as { port: number };

  const { code, output } = await startAndFail({ AGORA_PORT: `${port}` });

  other.close();
  assertRefusal(code, output, new RegExp(`Port ${port} .* is in use`), /AGORA_PORT/);
});

test("a second instance on the same folder is told so, and the first goes on", async () => {
  const { code, output } = await startAndFail({ AGORA_DATA: platform.data });

  assertRefusal(code, output, /Another Agora is running on the data folder/, /AGORA_DATA/);
  await guest(platform.url);
});

test("a broken data folder is named", async () => {
  const folder = temporary();
  mkdirSync(join(folder, "postgres"));
  writeFileSync(join(folder, "postgres", "PG_VERSION"), "12\n");

  const { code, output } = await startAndFail({ AGORA_DATA: folder });

  assertRefusal(code, output, /postgres/i, /begin with an empty shop/);
  rmSync(folder, { recursive: true });
});

test("a data folder of a newer version is left alone", async () => {
  const client = new pg.Client({
    host: join(platform.data, "socket"),
    user: "postgres",
    password: readFileSync(join(platform.data, "postgres-password"), "utf8").trim(),
    database: "agora",
  });
  await client.connect();
  await client.query(
    `INSERT INTO orders.migrations (timestamp, name) VALUES (9999999999999, 'FromTheFuture9999999999999')`,
  );
  await client.end();
  const { code, output } = await restartAndFail(platform);
  await platform.restart().catch(() => {});
  assertRefusal(code, output, /FromTheFuture/, /newer version/);
});

test("a wrong or unknown setting is named", async () => {
  const { code, output } = await startAndFail({ AGORA_PAYMENT_DUE_SECONDS: "soon", AGORA_PROT: "1" });

  assertRefusal(
    code,
    output,
    /AGORA_PROT is not a setting; .*AGORA_PAYMENT_DUE_SECONDS must be a whole number/,
    /--help/,
  );
});

test("--help lists every setting with its default", async () => {
  const { code, output } = await run(["--help"], {});

  assert.equal(code, 0);
  for (const name of [
    "AGORA_PORT",
    "AGORA_DATA",
    "AGORA_ACCESS_TOKEN_SECONDS",
    "AGORA_PAYMENT_DUE_SECONDS",
    "AGORA_ENV",
  ])
    assert.match(output, new RegExp(name));
});

function temporary(): string {
  return mkdtempSync(join(tmpdir(), "agora-start-"));
}

async function restartAndFail(running: Platform): Promise<{ code: number | null; output: string }> {
  const port = new URL(running.url).port;
  running.process.kill("SIGTERM");
  await once(running.process, "exit");
  return run([], { AGORA_PORT: port, AGORA_DATA: running.data });
}

async function startAndFail(env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const folder = temporary();
  const started = Date.now();
  const result = await run([], { AGORA_PORT: "20999", AGORA_DATA: folder, ...env });
  rmSync(folder, { recursive: true, force: true });
  assert.ok(Date.now() - started < REFUSAL_MS_MAX, "it took too long to say so");
  return result;
}

async function run(args: string[], env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ["bin/platform.ts", ...args], { cwd: root, env: { ...process.env, ...env } });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  const [code] = await once(child, "exit");
  return { code, output };
}

function assertRefusal(code: number | null, output: string, message: RegExp, remedy: RegExp): void {
  assert.equal(code, 1, output);
  assert.match(output, message);
  assert.match(output, remedy);
  assert.doesNotMatch(output, /^\s+at .*[:(]\d+/m);
}
