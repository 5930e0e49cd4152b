import { seededId } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { err, ok } from "#kernel/result.ts";
import { addAddress } from "#subgraphs/users/domain/address-book.ts";
import { draftUser } from "#subgraphs/users/domain/user.ts";
import type { Passwords, UserStore } from "#subgraphs/users/ports.ts";
import type { DemoLogin } from "./logins.ts";

/** A little before the shop opened, so that everything the demo tells of happened later. */
const JOINED_AT = new Date("2026-01-01T00:00:00.000Z");

const CUSTOMERS_ADDRESS = {
  name: "Asha Customer",
  line1: "12 MG Road",
  line2: null,
  city: "Bengaluru",
  region: "KA",
  postalCode: "560001",
  country: "IN",
  phone: "+91 80 5550 0142",
};

/** Those who can sign in to the demo shop; who is already there stays as they are now. */
export async function seedUsers(store: UserStore, passwords: Passwords, logins: readonly DemoLogin[]): Promise<void> {
  const ids = logins.map(({ email }) => seededId(PREFIXES.User, email));
  const known = new Set((await store.findUsers(ids)).map(({ emailFolded }) => emailFolded));
  const missing = logins.filter(({ email }) => !known.has(email));
  await Promise.all(missing.map((login) => seedUser(store, passwords, login)));
}

async function seedUser(store: UserStore, passwords: Passwords, login: DemoLogin): Promise<void> {
  const { role, email, name, password } = login;
  const passwordHash = await passwords.hash(password);
  const user = draftUser({ id: seededId(PREFIXES.User, email), email, name, roles: [role] }, JOINED_AT);
  await store.transact(async (tx) => {
    if (!(await tx.insertUser(user, passwordHash))) return err("known");
    if (role !== "CUSTOMER") return ok();
    const home = { id: seededId(PREFIXES.SavedAddress, email), userId: user.id };
    const book = addAddress([], home, { label: "Home", address: CUSTOMERS_ADDRESS }, JOINED_AT);
    if (book.ok) await tx.writeAddressBook([], book.value);
    return ok();
  });
}
