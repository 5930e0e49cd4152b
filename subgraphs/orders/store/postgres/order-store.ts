import type { Database } from "#kernel/database.ts";
import type { OrderStore } from "../../ports.ts";
import { cartReads } from "./carts.ts";
import { orderTransaction } from "./order-transaction.ts";
import { orderReads } from "./orders.ts";
import { placements } from "./placements.ts";

/** The store on PostgreSQL. */
export function postgresOrderStore(database: Database): OrderStore {
  return {
    transact: (work) => database.transact((tx) => work(orderTransaction(tx))),
    carts: cartReads(database),
    orders: orderReads(database),
    placements: placements(database),
  };
}
