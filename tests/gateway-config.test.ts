import assert from "node:assert/strict";
import { createServer as createHttpServer, type IncomingHttpHeaders } from "node:http";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { Agent, fetch as fetchWith } from "undici";
import { readConfigFile } from "#bin/any-gateway/config-file.ts";
import { readGatewaySettings } from "#bin/any-gateway/settings.ts";
import { readConfig as readPlatformConfig } from "#bin/config.ts";
import { readGatewayArguments } from "#bin/gateway-arguments.ts";
import { gatewayPage } from "#bin/gateway-settings-table.ts";
import { allSettings } from "#gateway/config/all-settings.ts";
import { defineGateway } from "#gateway/config/define-gateway.ts";
import type { GatewayConfig } from "#gateway/config/gateway-settings.ts";
import { shareOfWorker } from "#gateway/config/limit-settings.ts";
import { readConfig } from "#gateway/config/read-config.ts";
import { LIMITS } from "#gateway/limits.ts";
import { certificate, certificateKey } from "#tests/support/certificate.ts";
import { type Collector, openCollector } from "#tests/support/collector.ts";
import { eventually } from "#tests/support/eventually.ts";
import { listen } from "#tests/support/gateway.ts";
import { type GatewayCommand, startGatewayCommand } from "#tests/support/gateway-command.ts";
import { liveClient } from "#tests/support/live-client.ts";
import { openSmallGraph, type SmallGraph } from "#tests/support/small-graph.ts";
import { root } from "#tests/support/sources.ts";

const folder = mkdtempSync(join(tmpdir(), "agora-config-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

function problemsOf(given: unknown): readonly string[] {
  const read = readConfig(given);
  return read.ok ? [] : read.refusal;
}

function defaults(): GatewayConfig {
  const read = readConfig({});
  assert.ok(read.ok);
  return read.value;
}

test("the page lists every setting as it is today", () => {
  const page = readFileSync(join(root, "docs/gateway.md"), "utf8");
  assert.equal(gatewayPage(page), page, "run `npm run docs:gateway`");
  for (const { meaning, kind } of allSettings) assert.ok(meaning.length > 0 && kind.length > 0);
});

test("without settings everything is as it is safe in production", () => {
  const config = defaults();
  assert.deepEqual(config.limits, LIMITS);
  assert.deepEqual(config.server.trustedProxies, []);
  assert.deepEqual([config.introspection, config.explorers, config.cors.origins], [undefined, undefined, undefined]);
  assert.deepEqual([config.signing.on, config.accessLog, config.metrics.on], [true, true, true]);
});

test("all that is wrong is told at once: each with its path, what it must be and what it is", () => {
  const given = {
    limits: { depthMx: 1, depthMax: "ten" },
    server: { prt: 1, port: 0 },
    tls: 5,
    cors: { origins: "*" },
    subgraphs: { reviews: { ulr: "http://reviews" } },
    jwt: {},
    rateLimits: { requests: [{ name: "all", by: "me", pointsMax: 1, windowSeconds: 60 }] },
    headers: { toClients: { forward: ["content-length"] } },
  };
  assert.deepEqual(problemsOf(given), [
    "server.port must be a whole number from 1 to 65535 (it is 0)",
    "server.prt is not a setting (there are port, host, trustedProxies)",
    "tls must be a group of settings (it is 5)",
    'cors.origins must be a list of origins such as https://shop.example (lower case, no path, no default port, no wildcard), or * (it is "*")',
    "subgraphs.reviews.ulr is not a setting (there are url, queryMsMax, mutationMsMax, headers)",
    'headers.toClients.forward must be a list of headers that tell of no body and no connection: content-length would break each message (it is ["content-length"])',
    "jwt.jwksUrl must be a URL with http or https, without user and password",
    'limits.depthMax must be a whole number from 1 to 2147483647 (it is "ten")',
    "limits.depthMx is not a setting",
    'rateLimits.requests.0.by must be ip or subject or apiKey or client (it is "me")',
  ]);
  assert.deepEqual(problemsOf("port 4000"), ["it must be a group of settings"]);
});

test("a secret is not told, however wrong it is", () => {
  const told = [
    ...problemsOf({ redis: { url: 4711 } }),
    ...problemsOf({ redis: "redis://:hunter2@cache" }),
    ...problemsOf({ redis: ["hunter2"] }),
  ].join();
  assert.match(told, /redis\.url must be/);
  assert.doesNotMatch(told, /4711|hunter2/);
});

test("settings come from TypeScript, from JavaScript and from JSON", async () => {
  const define = `import { defineGateway } from ${JSON.stringify(join(root, "gateway/config/define-gateway.ts"))};`;
  const files = [
    file("typed.ts", `${define}\nconst workers: number = 3;\nexport const config = defineGateway({ workers });`),
    file("plain.mjs", "export default { workers: 3 };"),
    file("written.json", '{ "$schema": "gateway.json", "workers": 3 }'),
  ];
  for (const name of files) assert.deepEqual(await readConfigFile(name), { ...defaults(), workers: 3 }, name);
  assert.deepEqual(defineGateway({ workers: 3 }), { workers: 3 });
});

test("a file that changed is read anew", async () => {
  const name = file("changing.ts", "export const config = { workers: 1 };");
  assert.equal((await readConfigFile(name)).workers, 1);
  file("changing.ts", "export const config = { workers: 2 };");
  assert.equal((await readConfigFile(name)).workers, 2);
});

test("a file that holds no settings is refused by its name", async () => {
  const wrong: [string, RegExp][] = [
    [join(folder, "absent.ts"), /absent\.ts: it cannot be read \(ENOENT\)/],
    [file("nothing.ts", "export const settings = {};"), /nothing\.ts: it exports no `config`/],
    [file("broken.json", "{"), /broken\.json: .*JSON/],
    [file("broken.ts", "export const config = {"), /broken\.ts: /],
    [file("odd.json", '{ "wrkers": 1 }'), /odd\.json: wrkers is not a setting/],
  ];
  for (const [name, message] of wrong) await assert.rejects(readConfigFile(name), { message });
});

test("the command line comes before the settings, and they before the environment", async () => {
  const config = file("some.json", JSON.stringify({ supergraph: "here.graphql", server: { port: 1001 }, workers: 4 }));
  const platform = readPlatformConfig({ AGORA_PORT: "1000", AGORA_HOST: "::1", AGORA_ENV: "production" });
  const settingsOf = (args: string[]) => readGatewaySettings(readGatewayArguments(args)!, platform);

  const fromFile = await settingsOf(["--config", config]);
  assert.deepEqual([fromFile.port, fromFile.host, fromFile.workers], [1001, "::1", 4]);
  assert.equal(fromFile.supergraphFile, join(folder, "here.graphql"));
  const fromLine = await settingsOf(["--config", config, "--port", "1002", "--workers", "2", "--supergraph", "/there"]);
  assert.deepEqual([fromLine.port, fromLine.workers, fromLine.supergraphFile], [1002, 2, "/there"]);
  const fromEnvironment = await settingsOf(["--supergraph", "/there"]);
  assert.deepEqual([fromEnvironment.port, fromEnvironment.introspection], [1000, false]);
  await assert.rejects(settingsOf(["--config", file("none.json", "{}")]), /Nothing says which supergraph/);
  const idle = file("idle.json", JSON.stringify({ supergraph: "s", cache: { store: "redis" } }));
  await assert.rejects(settingsOf(["--config", idle]), /cache\.store: there is no Redis/);
  const [redis, cache] = [{ url: "redis://127.0.0.1:1" }, { topic: "drops" }];
  const nothing = file("nothing.json", JSON.stringify({ supergraph: "s", redis, cache }));
  await assert.rejects(settingsOf(["--config", nothing]), /cache\.topic: nothing is kept/);
  const persistedOperations = { requireId: true };
  const unlisted = file("unlisted.json", JSON.stringify({ supergraph: "s", persistedOperations }));
  await assert.rejects(settingsOf(["--config", unlisted]), /persistedOperations\.requireId: without a safelist/);
  const policies = (rule: object, jwt?: object) =>
    file("policies.json", JSON.stringify({ supergraph: "s", policies: { staff: { claim: "roles", ...rule } }, jwt }));
  await assert.rejects(settingsOf(["--config", policies({ equals: "x" })]), /policies: there are no tokens/);
  const jwt = { jwksUrl: "http://issuer/jwks" };
  await assert.rejects(settingsOf(["--config", policies({}, jwt)]), /policies\.staff: nothing says what the claim/);
});

test("arguments that say nothing are refused with what they must be", () => {
  for (const [args, message] of [
    [["--port", "80"], /go with --supergraph FILE or --config FILE/],
    [["--supergraph", "a", "--port", "x"], /--port must be a whole number from 1 to 65535/],
    [["--supergraph", "a", "--workers", "0"], /--workers must be a whole number from 1 to 256/],
    [["--supergraph", "a", "--route", "b"], /--route must be NAME=URL/],
    [["--supergraf", "a"], /--supergraf/],
  ] as const)
    assert.throws(() => readGatewayArguments(args), message);
});

test("of limits that are meant for all workers each has its share", () => {
  const limits = { ...LIMITS, connectionsMax: 10, depthMax: 7 };
  const share = shareOfWorker(limits, 4);
  assert.deepEqual([share.connectionsMax, share.depthMax], [3, 7]);
  assert.deepEqual(shareOfWorker(limits, 1), limits);
});

describe("a gateway by its settings", () => {
  let graph: SmallGraph;
  let gateway: GatewayCommand;
  let issuer: string;
  let metricsPort: number;
  let token: string;
  let collector: Collector;
  const heard: { path: string; headers: IncomingHttpHeaders }[] = [];
  const servers: { close(): void }[] = [];

  before(async () => {
    graph = await openSmallGraph();
    const { publicKey, privateKey } = await generateKeyPair("RS256");
    const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: "one" }] });
    /** The issuer's keys, and a subgraph that tells what it hears. */
    const server = createHttpServer((incoming, outgoing) => {
      heard.push({ path: incoming.url!, headers: incoming.headers });
      outgoing.setHeader("content-type", "application/json");
      outgoing.setHeader("x-stock", "plenty");
      outgoing.setHeader("x-private", "secret");
      outgoing.end(incoming.url === "/jwks" ? jwks : '{"data":{"items":[{"name":"Item"}]}}');
    });
    servers.push(server);
    issuer = await listen(server);
    collector = await openCollector();
    servers.push(collector);
    const free = createHttpServer();
    metricsPort = Number(new URL(await listen(free)).port);
    free.close();
    token = await new SignJWT({ roles: ["read", "write"], scope: "none" })
      .setProtectedHeader({ alg: "RS256", kid: "one" })
      .setIssuer("https://login.example")
      .setSubject("ada")
      .setExpirationTime("5m")
      .sign(privateKey);
    gateway = await startGatewayCommand({
      supergraph: graph.supergraph(0),
      args: ["--workers", "2", "--route", `items=${issuer}/items`],
      config: {
        jwt: { jwksUrl: `${issuer}/jwks`, issuer: "https://login.example", scopesClaim: "roles" },
        subgraphs: { items: { headers: { forward: ["X-Shop"], set: { "X-Key": "k1" }, remove: ["x-trace"] } } },
        headers: {
          toSubgraphs: { forward: ["x-trace", "x-lang"] },
          toClients: { forward: ["X-Stock"], set: { "strict-transport-security": "max-age=1" } },
        },
        rateLimits: {
          requests: [
            { name: "few", by: "subject", pointsMax: 40, windowSeconds: 60 },
            { name: "few of a key", by: "apiKey", pointsMax: 2, windowSeconds: 60 },
          ],
          apiKeyHeader: "X-Account",
        },
        metrics: { port: metricsPort },
        tracing: { url: collector.url, serviceName: "tried", keptRatio: 1 },
        signing: { on: false },
        cors: { origins: ["https://shop.example"] },
        accessLog: false,
      },
    });
  });
  after(async () => {
    await gateway.stop("SIGKILL");
    servers.forEach((server) => server.close());
    await graph.close();
  });

  const ask = (headers: Record<string, string> = {}) =>
    fetch(`${gateway.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ query: "{ items { name } }" }),
    });

  test("headers go on to subgraphs and to clients by the rules, in both directions", async () => {
    heard.length = 0;
    const given = { "x-shop": "one", "x-lang": "en", "x-trace": "t", "x-key": "mine", "x-other": "o" };
    const answer = await ask(given);
    assert.deepEqual(await answer.json(), { data: { items: [{ name: "Item" }] } });
    const { headers } = heard.find(({ path }) => path === "/items")!;
    assert.deepEqual(
      ["x-shop", "x-lang", "x-key", "x-trace", "x-other", "agora-identity", "authorization"].map(
        (name) => headers[name],
      ),
      ["one", "en", "k1", undefined, undefined, undefined, undefined],
    );
    assert.equal(answer.headers.get("x-stock"), "plenty");
    assert.equal(answer.headers.get("x-private"), null);
    assert.equal(answer.headers.get("strict-transport-security"), "max-age=1");
  });

  test("requests are traced where the settings say, and subgraphs go on with them", async () => {
    heard.length = 0;
    await ask({ traceparent: `00-${"a".repeat(32)}-${"b".repeat(16)}-01` });
    const [, traceId, id] = String(heard.find(({ path }) => path === "/items")!.headers.traceparent).split("-");
    const span = await eventually(() => collector.spans().find((span) => span.id === id) ?? assert.fail(), 5_000);
    assert.deepEqual([span.service, span.name, span.traceId], ["tried", "fetch items", traceId]);
    assert.notEqual(traceId, "a".repeat(32), "the client is no proxy of ours");
  });

  test("tokens are checked by the issuer's keys", async () => {
    assert.equal((await ask({ authorization: `Bearer ${token}` })).status, 200);
    assert.equal((await ask({ authorization: `Bearer ${token.slice(0, -4)}AAAA` })).status, 401);
  });

  test("pages of the listed origins may read, others may not", async () => {
    const origins = ["https://shop.example", "https://other.example"];
    const allowed = await Promise.all(
      origins.map(async (origin) => (await ask({ origin })).headers.get("access-control-allow-origin")),
    );
    assert.deepEqual(allowed, ["https://shop.example", null]);
  });

  test("such a page may send what goes on to subgraphs, and read what comes of them", async () => {
    const headers = { origin: "https://shop.example", "access-control-request-method": "POST" };
    const preflight = await fetch(`${gateway.url}/graphql`, { method: "OPTIONS", headers });
    const allowed = preflight.headers.get("access-control-allow-headers")!.split(", ");
    for (const name of ["authorization", "content-type", "x-shop", "x-trace", "x-lang", "x-account"])
      assert.ok(allowed.includes(name), name);
    const exposed = (await ask({ origin: headers.origin })).headers.get("access-control-expose-headers")!.split(", ");
    assert.deepEqual(exposed, ["agora-request-id", "retry-after", "x-stock", "strict-transport-security"]);
    const strange = await fetch(`${gateway.url}/graphql`, {
      method: "OPTIONS",
      headers: { ...headers, origin: "https://a.example" },
    });
    assert.equal(strange.headers.get("access-control-allow-headers"), null);
  });

  test("an API key has a limit of its own, over HTTP and on a websocket", async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 9; n += 1) statuses.push((await ask({ "x-account": "one" })).status);
    const letIn = statuses.filter((status) => status === 200).length;
    assert.ok(letIn >= 2 && letIn <= 4, `${letIn} were let in, by a limit of 2, of two workers`);
    assert.equal(statuses.at(-1), 429);
    assert.equal((await ask({ "x-account": "two" })).status, 200);
    assert.equal((await ask()).status, 200);
    const live = liveClient(gateway.url, { "X-Account": "one" });
    // Its worker may be one that has heard of none yet.
    const ends = [];
    for (let n = 0; n < 3; n += 1) ends.push(await live.subscribe("{ items { name } }").ended());
    const [error] = ends.at(-1);
    assert.deepEqual([error.extensions.code, error.extensions.limit], ["RATE_LIMITED", "few of a key"]);
    await live.client.dispose();
    assert.doesNotMatch(gateway.output(), /x-account/i);
  });

  test("a limit holds for all workers together, and their metrics are one", async () => {
    const headers = { authorization: `Bearer ${token}`, connection: "close" };
    const statuses: number[] = [];
    for (let n = 0; n < 60; n += 1) statuses.push((await ask(headers)).status);
    const let_ = statuses.filter((status) => status === 200).length;
    assert.ok(let_ >= 30 && let_ <= 45, `${let_} of 60 were let in, by a limit of 40`);
    const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    const counted = [...text.matchAll(/^gateway_operations_total\{.*\} (\d+)$/gm)].map(([, count]) => Number(count));
    assert.ok(counted.reduce((sum, count) => sum + count, 0) >= 60);
    assert.match(text, /gateway_subgraph_call_duration_seconds_count\{.*subgraph="items".*\}/);
  });

  test("without an access log there is none", () => {
    assert.deepEqual(
      gateway.logged().filter(({ msg }) => msg === "operation"),
      [],
    );
  });
});

test("with a key and a certificate the port speaks HTTPS, and new ones are taken over", async () => {
  const graph = await openSmallGraph();
  const [keyFile, certFile] = [file("key.pem", certificateKey), file("cert.pem", certificate)];
  const args = ["--workers", "1"];
  const config = { tls: { keyFile, certFile }, reload: { settleMs: 20 } };
  const gateway = await startGatewayCommand({ supergraph: graph.supergraph(0), args, config });
  const live = () =>
    fetchWith(`${gateway.url.replace("http:", "https:")}/health/live`, {
      dispatcher: new Agent({ allowH2: true, connect: { ca: certificate } }),
    });
  assert.equal((await live()).status, 200);

  file("cert.pem", "no certificate");
  await eventually(() => assert.match(gateway.output(), /settings: refused/));
  assert.match(gateway.output(), /cert\.pem with the key .*key\.pem cannot be used/);
  file("cert.pem", `${certificate}\n`);
  await eventually(() => assert.match(gateway.output(), /settings: taken over/));
  assert.equal((await live()).status, 200);
  assert.equal(await gateway.stop("SIGINT"), 0);
  await graph.close();
});
