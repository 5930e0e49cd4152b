import DataLoader from "dataloader";
import { unauthenticated } from "#kernel/errors.ts";
import type { Id } from "#kernel/id.ts";
import { loadMany, loadOne } from "#kernel/loader.ts";
import type { RequestScope } from "#kernel/subgraph.ts";
import type { Cart } from "../domain/cart.ts";
import type { VariantFacts } from "../domain/facts.ts";
import type { Order, OrderLine } from "../domain/order.ts";
import type { EntriesQuery, ListedOrder, ListQuery, Ports } from "../ports.ts";
import type { TimelineEntry } from "../domain/order.ts";

/** One request: who asks, and what was read for it so far. */
export interface Context extends RequestScope {
  readonly carts: DataLoader<Id, Cart | null>;
  readonly openCarts: DataLoader<Id, Cart | null>;
  readonly orders: DataLoader<Id, Order | null>;
  readonly orderLines: DataLoader<Id, readonly OrderLine[]>;
  readonly timelines: DataLoader<EntriesQuery, readonly TimelineEntry[]>;
  readonly orderLists: DataLoader<ListQuery, readonly ListedOrder[]>;
  /** Prices and titles of this moment, in a cart's currency. */
  factsIn(currency: string): DataLoader<Id, VariantFacts | null>;
  /** The most one order may take now; null is not known. */
  readonly orderable: DataLoader<Id, number | null>;
}

export function createContext({ store, catalog, stock }: Ports, scope: RequestScope): Context {
  const facts = new Map<string, DataLoader<Id, VariantFacts | null>>();
  const { carts, orders } = store;
  return {
    ...scope,
    carts: loadOne(carts.find, ({ id }) => id),
    openCarts: loadOne(carts.findOpen, ({ owner }) => owner),
    orders: loadOne(orders.find, ({ id }) => id),
    orderLines: loadMany(orders.findLines, ({ orderId }) => orderId),
    timelines: new DataLoader(orders.findEntries, { cache: false }),
    orderLists: new DataLoader(orders.list, { cache: false }),
    factsIn: (currency) => {
      let loader = facts.get(currency);
      if (!loader) {
        const find = async (ids: readonly Id[]) => [...(await catalog.findVariants(ids, currency, scope)).values()];
        loader = loadOne(find, ({ variantId }) => variantId);
        facts.set(currency, loader);
      }
      return loader;
    },
    orderable: new DataLoader(async (ids: readonly Id[]) => {
      const known = await stock.findOrderable(ids, scope);
      return ids.map((id) => known.get(id) ?? null);
    }),
  };
}

/** Who a cart or an order is for; a service asking for itself owns none. */
export function ownerOf({ caller }: Context): Id {
  if (caller.subject === null) throw unauthenticated();
  return caller.subject;
}
