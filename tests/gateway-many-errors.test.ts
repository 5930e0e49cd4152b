import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import type { SubgraphExecutor } from "#kernel/executor.ts";
import { overHttp } from "#kernel/over-http.ts";
import { type FederatedGateway, openFederatedGateway } from "#tests/support/federation.ts";
import { listen } from "#tests/support/gateway.ts";

const ITEMS = 5_000;
const TOLD_MAX = 1_000;
const LOGGED_MAX = 20;

let said: unknown;
const server = createServer((incoming, outgoing) => {
  incoming.resume().on("end", () => outgoing.end(JSON.stringify(said)));
});
let odd: SubgraphExecutor & { close(): Promise<void> };
let gateway: FederatedGateway;

before(async () => {
  odd = overHttp({ name: "odd", url: `${await listen(server)}/graphql`, from: "gateway" });
  gateway = await openFederatedGateway({
    subgraphs: {
      odd: {
        sdl: `type Query { bad: [Bad] other: Int } type Bad { a: Int b: Int! } type Item @key(fields: "id") { id: ID! stock: Int }`,
        executor: odd,
      },
      right: {
        sdl: `type Query { items: [Item!] } type Item @key(fields: "id") { id: ID! }`,
        resolvers: { Query: { items: () => Array.from({ length: ITEMS }, (_, id) => ({ id: String(id) })) } },
      },
    },
  });
});
after(async () => {
  await gateway.close();
  await odd.close();
  server.close();
});
beforeEach(() => void gateway.logged.splice(0));

const failures = () => gateway.logged.filter(({ msg }) => msg === "an operation failed");
const many = (of: (index: number) => unknown) => Array.from({ length: ITEMS }, (_, index) => of(index));
async function ask(query: string) {
  const startedAt = performance.now();
  const answer = await gateway.ask(query);
  assert.ok(performance.now() - startedAt < 1_500, `took ${performance.now() - startedAt} ms`);
  return answer;
}

test("of an answer with very many errors so many are told, and that there are more", async () => {
  for (const item of [{ a: "no", b: "no" }, { a: 1 }, {}, { a: 1, b: null }]) {
    gateway.logged.splice(0);
    said = { data: { bad: many(() => item) } };
    const { data, errors } = await ask("{ bad { a b } }");
    assert.equal(data.bad.length, ITEMS);
    assert.equal(errors.length, TOLD_MAX + 1, JSON.stringify(item));
    const { message, extensions, path } = errors.at(-1)!;
    assert.match(message, /^More went wrong than is told/);
    assert.deepEqual([path, extensions.code], [undefined, "INTERNAL_SERVER_ERROR"]);
    assert.equal(failures().length, LOGGED_MAX + 1);
    assert.match(failures().at(-1)!.error, /more errors/);
  }
});

test("a subgraph's own errors are told as many, and take no longer", async () => {
  const extensions = { code: "X" };
  said = { data: { bad: many(() => null) }, errors: many((n) => ({ message: "no", path: ["bad", n], extensions })) };
  const refused = await ask("{ bad { a } }");
  assert.equal(refused.errors.length, TOLD_MAX + 1);
  assert.deepEqual([refused.errors.at(-1)!.extensions.code, failures()], ["X", []], "nothing of it is a fault of ours");
  said = { data: { other: null }, errors: many(() => ({ message: "no", extensions })) };
  assert.equal((await ask("{ other }")).errors.length, TOLD_MAX + 1);
  said = {
    data: { _entities: many(() => ({ stock: null })) },
    errors: many((n) => ({ message: "no", path: ["_entities", n, "stock"], extensions })),
  };
  const { data, errors } = await ask("{ items { stock } }");
  assert.deepEqual([data.items.length, errors.length], [ITEMS, 100]);
});

test("few errors are all told and logged", async () => {
  said = {
    data: {
      bad: many(() => null)
        .with(7, { a: "no", b: 1 })
        .with(9, { a: 1, b: 2 }),
    },
  };
  const { errors } = await ask("{ bad { a b } }");
  assert.deepEqual(
    errors.map(({ path }) => path),
    [["bad", 7, "a"]],
  );
  assert.equal(failures().length, 1);
});
