import type pg from "pg";

/** The leader's connection. */
export interface Hands {
  query<Row extends pg.QueryResultRow = any>(sql: string, parameters?: unknown[]): Promise<pg.QueryResult<Row>>;
}

/** Relay and consumers share one connection, which takes one statement after the other. */
export function oneAtATime(client: pg.Client): Hands {
  let last: Promise<unknown> = Promise.resolve();
  return {
    query: (sql, parameters) => {
      const next = last.then(() => client.query(sql, parameters));
      last = next.catch(() => {});
      return next;
    },
  };
}
