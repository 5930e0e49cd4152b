import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { maskError } from "#gateway/plugins/mask-errors.ts";
import type { SubgraphExecutor } from "#kernel/executor.ts";
import { silentLog } from "#kernel/log.ts";
import { overHttp } from "#kernel/over-http.ts";
import { type FederatedGateway, openFederatedGateway } from "#tests/support/federation.ts";
import { listen } from "#tests/support/gateway.ts";

let said: unknown;
const server = createServer((incoming, outgoing) => {
  incoming.resume().on("end", () => outgoing.end(JSON.stringify(said)));
});
let odd: SubgraphExecutor & { close(): Promise<void> };
let gateway: FederatedGateway;
let frank: FederatedGateway;

before(async () => {
  odd = overHttp({ name: "odd", url: `${await listen(server)}/graphql`, from: "gateway" });
  const subgraphs = {
    odd: { sdl: `type Query { other: Int items: [Item] } type Item { a: Int b: Int! }`, executor: odd },
    right: { sdl: `type Query { title: String }`, resolvers: { Query: { title: () => "fine" } } },
  };
  gateway = await openFederatedGateway({ subgraphs });
  frank = await openFederatedGateway({ subgraphs, errorExtensions: ["field", "reasons", "requestId", "code"] });
});
after(async () => {
  await gateway.close();
  await frank.close();
  await odd.close();
  server.close();
});

async function told(error: object, from = gateway) {
  said = { data: { other: null }, errors: [{ message: "m", path: ["other"], ...error }] };
  const { data, errors } = await from.ask(`{ other title }`);
  assert.deepEqual([data, errors.length], [{ other: null, title: "fine" }, 1]);
  const { message, extensions } = errors[0]!;
  const { requestId, ...others } = extensions;
  assert.ok(requestId && requestId !== "theirs");
  return { message, extensions: others };
}

test("of what a subgraph says beside an error clients read what is documented for them, and only of its kind", async () => {
  const known = { code: "X", argument: "first", limit: "costMax", value: 5, cost: 9, retryable: true };
  const inner = { stackTrace: ["at db.js:10"], stacktrace: ["a"], debug: { sql: "SELECT 1" }, password: "p" };
  const named = { service: "a", serviceName: "a", exception: {}, http: { status: 418 }, requestId: "theirs" };
  assert.deepEqual(await told({ extensions: { ...known, ...inner, ...named, retryAfterSeconds: 3 } }), {
    message: "m",
    extensions: { ...known, retryAfterSeconds: 3 },
  });
  const odd = {
    argument: {},
    limit: "x".repeat(500),
    value: [1],
    cost: "9",
    retryable: "yes",
    retryAfterSeconds: "soon",
  };
  assert.deepEqual(await told({ extensions: { code: "X", ...odd } }), { message: "m", extensions: { code: "X" } });
});

test("members that the settings name go on as they are, but none of an error that is masked, and none in our place", async () => {
  const reasons = [{ rule: "length", max: 5 }];
  const said = { field: "title", reasons, debug: "no", requestId: "theirs" };
  assert.deepEqual(await told({ extensions: { code: "X", ...said } }, frank), {
    message: "m",
    extensions: { code: "X", field: "title", reasons },
  });
  for (const code of [undefined, "INTERNAL_SERVER_ERROR", { a: 1 }]) {
    const { extensions } = await told({ extensions: { code, ...said } }, frank);
    assert.deepEqual(extensions, { code: "INTERNAL_SERVER_ERROR" });
  }
  assert.deepEqual((await told({ extensions: { code: "X", ...said } })).extensions, { code: "X" });
});

test("a code that is no short text is none", async () => {
  const masked = {
    message: "Something went wrong on our side.",
    extensions: { code: "INTERNAL_SERVER_ERROR" },
  };
  for (const code of [5, null, true, {}, ["X"], "", "C".repeat(1_000)])
    assert.deepEqual(await told({ extensions: { code } }), masked, JSON.stringify(code).slice(0, 20));
  for (const extensions of [null, "X", [{ code: "X" }], 4]) assert.deepEqual(await told({ extensions }), masked);
});

test("an error without a message has one", async () => {
  for (const message of [undefined, null, 5, { a: 1 }, ""])
    assert.deepEqual(await told({ message, extensions: { code: "X" } }), {
      message: "Something went wrong on our side.",
      extensions: { code: "X" },
    });
  for (const error of [{}, { message: 5, extensions: { code: "X" } }, { extensions: null }])
    assert.equal(maskError(error as never, "r", silentLog).message, "Something went wrong on our side.");
});
