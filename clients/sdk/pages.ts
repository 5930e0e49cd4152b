const PAGE_SIZE = 24;

export interface PageQuery {
  /** Items a page, 1 to 100; 24 when left out. */
  readonly pageSize?: number;
  /** The `endCursor` of the last page seen. */
  readonly after?: string | null;
}

interface Connection<Item> {
  readonly nodes: readonly Item[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Send it as `after` to go on from here later; null at the end. */
  readonly endCursor: string | null;
}

/** Walks a connection page by page, asking for the next one only when it is wanted. Ends at once when there is no connection. */
export async function* pagesOf<Item>(
  { pageSize = PAGE_SIZE, after = null }: PageQuery,
  read: (first: number, after: string | null) => Promise<Connection<Item> | null | undefined>,
): AsyncGenerator<Page<Item>, void, undefined> {
  for (let cursor = after; ;) {
    const connection = await read(pageSize, cursor);
    if (!connection) return;
    const { hasNextPage, endCursor } = connection.pageInfo;
    cursor = hasNextPage ? endCursor : null;
    yield { items: connection.nodes, endCursor: cursor };
    if (cursor === null) return;
  }
}
