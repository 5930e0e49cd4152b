import type { Id } from "#kernel/id.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { type CommonRefusal, notFound } from "#kernel/user-error.ts";
import type { LimitExceeded } from "./refusal.ts";

export interface PostalAddress {
  readonly name: string;
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly region: string | null;
  readonly postalCode: string | null;
  readonly country: string;
  readonly phone: string | null;
}

/** An address a person keeps for checkout. */
export interface SavedAddress {
  readonly id: Id;
  readonly userId: Id;
  readonly label: string | null;
  readonly address: PostalAddress;
  readonly isDefaultShipping: boolean;
  readonly isDefaultBilling: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
}

/** All addresses of one person. At most one is the default for shipping, at most one for billing. */
export type AddressBook = readonly SavedAddress[];

const ADDRESSES_PER_USER_MAX = 50;
export const LABEL_LENGTH_MAX = 50;

/** What a person writes; what is left out stays as it is. */
export interface AddressWords {
  readonly label?: string | null;
  readonly address: PostalAddress;
  readonly isDefaultShipping?: boolean;
  readonly isDefaultBilling?: boolean;
}

/** The book with one more address. The first is the default of both, so that checkout has one to offer. */
export function addAddress(
  book: AddressBook,
  { id, userId }: { readonly id: Id; readonly userId: Id },
  words: AddressWords,
  now: Date,
): Result<AddressBook, LimitExceeded> {
  if (book.length >= ADDRESSES_PER_USER_MAX) return err(bookIsFull());
  const isFirst = book.length === 0;
  const { label = null, address, isDefaultShipping = isFirst, isDefaultBilling = isFirst } = words;
  const times = { createdAt: now, updatedAt: now, version: 1 };
  const added = { id, userId, label, address, isDefaultShipping, isDefaultBilling, ...times };
  return ok([...withoutDefaultsOf(book, added, now), added]);
}

/** The book with one address changed. */
export function changeAddress(
  book: AddressBook,
  id: Id,
  words: AddressWords,
  now: Date,
): Result<AddressBook, NotInBook> {
  const before = book.find((saved) => saved.id === id);
  if (!before) return err(notInBook(id));
  const { label = before.label, address } = words;
  const { isDefaultShipping = before.isDefaultShipping, isDefaultBilling = before.isDefaultBilling } = words;
  const after = changed({ ...before, label, address, isDefaultShipping, isDefaultBilling }, now);
  return ok(withoutDefaultsOf(book, after, now).map((saved) => (saved.id === id ? after : saved)));
}

/** The book without one address. Its place as a default stays empty: the person chooses, not we. */
export function removeAddress(book: AddressBook, id: Id): Result<AddressBook, NotInBook> {
  const left = book.filter((saved) => saved.id !== id);
  return left.length < book.length ? ok(left) : err(notInBook(id));
}

/** What has to be written: unchanged addresses stay the very same objects. */
export function bookChanges(before: AddressBook, after: AddressBook): { written: AddressBook; removed: AddressBook } {
  const kept = new Set(after.map(({ id }) => id));
  return {
    written: after.filter((saved) => !before.includes(saved)),
    removed: before.filter(({ id }) => !kept.has(id)),
  };
}

type NotInBook = Extract<CommonRefusal, { type: "NotFound" }>;

function notInBook(id: Id): NotInBook {
  return notFound(["id"], id) as NotInBook;
}

function bookIsFull(): LimitExceeded {
  const message = `An address book holds at most ${ADDRESSES_PER_USER_MAX} addresses. Delete one first.`;
  return { type: "LimitExceeded", path: [], limit: ADDRESSES_PER_USER_MAX, message };
}

/** The others give up whichever default `winner` has. */
function withoutDefaultsOf(book: AddressBook, winner: SavedAddress, now: Date): AddressBook {
  return book.map((saved) => {
    const isDefaultShipping = saved.isDefaultShipping && !winner.isDefaultShipping;
    const isDefaultBilling = saved.isDefaultBilling && !winner.isDefaultBilling;
    const same = isDefaultShipping === saved.isDefaultShipping && isDefaultBilling === saved.isDefaultBilling;
    return saved.id === winner.id || same ? saved : changed({ ...saved, isDefaultShipping, isDefaultBilling }, now);
  });
}

function changed(saved: SavedAddress, now: Date): SavedAddress {
  return { ...saved, updatedAt: now, version: saved.version + 1 };
}
