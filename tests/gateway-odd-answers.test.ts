import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import type { SubgraphExecutor } from "#kernel/executor.ts";
import { overHttp } from "#kernel/over-http.ts";
import { type FederatedGateway, openFederatedGateway, toldOf } from "#tests/support/federation.ts";

/** A subgraph that says what no service should; beside it one that is right. */
const server = createServer((incoming, outgoing) => {
  incoming.resume();
  asked += 1;
  encodings.add(incoming.headers["accept-encoding"]);
  const text = JSON.stringify(said);
  outgoing.setHeader("content-type", "application/json");
  if (isZipped) outgoing.setHeader("content-encoding", "gzip");
  incoming.on("end", () => outgoing.end(isZipped ? gzipSync(text) : text));
});
let said: unknown;
let isZipped = false;
let asked = 0;
const encodings = new Set<string | undefined>();
let odd: SubgraphExecutor & { close(): Promise<void> };
let gateway: FederatedGateway;

before(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  odd = overHttp({ name: "odd", url: `http://127.0.0.1:${port}/graphql`, from: "gateway" });
  gateway = await openFederatedGateway({
    limits: { breakerFailuresMax: 1_000, breakerCallsMin: 1_000 },
    subgraphs: {
      right: {
        sdl: `type Query { title: String item: Item items: [Item!] } type Item @key(fields: "id") { id: ID! }`,
        resolvers: {
          Query: { title: () => "fine", item: () => ({ id: "1" }), items: () => [{ id: "1" }, { id: "2" }] },
        },
      },
      odd: {
        sdl: `type Query { other: Int } type Item @key(fields: "id") { id: ID! stock: Int parts: [Part] } type Part { name: String }`,
        executor: odd,
      },
    },
  });
});
after(async () => {
  await gateway.close();
  await odd.close();
  server.close();
});

test("an error whose path is none, or leads nowhere, is told where something is missing, and the rest answers", async () => {
  for (const path of ["other", {}, 5, true, [], ["nope"], [null], ["other", {}], [["other"]]]) {
    said = { data: { other: null }, errors: [{ message: "no", path }] };
    const root = await gateway.ask(`{ other title }`);
    assert.deepEqual(root.data, { other: null, title: "fine" });
    assert.equal(root.errors.length, 1, JSON.stringify(path));

    said = { data: { _entities: [{ stock: null }] }, errors: [{ message: "no", path }] };
    const entity = await gateway.ask(`{ item { id stock } title }`);
    assert.deepEqual(entity.data, { item: { id: "1", stock: null }, title: "fine" });
    assert.deepEqual(toldOf(entity.errors), ["item.stock INTERNAL_SERVER_ERROR"], JSON.stringify(path));
  }
});

test("an error at a field that was not asked for is told at those of its entity", async () => {
  said = {
    data: { _entities: [{ stock: 5 }, { stock: null }] },
    errors: [{ message: "no", path: ["_entities", 1, "x"] }],
  };
  const { data, errors } = await gateway.ask(`{ items { stock } }`);
  assert.deepEqual(data, { items: [{ stock: 5 }, { stock: null }] });
  assert.deepEqual(toldOf(errors), ["items.1.stock INTERNAL_SERVER_ERROR"]);
});

test("data of a wrong shape are a fault, not an answer of nulls", async () => {
  for (const data of ["x", 5, true, [], [{ other: 1 }]]) {
    said = { data };
    const root = await gateway.ask(`{ other title }`);
    assert.deepEqual(root.data, { other: null, title: "fine" });
    assert.deepEqual(toldOf(root.errors), ["other INTERNAL_SERVER_ERROR"], JSON.stringify(data));
  }
  for (const entities of ["x", 5, {}, [], [5, 5], [[], []], ["a", "b"]]) {
    said = { data: { _entities: entities } };
    const { data, errors } = await gateway.ask(`{ items { id stock } }`);
    assert.deepEqual(
      data.items,
      [1, 2].map((id) => ({ id: `${id}`, stock: null })),
    );
    const places = [0, 1].map((index) => `items.${index}.stock INTERNAL_SERVER_ERROR`);
    assert.deepEqual(toldOf(errors), places, JSON.stringify(entities));
  }
});

test("of a list that is too short the others are there, and null is an entity that is not known", async () => {
  said = { data: { _entities: [{ stock: 5 }] } };
  const short = await gateway.ask(`{ items { stock } }`);
  assert.deepEqual(short.data, { items: [{ stock: 5 }, { stock: null }] });
  assert.deepEqual(toldOf(short.errors), ["items.1.stock INTERNAL_SERVER_ERROR"]);
  said = { data: { _entities: [{ stock: 5 }, null] } };
  const unknown = await gateway.ask(`{ items { stock } }`);
  assert.deepEqual(unknown.data, short.data);
  assert.deepEqual(unknown.errors, []);
});

test("a field that is left out is told, a null is not", async () => {
  for (const [data, told] of [
    [{}, ["other INTERNAL_SERVER_ERROR"]],
    [{ other: null }, []],
  ] as const) {
    said = { data };
    const { data: root, errors } = await gateway.ask(`{ other title }`);
    assert.deepEqual(root, { other: null, title: "fine" });
    assert.deepEqual(toldOf(errors), told);
  }
  said = { data: { _entities: [{ stock: null }, {}] } };
  const { data, errors } = await gateway.ask(`{ items { stock } }`);
  assert.deepEqual(data, { items: [{ stock: null }, { stock: null }] });
  assert.deepEqual(toldOf(errors), ["items.1.stock INTERNAL_SERVER_ERROR"]);
});

test("answers are asked for as they are; one that is encoded all the same is none, and the log says why", async () => {
  said = { data: { other: 1 } };
  isZipped = true;
  const { errors } = await gateway.ask(`{ other }`).finally(() => (isZipped = false));
  assert.deepEqual(toldOf(errors), ["other SERVICE_UNAVAILABLE"]);
  assert.match(gateway.logged.findLast(({ subgraph }) => subgraph === "odd")!.reason, /encoded \(gzip\)/);
  assert.deepEqual(encodings, new Set(["identity"]));
});

test("an error's path is followed as far as something was asked for, and nothing is asked again for the rest", async () => {
  for (const [path, told] of [
    [["stock", "x", "__proto__"], "item.stock X"],
    [["__proto__", "polluted"], "item.stock X"],
    [["constructor"], "item.stock X"],
    [["x", 3, "stock"], "item.stock X"],
    [[3, "stock"], "item.stock X"],
  ] as const) {
    asked = 0;
    said = {
      data: { _entities: [null] },
      errors: [{ message: "no", path: ["_entities", 0, ...path], extensions: { code: "X" } }],
    };
    const { data, errors } = await gateway.ask(`{ item { id stock } }`);
    assert.deepEqual(data, { item: { id: "1", stock: null } });
    assert.deepEqual([toldOf(errors), asked], [[told], 1], String(path));
  }
  said = {
    data: { _entities: [{ parts: [{ name: "a" }, null] }] },
    errors: [{ message: "no", path: ["_entities", 0, "parts", 1, "name", 0, "x"], extensions: { code: "X" } }],
  };
  const { data, errors } = await gateway.ask(`{ item { parts { name } } }`);
  assert.deepEqual(data, { item: { parts: [{ name: "a" }, null] } });
  assert.deepEqual(toldOf(errors), ["item.parts.1.name.0 X"]);
});

test("however long an error's path is, it takes no time", async () => {
  for (const key of ["other", "a", 0])
    for (const length of [190, 20_000]) {
      const path = ["other", ...Array.from({ length }, () => key)];
      const error = { message: "no", path, extensions: { code: "X" } };
      said = { data: { other: null }, errors: Array.from({ length: 100 }, () => error) };
      const startedAt = performance.now();
      const { data, errors } = await gateway.ask(`{ other title }`);
      assert.ok(performance.now() - startedAt < 1_500, `${length} ${key}: ${performance.now() - startedAt} ms`);
      assert.deepEqual(data, { other: null, title: "fine" });
      assert.ok((errors[0]!.path?.length ?? 0) < 20 && errors[0]!.extensions.code === "X");
    }
});
