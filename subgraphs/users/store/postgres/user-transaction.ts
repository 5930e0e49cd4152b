import { Any } from "typeorm";
import type { Transaction } from "#kernel/database.ts";
import { type Id, uuidOf } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { bookChanges } from "../../domain/address-book.ts";
import type { UserTransaction } from "../../ports.ts";
import { SavedAddressEntity, UserEntity } from "./entities.ts";
import { savedAddressOf, savedAddressRowOf, userOf, userRowOf, uuidKept } from "./rows.ts";
import { INSERT_SESSION, sessionParameters } from "./session-sql.ts";

/** Writes of users. A user's row is locked before their addresses, so that none deadlock. */
export function userTransaction(tx: Transaction): UserTransaction {
  /** No stronger than an update needs: who signs in meanwhile refers to the row and does not wait. */
  const lockUser = async (id: Id) => {
    const uuid = uuidOf(PREFIXES.User, id);
    const lock = { mode: "for_no_key_update" } as const;
    const row = uuid === undefined ? null : await tx.manager.findOne(UserEntity, { where: { id: uuid }, lock });
    return row ? userOf(row) : undefined;
  };

  return {
    lockUser,
    emit: (event) => tx.emit(event),

    insertUser: async (user, passwordHash) => {
      const row = userRowOf(user);
      const { id, email, emailFolded, name, phone, roles, createdBy, version } = row;
      const inserted = await tx.query(INSERT_USER, [
        ...[id, email, emailFolded, passwordHash, name, phone, roles],
        ...[row.currency, row.locale, row.newsletter, row.marketing],
        ...[row.createdAt, row.updatedAt, createdBy, version],
      ]);
      return inserted.length > 0;
    },

    insertSession: async (session, refreshToken) => {
      await tx.query(INSERT_SESSION, sessionParameters(session, refreshToken));
    },

    updateUser: async (user) => {
      const { id, name, phone, currency, locale, newsletter, marketing, updatedAt, version } = userRowOf(user);
      const preferences = { currency, locale, newsletter, marketing };
      await tx.manager.update(UserEntity, { id }, { name, phone, ...preferences, updatedAt, version });
    },

    lockAddressBook: async (userId) => {
      if (!(await lockUser(userId))) return undefined;
      const where = { userId: uuidKept(PREFIXES.User, userId) };
      return (await tx.manager.find(SavedAddressEntity, { where, order: { id: "ASC" } })).map(savedAddressOf);
    },

    writeAddressBook: async (before, after) => {
      const { written, removed } = bookChanges(before, after);
      const removedIds = removed.map(({ id }) => uuidKept(PREFIXES.SavedAddress, id));
      if (removedIds.length > 0) await tx.manager.delete(SavedAddressEntity, { id: Any(removedIds) });
      if (written.length === 0) return;
      /** A default is given up before it is taken: the unique index looks at every row as it is written. */
      const rows = written.map(savedAddressRowOf).sort((a, b) => defaultsOf(a) - defaultsOf(b));
      await tx.manager.upsert(SavedAddressEntity, rows, ["id"]);
    },
  };
}

function defaultsOf(row: { readonly isDefaultShipping: boolean; readonly isDefaultBilling: boolean }): number {
  return Number(row.isDefaultShipping) + Number(row.isDefaultBilling);
}

/** Of several at once with one address the unique index lets one through; the others wait for it, then insert nothing. */
const INSERT_USER = `
  INSERT INTO users (id, email, email_folded, password_hash, name, phone, roles,
                     currency, locale, newsletter, marketing, created_at, updated_at, created_by, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
  ON CONFLICT (email_folded) DO NOTHING RETURNING 1`;
