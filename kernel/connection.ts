import type { Cursors, CursorValues } from "./cursor.ts";
import { badInput } from "./errors.ts";

const PAGE_SIZE_DEFAULT = 20;
const PAGE_SIZE_MAX = 100;
/** Above this `totalCount` is null: counting further would cost more than it tells. */
export const TOTAL_COUNT_MAX = 10_000;

export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

/** A page to read: `limit` rows after (or, backward, before) the row with these sort keys. */
export interface Page {
  readonly list: string;
  readonly limit: number;
  readonly backward: boolean;
  readonly from?: CursorValues;
}

/** Checks the arguments of a Relay connection; throws BAD_USER_INPUT naming the one that is wrong. */
export function readPage(args: PageArguments, list: string, cursors: Cursors): Page {
  const { first, after, last, before } = args;
  if (first != null && last != null) throw badInput("last", `Give "first" or "last", not both.`);
  const backward = last != null;
  if (backward && after != null) throw badInput("after", `"after" goes with "first"; with "last" use "before".`);
  if (!backward && before != null) throw badInput("before", `"before" goes with "last"; with "first" use "after".`);
  const limit = (backward ? last : first) ?? PAGE_SIZE_DEFAULT;
  if (limit < 0 || limit > PAGE_SIZE_MAX)
    throw badInput(
      backward ? "last" : "first",
      `"${backward ? "last" : "first"}" must be between 0 and ${PAGE_SIZE_MAX}.`,
    );
  const cursor = backward ? before : after;
  const argument = backward ? "before" : "after";
  return { list, limit, backward, from: cursor == null ? undefined : cursors.decode(list, argument, cursor) };
}

/** One column of an order. `sql` must never be null; the last key of an order is the id. */
export interface SortKey {
  readonly sql: string;
  readonly type: "text" | "bigint" | "timestamptz" | "uuid" | "int";
  readonly direction: "ASC" | "DESC";
}

export interface KeysetSql {
  /** Select this: an array of the row's sort keys as text, `keys`. */
  readonly select: string;
  /** A condition, `true` on the first page. */
  readonly where: string;
  readonly orderBy: string;
  /** Append these to the statement's parameters; their placeholders start at `$parametersFrom`. */
  readonly parameters: readonly string[];
}

/** Keyset pagination: no OFFSET, stable under writes, every column compared by the database as it stands there. */
export function keysetSql(keys: readonly SortKey[], page: Page, parametersFrom: number): KeysetSql {
  const ascending = ({ direction }: SortKey) => (direction === "ASC") !== page.backward;
  const values = page.from ?? [];
  const placeholder = (index: number) => `$${parametersFrom + index}::text::${keys[index]!.type}`;
  const alternatives = keys.map((key, index) => {
    const equal = keys.slice(0, index).map(({ sql }, before) => `${sql} = ${placeholder(before)}`);
    return `(${[...equal, `${key.sql} ${ascending(key) ? ">" : "<"} ${placeholder(index)}`].join(" AND ")})`;
  });
  const [first] = keys;
  // Says nothing the alternatives do not say, but an index can start from it.
  const bound = first && `${first.sql} ${ascending(first) ? ">=" : "<="} ${placeholder(0)}`;
  return {
    select: `ARRAY[${keys.map(({ sql }) => `(${sql})::text`).join(", ")}] AS keys`,
    where: page.from ? `(${bound} AND (${alternatives.join(" OR ")}))` : "true",
    orderBy: keys.map((key) => `${key.sql} ${ascending(key) ? "ASC" : "DESC"}`).join(", "),
    parameters: values,
  };
}

export interface Connection<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly nodes: readonly Node[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  /** Called only when it is selected. */
  readonly totalCount: () => Promise<number | null>;
}

/** A connection out of rows that were read with `limit + 1`: the one too many says that there are more. */
export function connectionOf<Node>(
  read: readonly { readonly keys: CursorValues; readonly node: Node }[],
  page: Page,
  cursors: Cursors,
  count: () => Promise<number>,
): Connection<Node> {
  const more = read.length > page.limit;
  const rows = page.backward ? read.slice(0, page.limit).toReversed() : read.slice(0, page.limit);
  const edges = rows.map(({ keys, node }) => ({ cursor: cursors.encode(page.list, keys), node }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: page.backward ? page.from !== undefined : more,
      hasPreviousPage: page.backward ? more : page.from !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: async () => {
      const total = await count();
      return total > TOTAL_COUNT_MAX ? null : total;
    },
  };
}
