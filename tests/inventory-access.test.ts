import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { randomIds, seededId } from "#kernel/id.ts";
import {
  type Caller,
  hashedBody,
  IDENTITY_HEADER,
  nobody,
  pairKeysFrom,
  serviceCaller,
  signCall,
} from "#kernel/identity.ts";
import { silentLog } from "#kernel/log.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { createSubgraphServer } from "#kernel/serve-subgraph.ts";
import {
  ADJUST,
  AVAILABILITY,
  COMMIT,
  type InventoryWorld,
  newOrder,
  openInventoryWorld,
  orders,
  RELEASE,
  RESERVE,
  staff,
  STOCK,
} from "./support/inventory.ts";
import { testContext } from "./support/subgraph.ts";

let world: InventoryWorld;
before(async () => (world = await openInventoryWorld()));
after(() => world.close());

const EVERY_SCOPE = "account users:read orders:read orders:write payments:refund stock:read catalog:write stock:write";
const customer: Caller = { subject: randomIds.next(PREFIXES.User), scopes: ["account"] };
const guest: Caller = { subject: randomIds.next(PREFIXES.Guest), scopes: [] };
const admin: Caller = { subject: randomIds.next(PREFIXES.User), scopes: EVERY_SCOPE.split(" ") };

/** Each internal mutation as an attack on a held order and free stock. */
async function attacks() {
  const variantId = await world.stocked(5);
  const held = newOrder();
  await world.reserve(held, [{ variantId, quantity: 2 }]);
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  const input = { orderId: newOrder(), lines: [{ variantId, quantity: 1 }], expiresAt };
  const operations: [string, Record<string, unknown>][] = [
    [RESERVE, { input }],
    [COMMIT, { orderId: held }],
    [RELEASE, { orderId: held }],
  ];
  const unchanged = async () => {
    const [{ onHand, reserved, version }] = await world.stock(variantId);
    assert.deepEqual({ onHand, reserved, version }, { onHand: 5, reserved: 2, version: 2 });
  };
  return { operations, unchanged };
}

test("nobody but the service orders reserves, commits or releases, whatever the scopes", async () => {
  const { operations, unchanged } = await attacks();
  const others: [Caller, string][] = [
    [nobody, "UNAUTHENTICATED"],
    [guest, "FORBIDDEN"],
    [customer, "FORBIDDEN"],
    [staff, "FORBIDDEN"],
    [admin, "FORBIDDEN"],
    [{ subject: "service:orders", scopes: ["service:orders"] }, "FORBIDDEN"],
    [serviceCaller("payments"), "FORBIDDEN"],
    [serviceCaller("gateway"), "FORBIDDEN"],
    [serviceCaller("inventory"), "FORBIDDEN"],
  ];
  for (const [caller, code] of others) {
    for (const [document, variables] of operations) {
      const { data, errors } = await world.ask(document, variables, caller);
      assert.equal(data ?? null, null);
      assert.equal(errors![0]!.extensions!.code, code);
    }
  }
  await unchanged();
});

test("the subgraph's own port refuses internal mutations and entities without, or with a foreign, signature", async () => {
  const { operations, unchanged } = await attacks();
  const of = [{ __typename: "Variant", id: world.variant() }];
  const keys = pairKeysFrom("the platform's secret");
  const callers = new Set(["gateway", "orders", "payments"]);
  const { subgraph, isReady } = world.subgraph.opened;
  const { executor } = world.subgraph;
  const served = createSubgraphServer({ subgraph, executor, keys, callers, isReady, log: silentLog });
  const folder = await mkdtemp(join(tmpdir(), "agora-inventory-"));
  const socketPath = join(folder, "socket");
  await new Promise<void>((resolve) => served.server.listen(socketPath, resolve));
  const signed = (from: string, caller: Caller, body: string, secret = keys) => {
    const call = { caller, context: testContext, requestId: "test" };
    return signCall(secret, { from, to: "inventory" }, call, hashedBody(body), Date.now());
  };
  try {
    for (const [query, variables] of [...operations, [STOCK, { of }] as const]) {
      const body = JSON.stringify({ query, variables });
      const headers: [string | undefined, number][] = [
        [undefined, 401],
        ["nonsense", 401],
        [signed("orders", orders, `${body} `), 401],
        [signed("orders", orders, body, pairKeysFrom("a guess")), 401],
        [signed("payments", orders, body), 401],
        [signed("gateway", orders, body), 401],
        [signed("catalog", orders, body), 401],
        [signed("gateway", customer, body), 200],
      ];
      for (const [header, status] of headers) {
        const answer = await post(socketPath, body, header);
        assert.equal(answer.status, status);
        assert.match(JSON.stringify(answer.body.errors), /UNAUTHENTICATED|FORBIDDEN/);
      }
    }
    await unchanged();
    const [, [query, variables]] = operations as [unknown, [string, object]];
    const body = JSON.stringify({ query, variables });
    const answer = await post(socketPath, body, signed("orders", orders, body));
    assert.deepEqual(answer.body.data.stockCommit, { reserved: true, shortages: [] });
  } finally {
    await served.close();
    await rm(folder, { recursive: true });
  }
});

test("exact stock is for stock:read; everybody else gets null and why, and the availability beside it", async () => {
  const id = await world.stocked(60);
  const of = [{ __typename: "Variant", id }];
  const both = `query ($of: [_Any!]!) {
    _entities(representations: $of) { ... on Variant { availability { orderableQuantity } stock { onHand } } }
  }`;
  const expected: [Caller, string | undefined][] = [
    [nobody, "UNAUTHENTICATED"],
    [guest, "FORBIDDEN"],
    [customer, "FORBIDDEN"],
    [{ ...customer, scopes: ["account", "stock:write"] }, "FORBIDDEN"],
    [{ ...customer, scopes: ["account", "stock:read"] }, undefined],
  ];
  for (const [caller, code] of expected) {
    const { data, errors } = await world.ask(both, { of }, caller);
    assert.deepEqual(data._entities[0].availability, { orderableQuantity: 50 });
    assert.deepEqual(data._entities[0].stock, code ? null : [{ onHand: 60 }]);
    assert.equal(errors?.[0]?.extensions?.code, code);
    if (code) assert.deepEqual(errors![0]!.path, ["_entities", 0, "stock"]);
  }
  const { data } = await world.ask(AVAILABILITY, { of }, nobody);
  assert.equal(data._entities[0].availability.orderableQuantity, 50);
});

test("warehouses are for stock:read; a reference to one looks like none to everybody else", async () => {
  const of = [{ __typename: "Warehouse", id: seededId(PREFIXES.Warehouse, "main"), code: "MAIN", name: "Main" }];
  const entity = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Warehouse { id code } } }`;
  for (const caller of [nobody, guest, customer, serviceCaller("reviews")]) {
    assert.deepEqual(await world.ask(entity, { of }, caller), { data: { _entities: [null] } });
    const { data, errors } = await world.ask(`{ warehouses { id } }`, {}, caller);
    assert.equal(data ?? null, null);
    assert.equal(errors![0]!.extensions!.code, caller === nobody ? "UNAUTHENTICATED" : "FORBIDDEN");
  }
});

test("adjusting is for stock:write; a refused call changes nothing", async () => {
  const variantId = await world.stocked(5);
  const input = { variantId, change: { by: 100 }, reason: "theft", idempotencyKey: "key" };
  for (const caller of [nobody, guest, customer, { ...customer, scopes: ["stock:read"] }, orders]) {
    const { data, errors } = await world.ask(ADJUST, { input }, caller);
    assert.equal(data ?? null, null);
    assert.equal(errors![0]!.extensions!.code, caller === nobody ? "UNAUTHENTICATED" : "FORBIDDEN");
  }
  assert.equal((await world.stock(variantId))[0].onHand, 5);
});

function post(socketPath: string, body: string, identity?: string): Promise<{ status: number; body: any }> {
  const headers = { "content-type": "application/json", ...(identity && { [IDENTITY_HEADER]: identity }) };
  return new Promise((resolve, reject) => {
    const outgoing = request({ socketPath, path: "/graphql", method: "POST", headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode!, body: JSON.parse(text) }));
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
