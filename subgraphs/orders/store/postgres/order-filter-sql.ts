import type { OrderFilter, TextFilter, TimeFilter } from "../../domain/order-filter.ts";

/** Writes a filter as a condition on `orders`; `parameter` takes a value and gives its placeholder. */
export function orderFilterSql(filter: OrderFilter, parameter: (value: unknown) => string): string {
  const { AND, OR, NOT, status, placedAt, email, number, salesChannel } = filter;
  const conditions = [
    ...(AND ?? []).map((one) => orderFilterSql(one, parameter)),
    ...(OR ? [anyOf(OR.map((one) => orderFilterSql(one, parameter)))] : []),
    ...(NOT ? [`NOT ${orderFilterSql(NOT, parameter)}`] : []),
    ...(status ? equality("status", status, parameter) : []),
    ...(placedAt ? range("placed_at", placedAt, parameter) : []),
    ...(email ? text("email", email, parameter) : []),
    ...(number ? text("number", number, parameter) : []),
    ...(salesChannel ? text("sales_channel", salesChannel, parameter) : []),
  ];
  return conditions.length === 0 ? "true" : `(${conditions.join(" AND ")})`;
}

function anyOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? "false" : `(${conditions.join(" OR ")})`;
}

function equality(column: string, { eq, in: list }: TextFilter, parameter: (value: unknown) => string): string[] {
  return [
    ...(eq != null ? [`${column} = ${parameter(eq)}`] : []),
    ...(list != null ? [`${column} = ANY(${parameter(list)}::text[])`] : []),
  ];
}

function text(column: string, filter: TextFilter, parameter: (value: unknown) => string): string[] {
  const { contains } = filter;
  const like = contains == null ? [] : [`${column} ILIKE ${parameter(`%${contains.replace(/[\\%_]/g, "\\$&")}%`)}`];
  return [...equality(column, filter, parameter), ...like];
}

const COMPARISONS = { gt: ">", gte: ">=", lt: "<", lte: "<=" } as const;

function range(column: string, filter: TimeFilter, parameter: (value: unknown) => string): string[] {
  return Object.entries(COMPARISONS).flatMap(([name, operator]) => {
    const value = filter[name as keyof TimeFilter];
    return value == null ? [] : [`${column} ${operator} ${parameter(value)}::timestamptz`];
  });
}
