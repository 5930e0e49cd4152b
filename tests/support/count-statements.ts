import pg from "pg";

/** Everything that this process sends to PostgreSQL while `work` runs, BEGIN and COMMIT included. */
export async function countStatements<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly statements: readonly string[] }> {
  const statements: string[] = [];
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function (this: pg.Client, ...args: any[]) {
    statements.push(typeof args[0] === "string" ? args[0] : args[0].text);
    return (query as any).apply(this, args);
  } as typeof query;
  try {
    return { result: await work(), statements };
  } finally {
    pg.Client.prototype.query = query;
  }
}
