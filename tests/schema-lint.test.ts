import assert from "node:assert/strict";
import { test } from "node:test";
import { allTypeDefs } from "#bin/compose.ts";
import { readCommonTypeDefs } from "#kernel/subgraph.ts";
import { lintSchema } from "./support/schema-lint.ts";

/** Open to everybody, signed in or not: what a shop window shows, and the ways in. */
const PUBLIC_FIELDS: readonly string[] = [
  "Query.shop",
  "Query.product",
  "Query.productBySlug",
  "Query.variantBySku",
  "Query.products",
  "Query.category",
  "Query.categoryBySlug",
  "Query.categories",
  "Query.paymentProviders",
  // The owner of what they name decides: null for everybody else.
  "Query.node",
  "Query.me",
  "Query.cart",
  "Query.order",
  "Query.orderByNumber",
  "Query.payment",
  // Nobody is signed in before these.
  "Mutation.userRegister",
  "Mutation.sessionCreate",
  "Mutation.guestSessionCreate",
  "Mutation.sessionRefresh",
];

/** One more session does no harm. */
const REPEATABLE: readonly string[] = ["Mutation.sessionCreate", "Mutation.guestSessionCreate"];

test("the contracts keep to the schema guide", () => {
  const complaints = lintSchema(allTypeDefs(), { publicFields: PUBLIC_FIELDS, repeatable: REPEATABLE });

  assert.deepEqual(complaints, []);
});

const DONE = `
  "What came of it."
  type DonePayload { "Why not." errors: [DoneError!]! }
  "Why not."
  union DoneError = NotFoundError`;
const INPUT = `"What to do." input ThingSaveInput { "Which." id: ID! }`;
const SAVE = `type Mutation { "Saves." thingSave("What." input: ThingSaveInput!): DonePayload! @authenticated }`;
const THING = `"A thing." type Thing implements Node @key(fields: "id") { "Its id." id: ID! }`;
const SHOP = `type Query { "The shop." shop: String }`;

/** Each breaks one rule, and no other. */
const planted: readonly (readonly [complaint: string, ...contracts: string[]])[] = [
  ["Thing has no description", `type Thing { "Its id." id: ID! }`],
  ["Thing.id has no description", `"A thing." type Thing { id: ID! }`],
  ["Thing.size(unit:) has no description", `"A thing." type Thing { "How big." size(unit: String): Int }`],
  ["Size.BIG has no description", `"How big." enum Size { BIG }`],
  ["ThingFilter.size has no description", `"Which." input ThingFilter { size: Int }`],
  ["@far has no description", `directive @far on OBJECT`],
  [
    "Mutation.saveThing does not end in a known verb",
    DONE,
    INPUT.replace("ThingSave", "SaveThing"),
    SAVE.replace("thingSave", "saveThing").replace("ThingSave", "SaveThing"),
  ],
  [
    "Mutation.thingSave must have one argument, input: ThingSaveInput!",
    DONE,
    INPUT,
    SAVE.replace("ThingSaveInput!", "ThingSaveInput"),
  ],
  ["Mutation.thingSave must give a non-null payload", DONE, INPUT, SAVE.replace("DonePayload!", "DonePayload")],
  [
    "Mutation.thingSave: DonePayload must have errors: [XError!]!, X a union",
    DONE.replace("[DoneError!]!", "[DoneError!]"),
    INPUT,
    SAVE,
  ],
  [
    "DoneError: Money does not implement UserError",
    DONE.replace("= NotFoundError", "= NotFoundError | Money"),
    INPUT,
    SAVE,
  ],
  [
    "Mutation.thingCreate must take an idempotencyKey",
    DONE,
    INPUT.replace("ThingSave", "ThingCreate"),
    SAVE.replace("thingSave", "thingCreate").replace("ThingSave", "ThingCreate"),
  ],
  ["ThingSaveInput.idempotencyKey must be String!", DONE, INPUT.replace("id: ID!", "idempotencyKey: String"), SAVE],
  ["Thing.names must be a list of non-null members", `"A thing." type Thing { "All." names: [String]! }`],
  [
    "Thing.names(in:) must be a list of non-null members",
    `"A thing." type Thing { "All." names("Which." in: [String]): Int }`,
  ],
  [
    "ThingConnection must have edges, nodes, pageInfo and a nullable totalCount",
    THING,
    `"Things." type ThingConnection { "All." nodes: [Thing!]! }`,
  ],
  [
    "Thing.things must page by first and after, and declare it with @listSize",
    ...connection(`@listSize(assumedSize: 5)`),
  ],
  ["Thing.things must page by first and after, and declare it with @listSize", ...connection("")],
  [
    "Sized has a directive; put it on the implementing types",
    `"Has a size." interface Sized @tag(name: "partner") { "How big." size: Int }`,
  ],
  [
    "Sized.size has a directive; put it on the implementing types",
    `"Has a size." interface Sized { "How big." size: Int @tag(name: "partner") }`,
  ],
  ["Query is extended; write the type with what is added", `extend type Query { thing: Int }`],
  [
    `size is deprecated without "Removed after YYYY-MM-DD"`,
    `"A thing." type Thing { "How big." size: Int @deprecated(reason: "Use no. Removed soon") }`,
  ],
  ["Query.thing does not say who may ask it", `type Query { "A thing." thing: Int }`],
  ["Query.shop is listed as public and is not", SHOP.replace("String }", "String @authenticated }")],
  ["Query.thing is for neighbours and names none", `type Query { "A thing." thing: Int @inaccessible @authenticated }`],
];

for (const [complaint, ...contracts] of planted) {
  test(`the lint says: ${complaint}`, () => {
    assert.deepEqual(lint(contracts.join("\n")), [complaint]);
  });
}

test("the lint says when one subgraph demands of another's type what it may not be able to give", () => {
  const complaints = lint(THING, `type Thing @key(fields: "id") { id: ID! "How good." rating: Int! }`);

  assert.deepEqual(complaints, ["Thing.rating must be nullable: another subgraph owns the type"]);
});

test("the lint says when a kept type would keep what another subgraph adds without a word", () => {
  const kept = THING.replace(`@key(fields: "id")`, `@key(fields: "id") @cacheControl(maxAge: 60, scope: PUBLIC)`);
  const added = (hint: string) =>
    `type Thing @key(fields: "id") { id: ID! "Whether it is the caller's." mine: Boolean ${hint} }`;

  assert.deepEqual(lint(kept, added("")), [
    "Thing.mine must say @cacheControl: its type is kept, as another subgraph says",
  ]);
  assert.deepEqual(lint(kept, added("@cacheControl(scope: PRIVATE)")), []);
});

test("the lint has nothing to say of contracts that keep to the guide", () => {
  const listSize = `@listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)`;

  assert.deepEqual(lint([DONE, INPUT, SAVE].join("\n"), connection(listSize).join("\n")), []);
});

function lint(...contracts: string[]): string[] {
  const common = readCommonTypeDefs();
  const shop = contracts.join().includes(" shop:") ? [] : [SHOP];
  const all = [...contracts, ...shop].map((own, index): [string, string] => [`s${index}`, `${common}\n${own}`]);
  return lintSchema(new Map(all), { publicFields: ["Query.shop"], repeatable: [] });
}

function connection(directive: string): string[] {
  return [
    `"A thing." type Thing {
      "Parts." things("How many." first: Int "From where." after: String): ThingConnection ${directive}
    }`,
    `"Things." type ThingConnection { "All." edges: [ThingEdge!]! "All." nodes: [Thing!]! "Where." pageInfo: PageInfo! }`,
    `"One." type ThingEdge { "Where." cursor: String! "What." node: Thing! }`,
  ];
}
