import { Any } from "typeorm";
import type { Database } from "#kernel/database.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import type { UserStore } from "../../ports.ts";
import { SavedAddressEntity, UserEntity } from "./entities.ts";
import { savedAddressOf, userOf, uuidsOf } from "./rows.ts";
import { userTransaction } from "./user-transaction.ts";

/** The store of users and their address books on PostgreSQL. */
export function postgresUsers(database: Database): UserStore {
  return {
    transact: (work) => database.transact((tx) => work(userTransaction(tx))),

    findUsers: async (ids) => {
      const uuids = uuidsOf(PREFIXES.User, ids);
      if (uuids.length === 0) return [];
      return (await database.manager.findBy(UserEntity, { id: Any(uuids) })).map(userOf);
    },

    listAddresses: async (userIds) => {
      const uuids = uuidsOf(PREFIXES.User, userIds);
      if (uuids.length === 0) return [];
      const where = { userId: Any(uuids) };
      return (await database.manager.find(SavedAddressEntity, { where, order: { id: "ASC" } })).map(savedAddressOf);
    },
  };
}
