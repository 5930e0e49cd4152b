import assert from "node:assert/strict";
import { createHmac, randomInt, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import pg from "pg";
import { openPayments } from "#bin/subgraphs/payments.ts";
import type { OpenSubgraph, World } from "#bin/world.ts";
import type { SubgraphResult } from "#kernel/executor.ts";
import { type Id, randomIds } from "#kernel/id.ts";
import type { Caller } from "#kernel/identity.ts";
import { inProcess } from "#kernel/in-process.ts";
import { silentLog } from "#kernel/log.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { answerRoute, findRoute } from "#kernel/routes.ts";
import { deriveKey } from "#kernel/secret.ts";
import { localSignals } from "#kernel/signals.ts";
import { readTypeDefsOf } from "#kernel/subgraph.ts";
import { testDatabase } from "./database.ts";
import { eventually } from "./eventually.ts";
import { testContext, testSettings } from "./subgraph.ts";

/** Payments on a database and a public address of its own; orders knows what the test tells it. */
export interface PaymentsWorld {
  /** Where its routes are served, as the gateway would. */
  readonly url: string;
  ask(document: string, variables?: object, caller?: Caller, currency?: string): Promise<SubgraphResult>;
  /** An order that waits for its money; the defaults may be changed, also later. */
  order(owner: Caller, change?: Partial<PayableRow>): Id;
  change(orderId: Id, change: Partial<PayableRow>): void;
  /** `paymentStart` under a new key unless one is given; the payload. */
  start(caller: Caller, orderId: Id, token?: string, more?: object): Promise<any>;
  /** The same, and waits until it has this status; the payment. */
  paid(caller: Caller, orderId: Id, token?: string, status?: string): Promise<any>;
  /** `paymentRefund`; the payload. */
  refund(caller: Caller, paymentId: Id, more?: object): Promise<any>;
  /** The payment as staff sees it. */
  payment(id: Id): Promise<any>;
  until(id: Id, status: string): Promise<any>;
  /** Hands an event of orders to its handler, as the messenger would. */
  hear(type: "OrderCancelled" | "OrderClaimed", data: object, id?: string): Promise<void>;
  runJob(name: string): Promise<void>;
  /** Time that passes for the subgraph at once. */
  advance(ms: number): void;
  /** POSTs a webhook; the status. */
  webhook(body: string, signature?: string): Promise<number>;
  sign(body: string, at?: Date): string;
  /** On the database, past every rule of the subgraph. */
  sql<Row = any>(text: string, parameters?: unknown[]): Promise<Row[]>;
  /** What was said since the start, oldest first: no messenger takes it away. */
  said(): Promise<{ type: string; data: any; aggregateId: string; sequence: number }[]>;
  /** Closes its port, or opens it again. */
  setListening(listening: boolean): Promise<void>;
  /** Ends the subgraph as it stands and opens it again on the same database. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface PayableRow {
  readonly owner: string;
  readonly status: string;
  readonly minorUnits: number;
  readonly currency: string;
  readonly paymentDueBy: Date | null;
}

/** Below the ports that systems hand out, above those of the platforms under test. */
const PORTS = [31_100, 32_700] as const;

export async function openPaymentsWorld({ slowMs = 50, production = false } = {}): Promise<PaymentsWorld> {
  const database = await testDatabase();
  const orders = new Map<Id, PayableRow>();
  const port = await listen(createServer().unref(), true);
  const url = `http://127.0.0.1:${port}`;
  let aheadMs = 0;
  const now = () => new Date(Date.now() + aheadMs);
  const key = (purpose: string) => deriveKey("test", purpose);
  const world: World = {
    connection: database.connectionOf("payments"),
    signals: localSignals(),
    clock: { now },
    ids: randomIds,
    log: silentLog,
    settings: { ...testSettings, production, publicUrl: url, sandbox: { slowMs } },
    key,
    neighbour: () => ordersNeighbour(orders),
  };
  let opened: OpenSubgraph = await openPayments(world);
  let executor = inProcess(opened.subgraph, silentLog);
  let server = serve(() => opened);
  await listen(server, false, port);
  const admin = new pg.Pool({ ...database.admin, options: "-c search_path=payments", max: 2 });
  // A pool has ended before its connections have, and to drop the database may end one of these: nobody waits for it.
  admin.on("error", () => {});

  const ask: PaymentsWorld["ask"] = async (document, variables = {}, caller = STAFF, currency = "INR") => {
    const request = { document, variables: variables as Record<string, unknown>, caller };
    const context = { ...testContext, currency };
    const scope = { requestId: randomUUID(), deadlineAtMs: Date.now() + 30_000, signal: new AbortController().signal };
    return JSON.parse(JSON.stringify(await executor.execute({ ...request, context, ...scope })));
  };
  const must = async (document: string, variables: object, caller?: Caller): Promise<any> => {
    const { data, errors } = await ask(document, variables, caller);
    assert.equal(errors, undefined, JSON.stringify(errors));
    return data;
  };
  const sign = (body: string, at = now()) => {
    const seconds = `${Math.floor(at.getTime() / 1_000)}`;
    return `t=${seconds},v1=${createHmac("sha256", key("sandbox webhook")).update(`${seconds}.${body}`).digest("hex")}`;
  };
  const payments: PaymentsWorld = {
    url,
    ask,
    sign,
    order: (owner, change = {}) => {
      const id = randomIds.next(PREFIXES.Order);
      orders.set(id, { ...PENDING, owner: owner.subject!, paymentDueBy: new Date(Date.now() + 900_000), ...change });
      return id;
    },
    change: (id, change) => void orders.set(id, { ...orders.get(id)!, ...change }),
    start: async (caller, orderId, token = "tok_success", more = {}) => {
      const method = { token: { provider: "sandbox", token } };
      const input = { orderId, method, idempotencyKey: randomUUID(), ...more };
      return (await must(START, { input }, caller)).paymentStart;
    },
    paid: async (caller, orderId, token = "tok_success", status = "SUCCEEDED") => {
      const { payment, errors } = await payments.start(caller, orderId, token);
      assert.deepEqual(errors, []);
      return payments.until(payment.id, status);
    },
    refund: async (caller, paymentId, more = {}) => {
      const input = { paymentId, reason: "Broken on arrival", idempotencyKey: randomUUID(), ...more };
      return (await must(REFUND, { input }, caller)).paymentRefund;
    },
    payment: async (id) => (await must(`query ($id: ID!) { payment(id: $id) { ${PAYMENT} } }`, { id })).payment,
    until: (id, status) =>
      eventually(async () => {
        const payment = await payments.payment(id);
        assert.equal(payment?.status, status);
        return payment;
      }),
    hear: async (type, data, id = randomUUID()) =>
      opened.subgraph.handlers["orders"]![type]!({
        id,
        type,
        version: 1,
        aggregateId: "",
        sequence: 1,
        occurredAt: now().toISOString(),
        requestId: "test",
        data,
      }),
    runJob: async (name) => {
      const job = opened.subgraph.jobs.find((known) => known.name === name);
      assert.ok(job, `There is no job "${name}"`);
      await job.run();
    },
    advance: (ms) => void (aheadMs += ms),
    webhook: async (body, signature = sign(body)) => {
      const headers = { "content-type": "application/json", "agora-sandbox-signature": signature };
      return (await fetch(`${url}/hooks/payments/sandbox`, { method: "POST", headers, body })).status;
    },
    sql: async (text, parameters) => (await admin.query(text, parameters)).rows as any[],
    said: async () => (await admin.query("SELECT event FROM outbox ORDER BY id")).rows.map(({ event }) => event),
    setListening: async (listening) => {
      if (!listening) return stop(server);
      server = serve(() => opened);
      await listen(server, false, port);
    },
    restart: async () => {
      await opened.close();
      opened = await openPayments(world);
      executor = inProcess(opened.subgraph, silentLog);
    },
    close: async () => {
      await stop(server);
      await opened.close();
      await admin.end();
      await database.drop();
    },
  };
  return payments;
}

export const STAFF: Caller = {
  subject: randomIds.next(PREFIXES.User),
  scopes: ["account", "orders:read", "payments:refund"],
};

export function customer(): Caller & { readonly subject: string } {
  return { subject: randomIds.next(PREFIXES.User), scopes: ["account"] };
}

export function guest(): Caller & { readonly subject: string } {
  return { subject: randomIds.next(PREFIXES.Guest), scopes: [] };
}

const PENDING = { status: "PENDING", minorUnits: 129_900, currency: "INR" };

const PAYMENT = `
  id status amount { minorUnits currency } refunded { minorUnits } provider order { id } createdAt updatedAt
  refunds { id amount { minorUnits } status reason }
  nextAction { kind redirectUrl expiresAt } failure { code message }`;
const ERRORS = `errors {
  __typename
  ... on UserError { code message path }
  ... on NotFoundError { id }
  ... on NothingDueError { order { id } }
  ... on AmountTooLargeError { refundable { minorUnits currency } }
  ... on IdempotencyError { retryable }
}`;
const START = `mutation ($input: PaymentStartInput!) {
  paymentStart(input: $input) { payment { ${PAYMENT} } ${ERRORS} }
}`;
const REFUND = `mutation ($input: PaymentRefundInput!) {
  paymentRefund(input: $input) { payment { ${PAYMENT} } ${ERRORS} }
}`;

/** Orders by its real contract, access rules included. */
function ordersNeighbour(orders: ReadonlyMap<Id, PayableRow>) {
  const payableOrder = (_: unknown, { orderId }: { orderId: Id }) => {
    const row = orders.get(orderId);
    if (!row) return null;
    const { owner, status, minorUnits, currency, paymentDueBy } = row;
    return { orderId, owner, status, total: { minorUnits: BigInt(minorUnits), currency }, paymentDueBy };
  };
  const parts = { handlers: {}, routes: [], jobs: [], context: (scope: any) => scope };
  const typeDefs = readTypeDefsOf("orders");
  return inProcess({ name: "orders", typeDefs, resolvers: { Query: { payableOrder } }, ...parts }, silentLog);
}

function serve(opened: () => OpenSubgraph): Server {
  return createServer((incoming, outgoing) => {
    const path = new URL(incoming.url ?? "/", "http://test").pathname;
    const route = findRoute(opened().subgraph.routes, incoming.method, path);
    if (!route) return void outgoing.writeHead(404).end();
    answerRoute(route, incoming, outgoing).catch(() => outgoing.writeHead(500).end());
  });
}

/** Listens on this port or a free one; with `probing` only to learn a port that is free. */
async function listen(server: Server, probing: boolean, port = randomInt(...PORTS)): Promise<number> {
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  } catch (error) {
    if (!probing) throw error;
    return listen(createServer(), true);
  }
  if (probing) await stop(server);
  return port;
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
