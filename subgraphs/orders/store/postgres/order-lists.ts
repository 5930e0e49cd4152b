import { keysetSql, type SortKey } from "#kernel/connection.ts";
import type { Database } from "#kernel/database.ts";
import type { OrderSort } from "../../domain/order-filter.ts";
import type { ListedOrder, ListQuery } from "../../ports.ts";
import { orderFilterSql } from "./order-filter-sql.ts";
import { orderFrom } from "./rows.ts";

/** Pages of orders: one statement for all owners whose pages are alike. */
export async function listOrders(query: Database["query"], queries: readonly ListQuery[]): Promise<ListedOrder[][]> {
  const alike = Map.groupBy(queries, alikeness);
  const read = await Promise.all([...alike.values()].map((group) => readAlike(query, group)));
  const byKey = new Map([...alike.keys()].map((key, index) => [key, read[index]!]));
  return queries.map((wanted) => {
    const rows = byKey.get(alikeness(wanted))!;
    return wanted.owner === undefined ? rows : rows.filter(({ node }) => node.owner === wanted.owner);
  });
}

const SORT_COLUMNS = {
  PLACED_AT: { sql: "placed_at", type: "timestamptz" },
  TOTAL: { sql: "total", type: "bigint" },
} as const satisfies Record<OrderSort["field"], Omit<SortKey, "direction">>;

async function readAlike(query: Database["query"], group: readonly ListQuery[]): Promise<ListedOrder[]> {
  const { owner, where, orderBy, page } = group[0]!;
  const parameters: unknown[] = [];
  const parameter = (value: unknown) => `$${parameters.push(value)}`;
  const owners = owner === undefined ? undefined : parameter([...new Set(group.map((one) => one.owner))]);
  const filter = orderFilterSql(where, parameter);
  const keys: SortKey[] = orderBy.map(({ field, direction }) => ({ ...SORT_COLUMNS[field], direction }));
  keys.push({ sql: "id", type: "uuid", direction: keys.at(-1)?.direction ?? "DESC" });
  const keyset = keysetSql(keys, page, parameters.length + 1);
  const pageSql = (condition: string) => `SELECT *, ${keyset.select} FROM orders
    WHERE ${condition} AND ${filter} AND ${keyset.where} ORDER BY ${keyset.orderBy} LIMIT ${page.limit + 1}`;
  const sql = owners
    ? `SELECT listed.* FROM unnest(${owners}::text[]) AS mine(mine)
       CROSS JOIN LATERAL (${pageSql("owner = mine.mine")}) AS listed ORDER BY ${keyset.orderBy}`
    : pageSql("true");
  const rows = await query(sql, [...parameters, ...keyset.parameters]);
  return rows.map((row) => ({ keys: row.keys, node: orderFrom(row) }));
}

function alikeness({ owner, where, orderBy, page }: ListQuery): string {
  const { limit, backward, from } = page;
  return JSON.stringify([owner === undefined, where, orderBy, limit, backward, from]);
}
