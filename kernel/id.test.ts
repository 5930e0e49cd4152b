import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { idFromUuid, prefixOf, randomIds, seededId, uuidOf } from "./id.ts";

test("ids are those of the TypeID specification's examples", () => {
  assert.equal(idFromUuid("prefix", "01890a5d-ac96-774b-bcce-b302099a8057"), "prefix_01h455vb4pex5vsknk084sn02q");
  assert.equal(uuidOf("prefix", "prefix_0123456789abcdefghjkmnpqrs"), "0110c853-1d09-52d8-d73e-1194e95b5f19");
  assert.equal(uuidOf("prefix", "prefix_7zzzzzzzzzzzzzzzzzzzzzzzzz"), "ffffffff-ffff-ffff-ffff-ffffffffffff");
});

test("what is not an id of this prefix is no id at all", () => {
  const id = randomIds.next("ord");
  const wrong = [
    "",
    "ord",
    "ord_",
    `usr${id.slice(3)}`,
    `${id}0`,
    id.toUpperCase(),
    "ord_8zzzzzzzzzzzzzzzzzzzzzzzzz",
    "ord_0123456789abcdefghijklmnop",
  ];

  assert.deepEqual(
    wrong.map((text) => uuidOf("ord", text)),
    wrong.map(() => undefined),
  );
  assert.equal(prefixOf(id), "ord");
  assert.equal(prefixOf("nonsense"), undefined);
});

test("every UUID comes back from its id", () => {
  fc.assert(fc.property(fc.uuid(), (uuid) => assert.equal(uuidOf("x", idFromUuid("x", uuid)), uuid)));
});

test("seeded ids depend on their name alone and sort before everything made later", () => {
  assert.equal(seededId("prd", "mug"), seededId("prd", "mug"));
  assert.notEqual(seededId("prd", "mug"), seededId("prd", "mugs"));
  assert.ok(seededId("prd", "mug") < randomIds.next("prd"));
  assert.match(uuidOf("prd", seededId("prd", "mug"))!, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/);
});
