import { type Connection, connectionOf, type PageArguments, readPage } from "#kernel/connection.ts";
import { listName } from "#kernel/cursor.ts";
import { badInput } from "#kernel/errors.ts";
import type { Id } from "#kernel/id.ts";
import type { Order } from "../domain/order.ts";
import { checkFilter, type OrderFilter, type OrderSort } from "../domain/order-filter.ts";
import type { Ports } from "../ports.ts";
import type { Context } from "./context.ts";

export type OrderList = Connection<Order>;

export interface OrderListArguments extends PageArguments {
  readonly where?: OrderFilter | null;
  /** Without a direction: descending. */
  readonly orderBy?: readonly (Pick<OrderSort, "field"> & Partial<OrderSort>)[] | null;
}

const SORTS_MAX = 2;
const NEWEST_FIRST: readonly OrderSort[] = [{ field: "PLACED_AT", direction: "DESC" }];

/** A page of one owner's orders, or of everybody's. Throws BAD_USER_INPUT naming the argument that is wrong. */
export async function listOrders(
  { store, cursors }: Pick<Ports, "store" | "cursors">,
  args: OrderListArguments,
  owner: Id | undefined,
  context: Context,
): Promise<OrderList> {
  const where = args.where ?? {};
  const checked = checkFilter(where);
  if (!checked.ok) throw badInput("where", checked.refusal);
  const wanted = args.orderBy?.map(({ field, direction = "DESC" }): OrderSort => ({ field, direction })) ?? [];
  const orderBy = wanted.length > 0 ? wanted : NEWEST_FIRST;
  if (orderBy.length > SORTS_MAX) throw badInput("orderBy", `"orderBy" has at most ${SORTS_MAX} entries.`);
  const page = readPage(args, listName("orders", owner ?? null, where, orderBy), cursors);
  const read = await context.orderLists.load({ owner, where, orderBy, page });
  return connectionOf(read, page, cursors, () => store.orders.count({ owner, where }));
}
