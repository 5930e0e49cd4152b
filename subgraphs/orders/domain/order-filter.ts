import { err, ok, type Result } from "#kernel/result.ts";
import type { OrderStatus } from "./order.ts";

/** All given conditions hold; null and undefined are no condition. */
export interface OrderFilter {
  readonly AND?: readonly OrderFilter[] | null;
  readonly OR?: readonly OrderFilter[] | null;
  readonly NOT?: OrderFilter | null;
  readonly status?: { readonly eq?: OrderStatus | null; readonly in?: readonly OrderStatus[] | null } | null;
  readonly placedAt?: TimeFilter | null;
  readonly email?: TextFilter | null;
  readonly number?: TextFilter | null;
  readonly salesChannel?: TextFilter | null;
}

export interface TextFilter {
  readonly eq?: string | null;
  readonly in?: readonly string[] | null;
  readonly contains?: string | null;
}

export interface TimeFilter {
  readonly gt?: Date | null;
  readonly gte?: Date | null;
  readonly lt?: Date | null;
  readonly lte?: Date | null;
}

export interface OrderSort {
  readonly field: "PLACED_AT" | "TOTAL";
  readonly direction: "ASC" | "DESC";
}

const FILTER_DEPTH_MAX = 3;
const FILTERS_MAX = 50;
const FILTER_VALUES_MAX = 100;
const FILTER_TEXT_LENGTH_MAX = 320;

/** Bounds what one list may cost; the refusal is a sentence for the client. */
export function checkFilter(filter: OrderFilter): Result<OrderFilter, string> {
  let filters = 0;
  const problemOf = (one: OrderFilter, depth: number): string | undefined => {
    if (depth > FILTER_DEPTH_MAX) return `"where" is nested deeper than ${FILTER_DEPTH_MAX}.`;
    if (++filters > FILTERS_MAX) return `"where" has more than ${FILTERS_MAX} filters.`;
    for (const text of [one.email, one.number, one.salesChannel]) {
      if (text && textsOf(text).some(({ length }) => length > FILTER_TEXT_LENGTH_MAX))
        return `A text in "where" is longer than ${FILTER_TEXT_LENGTH_MAX} characters.`;
      if (text && textsOf(text).some((one) => one.includes("\0") || !one.isWellFormed()))
        return `A text in "where" has characters in it that no text can have.`;
    }
    for (const values of [one.status?.in, one.email?.in, one.number?.in, one.salesChannel?.in]) {
      if ((values?.length ?? 0) > FILTER_VALUES_MAX) return `A list in "where" is longer than ${FILTER_VALUES_MAX}.`;
    }
    for (const inner of [...(one.AND ?? []), ...(one.OR ?? []), ...(one.NOT ? [one.NOT] : [])]) {
      const problem = problemOf(inner, depth + 1);
      if (problem) return problem;
    }
    return undefined;
  };
  const problem = problemOf(filter, 0);
  return problem ? err(problem) : ok(filter);
}

function textsOf({ eq, in: list, contains }: TextFilter): string[] {
  return [eq, contains, ...(list ?? [])].filter((text) => text != null);
}
