import type { Ask } from "./ask.ts";
import type { Attempts } from "./attempts.ts";
import {
  MyOrdersDocument,
  OrderByIdDocument,
  OrderByNumberDocument,
  OrderCancelDocument,
  type OrderCancelMutation,
  type OrderPartsFragment,
} from "./generated/graphql.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { type Page, type PageQuery, pagesOf } from "./pages.ts";

export type CancelRefusal = OrderCancelMutation["orderCancel"]["errors"][number];

export interface Orders {
  /** The account page: the customer's orders, newest first. Guests and nobody have no pages. */
  list(query?: PageQuery): AsyncGenerator<Page<OrderPartsFragment>, void, undefined>;
  /** By its id or its number; null for an unknown one and for another's. */
  order(by: { readonly id: string } | { readonly number: string }): Promise<OrderPartsFragment | null>;
  /** Until it is processed. What was paid is refunded. */
  cancel(orderId: string, note?: string): Promise<Outcome<OrderPartsFragment, CancelRefusal>>;
}

export function createOrders(ask: Ask, attempts: Attempts): Orders {
  const read = { repeatable: true };
  return {
    list: (query = {}) =>
      pagesOf(query, async (first, after) => (await ask(MyOrdersDocument, { first, after }, read)).me?.orders),
    order: async (by) =>
      "id" in by
        ? ((await ask(OrderByIdDocument, { id: by.id }, read)).order ?? null)
        : ((await ask(OrderByNumberDocument, { number: by.number }, read)).orderByNumber ?? null),
    cancel: async (orderId, note) => {
      const { order, errors } = await attempts.once("orderCancel", { orderId, note }, async (idempotencyKey) => {
        return (await ask(OrderCancelDocument, { input: { id: orderId, note, idempotencyKey } }, read)).orderCancel;
      });
      return outcomeOf(order, errors);
    },
  };
}
