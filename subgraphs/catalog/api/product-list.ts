import { type Connection, connectionOf, type PageArguments, readPage, TOTAL_COUNT_MAX } from "#kernel/connection.ts";
import { listName } from "#kernel/cursor.ts";
import type { Condition, Selection } from "../domain/filter.ts";
import { NEWEST_FIRST } from "../domain/filter.ts";
import type { Product } from "../domain/product.ts";
import type { Ports } from "../ports.ts";
import { type Context, seesAll } from "./context.ts";
import { conditionOf, sortOf } from "./filter.ts";
import type { ProductFilter, ProductSort } from "./resolvers.generated.ts";

export type ProductList = Connection<Product>;

interface ListArguments extends PageArguments {
  readonly where?: ProductFilter | null;
  readonly orderBy?: readonly ProductSort[] | null;
}

/** A page of the products that the caller sees listed, within `scope` (a category) when there is one. */
export async function listProducts(
  { store, cursors }: Pick<Ports, "store" | "cursors">,
  args: ListArguments,
  context: Context,
  scope: readonly Condition[] = [],
): Promise<ProductList> {
  const { currency } = context.context;
  const listed: readonly Condition[] = seesAll(context.caller) ? [] : [{ type: "status", statuses: ["PUBLISHED"] }];
  const given = args.where ? [conditionOf(args.where, currency)] : [];
  const orderBy = args.orderBy ?? [];
  const selection: Selection = {
    condition: { type: "all", of: [...listed, ...scope, ...given] },
    sort: orderBy.length > 0 ? sortOf(orderBy) : NEWEST_FIRST,
    currency,
  };
  const page = readPage(args, listName("products", selection), cursors);
  const rows = await store.list(selection, page);
  rows.forEach(({ node }) => context.productById.prime(node.id, node));
  return connectionOf(rows, page, cursors, () => store.count(selection, TOTAL_COUNT_MAX + 1));
}
