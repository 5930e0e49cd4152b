import type DataLoader from "dataloader";
import type { Id } from "#kernel/id.ts";
import { hasScope } from "#kernel/identity.ts";
import { loadMany, loadOne } from "#kernel/loader.ts";
import type { RequestScope } from "#kernel/subgraph.ts";
import type { SavedAddress } from "../domain/address-book.ts";
import type { User } from "../domain/user.ts";
import type { Ports } from "../ports.ts";

/** A request with what it reads, each kind in one statement however many ask. */
export interface Context extends RequestScope {
  readonly users: DataLoader<Id, User | null>;
  readonly addresses: DataLoader<Id, readonly SavedAddress[]>;
}

export function createContext({ store }: Ports, scope: RequestScope): Context {
  return {
    ...scope,
    users: loadOne(store.findUsers, ({ id }) => id),
    addresses: loadMany(store.listAddresses, ({ userId }) => userId),
  };
}

/** The person, and staff who may read users. A guest's or a stranger's id is simply not there. */
export async function visibleUser(id: Id, { caller, users }: Context): Promise<User | null> {
  return id === caller.subject || hasScope(caller, "users:read") ? users.load(id) : null;
}
