import { type Id, idFromUuid, uuidOf } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import type { SavedAddress } from "../../domain/address-book.ts";
import type { User } from "../../domain/user.ts";
import type { SavedAddressRow, UserRow } from "./entities.ts";

export function userOf(row: UserRow): User {
  const { id, email, emailFolded, name, phone, roles, createdAt, updatedAt, version } = row;
  const { currency, locale, newsletter, marketing } = row;
  const preferences = { currency, locale, newsletter, marketing };
  const userId = idFromUuid(PREFIXES.User, id);
  return { id: userId, email, emailFolded, name, phone, roles, preferences, createdAt, updatedAt, version };
}

export function userRowOf(user: User): UserRow {
  const { preferences, roles, ...rest } = user;
  const id = uuidKept(PREFIXES.User, user.id);
  return { ...rest, ...preferences, id, roles: [...roles], createdBy: id };
}

export function savedAddressOf(row: SavedAddressRow): SavedAddress {
  const { id, userId, label, isDefaultShipping, isDefaultBilling, createdAt, updatedAt, version } = row;
  const { name, line1, line2, city, region, postalCode, country, phone } = row;
  return {
    id: idFromUuid(PREFIXES.SavedAddress, id),
    userId: idFromUuid(PREFIXES.User, userId),
    label,
    address: { name, line1, line2, city, region, postalCode, country, phone },
    isDefaultShipping,
    isDefaultBilling,
    createdAt,
    updatedAt,
    version,
  };
}

export function savedAddressRowOf({ address, ...saved }: SavedAddress): SavedAddressRow {
  const userId = uuidKept(PREFIXES.User, saved.userId);
  return { ...saved, ...address, id: uuidKept(PREFIXES.SavedAddress, saved.id), userId, createdBy: userId };
}

/** The UUIDs of the ids that are of this kind; the others cannot have a row. */
export function uuidsOf(prefix: string, ids: readonly Id[]): string[] {
  return ids.map((id) => uuidOf(prefix, id)).filter((uuid) => uuid !== undefined);
}

/** Of an id that we made ourselves. */
export function uuidKept(prefix: string, id: Id): string {
  const uuid = uuidOf(prefix, id);
  if (uuid === undefined) throw new TypeError(`${id} is to be kept and is malformed`);
  return uuid;
}
