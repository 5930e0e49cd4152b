import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import pg from "pg";
import { openInventory } from "#bin/subgraphs/inventory.ts";
import type { Clock } from "#kernel/clock.ts";
import { SubgraphUnreachableError, type SubgraphExecutor, type SubgraphResult } from "#kernel/executor.ts";
import { randomIds, uuidOf } from "#kernel/id.ts";
import { type Caller, serviceCaller } from "#kernel/identity.ts";
import { inProcess } from "#kernel/in-process.ts";
import { silentLog } from "#kernel/log.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { readTypeDefsOf, type Subgraph } from "#kernel/subgraph.ts";
import { openTestSubgraph, type TestSubgraph } from "./subgraph.ts";

export interface InventoryWorld {
  readonly subgraph: TestSubgraph;
  /** One operation; the answer is plain JSON, as clients get it. */
  ask(document: string, variables?: Record<string, unknown>, caller?: Caller): Promise<SubgraphResult>;
  /** A new variant of the catalogue. */
  variant(): string;
  /** A new variant with so many units in the default warehouse. */
  stocked(units: number): Promise<string>;
  /** Cuts the catalogue off, or brings it back. */
  setCatalogReachable(reachable: boolean): void;
  /** Another warehouse than the default one. */
  openWarehouse(): Promise<string>;
  /** `stockAdjust` as a member of staff, under a new key unless one is given; the payload. */
  adjust(input: object, caller?: Caller): Promise<any>;
  reserve(orderId: string, lines: readonly Line[], expiresAt?: Date): Promise<ReservationAnswer>;
  commit(orderId: string): Promise<ReservationAnswer>;
  release(orderId: string): Promise<ReservationAnswer>;
  /** Runs the job that frees what is held beyond its time. */
  expire(): Promise<void>;
  /** What staff sees of a variant: `{ onHand, reserved, available, version }` by warehouse. */
  stock(variantId: string): Promise<any[]>;
  /** On the database as its owner, past every rule of the subgraph. */
  sql<Row = any>(text: string, parameters?: unknown[]): Promise<Row[]>;
  /** Holds the ledger against the stock, and the reservations against what is reserved. */
  audit(): Promise<void>;
  close(): Promise<void>;
}

export interface Line {
  readonly variantId: string;
  readonly quantity: number;
}

export interface ReservationAnswer {
  readonly reserved: boolean;
  readonly shortages: readonly { readonly variantId: string; readonly available: number }[];
}

export const orders = serviceCaller("orders");
export const staff: Caller = {
  subject: randomIds.next(PREFIXES.User),
  scopes: ["account", "stock:read", "stock:write"],
};

/** Without a messenger: the test runs the job itself, and the relay would be counted among the statements. */
export async function openInventoryWorld(options: { clock?: Clock } = {}): Promise<InventoryWorld> {
  const known = new Set<string>();
  let reachable = true;
  const catalog = catalogThatKnows(known);
  const cuttable: SubgraphExecutor = {
    subscribe: catalog.subscribe,
    execute: async (request) => {
      if (!reachable) throw new SubgraphUnreachableError("catalog", "cut off by the test");
      return catalog.execute(request);
    },
  };
  const subgraph = await openTestSubgraph("inventory", openInventory, {
    neighbours: { catalog: cuttable },
    messenger: false,
    ...options,
  });
  const owner = new pg.Client(subgraph.database.admin);
  await owner.connect();
  await owner.query("SET search_path = inventory");

  const ask: InventoryWorld["ask"] = async (document, variables, caller) =>
    JSON.parse(JSON.stringify(await subgraph.ask(document, variables, caller)));
  const must = async (document: string, variables: Record<string, unknown>, caller: Caller) => {
    const { data, errors } = await ask(document, variables, caller);
    assert.equal(errors, undefined, JSON.stringify(errors));
    return data;
  };
  const sql: InventoryWorld["sql"] = async (text, parameters) => (await owner.query(text, parameters)).rows as any;
  const adjust = async (input: object, caller = staff) =>
    (await must(ADJUST, { input: { reason: "test", idempotencyKey: randomUUID(), ...input } }, caller)).stockAdjust;
  const variant = () => {
    const id = randomIds.next(PREFIXES.Variant);
    known.add(id);
    return id;
  };
  const anHourAway = () => new Date((options.clock?.now() ?? new Date()).getTime() + 3_600_000);

  return {
    subgraph,
    ask,
    sql,
    adjust,
    variant,
    stocked: async (units) => {
      const variantId = variant();
      const { errors } = await adjust({ variantId, change: { to: units } });
      assert.deepEqual(errors, []);
      return variantId;
    },
    setCatalogReachable: (now) => void (reachable = now),
    openWarehouse: async () => {
      const id = randomIds.next(PREFIXES.Warehouse);
      await sql(
        `INSERT INTO warehouses (id, code, name, is_default, created_at, updated_at, created_by, version)
         VALUES ($1, $2, 'Another', false, now(), now(), 'test', 1)`,
        [uuidOf(PREFIXES.Warehouse, id), id],
      );
      return id;
    },
    reserve: async (orderId, lines, expiresAt = anHourAway()) =>
      (await must(RESERVE, { input: { orderId, lines, expiresAt: expiresAt.toISOString() } }, orders)).stockReserve,
    commit: async (orderId) => (await must(COMMIT, { orderId }, orders)).stockCommit,
    release: async (orderId) => (await must(RELEASE, { orderId }, orders)).stockRelease,
    expire: async () => {
      for (const job of subgraph.opened.subgraph.jobs) await job.run();
    },
    stock: async (id) => (await must(STOCK, { of: [{ __typename: "Variant", id }] }, staff))._entities[0].stock,
    audit: async () => {
      assert.deepEqual(await sql(LEDGER_DIFFERS), [], "the ledger's sum is what stands in the stock");
      assert.deepEqual(await sql(HELD_DIFFERS), [], "what is reserved is what the held reservations' lines add up to");
    },
    close: async () => {
      await owner.end();
      await subgraph.close();
    },
  };
}

export function newOrder(): string {
  return randomIds.next(PREFIXES.Order);
}

const ITEM = `id warehouse { id code } onHand reserved available version`;
const ANSWER = `reserved shortages { variantId available }`;
export const ADJUST = `mutation ($input: StockAdjustInput!) {
  stockAdjust(input: $input) {
    stockItem { ${ITEM} }
    variant { id availability { status orderableQuantity } }
    errors { __typename ... on UserError { code message path } ... on NotFoundError { id } ... on IdempotencyError { retryable } }
  }
}`;
export const RESERVE = `mutation ($input: StockReserveInput!) { stockReserve(input: $input) { ${ANSWER} } }`;
export const COMMIT = `mutation ($orderId: ID!) { stockCommit(orderId: $orderId) { ${ANSWER} } }`;
export const RELEASE = `mutation ($orderId: ID!) { stockRelease(orderId: $orderId) { ${ANSWER} } }`;
export const STOCK = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Variant { stock { ${ITEM} } } } }`;
export const AVAILABILITY = `query ($of: [_Any!]!) {
  _entities(representations: $of) { ... on Variant { id availability { status orderableQuantity } } }
}`;

const LEDGER_DIFFERS = `
  SELECT item.id, item.on_hand, item.reserved, sum(on_hand_delta) AS moved_on_hand, sum(reserved_delta) AS moved_reserved
  FROM stock AS item LEFT JOIN stock_movements AS movement ON movement.stock_id = item.id
  GROUP BY item.id
  HAVING item.on_hand <> coalesce(sum(on_hand_delta), 0) OR item.reserved <> coalesce(sum(reserved_delta), 0)`;
const HELD_DIFFERS = `
  SELECT item.id, item.reserved, coalesce(sum(line.quantity), 0) AS held
  FROM stock AS item
  LEFT JOIN (reservation_lines AS line JOIN reservations AS own ON own.order_id = line.order_id AND own.state = 'HELD')
    ON line.stock_id = item.id
  GROUP BY item.id HAVING item.reserved <> coalesce(sum(line.quantity), 0)`;

/** The catalogue by its real contract; it knows only what the test tells it. */
function catalogThatKnows(variants: ReadonlySet<string>): SubgraphExecutor {
  const catalog: Subgraph = {
    name: "catalog",
    typeDefs: readTypeDefsOf("catalog"),
    resolvers: { Variant: { __resolveReference: ({ id }: { id: string }) => (variants.has(id) ? { id } : null) } },
    context: (scope) => scope,
    handlers: {},
    routes: [],
    jobs: [],
  };
  return inProcess(catalog, silentLog);
}
