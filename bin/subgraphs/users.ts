import { randomBytes } from "node:crypto";
import { argon2Passwords } from "#subgraphs/users/remote/argon2-passwords.ts";
import { joseAccessTokens } from "#subgraphs/users/remote/jose-access-tokens.ts";
import { openUsersDatabase } from "#subgraphs/users/store/postgres/open-users-database.ts";
import { postgresSessions } from "#subgraphs/users/store/postgres/sessions.ts";
import { postgresUsers } from "#subgraphs/users/store/postgres/users.ts";
import { createUsers } from "#subgraphs/users/subgraph.ts";
import { demoLogins } from "../demo/logins.ts";
import { seedUsers } from "../demo/users.ts";
import type { OpenSubgraphIn } from "../world.ts";

const REFRESH_TOKEN_BYTES = 32;

export const openUsers: OpenSubgraphIn = async (world) => {
  const { clock, ids, signals, settings, key } = world;
  const accessTokens = await joseAccessTokens(key("access tokens"), settings.accessTokenSeconds);
  const passwords = argon2Passwords();
  const database = await openUsersDatabase(world);
  const store = postgresUsers(database);
  const subgraph = createUsers({
    store,
    sessions: postgresSessions(database),
    passwords,
    accessTokens,
    newRefreshToken: () => randomBytes(REFRESH_TOKEN_BYTES).toString("base64url"),
    clock,
    ids,
    signals,
    currencies: settings.shop.currencies,
  });
  return {
    subgraph,
    isReady: () =>
      database.query("SELECT 1").then(
        () => true,
        () => false,
      ),
    seed: () => seedUsers(store, passwords, demoLogins(key)),
    close: () => database.close(),
  };
};
