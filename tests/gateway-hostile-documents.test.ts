import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { LIMITS } from "#gateway/limits.ts";
import { openGate } from "./support/gate.ts";
import { bodyOf, FAMILIES, SIZES } from "./support/hostile-documents.ts";

const refusalOf = openGate();
/** The reporter gets its turn, or what it has not yet told is lost at the end. */
afterEach(() => setImmediate());

for (const { name, request, refusedBy, isFull } of FAMILIES) {
  test(`refused at every size: ${name}`, () => {
    const reasons = new Set<string>();
    for (const size of isFull ? [0] : SIZES) {
      const body = bodyOf(request(size));
      assert.ok(body.length <= LIMITS.bodyBytesMax && body.length >= size / 2, `${body.length} bytes of ${size}`);

      const errors = refusalOf(body);

      assert.ok(errors?.length, `let through at ${body.length} bytes`);
      const { code, limit } = errors[0]!.extensions;
      const reason = String(limit ?? code);
      assert.ok(refusedBy.includes(reason), `${reason} at ${body.length} bytes: ${errors[0]!.message.slice(0, 200)}`);
      assert.ok(!limit || (code === "BAD_USER_INPUT" && errors[0]!.message.includes(String(limit))));
      reasons.add(reason);
    }
    assert.deepEqual([...reasons].toSorted(), refusedBy.toSorted());
  });
}
