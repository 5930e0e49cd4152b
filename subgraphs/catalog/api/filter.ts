import { badInput } from "#kernel/errors.ts";
import {
  type Bound,
  type Condition,
  FILTER_DEPTH_MAX,
  FILTER_MEMBERS_MAX,
  FILTER_VALUES_MAX,
  type Sort,
  SORT_KEYS_MAX,
} from "../domain/filter.ts";
import { fold } from "../domain/text.ts";
import type {
  BigIntFilter,
  DateTimeFilter,
  IdFilter,
  ProductFilter,
  ProductSort,
  StringFilter,
} from "./resolvers.generated.ts";

type Given<Value> = Value | null | undefined;

/** A filter as a condition; throws BAD_USER_INPUT naming `where` when it is too much. */
export function conditionOf(where: ProductFilter, currency: string, depth = 0): Condition {
  if (depth > FILTER_DEPTH_MAX) throw badInput("where", `"where" is nested at most ${FILTER_DEPTH_MAX} deep.`);
  const below = (filter: ProductFilter) => conditionOf(filter, currency, depth + 1);
  const members = (filters: readonly ProductFilter[]) => limited(filters, FILTER_MEMBERS_MAX).map(below);
  const of: Condition[] = [];
  if (where.AND) of.push(...members(where.AND));
  if (where.OR) of.push({ type: "any", of: members(where.OR) });
  if (where.NOT) of.push({ type: "not", of: below(where.NOT) });
  of.push(...idsOf("category", where.category), ...idsOf("brand", where.brand), ...titleOf(where.title));
  if (where.priceMinorUnits) of.push({ type: "price", currency, bounds: boundsOf<bigint>(where.priceMinorUnits) });
  if (where.publishedAt) of.push({ type: "publishedAt", bounds: boundsOf<Date>(where.publishedAt) });
  if (where.status) of.push({ type: "status", statuses: limited(where.status, FILTER_VALUES_MAX) });
  return { type: "all", of };
}

export function sortOf(orderBy: readonly ProductSort[]): Sort[] {
  if (orderBy.length > SORT_KEYS_MAX) throw badInput("orderBy", `"orderBy" has at most ${SORT_KEYS_MAX} keys.`);
  if (new Set(orderBy.map(({ field }) => field)).size < orderBy.length)
    throw badInput("orderBy", `"orderBy" names a field twice.`);
  return orderBy.map(({ field, direction }) => ({ field, direction: direction ?? "ASC" }));
}

function idsOf(type: "category" | "brand", filter: Given<IdFilter>): Condition[] {
  return [
    ...(filter?.eq == null ? [] : [{ type, ids: [filter.eq] }]),
    ...(filter?.in == null ? [] : [{ type, ids: limited(filter.in, FILTER_VALUES_MAX) }]),
  ];
}

function titleOf(filter: Given<StringFilter>): Condition[] {
  const of: Condition[] = [];
  if (filter?.eq != null) of.push({ type: "title", titles: [filter.eq] });
  if (filter?.in != null) of.push({ type: "title", titles: limited(filter.in, FILTER_VALUES_MAX) });
  if (filter?.contains != null) of.push({ type: "titleContains", folded: fold(filter.contains) });
  return of;
}

const OPERATORS = { eq: "=", gt: ">", gte: ">=", lt: "<", lte: "<=" } as const;

function boundsOf<Value>(filter: BigIntFilter | DateTimeFilter): Bound<Value>[] {
  return Object.entries(OPERATORS).flatMap(([name, operator]) => {
    const value = (filter as Record<string, Given<Value>>)[name];
    return value == null ? [] : [{ operator, value }];
  });
}

function limited<Item>(items: readonly Item[], max: number): readonly Item[] {
  if (items.length > max)
    throw badInput("where", `A list in "where" has at most ${max} members; this one has ${items.length}.`);
  return items;
}
