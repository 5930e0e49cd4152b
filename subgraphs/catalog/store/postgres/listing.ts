import { keysetSql, type Page, type SortKey } from "#kernel/connection.ts";
import type { Selection, Sort } from "../../domain/filter.ts";
import { type Add, conditionSql } from "./condition.ts";
import { PRODUCT_COLUMNS } from "./rows.ts";

interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/**
 * A list by price is two: what is sold in the currency, in the order of an index, and then, where somebody turns the
 * pages so far, what is not.
 */
export type Part = "whole" | "priced" | "unpriced";

/** Above every price, so that what is not sold in the currency comes last; below, for the other direction. */
const NO_PRICE = { ASC: "9223372036854775807", DESC: "-1" } as const;

/** The parts that a page may lie in, in the page's direction. */
export function partsOf({ sort: [first] }: Selection, page: Page): readonly Part[] {
  if (first?.field !== "PRICE") return ["whole"];
  const inOrder: readonly Part[] = page.backward ? ["unpriced", "priced"] : ["priced", "unpriced"];
  if (!page.from) return inOrder;
  const isUnpriced = page.from[0] === NO_PRICE[first.direction];
  return inOrder.slice(inOrder.indexOf(isUnpriced ? "unpriced" : "priced"));
}

/** The ids are chosen first, by narrow columns; only the page's products are then read whole. */
export function listSql(selection: Selection, page: Page, part: Part): Statement {
  const { parameters, add } = parameterList();
  const condition = conditionSql(selection.condition, add);
  const keyset = keysetSql(sortKeys(selection.sort, part), page, parameters.length + 1);
  parameters.push(...keyset.parameters);
  const prices = joinOfPrices(selection, part, add);
  const chosen = `
    SELECT p.id FROM products p ${prices.join} WHERE ${condition} AND ${prices.condition} AND ${keyset.where}
    ORDER BY ${keyset.orderBy} LIMIT ${add(page.limit + 1)}`;
  return {
    sql: `
      SELECT ${PRODUCT_COLUMNS}, ${keyset.select}
      FROM unnest(ARRAY(${chosen})) WITH ORDINALITY AS chosen (id, n)
      JOIN products p ON p.id = chosen.id LEFT JOIN brands b ON b.id = p.brand_id ${prices.join}
      ORDER BY chosen.n`,
    parameters,
  };
}

export function countSql(selection: Selection, max: number): Statement {
  const { parameters, add } = parameterList();
  const condition = conditionSql(selection.condition, add);
  return {
    sql: `SELECT count(*)::int AS count FROM (SELECT FROM products p WHERE ${condition} LIMIT ${add(max)}) AS counted`,
    parameters,
  };
}

/** Among the priced, price and id stand in one index. */
function sortKeys(sort: readonly Sort[], part: Part): SortKey[] {
  const id = part === "priced" ? "l.product_id" : "p.id";
  const keys = sort.map((key) => sortKey(key, part));
  return [...keys, { sql: id, type: "uuid", direction: sort.at(-1)?.direction ?? "ASC" }];
}

function sortKey({ field, direction }: Sort, part: Part): SortKey {
  switch (field) {
    case "TITLE":
      return { sql: "p.title_folded", type: "text", direction };
    case "PUBLISHED_AT":
      return { sql: "p.listed_at", type: "timestamptz", direction };
    case "PRICE": {
      const sql = part === "priced" ? "l.minor_units" : `coalesce(l.minor_units, ${NO_PRICE[direction]})`;
      return { sql, type: "bigint", direction };
    }
  }
}

function joinOfPrices({ sort, currency }: Selection, part: Part, add: Add): { join: string; condition: string } {
  if (!sort.some(({ field }) => field === "PRICE")) return { join: "", condition: "true" };
  const join = `lowest_prices l ON l.product_id = p.id AND l.currency = ${add(currency)}`;
  if (part === "priced") return { join: `JOIN ${join}`, condition: "true" };
  return { join: `LEFT JOIN ${join}`, condition: part === "unpriced" ? "l.product_id IS NULL" : "true" };
}

function parameterList(): { parameters: unknown[]; add: Add } {
  const parameters: unknown[] = [];
  return { parameters, add: (value) => `$${parameters.push(value)}` };
}
