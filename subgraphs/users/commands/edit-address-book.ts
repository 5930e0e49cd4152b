import type { Id } from "#kernel/id.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { AddressBook } from "../domain/address-book.ts";
import type { AddressRefusal } from "../domain/refusal.ts";
import type { Ports } from "../ports.ts";

/** One edit of a person's book at a time, so that its limit and its defaults hold among many. */
export function editAddressBook(
  { store }: Ports,
  userId: Id,
  edit: (book: AddressBook) => Result<AddressBook, AddressRefusal>,
): Promise<Result<void, AddressRefusal>> {
  return store.transact(async (tx) => {
    const before = await tx.lockAddressBook(userId);
    if (!before) return ok();
    const after = edit(before);
    if (!after.ok) return after;
    await tx.writeAddressBook(before, after.value);
    return ok();
  });
}
