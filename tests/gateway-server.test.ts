import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync, readdirSync } from "node:fs";
import { createServer, type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { getDistDirectory } from "altair-static";
import type { Route } from "#kernel/subgraph.ts";
import { eventually } from "#tests/support/eventually.ts";
import { listen, openTestGateway, type TestGateway } from "#tests/support/gateway.ts";
import { liveClient } from "#tests/support/live-client.ts";

const seen: { request: IncomingMessage; body: string }[] = [];
const behind = createServer(async (request, outgoing) => {
  const body = await text(request).catch(() => undefined);
  if (body === undefined) return;
  seen.push({ request, body });
  outgoing.writeHead(202, { "content-type": "text/plain", "x-from": "payments" }).end(`got ${body.length}`);
});
const routes: Route[] = [
  {
    method: "GET",
    path: "/media/*",
    handle: async ({ path, requestId }) => ({
      status: 200,
      headers: { "content-type": "image/svg+xml" },
      body: `${path} ${requestId}`,
    }),
  },
  { method: "POST", path: "/hooks/here", handle: async ({ body }) => ({ status: 200, body }) },
];
let gateway: TestGateway;
let isReady = true;
before(async () => {
  const url = await listen(behind);
  const forwards = [
    { prefix: "/hooks/payments/", url },
    { prefix: "/hooks/dead/", url: "http://127.0.0.1:1" },
  ];
  gateway = await openTestGateway({ routes, forwards, isReady: async () => isReady });
});
after(async () => {
  await gateway.close();
  behind.closeAllConnections();
  behind.close();
});

test("each request has an id of its own, in the answer's header and on one log line with the client and the operation", async () => {
  const query = `query Shelf { products { name } secret }`;
  const headers = {
    "apollographql-client-name": "web",
    "apollographql-client-version": "1.2",
    "agora-request-id": "mine",
  };
  const first = await gateway.ask(query, { headers });
  const second = await gateway.ask(query, { headers });
  const id = first.headers.get("agora-request-id")!;
  assert.match(id, /^[0-9a-f-]{36}$/);
  assert.notEqual(id, second.headers.get("agora-request-id"));
  const lines = await eventually(() => {
    const found = gateway.logged.filter(({ requestId, msg }) => requestId === id && msg === "operation");
    assert.equal(found.length, 1);
    return found;
  });
  const { operationName, operationType, client, status, ms, errorCodes, transport } = lines[0]!;
  assert.deepEqual(
    { operationName, operationType, client, status, errorCodes, transport },
    {
      operationName: "Shelf",
      operationType: "query",
      client: { name: "web", version: "1.2" },
      status: 200,
      errorCodes: ["UNAUTHENTICATED"],
      transport: "http",
    },
  );
  assert.equal(typeof ms, "number");
});

test("the line of a mutation tells its plan and its calls, too", async () => {
  const { headers } = await gateway.ask("mutation Touch { touch }");
  const id = headers.get("agora-request-id");
  const line = await eventually(() => {
    const found = gateway.logged.find(({ requestId, msg }) => requestId === id && msg === "operation");
    assert.ok(found);
    return found;
  });
  assert.deepEqual([line.operationType, line.plan, line.fetches], ["mutation", "miss", 1]);
});

test("tokens are never logged", async () => {
  const token = await gateway.token();
  await gateway.ask(`{ secret }`, { token });
  assert.ok(!JSON.stringify(gateway.logged).includes(token.slice(0, 40)));
});

test("answers carry security headers and are not stored", async () => {
  const { headers } = await gateway.ask(`{ __typename }`);
  assert.equal(headers.get("x-content-type-options"), "nosniff");
  assert.match(headers.get("content-security-policy")!, /default-src 'none'/);
  assert.equal(headers.get("cache-control"), "no-store");
  assert.equal(headers.get("x-powered-by"), null);
});

test("the media type is the one that the client takes", async () => {
  const accept = "application/graphql-response+json";
  for (const query of ["{ __typename }", "{ ", "{ nope }", "{ refuse }"]) {
    const { headers } = await gateway.ask(query, { headers: { accept } });
    assert.match(headers.get("content-type")!, /^application\/graphql-response\+json/);
  }
  const { headers } = await gateway.ask("{ __typename }", { headers: { accept: "*/*" } });
  assert.match(headers.get("content-type")!, /^application\/json/);
});

test("pages of listed origins may read answers, others may not", async () => {
  const from = (origin: string, init: RequestInit = {}) =>
    fetch(`${gateway.url}/graphql`, { ...init, headers: { ...init.headers, origin } });
  const preflight = await from("https://shop.example", {
    method: "OPTIONS",
    headers: { "access-control-request-method": "POST" },
  });
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers.get("access-control-allow-origin"), "https://shop.example");
  assert.match(preflight.headers.get("access-control-allow-headers")!, /authorization.*agora-currency/);
  assert.equal(preflight.headers.get("access-control-allow-credentials"), null);

  const strange = await from("https://evil.example", {
    method: "OPTIONS",
    headers: { "access-control-request-method": "POST" },
  });
  assert.equal(strange.headers.get("access-control-allow-origin"), null);
  assert.equal(strange.headers.get("vary"), "origin");
});

test("health tells life and readiness apart", async () => {
  assert.equal((await fetch(`${gateway.url}/health/live`)).status, 200);
  assert.equal((await fetch(`${gateway.url}/health/ready`)).status, 200);
  isReady = false;
  assert.equal((await fetch(`${gateway.url}/health/ready`)).status, 503);
  assert.equal((await fetch(`${gateway.url}/health/live`)).status, 200);
  isReady = true;
});

test("plain doors of subgraphs in this process are answered", async () => {
  const media = await fetch(`${gateway.url}/media/a/b.svg`);
  assert.equal(media.headers.get("content-type"), "image/svg+xml");
  assert.equal(await media.text(), `/media/a/b.svg ${media.headers.get("agora-request-id")}`);
  const hook = await fetch(`${gateway.url}/hooks/here`, { method: "POST", body: "raw bytes" });
  assert.equal(await hook.text(), "raw bytes");
  assert.equal((await fetch(`${gateway.url}/hooks/here`, { method: "POST", body: "x".repeat(300_000) })).status, 413);
  assert.equal((await fetch(`${gateway.url}/hooks/here`)).status, 404);
});

test("plain doors of other processes get the request unread, without anybody's word for us", async () => {
  const body = `{"a": 1,  "b":\t2}`;
  const headers = {
    "agora-signature": "t=1,v1=abc",
    "content-type": "application/json",
    "agora-identity": "forged",
    "agora-timeout-ms": "1",
  };
  const response = await fetch(`${gateway.url}/hooks/payments/sandbox?try=2`, { method: "POST", body, headers });
  assert.deepEqual(
    [response.status, response.headers.get("x-from"), await response.text()],
    [202, "payments", `got ${body.length}`],
  );
  const { request, body: received } = seen.at(-1)!;
  assert.deepEqual(
    [request.url, received, request.headers["agora-signature"]],
    ["/hooks/payments/sandbox?try=2", body, "t=1,v1=abc"],
  );
  assert.deepEqual([request.headers["agora-identity"], request.headers["agora-timeout-ms"]], [undefined, undefined]);
  assert.equal(request.headers["agora-request-id"], response.headers.get("agora-request-id"));
});

test("what is passed on stays below its prefix, is bounded, and its outage is typed", async () => {
  const count = seen.length;
  assert.equal((await fetch(`${gateway.url}/hooks/payments/../../graphql`)).status, 400);
  assert.equal((await fetch(`${gateway.url}/hooks/payments/%2e%2e/graphql`)).status, 404);
  const big = await fetch(`${gateway.url}/hooks/payments/sandbox`, { method: "POST", body: "x".repeat(2_000_000) });
  assert.equal(big.status, 413);
  assert.equal(seen.length, count);
  const dead = await fetch(`${gateway.url}/hooks/dead/x`, { method: "POST", body: "x" });
  assert.equal(dead.status, 503);
  const { code, retryAfterSeconds } = ((await dead.json()) as any).errors[0].extensions;
  assert.deepEqual([code, retryAfterSeconds, dead.headers.get("retry-after")], ["SERVICE_UNAVAILABLE", 1, "1"]);
});

test("the explorer is part of the program and fetches nothing from elsewhere", async () => {
  const page = await fetch(`${gateway.url}/explorer`);
  assert.equal(page.status, 200);
  const policy = page.headers.get("content-security-policy")!;
  assert.match(policy, /default-src 'self'/);
  assert.doesNotMatch(policy, /https?:/);
  const html = await page.text();
  assert.match(html, /<base href="\/explorer\/">/);
  assert.match(html, /\/graphql/);
  const assets = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, target]) => target!);
  assert.ok(assets.length > 5);
  for (const target of assets.filter((asset) => asset !== "/explorer/")) {
    assert.doesNotMatch(target, /^(https?:)?\/\//);
    assert.equal((await fetch(new URL(target, `${gateway.url}/explorer/`))).status, 200, target);
  }
  const scripts = readdirSync(getDistDirectory()).filter((name) => name.endsWith(".js"));
  for (const name of scripts) {
    const response = await fetch(`${gateway.url}/explorer/${name}`);
    assert.match(response.headers.get("content-type")!, /^text\/javascript/);
    assert.equal((await response.arrayBuffer()).byteLength, readFileSync(`${getDistDirectory()}/${name}`).byteLength);
  }
});

test("the explorer's folder has no way out", async () => {
  for (const path of [
    "..%2fpackage.json",
    "%2e%2e/%2e%2e/package.json",
    "..%5c..%5cpackage.json",
    "assets",
    "nothing.js",
    "%00",
  ])
    assert.equal((await fetch(`${gateway.url}/explorer/${path}`)).status, 404, path);
});

test("the sandbox page is there, and neither page nor introspection when switched off", async () => {
  assert.match(await (await fetch(`${gateway.url}/sandbox`)).text(), /embeddable-sandbox/);
  const production = await openTestGateway({ explorers: false, introspection: false });
  try {
    for (const path of ["/sandbox", "/explorer", "/explorer/main.js"])
      assert.equal((await fetch(`${production.url}${path}`)).status, 404);
    const { status, data } = await production.ask(`{ __schema { types { name } } }`);
    assert.deepEqual([status, data], [400, undefined]);
    const live = liveClient(production.url);
    const [error] = await live.subscribe(`{ __type(name: "Product") { name } }`).ended();
    assert.equal(error.extensions.code, "GRAPHQL_VALIDATION_FAILED");
    await live.client.dispose();
    assert.equal((await production.ask(`{ __typename }`)).data.__typename, "Query");
  } finally {
    await production.close();
  }
});

test("what is nowhere is a typed 404", async () => {
  const response = await fetch(`${gateway.url}/nothing`);
  assert.equal(response.status, 404);
  assert.equal(((await response.json()) as any).errors[0].extensions.code, "BAD_USER_INPUT");
});

test("a stop lets running requests finish, closes websockets with 1001 and refuses what is new", async () => {
  const stopping = await openTestGateway({ limits: { drainMsMax: 3_000 } });
  const live = liveClient(stopping.url, { Authorization: `Bearer ${await stopping.token()}` });
  await live.subscribe(`subscription { orderChanged(id: "o1") { sequence } }`).first(1);
  const running = stopping.ask(`{ slow(ms: 400) }`);
  const overSocket = live.subscribe(`{ slow(ms: 500) }`);
  await wait(100);

  const stops = [stopping.server.stop(), stopping.server.stop()];
  await assert.rejects(fetch(`${stopping.url}/health/live`));
  assert.equal((await running).data.slow, 400);
  assert.deepEqual(await overSocket.first(1), [{ data: { slow: 500 } }]);
  assert.equal((await live.closed()).code, 1001);
  await Promise.all(stops);
  await stopping.close();
});

test("a stop waits no longer than its limit", async () => {
  const stopping = await openTestGateway({ limits: { drainMsMax: 200 } });
  const running = stopping.ask(`{ slow(ms: 1400) }`).catch(() => "cut");
  await wait(50);
  const startedAt = performance.now();
  await stopping.server.stop();
  // Told before the stop is over: the process may end then.
  const logged = [...stopping.logged];
  assert.ok(performance.now() - startedAt < 1_000);
  assert.equal(await running, "cut");
  assert.deepEqual(
    logged.filter(({ msg }) => msg === "operation").map(({ operationType, errorCodes }) => [operationType, errorCodes]),
    [["query", ["CLIENT_CLOSED"]]],
  );
  await stopping.close();
});

test("clients that leave in the middle of a request, however early, hurt nobody and are not waited for", async () => {
  const left = await openTestGateway({ limits: { drainMsMax: 5_000 } });
  const { hostname, port } = new URL(left.url);
  const head = "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n";
  const leave = async (n: number) => {
    const socket = connect(Number(port), hostname);
    socket.on("error", () => {});
    await once(socket, "connect");
    socket.write(`${head}{"query":"{ slow(ms: 1)`);
    if (n % 2 === 0) socket.end();
    else await wait(n % 20).then(() => socket.destroy());
    if (!socket.closed) await once(socket.resume(), "close");
  };
  await Promise.all(Array.from({ length: 80 }, (_, n) => leave(n)));

  // Each is told of, with the status that none of them saw.
  const told = () => left.logged.filter(({ msg, status }) => msg === "operation" && status === undefined);
  await eventually(() => assert.equal(told().length, 80));
  assert.equal((await left.ask(`{ slow(ms: 1) }`)).data.slow, 1);
  const startedAt = performance.now();
  await left.server.stop();
  assert.ok(performance.now() - startedAt < 2_000);
  await left.close();
});

test("headers that are set stand in place of ours, each once; what CORS says comes before them", async () => {
  const set = { "Cache-Control": "private", "content-security-policy": "sandbox", "Access-Control-Allow-Origin": "*" };
  const other = await openTestGateway({ headers: set });
  const ask = async (path: string, origin: string) => {
    const outgoing = request(`${other.url}${path}`, {
      method: "POST",
      headers: { origin, "content-type": "application/json" },
    });
    outgoing.end(JSON.stringify({ query: "{ products { name } }" }));
    const [incoming] = await once(outgoing, "response");
    incoming.resume();
    const { rawHeaders } = incoming as IncomingMessage;
    return rawHeaders.flatMap((value, at) => (at % 2 === 0 ? [`${value.toLowerCase()}: ${rawHeaders[at + 1]}`] : []));
  };
  try {
    for (const path of ["/graphql", "/nowhere"])
      for (const [origin, allowed] of [
        ["https://shop.example", "https://shop.example"],
        ["https://other.example", "*"],
      ] as const) {
        const told = await ask(path, origin);
        const of = (name: string) => told.filter((line) => line.startsWith(`${name}:`));
        assert.deepEqual(of("cache-control"), ["cache-control: private"]);
        assert.deepEqual(of("access-control-allow-origin"), [`access-control-allow-origin: ${allowed}`]);
        assert.deepEqual(of("referrer-policy"), ["referrer-policy: no-referrer"]);
        assert.equal(of("content-security-policy").length, 1);
        assert.equal(of("agora-request-id").length, 1);
        assert.ok(of("vary").includes("vary: origin"));
      }
  } finally {
    await other.close();
  }
});
