import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import { test } from "node:test";
import { canSharePort } from "#gateway/http/acceptors.ts";
import { openListener } from "#gateway/http/listener.ts";
import { LIMITS } from "#gateway/limits.ts";
import { eventually } from "#tests/support/eventually.ts";

const CONNECTIONS = 200;
/** Below those that the system gives to outgoing connections. */
const PORT = 20_000 + Math.floor(Math.random() * 12_000);

async function opened(connectionsMax = LIMITS.connectionsMax) {
  const listener = openListener({
    limits: { ...LIMITS, connectionsMax },
    onRequest: (_, outgoing) => void outgoing.end("here"),
    onUpgrade: () => {},
  });
  listener.server.listen({
    port: PORT,
    host: "127.0.0.1",
    backlog: LIMITS.connectionsWaitingMax,
    reusePort: canSharePort,
  });
  await once(listener.server, "listening");
  const { port } = listener.server.address() as AddressInfo;
  return { listener, port, url: `http://127.0.0.1:${port}/` };
}

function connected(port: number, count: number): Socket[] {
  return Array.from({ length: count }, () => connect(port, "127.0.0.1").on("error", () => {}));
}

test("a busy event loop lets many in each time around", { skip: !canSharePort }, async () => {
  const { listener, port } = await opened();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const clients = connected(port, CONNECTIONS);
  let rounds = 0;
  while (listener.connections() < CONNECTIONS && rounds < 2 * CONNECTIONS) {
    const untilMs = performance.now() + 2;
    while (performance.now() < untilMs);
    await new Promise((resolve) => setImmediate(resolve));
    rounds += 1;
  }
  assert.equal(listener.connections(), CONNECTIONS);
  assert.ok(rounds < CONNECTIONS / 2, `${rounds} rounds`);
  clients.forEach((client) => client.destroy());
  await listener.close();
});

test("requests are answered whichever socket takes them, all connections count together, and a stop closes all", async () => {
  const { listener, port, url } = await opened(50);
  const clients = connected(port, 100);
  await eventually(() => assert.equal(clients.filter(({ closed }) => closed).length, 50));
  assert.equal(listener.connections(), 50);
  clients.forEach((client) => client.destroy());
  await eventually(() => assert.equal(listener.connections(), 0));

  const ask = () => fetch(url, { headers: { connection: "close" } }).then((answer) => answer.text());
  const answers = await Promise.all(Array.from({ length: 40 }, ask));
  assert.deepEqual(new Set(answers), new Set(["here"]));

  const [standing] = connected(port, 1);
  await eventually(() => assert.equal(listener.connections(), 1));
  let isClosed = false;
  const closed = listener.close().then(() => (isClosed = true));
  const refused = await Promise.allSettled(Array.from({ length: 40 }, ask));
  assert.ok(refused.every(({ status }) => status === "rejected"));
  assert.equal(isClosed, false, "what stands is left alone");
  standing!.destroy();
  await closed;
});
