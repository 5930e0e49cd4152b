import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { after, test } from "node:test";
import { eventually } from "#tests/support/eventually.ts";
import { startGatewayCommand } from "#tests/support/gateway-command.ts";
import { openSmallGraph } from "#tests/support/small-graph.ts";

test("with several workers, too, connections beyond the limit are closed at once", async () => {
  const graph = await openSmallGraph();
  const config = { limits: { connectionsMax: 4 } };
  const gateway = await startGatewayCommand({ supergraph: graph.supergraph(0), config, args: ["--workers", "2"] });
  after(async () => {
    await gateway.stop("SIGKILL");
    await graph.close();
  });
  const { port } = new URL(gateway.url);
  const open = async (count: number): Promise<Socket[]> => {
    const sockets = Array.from({ length: count }, () => connect(Number(port), "127.0.0.1").on("error", () => {}));
    await Promise.all(sockets.map((socket) => once(socket, "connect")));
    return sockets;
  };
  const sockets = await open(10);
  after(() => sockets.forEach((socket) => socket.destroy()));
  const standing = () => sockets.filter((socket) => !socket.closed).length;
  await eventually(() => assert.equal(standing(), 4), 3_000);

  sockets.forEach((socket) => socket.destroy());
  assert.deepEqual(await eventually(() => gateway.ask("{ version0 }")), { data: { version0: 0 } });
});
