import { type Database, openDatabase, type PostgresConnection } from "#kernel/database.ts";
import type { Log } from "#kernel/log.ts";
import type { Signals } from "#kernel/signals.ts";
import { RatingSummaryEntity, ReviewEntity } from "./entities.ts";
import { ReviewsTables1763690400000 } from "./migrations/reviews-tables.ts";

/** Opens the schema `reviews`, brought up to date. */
export function openReviewsDatabase(world: {
  readonly connection: PostgresConnection;
  readonly signals: Signals;
  readonly log: Log;
}): Promise<Database> {
  const { connection, signals, log } = world;
  const entities = [ReviewEntity, RatingSummaryEntity];
  return openDatabase({
    connection,
    schema: "reviews",
    entities,
    migrations: [ReviewsTables1763690400000],
    signals,
    log,
  });
}
