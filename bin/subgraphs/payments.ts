import { asker } from "#kernel/ask.ts";
import { type Database, openDatabase } from "#kernel/database.ts";
import { remoteOrders } from "#subgraphs/payments/remote/orders.ts";
import { openSandbox, type Sandbox } from "#subgraphs/payments/remote/sandbox/sandbox.ts";
import { SandboxTables1763690460000 } from "#subgraphs/payments/remote/sandbox/sandbox-tables.ts";
import { PaymentEntity, RefundEntity } from "#subgraphs/payments/store/postgres/entities.ts";
import { PaymentsTables1763690400000 } from "#subgraphs/payments/store/postgres/migrations/payments-tables.ts";
import { postgresPayments } from "#subgraphs/payments/store/postgres/payments.ts";
import { createPayments } from "#subgraphs/payments/subgraph.ts";
import type { OpenSubgraphIn, World } from "../world.ts";

export const openPayments: OpenSubgraphIn = async (world) => {
  const { connection, signals, log, clock, ids, settings, neighbour } = world;
  const database = await openDatabase({
    connection,
    schema: "payments",
    entities: [PaymentEntity, RefundEntity],
    migrations: [PaymentsTables1763690400000, SandboxTables1763690460000],
    signals,
    log,
  });
  const sandbox = settings.production ? undefined : sandboxOf(world, database);
  const store = postgresPayments(database);
  const orders = remoteOrders(asker((request) => neighbour("orders").execute(request), "payments", "orders"));
  const providers = sandbox ? [sandbox.provider] : [];
  const subgraph = createPayments({ store, orders, providers, clock, ids, log });
  return {
    subgraph: {
      ...subgraph,
      routes: [...subgraph.routes, ...(sandbox?.routes ?? [])],
      jobs: [...subgraph.jobs, ...(sandbox?.jobs ?? [])],
    },
    isReady: () =>
      database.query("SELECT 1").then(
        () => true,
        () => false,
      ),
    /** The demo shop has no orders, so nothing was paid. */
    seed: async () => {},
    close: async () => {
      await sandbox?.close();
      await database.close();
    },
  };
};

/** Not in production: its tokens are known to everybody and would give the goods away. */
function sandboxOf({ settings, key, clock, log }: World, database: Database): Sandbox {
  const { publicUrl, shop, sandbox } = settings;
  const { slowMs } = sandbox;
  return openSandbox({
    database,
    publicUrl,
    currencies: shop.currencies,
    slowMs,
    key: key("sandbox webhook"),
    clock,
    log,
  });
}
