import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addAddress, type AddressBook, bookChanges, changeAddress, removeAddress } from "./address-book.ts";

const NOW = new Date("2026-11-20T09:30:00.000Z");
const PLACE = {
  name: "A",
  line1: "1",
  line2: null,
  city: "B",
  region: null,
  postalCode: null,
  country: "IN",
  phone: null,
};

const words = fc.record(
  {
    label: fc.option(fc.constantFrom("Home", "Work")),
    address: fc.constant(PLACE),
    isDefaultShipping: fc.boolean(),
    isDefaultBilling: fc.boolean(),
  },
  { requiredKeys: ["address"] },
);
const edits = fc.array(
  fc.oneof(
    fc.record({ type: fc.constant("add" as const), words }),
    fc.record({ type: fc.constant("change" as const), at: fc.nat(60), words }),
    fc.record({ type: fc.constant("remove" as const), at: fc.nat(60) }),
  ),
  { maxLength: 80 },
);

test("whatever is done to a book, it holds at most fifty, one default of each kind, and only what was changed is written", () => {
  fc.assert(
    fc.property(edits, (all) => {
      let book: AddressBook = [];
      all.forEach((edit, n) => {
        const id = edit.type === "add" ? `adr_${n}` : (book[edit.at]?.id ?? "adr_none");
        const edited =
          edit.type === "add"
            ? addAddress(book, { id, userId: "usr_1" }, edit.words, NOW)
            : edit.type === "change"
              ? changeAddress(book, id, edit.words, NOW)
              : removeAddress(book, id);
        if (!edited.ok) {
          assert.equal(edited.refusal.type, edit.type === "add" ? "LimitExceeded" : "NotFound");
          assert.ok(edit.type === "add" ? book.length === 50 : id === "adr_none");
          return;
        }
        const { written, removed } = bookChanges(book, edited.value);
        assert.ok(written.length <= 3);
        assert.deepEqual(
          removed.map((saved) => saved.id),
          edit.type === "remove" ? [id] : [],
        );
        book = edited.value;
        assert.ok(book.length <= 50);
        assert.ok(book.filter(({ isDefaultShipping }) => isDefaultShipping).length <= 1);
        assert.ok(book.filter(({ isDefaultBilling }) => isDefaultBilling).length <= 1);
        if (edit.type === "remove") return;
        const saved = book.find((one) => one.id === id)!;
        if (edit.words.isDefaultShipping !== undefined)
          assert.equal(saved.isDefaultShipping, edit.words.isDefaultShipping);
        if (edit.words.isDefaultBilling !== undefined)
          assert.equal(saved.isDefaultBilling, edit.words.isDefaultBilling);
      });
    }),
    { numRuns: 300, verbose: true },
  );
});
