import assert from "node:assert/strict";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { afterEach, test } from "node:test";
import { certificate as cert, certificateKey as key } from "#tests/support/certificate.ts";
import { eventually } from "#tests/support/eventually.ts";
import { openTestGateway, type TestGateway, type TestGatewayOptions } from "#tests/support/gateway.ts";

/** Connections of HTTP/1.1 that ask to go on in another protocol (RFC 9110, 7.8). */
const BODY = JSON.stringify({ query: "{ slow(ms: 1) }" });
const TO_WEBSOCKET = `Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n`;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function start(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const gateway = await openTestGateway(options);
  closing.push(gateway.close);
  return gateway;
}

/** Says it in one piece; what is answered comes in `heard`, and the connection is never ended from here. */
function speak({ url }: TestGateway, text: string, { tls = false } = {}) {
  const port = Number(new URL(url).port);
  const socket: Socket = tls
    ? connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false })
    : connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  const said = { socket, heard: "" };
  socket.on("data", (data) => (said.heard += data.toString("latin1"))).on("error", () => {});
  socket.write(text);
  closing.push(async () => void socket.destroy());
  return said;
}

for (const [name, tls] of [
  ["HTTP", undefined],
  ["TLS", { key, cert, http2: false }],
  ["TLS with HTTP/2 beside", { key, cert, http2: true }],
] as const)
  test(`an offer of another protocol than websockets is passed over, and the request answered (${name})`, async () => {
    const gateway = await start({ tls });
    const post = `POST /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\nContent-Type: application/json\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`;
    const said = speak(gateway, post, { tls: tls !== undefined });
    for (const count of [1, 2]) {
      await eventually(() =>
        assert.equal(said.heard.match(/HTTP\/1\.1 200 OK.*?\{"data":\{"slow":1\}\}/gs)?.length, count),
      );
      said.socket.write(post);
    }
  });

test("a refused websocket lets its connection go, though the client keeps its side open", async () => {
  const gateway = await start();
  const said = [
    speak(gateway, `GET /nowhere HTTP/1.1\r\nHost: x\r\n${TO_WEBSOCKET}\r\n`),
    speak(gateway, `GET /graphql HTTP/1.1\r\nHost: x\r\nOrigin: https://strange.example\r\n${TO_WEBSOCKET}\r\n`),
  ];
  await eventually(() =>
    assert.deepEqual(
      said.map(({ heard }) => heard.split("\r\n")[0]),
      ["HTTP/1.1 404 Not Found", "HTTP/1.1 403 Forbidden"],
    ),
  );
  for (const each of said) await letsGo(each);
});

test("a websocket beyond socketsMax lets its connection go, too", async () => {
  const gateway = await start({ limits: { socketsMax: 0 } });
  const said = speak(gateway, `GET /graphql HTTP/1.1\r\nHost: x\r\n${TO_WEBSOCKET}\r\n`);
  await eventually(() => assert.match(said.heard, /^HTTP\/1\.1 503 .*\r\nretry-after: 1\r\n/));
  await letsGo(said);
});

test("a websocket without our subprotocol is closed with 4406, as the protocol's own server does", async () => {
  const gateway = await start();
  for (const offered of ["", "Sec-WebSocket-Protocol: graphql-ws\r\n"]) {
    const said = speak(gateway, `GET /graphql HTTP/1.1\r\nHost: x\r\n${TO_WEBSOCKET}${offered}\r\n`);
    await eventually(() => assert.ok(said.heard.endsWith("\x11\x36Subprotocol not acceptable"), said.heard));
    assert.match(said.heard, /^HTTP\/1\.1 101 /);
  }
});

/** The other side is not only done with sending: what is still sent there is refused. */
async function letsGo({ socket }: { readonly socket: Socket }): Promise<void> {
  await eventually(() => {
    socket.write("x");
    assert.ok(socket.destroyed);
  });
}
