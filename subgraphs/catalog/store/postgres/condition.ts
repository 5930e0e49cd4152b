import { PREFIXES } from "#kernel/prefixes.ts";
import type { Bound, Condition } from "../../domain/filter.ts";
import { storable, uuids } from "./known.ts";

/** Adds a parameter and answers its placeholder. */
export type Add = (value: unknown) => string;

/** A condition on `p`, products. */
export function conditionSql(condition: Condition, add: Add): string {
  switch (condition.type) {
    case "all":
      return condition.of.length === 0
        ? "true"
        : `(${condition.of.map((one) => conditionSql(one, add)).join(" AND ")})`;
    case "any":
      return condition.of.length === 0
        ? "false"
        : `(${condition.of.map((one) => conditionSql(one, add)).join(" OR ")})`;
    case "not":
      return `(${conditionSql(condition.of, add)}) IS NOT TRUE`;
    case "category": {
      const ids = add(uuids(PREFIXES.Category, condition.ids));
      return `EXISTS (SELECT FROM category_members m WHERE m.product_id = p.id AND m.category_id = ANY(${ids}::uuid[]))`;
    }
    case "brand":
      return `p.brand_id = ANY(${add(uuids(PREFIXES.Brand, condition.ids))}::uuid[])`;
    case "title":
      return `p.title = ANY(${add(storable(condition.titles))}::text[])`;
    case "titleContains":
      return storable([condition.folded]).map((text) => `strpos(p.title_folded, ${add(text)}) > 0`)[0] ?? "false";
    case "price": {
      const within = boundsSql("c.minor_units", condition.bounds, (units) => `${add(units.toString())}::text::bigint`);
      return `EXISTS (SELECT FROM prices c WHERE c.product_id = p.id AND c.currency = ${add(condition.currency)} AND ${within})`;
    }
    case "publishedAt":
      return boundsSql("p.published_at", condition.bounds, (date) => timeSql(date, add));
    case "status":
      return statusSql(condition.statuses, add);
  }
}

/** One status stands in the text: the planner takes a partial index only when it can see that it fits. */
function statusSql(statuses: readonly string[], add: Add): string {
  if (statuses.length === 1 && statuses[0] === "PUBLISHED") return `p.status = 'PUBLISHED'`;
  return `p.status = ANY(${add(statuses)}::text[])`;
}

function boundsSql<Value>(column: string, bounds: readonly Bound<Value>[], sqlOf: (value: Value) => string): string {
  const parts = bounds.map(({ operator, value }) => `${column} ${operator} ${sqlOf(value)}`);
  return parts.length === 0 ? "true" : `(${parts.join(" AND ")})`;
}

/** As a number: PostgreSQL does not read the years 0 and 10000 as RFC 3339 writes them. */
function timeSql(date: Date, add: Add): string {
  return `to_timestamp(${add(String(date.getTime()))}::text::double precision / 1000)`;
}
