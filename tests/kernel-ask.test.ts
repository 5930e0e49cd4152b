import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { TypedDocumentString } from "#subgraphs/payments/remote/orders.generated.ts";
import { asker, backgroundScope } from "#kernel/ask.ts";
import { type SubgraphExecutor, SubgraphUnreachableError } from "#kernel/executor.ts";
import { overHttp } from "#kernel/over-http.ts";
import { listen } from "#tests/support/gateway.ts";

let said: readonly [status: number, body: unknown];
const server = createServer((incoming, outgoing) => {
  incoming.resume().on("end", () => outgoing.writeHead(said[0]).end(JSON.stringify(said[1])));
});
let neighbour: SubgraphExecutor & { close(): Promise<void> };
before(async () => {
  neighbour = overHttp({ name: "orders", url: `${await listen(server)}/graphql`, from: "payments" });
});
after(async () => {
  await neighbour.close();
  server.close();
});

const ask = () =>
  asker(neighbour.execute, "payments", "orders")(
    new TypedDocumentString<{ a: number }, Record<string, never>>("{ a }"),
    {},
    backgroundScope("r", { market: "", currency: "", locale: "" }),
  );

test("a neighbour whose door or process fails cannot be reached: a message waits until it is back", async () => {
  const fault = { errors: [{ message: "broken", extensions: { code: "INTERNAL_SERVER_ERROR" } }] };
  for (const status of [404, 429, 500, 503]) {
    said = [status, fault];
    await assert.rejects(ask(), SubgraphUnreachableError, `${status}`);
  }
});

test("what it says of what was asked is its answer, data or a fault", async () => {
  said = [200, { data: { a: 1 } }];
  assert.deepEqual(await ask(), { a: 1 });
  said = [200, { data: null, errors: [{ message: "no such thing", extensions: { code: "NOT_FOUND" } }] }];
  await assert.rejects(ask(), (error) => {
    assert.ok(!(error instanceof SubgraphUnreachableError));
    return /no such thing/.test((error as Error).message);
  });
});
