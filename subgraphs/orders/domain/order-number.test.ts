import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ORDER_NUMBER_LENGTH, orderNumberFrom, readOrderNumber } from "./order-number.ts";

const anyBytes = fc.uint8Array({ minLength: ORDER_NUMBER_LENGTH, maxLength: ORDER_NUMBER_LENGTH });

test("a number has two groups of four signs that look like no other, and is read back however it is typed", () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      const number = orderNumberFrom(bytes);

      assert.match(number, /^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/);
      for (const typed of [number, number.toLowerCase(), ` ${number} `, number.replace("-", "")])
        assert.equal(readOrderNumber(typed), number);
    }),
  );
});

test("what cannot be a number is none", () => {
  for (const text of ["", "A7K3-92Q", "A7K3-92QFF", "A7K3-92QO", "A7K3-92Q0", "💥💥💥💥"])
    assert.equal(readOrderNumber(text), undefined);
});
