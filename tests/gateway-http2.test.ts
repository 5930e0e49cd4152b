import assert from "node:assert/strict";
import { type ClientHttp2Session, connect as connectHttp2, constants } from "node:http2";
import { request as httpsRequest } from "node:https";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { after, before, test } from "node:test";
import { Agent, fetch } from "undici";
import { WebSocket } from "ws";
import { createClient } from "graphql-ws";
import { sleep } from "#kernel/clock.ts";
import { certificate as cert, certificateKey as key } from "#tests/support/certificate.ts";
import { eventually } from "#tests/support/eventually.ts";
import { openTestGateway, type TestGateway, type TestGatewayOptions } from "#tests/support/gateway.ts";

const TLS = { key, cert, http2: true };
const NAMES = { data: { products: [{ name: "Anvil" }, { name: "Bellows" }] } };
const POST = { method: "POST", headers: { "content-type": "application/json" } } as const;

const start = (options: TestGatewayOptions = {}) => openTestGateway({ tls: TLS, ...options });
let gateway: TestGateway;
before(async () => {
  gateway = await start();
});
after(() => gateway.close());

for (const [protocol, allowH2] of [
  ["HTTP/2", true],
  ["HTTP/1.1", false],
] as const) {
  test(`a client that speaks ${protocol} behind TLS gets the same answer`, async () => {
    const dispatcher = new Agent({ allowH2, connect: { ca: cert } });
    const response = await fetch(`${gateway.url}/graphql`, {
      ...POST,
      body: JSON.stringify({ query: "{ products { name } }" }),
      dispatcher,
    });
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), NAMES);
    assert.match(response.headers.get("content-type")!, /^application\/json/);
    assert.equal(response.headers.get("x-content-type-options"), "nosniff");
    assert.ok(response.headers.get("agora-request-id"));
    await dispatcher.close();
  });
}

test("HTTP/2 is what is spoken where the client offers it, and 1.1 where it does not", async () => {
  const offers = [["h2", "http/1.1"], ["http/1.1"]];
  const chosen = await Promise.all(offers.map((ALPNProtocols) => handshake(gateway, ALPNProtocols)));
  assert.deepEqual(chosen, ["h2", "http/1.1"]);
});

test("many operations at once share one connection", async () => {
  const session = open(gateway);
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) => post(session, `{ count(by: ${n}) slow(ms: 50) }`)),
  );
  assert.deepEqual(
    answers.map(({ status, body }) => [status, JSON.parse(body).data.count]),
    answers.map((_, n) => [200, n]),
  );
  session.close();
});

test("a client that no longer waits is told of as one that went away, and its subgraphs are not waited for", async () => {
  const session = open(gateway);
  const stream = session.request({ ":method": "POST", ":path": "/graphql", "content-type": "application/json" });
  stream.end(JSON.stringify({ query: "{ slow(ms: 1500) }" }));
  const asked = await eventually(() => {
    const call = gateway.traffic.find(({ request }) => request.document.includes("1500"));
    assert.ok(call);
    return call;
  });
  stream.close(constants.NGHTTP2_CANCEL);
  await eventually(() => {
    assert.ok(asked.request.signal.aborted);
    assert.ok(gateway.logged.some((line) => line.msg === "operation" && !("status" in line)));
  });
  session.close();
});

test("a subscription comes as an event stream over HTTP/2", async () => {
  const session = open(gateway);
  const headers = { accept: "text/event-stream", "content-type": "application/json" };
  const stream = session.request({ ":method": "POST", ":path": "/graphql", ...headers });
  stream.end(JSON.stringify({ query: "subscription { heartbeat(count: 2) }" }));
  const text = await textOf(stream);
  assert.deepEqual(
    [...text.matchAll(/^data: (\{.*)$/gm)].map(([, event]) => JSON.parse(event!)),
    [{ data: { heartbeat: 1 } }, { data: { heartbeat: 2 } }],
  );
  session.close();
});

test("websockets work beside HTTP/2, over HTTP/1.1", async () => {
  class Trusting extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols, { ca: cert });
    }
  }
  const client = createClient({ url: `${gateway.url.replace("https", "wss")}/graphql`, webSocketImpl: Trusting });
  const beats: unknown[] = [];
  for await (const { data } of client.iterate({ query: "subscription { heartbeat(count: 2) }" })) beats.push(data);
  assert.deepEqual(beats, [{ heartbeat: 1 }, { heartbeat: 2 }]);
  await client.dispose();
});

test("streams beyond the limit wait for their turn", async () => {
  const limited = await start({ limits: { streamsPerConnectionMax: 2 } });
  const session = open(limited);
  await eventually(() => assert.equal(session.remoteSettings.maxConcurrentStreams, 2));
  const startedAtMs = performance.now();
  const answers = await Promise.all([1, 2, 3].map(() => post(session, "{ slow(ms: 200) }")));
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200],
  );
  assert.ok(performance.now() - startedAtMs >= 400);
  session.close();
  await limited.close();
});

test("a body that does not come, or not in time however it drips, is not waited for", async () => {
  const impatient = await start({ limits: { requestMsMax: 300 } });
  const session = open(impatient);
  const request = () => {
    const stream = session.request({ ":method": "POST", ":path": "/graphql", "content-type": "application/json" });
    stream.on("error", () => {});
    stream.write(`{"query":`);
    const status = new Promise((resolve) => stream.once("response", (headers) => resolve(headers[":status"])));
    const closed = new Promise((resolve) => stream.once("close", resolve));
    return { stream, status, closed };
  };
  const [silent, dripping] = [request(), request()];
  const drip = setInterval(() => dripping.stream.write(" "), 50);
  for (const { status, closed } of [silent, dripping]) {
    assert.equal(await status, 408);
    await closed;
  }
  clearInterval(drip);
  await eventually(() => {
    const told = impatient.logged.filter(({ msg }) => msg === "operation");
    assert.deepEqual(
      told.map(({ status, errorCodes }) => [status, errorCodes]),
      [408, 408].map((status) => [status, ["BAD_USER_INPUT"]]),
    );
  });
  session.close();
  await impatient.close();
});

test("what has been asked for whole may take longer than a request may, and be silent longer", async () => {
  const impatient = await start({ limits: { requestMsMax: 200, keepAliveMs: 300, streamHeartbeatMs: 5_000 } });
  const session = open(impatient);
  const search = new URLSearchParams({ query: "{ slow(ms: 700) }" });
  const get = session.request({ ":path": `/graphql?${search}`, "apollo-require-preflight": "1" });
  const authorization = `Bearer ${await impatient.token()}`;
  const headers = { accept: "text/event-stream", "content-type": "application/json", authorization };
  const watch = session.request({ ":method": "POST", ":path": "/graphql", ...headers });
  watch.end(JSON.stringify({ query: `subscription { orderChanged(id: "o1") { sequence } }` }));
  const watched = textOf(watch);
  const asked = post(session, "{ slow(ms: 600) }");
  assert.deepEqual(JSON.parse(await textOf(get)), { data: { slow: 700 } });
  assert.deepEqual(JSON.parse((await asked).body), { data: { slow: 600 } });
  await sleep(500);
  impatient.toys.emit("PAID");
  impatient.toys.end();
  assert.match(await watched, /"sequence":2/);
  await eventually(() => assert.ok(session.destroyed), 2_000);
  await impatient.close();
});

test("a stop answers what runs and refuses what is new in a way that clients repeat", async () => {
  const stopping = await start();
  const session = open(stopping);
  const running = post(session, "{ slow(ms: 400) }");
  await eventually(() => assert.equal(stopping.traffic.length, 1));
  const stopped = stopping.server.stop();
  const late = post(session, "{ products { name } }").catch((error) => error);
  assert.equal(JSON.parse((await running).body).data.slow, 400);
  assert.match((await late).message, /REFUSED_STREAM|new streams cannot be created/i);
  await stopped;
  assert.ok(session.closed);
  await stopping.close();
});

test("a stop ends connections of HTTP/1.1 behind TLS after their next answer", async () => {
  const stopping = await start();
  const running = new Promise<string | undefined>((resolve, reject) => {
    const request = httpsRequest(`${stopping.url}/graphql`, { ...POST, ca: cert }, (response) => {
      response.resume();
      resolve(response.headers.connection);
    });
    request.once("error", reject);
    request.end(JSON.stringify({ query: "{ slow(ms: 300) }" }));
  });
  await eventually(() => assert.equal(stopping.traffic.length, 1));
  await stopping.server.stop();
  assert.ok(await running);
  await stopping.close();
});

function open({ url }: TestGateway): ClientHttp2Session {
  const session = connectHttp2(url, { ca: cert });
  session.on("error", () => {});
  return session;
}

async function post(session: ClientHttp2Session, query: string): Promise<{ status: number; body: string }> {
  const stream = session.request({ ":method": "POST", ":path": "/graphql", "content-type": "application/json" });
  let status = 0;
  stream.once("response", (headers) => (status = Number(headers[":status"])));
  stream.end(JSON.stringify({ query }));
  return { body: await textOf(stream), status };
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const chunk of stream.setEncoding("utf8")) text += chunk;
  return text;
}

function handshake({ url }: TestGateway, ALPNProtocols: string[]): Promise<TLSSocket["alpnProtocol"]> {
  const { hostname: host, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connectTls({ host, port: Number(port), ca: cert, ALPNProtocols }, () => {
      resolve(socket.alpnProtocol);
      socket.destroy();
    });
    socket.once("error", reject);
  });
}
