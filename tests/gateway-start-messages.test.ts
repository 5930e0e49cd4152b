import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { supergraphFault } from "#bin/any-gateway/supergraph-file.ts";
import type { GatewayConfigInput } from "#gateway/config/gateway-settings.ts";
import { listen } from "#tests/support/gateway.ts";
import { type CommandOptions, startGatewayCommand } from "#tests/support/gateway-command.ts";
import { compose, openSmallGraph, serve, type SmallGraph } from "#tests/support/small-graph.ts";

/** What a person at the terminal is told. */
let graph: SmallGraph;
before(async () => {
  graph = await openSmallGraph();
});
after(() => graph.close());

async function toldOf(options: Partial<CommandOptions>): Promise<string> {
  const args = options.args ?? ["--workers", "1"];
  const gateway = await startGatewayCommand({ supergraph: graph.supergraph(0), ...options, args });
  const code = await gateway.stop("SIGKILL");
  assert.equal(code, 1, gateway.output());
  return gateway.output();
}

test("a file that is no supergraph is told by its name and by what it seems to be", async () => {
  const reason = (sdl: string, message = "Invalid supergraph") =>
    supergraphFault("shop.graphql", sdl, new Error(message)).message;
  assert.equal(reason(" \n"), "The supergraph shop.graphql cannot be served: it is empty.");
  assert.match(reason('type A @key(fields: "id") { id: ID }'), /shop\.graphql .* one subgraph's schema/);
  assert.match(reason("type Query { a: Int }"), /shop\.graphql .* a schema, but no supergraph/);
  assert.match(
    reason('{"data": 1}', "Syntax Error: Expected Name"),
    /shop\.graphql .* no GraphQL schema, or only a part/,
  );
  assert.match(reason("specs.apollo.dev/join/v0.3", "Unknown type"), /shop\.graphql cannot be served: Unknown type/);

  const told = await toldOf({ supergraph: graph.supergraph(0).slice(0, -40), args: ["--workers", "2"] });
  assert.match(told, /The supergraph \/.*supergraph\.graphql cannot be served: .*only a part of one \(Syntax Error/);
  assert.match(told, /→ Compose the subgraphs' schemas/);
});

test("what cannot start names the setting and the file", async () => {
  const cases: readonly [GatewayConfigInput, RegExp][] = [
    [
      { persistedOperations: { manifests: ["nope.json"] } },
      /manifest.*nope\.json'?\n→.*persistedOperations\.manifests/,
    ],
    [{ server: { port: 4711 }, metrics: { port: 4711 } }, /metrics\.port is the gateway's own port, 4711/],
  ];
  for (const [config, message] of cases) {
    const port = config.server?.port;
    const args = ["--workers", "1", ...(port ? ["--port", `${port}`] : [])];
    assert.match(await toldOf({ config, args }), message);
  }
  const signed = { AGORA_SECRET: "", AGORA_DATA: "/sys/agora" };
  assert.match(await toldOf({ env: signed }), /cannot be kept in \/sys\/agora \(\w+\)\.\n→.*AGORA_SECRET.*signing\.on/);
});

test("a port that is in use is told with what named it", async () => {
  const taken = createServer();
  const { port } = new URL(await listen(taken));
  after(() => taken.close());
  const told = await toldOf({ args: ["--workers", "1", "--port", port] });
  assert.match(told, /is in use\.\n→ .*set --port to another port/);
});

test("a whole request may have less time than its head has by default", async () => {
  const config = { limits: { requestMsMax: 5_000 } };
  const gateway = await startGatewayCommand({ supergraph: graph.supergraph(0), config, args: ["--workers", "1"] });
  assert.deepEqual(await gateway.ask("{ version0 }"), { data: { version0: 0 } });
  await gateway.stop("SIGKILL");
});

test("a subgraph may be called as something that each object has", async () => {
  const typeDefs = "type Query { a: Int }";
  const served = await serve("constructor", typeDefs, { Query: { a: () => 1 } });
  const supergraph = compose([["constructor", typeDefs, served.url]]);
  const gateway = await startGatewayCommand({ supergraph, args: ["--workers", "1"] });
  assert.deepEqual(await gateway.ask("{ a }"), { data: { a: 1 } });
  await gateway.stop("SIGKILL");
  await served.close();
});

test("an address of IPv6 is told as it stands in a URL", async () => {
  const config = { server: { host: "::1" } };
  const gateway = await startGatewayCommand({ supergraph: graph.supergraph(0), config, args: ["--workers", "1"] });
  assert.match(gateway.output(), /answers at http:\/\/\[::1\]:\d+\/graphql/);
  await gateway.stop("SIGKILL");
});
