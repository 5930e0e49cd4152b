import DataLoader from "dataloader";

/** As many keys as one statement takes. */
const BATCH_MAX = 1_000;

/**
 * Collects what one request asks for one by one into one read. `read` gets distinct keys and answers rows in any
 * order; what it does not answer is null.
 */
export function loadOne<Key, Row>(
  read: (keys: readonly Key[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => Key,
): DataLoader<Key, Row | null> {
  return new DataLoader(
    async (keys) => {
      const rows = new Map((await read(keys)).map((row) => [keyOf(row), row]));
      return keys.map((key) => rows.get(key) ?? null);
    },
    { maxBatchSize: BATCH_MAX },
  );
}

/** The same for lists: rows keep the order they were read in; a key without rows has an empty list. */
export function loadMany<Key, Row>(
  read: (keys: readonly Key[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => Key,
): DataLoader<Key, readonly Row[]> {
  return new DataLoader(
    async (keys) => {
      const rows = Map.groupBy(await read(keys), keyOf);
      return keys.map((key) => rows.get(key) ?? []);
    },
    { maxBatchSize: BATCH_MAX },
  );
}
