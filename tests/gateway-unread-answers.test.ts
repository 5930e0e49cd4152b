import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { connect as connectHttp2 } from "node:http2";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { afterEach, test } from "node:test";
import { connect as connectTls, createServer as createTlsServer } from "node:tls";
import { type Listener, openListener } from "#gateway/http/listener.ts";
import { takenBytes } from "#gateway/http/taken-bytes.ts";
import { LIMITS } from "#gateway/limits.ts";
import { sleep } from "#kernel/clock.ts";
import { certificate as cert, certificateKey as key } from "#tests/support/certificate.ts";
import { eventually } from "#tests/support/eventually.ts";

/** Clients that ask, and take nothing of the answer. */
const STALLED_MS = 150;
const LARGE = "x".repeat(24 * 1024 * 1024);

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

async function start(tls: boolean, onRequest: RequestListener): Promise<{ listener: Listener; port: number }> {
  const listener = openListener({
    tls: tls ? { key, cert, http2: true } : undefined,
    limits: { ...LIMITS, streamStalledMsMax: STALLED_MS },
    onRequest,
    onUpgrade: () => {},
  });
  await new Promise<void>((resolve) => listener.server.listen(0, "127.0.0.1", resolve));
  closing.push(() => (listener.cut(), void listener.close()));
  return { listener, port: (listener.server.address() as AddressInfo).port };
}

for (const [name, tls] of [
  ["in the clear", false],
  ["over TLS", true],
] as const)
  test(`of what is written in one piece it shows what is taken and what is not, ${name}`, async () => {
    const accepted = Promise.withResolvers<Socket>();
    const server = tls ? createTlsServer({ key, cert }, accepted.resolve) : createServer(accepted.resolve);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const client = tls ? connectTls({ port, ca: cert, host: "localhost" }) : connect(port, "127.0.0.1");
    client.on("error", () => {}).pause();
    closing.push(() => (client.destroy(), server.close()));
    const socket = await accepted.promise;
    socket.on("error", () => {}).write(LARGE);
    await sleep(100);
    const before = takenBytes(socket);
    assert.ok(before !== undefined);
    await sleep(100);
    assert.equal(takenBytes(socket), before);
    let bytes = 0;
    const takeHalf = (data: Buffer) => {
      bytes += data.length;
      if (bytes > LARGE.length / 2) client.pause();
    };
    client.on("data", takeHalf);
    client.resume();
    await eventually(() => assert.ok(bytes > LARGE.length / 2));
    const then = takenBytes(socket);
    assert.ok(then === undefined || then > before);
    client.off("data", takeHalf).resume();
    await eventually(() => assert.equal(takenBytes(socket), undefined));
  });

function session(port: number) {
  const opened = connectHttp2(`https://localhost:${port}`, { ca: cert, settings: { initialWindowSize: 1_000 } });
  opened.on("error", () => {});
  closing.push(() => opened.destroy());
  return opened;
}

for (const [size, body] of [
  ["small", "x".repeat(2_000)],
  ["large", LARGE],
] as const)
  test(`an answer over HTTP/2 of which nothing is taken is reset, and others on its connection go on (${size})`, async () => {
    let closedAtMs = 0;
    const { port } = await start(true, ({ url }, outgoing) => {
      if (url === "/small") return void outgoing.end("hello");
      if (url === "/late") return void setTimeout(() => outgoing.end("late"), 5 * STALLED_MS);
      outgoing.once("close", () => (closedAtMs = performance.now()));
      outgoing.end(body);
    });
    const client = session(port);
    const late = client.request({ ":path": "/late" });
    const said = late.setEncoding("utf8").toArray();
    const unread = client.request({ ":path": "/unread" });
    unread.on("error", () => {});
    await eventually(async () => {
      assert.equal((await client.request({ ":path": "/small" }).setEncoding("utf8").toArray()).join(""), "hello");
      assert.ok(closedAtMs > 0);
    });
    assert.equal((await said).join(""), "late");
  });

test("a large answer over HTTP/2 that is taken slowly is not cut off while it is", async () => {
  const { port } = await start(true, (_, outgoing) => void outgoing.end("ä".repeat(300_000)));
  const stream = session(port).request({ ":path": "/" });
  const begunAtMs = performance.now();
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    await sleep(1);
  }
  assert.equal(bytes, 600_000);
  assert.ok(performance.now() - begunAtMs > 3 * STALLED_MS);
});

test("a connection of HTTP/1.1 that takes nothing of its answer is cut off; one that takes it slowly is not", async () => {
  const { listener, port } = await start(false, (_, outgoing) => void outgoing.end(LARGE));
  const ask = (): Socket => {
    const socket = connect(port, "127.0.0.1").on("error", () => {});
    closing.push(() => socket.destroy());
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    return socket;
  };
  ask().pause();
  const slow = ask();
  let bytes = 0;
  slow.on("data", (data) => (bytes += data.length)).pause();
  const reading = setInterval(() => {
    slow.resume();
    setTimeout(() => slow.pause(), 2);
  }, 40);
  await eventually(() => assert.ok(bytes > LARGE.length), 20_000);
  clearInterval(reading);
  await eventually(() => assert.equal(listener.connections(), 1));
});
