import type { Id } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import type { Result } from "#kernel/result.ts";
import { addAddress, type AddressWords, changeAddress } from "../domain/address-book.ts";
import type { AddressRefusal } from "../domain/refusal.ts";
import type { Ports } from "../ports.ts";
import { editAddressBook } from "./edit-address-book.ts";

export interface SaveAddress {
  readonly userId: Id;
  /** Null: a new one. */
  readonly id: Id | null;
  readonly words: AddressWords;
}

export function saveAddress(ports: Ports, { userId, id, words }: SaveAddress): Promise<Result<void, AddressRefusal>> {
  const newId = ports.ids.next(PREFIXES.SavedAddress);
  const now = ports.clock.now();
  return editAddressBook(ports, userId, (book) =>
    id === null ? addAddress(book, { id: newId, userId }, words, now) : changeAddress(book, id, words, now),
  );
}
