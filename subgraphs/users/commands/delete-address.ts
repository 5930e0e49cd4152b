import type { Id } from "#kernel/id.ts";
import type { Result } from "#kernel/result.ts";
import { removeAddress } from "../domain/address-book.ts";
import type { AddressRefusal } from "../domain/refusal.ts";
import type { Ports } from "../ports.ts";
import { editAddressBook } from "./edit-address-book.ts";

export function deleteAddress(
  ports: Ports,
  { userId, id }: { readonly userId: Id; readonly id: Id },
): Promise<Result<void, AddressRefusal>> {
  return editAddressBook(ports, userId, (book) => removeAddress(book, id));
}
