import { type Database, openDatabase, type PostgresConnection } from "#kernel/database.ts";
import type { Log } from "#kernel/log.ts";
import type { Signals } from "#kernel/signals.ts";
import { SavedAddressEntity, UserEntity } from "./entities.ts";
import { UsersTables1763694000000 } from "./migrations/users-tables.ts";

/** Opens the schema `users`, brought up to date. */
export function openUsersDatabase(world: {
  readonly connection: PostgresConnection;
  readonly signals: Signals;
  readonly log: Log;
}): Promise<Database> {
  const { connection, signals, log } = world;
  const entities = [UserEntity, SavedAddressEntity];
  return openDatabase({ connection, schema: "users", entities, migrations: [UsersTables1763694000000], signals, log });
}
