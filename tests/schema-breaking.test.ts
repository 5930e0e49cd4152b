import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { compose } from "#bin/compose.ts";
import { compareSchemas, type SchemaChanges } from "#bin/schema-changes.ts";
import { root } from "./support/sources.ts";

const TODAY = "2026-11-20";

test("today's API breaks nothing that was released", () => {
  const file = join(root, "schema/released/api.graphql");
  assert.ok(existsSync(file), "nothing was released yet: run `npm run schema:release`");

  const today = new Date().toISOString().slice(0, 10);
  const { breaking } = compareSchemas(readFileSync(file, "utf8"), compose().get("api.graphql")!, today);

  assert.deepEqual(breaking, []);
});

test("a breaking change of the real API is refused", () => {
  const api = compose().get("api.graphql")!;
  const planted = api.replace("  formatted(", "  written(");
  assert.notEqual(planted, api);

  assert.deepEqual(compareSchemas(api, planted, TODAY).breaking, ["Money.formatted was removed."]);
});

const RELEASED = `
type Query {
  shop(locale: String): Shop!
  thing(id: ID!): Thing
}
type Mutation { thingSave(input: ThingSaveInput!): ThingPayload! }
type Shop { name: String! size: Size }
type Thing { id: ID! }
type Other { id: ID! }
enum Size { SMALL BIG }
input ThingSaveInput { id: ID! size: Size }
type ThingPayload { thing: Thing errors: [ThingError!]! }
type NotFoundError { id: ID! }
type LimitError { limit: Int! }
union ThingError = NotFoundError
union Found = Thing
extend type Query { found: Found }
`;
const DEPRECATED = (date: string) => `@deprecated(reason: "Use id. Removed after ${date}")`;

test("what clients rely on may not go, change or demand more", () => {
  const breaking: [from: string, to: string, told: string][] = [
    ["name: String!", "", "Shop.name was removed."],
    ["name: String!", "name: String", "Shop.name changed type from String! to String."],
    ["name: String!", "name: Int!", "Shop.name changed type from String! to Int!."],
    ["shop(locale: String)", "shop", "Query.shop arg locale was removed."],
    ["shop(locale: String)", "shop(locale: String, year: Int!)", "A required arg year on Query.shop was added."],
    [
      "size: Size }\ntype ThingP",
      "size: Size when: String! }\ntype ThingP",
      "A required field when on input type ThingSaveInput was added.",
    ],
    ["SMALL BIG", "SMALL", "BIG was removed from enum type Size."],
    [
      "union ThingError = NotFoundError",
      "union ThingError = LimitError",
      "NotFoundError was removed from union type ThingError.",
    ],
  ];

  for (const [from, to, told] of breaking) assert.deepEqual(changed(from, to).breaking, [told]);
});

test("additions break nothing; new enum values and union members are named, but for members of error unions", () => {
  const nothing = { breaking: [], dangerous: [] };

  assert.deepEqual(changed("name: String!", "name: String! city: String"), nothing);
  assert.deepEqual(changed("size: Size }\ntype Th", "size: Size when: String }\ntype Th").breaking, []);
  assert.deepEqual(changed("ThingError = NotFoundError", "ThingError = NotFoundError | LimitError"), nothing);
  assert.deepEqual(changed("Found = Thing", "Found = Thing | Other"), {
    breaking: [],
    dangerous: ["Other was added to union type Found."],
  });
  assert.deepEqual(changed("SMALL BIG", "SMALL BIG HUGE"), {
    breaking: [],
    dangerous: ["HUGE was added to enum type Size."],
  });
});

test("what was released as deprecated may go after its day, and not before", () => {
  const removals: [element: string, told: string][] = [
    ["name: String!", "Shop.name was removed."],
    ["BIG", "BIG was removed from enum type Size."],
  ];
  for (const [element, told] of removals) {
    const released = (date: string) => RELEASED.replace(element, `${element} ${DEPRECATED(date)}`);
    const without = RELEASED.replace(element, "");

    assert.deepEqual(compareSchemas(released("2026-11-19"), without, TODAY).breaking, []);
    assert.deepEqual(compareSchemas(released("2026-11-20"), without, TODAY).breaking, [told]);
    assert.deepEqual(compareSchemas(released("next year"), without, TODAY).breaking, [told]);
  }
});

test("an argument that was released as deprecated may go after its day", () => {
  const released = RELEASED.replace("locale: String", `locale: String ${DEPRECATED("2026-01-01")}`);

  assert.deepEqual(compareSchemas(released, RELEASED.replace("(locale: String)", ""), TODAY).breaking, []);
});

test("with a deprecated operation go its input and its payload, and nothing that others lead to", () => {
  const mutation = "thingSave(input: ThingSaveInput!): ThingPayload!";
  const released = RELEASED.replace(mutation, `${mutation} ${DEPRECATED("2026-01-01")}\n  thingDrop: Int`);
  const without = (...types: string[]) =>
    types.reduce(
      (sdl, type) => sdl.replace(new RegExp(`\\n(type|input|union) ${type} .*`), ""),
      RELEASED.replace(mutation, "thingDrop: Int"),
    );

  assert.deepEqual(
    compareSchemas(released, without("ThingSaveInput", "ThingPayload", "ThingError"), TODAY).breaking,
    [],
  );
  const tooMuch = without("ThingSaveInput", "ThingPayload", "ThingError")
    .replace("thing(id: ID!): Thing", "")
    .replace("union Found = Thing", "union Found = Other")
    .replace("type Thing { id: ID! }", "");
  assert.deepEqual([...compareSchemas(released, tooMuch, TODAY).breaking].sort(), [
    "Query.thing was removed.",
    "Thing was removed from union type Found.",
    "Thing was removed.",
  ]);
});

function changed(from: string, to: string): SchemaChanges {
  const next = RELEASED.replace(from, to);
  assert.notEqual(next, RELEASED);
  return compareSchemas(RELEASED, next, TODAY);
}
