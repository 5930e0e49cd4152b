import { randomBytes } from "node:crypto";
import { signedCursors } from "#kernel/cursor.ts";
import { openDatabase } from "#kernel/database.ts";
import type { Execute } from "#kernel/executor.ts";
import { ORDER_NUMBER_LENGTH, orderNumberFrom } from "#subgraphs/orders/domain/order-number.ts";
import type { PricingRules } from "#subgraphs/orders/domain/pricing.ts";
import type { Ports, Shop } from "#subgraphs/orders/ports.ts";
import { catalogSubgraph } from "#subgraphs/orders/remote/catalog.ts";
import { inventorySubgraph } from "#subgraphs/orders/remote/inventory.ts";
import { usersSubgraph } from "#subgraphs/orders/remote/users.ts";
import { CartEntity, CartLineEntity, OrderLineEntity } from "#subgraphs/orders/store/entities.ts";
import { OrdersTables1763690400000 } from "#subgraphs/orders/store/migrations/orders-tables.ts";
import { postgresOrderStore } from "#subgraphs/orders/store/postgres/order-store.ts";
import { orderSignal } from "#subgraphs/orders/store/postgres/order-transaction.ts";
import { createOrders } from "#subgraphs/orders/subgraph.ts";
import type { OpenSubgraphIn, Settings, World } from "../world.ts";

export const openOrders: OpenSubgraphIn = async (world) => {
  const { connection, signals, log, settings } = world;
  const shop = shopOf(settings);
  const database = await openDatabase({
    connection,
    schema: "orders",
    entities: [CartEntity, CartLineEntity, OrderLineEntity],
    migrations: [OrdersTables1763690400000],
    signals,
    log,
  });
  const ports: Ports = {
    store: postgresOrderStore(database),
    catalog: catalogSubgraph(executeOf(world, "catalog")),
    stock: inventorySubgraph(executeOf(world, "inventory")),
    identities: usersSubgraph(executeOf(world, "users")),
    changes: { listen: (orderId, listener) => signals.listen(orderSignal(orderId), listener) },
    clock: world.clock,
    ids: world.ids,
    orderNumbers: { next: () => orderNumberFrom(randomBytes(ORDER_NUMBER_LENGTH)) },
    cursors: signedCursors(world.key("cursors")),
    shop,
    log,
  };
  return {
    subgraph: createOrders(ports),
    isReady: async () => (await database.query("SELECT 1")).length === 1,
    /** A new shop has no orders. */
    seed: async () => {},
    close: database.close,
  };
};

/** Looked up at each call: a neighbour may be opened after this subgraph. */
function executeOf({ neighbour }: World, name: string): Execute {
  return (request) => neighbour(name).execute(request);
}

/** Every currency of the shop must be priced; one that is not is found at the start, not at the first order. */
function shopOf({ shop, paymentDueSeconds }: Settings): Shop {
  const { currencies, shipping, taxes, country, locales } = shop;
  const pricing = currencies.map((currency): [string, PricingRules] => {
    const [rate, tax] = [shipping[currency], taxes[currency]];
    if (rate === undefined || !tax) throw new Error(`The shop has no shipping rate or taxes for ${currency}`);
    return [currency, { currency, shippingMinorUnits: BigInt(rate), tax }];
  });
  const context = { market: country, currency: currencies[0]!, locale: locales[0]! };
  return { pricing: new Map(pricing), paymentDueMs: paymentDueSeconds * 1_000, context };
}
