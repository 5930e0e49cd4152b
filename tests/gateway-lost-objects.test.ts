import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type FederatedGateway, openFederatedGateway, toldOf } from "#tests/support/federation.ts";

/** A lid has no label although it must have one: with it goes all that its subgraph was asked for. */
const SHELF = `
type Query { boxes: [Box]! best: Box! @shareable tag: Tag @provides(fields: "text") }
type Tag @key(fields: "id") { id: ID! text: Int @external size: Int @requires(fields: "text") color: Int! }
type Box @key(fields: "lid { id }") { lid: Lid! weight: Int }
type Lid @key(fields: "id") { id: ID! }
`;
const PRINTER = `
type Query { best: Box! @shareable count: Int }
type Tag @key(fields: "id") { id: ID! text: Int @shareable }
type Box @key(fields: "lid { id }") { lid: Lid! size: Int label: String! }
type Lid @key(fields: "id") { id: ID! label: String! }
`;
/** Both find things; what `ink` mixes of them the press must be told. */
const INK = `
type Query { found: Thing! @shareable sheet: Sheet }
union Thing = Page | Leaf
type Page @key(fields: "nr") { nr: Int! lines: [Int] }
type Leaf { size: Int }
type Sheet @key(fields: "nr") { nr: Int! }
type Color @key(fields: "nr") { nr: Int! shade(of: String): String @external tone: String @requires(fields: "shade(of: \\"red\\")") }
`;
const PRESS = `
type Query { found: Thing! @shareable }
union Thing = Page | Leaf
type Page @key(fields: "nr") { nr: Int! lines: [Int] @external text: String! @requires(fields: "lines") }
type Leaf { width: Int }
type Sheet @key(fields: "nr") { nr: Int! color: Color! weight: Int! }
type Color @key(fields: "nr") { nr: Int! shade(of: String): String }
`;
const STORE = `
type Box @key(fields: "lid { id }") { lid: Lid! size: Int @external volume: Int! @requires(fields: "size") }
type Lid @key(fields: "id") { id: ID! }
`;

const box = { lid: { id: "l1" }, weight: 3 };
const told = { __resolveReference: (reference: unknown) => reference };

let gateway: FederatedGateway;
before(async () => {
  const fails = () => {
    throw new Error("torn");
  };
  const printed = { size: () => 2, label: () => null };
  gateway = await openFederatedGateway({
    subgraphs: {
      shelf: {
        sdl: SHELF,
        resolvers: {
          Query: { boxes: () => [box], best: () => box, tag: () => ({ id: "t1" }) },
          Tag: { text: fails, size: fails, color: fails },
        },
      },
      printer: {
        sdl: PRINTER,
        resolvers: {
          Query: { best: () => box, count: () => 1 },
          Box: { ...told, ...printed },
          Lid: { ...told, label: () => null },
          Tag: told,
        },
      },
      ink: {
        sdl: INK,
        resolvers: {
          Query: { found: () => ({ __typename: "Page", nr: 1 }), sheet: () => ({ nr: 1 }) },
          Page: { lines: () => [1] },
        },
      },
      press: {
        sdl: PRESS,
        resolvers: {
          Sheet: { ...told, color: () => ({ nr: 2 }), weight: () => null },
          Color: { ...told, shade: fails },
        },
      },
      store: { sdl: STORE, resolvers: { Box: { ...told, volume: ({ size }: { size: number }) => size ** 3 } } },
    },
  });
});
after(() => gateway.close());

test("an object that is lost to what failed below it is told of there, and nowhere else", async () => {
  const { data, errors } = await gateway.ask("{ boxes { lid { label } volume } }");
  assert.deepEqual(data, { boxes: [null] });
  assert.deepEqual(toldOf(errors), ["boxes.0.lid.label INTERNAL_SERVER_ERROR"]);
});

test("an answer that is lost as a whole is told of where it failed, not at each of its fields", async () => {
  const { data, errors } = await gateway.ask("{ best { weight label } count }");
  assert.equal(data, null);
  assert.deepEqual(toldOf(errors), ["best.label INTERNAL_SERVER_ERROR"]);
});

test("of the errors that took an object one is told that the client can see", async () => {
  const { data, errors } = await gateway.ask("{ tag { size color } }");
  assert.deepEqual(data, { tag: null });
  assert.equal(errors.length, 1);
  assert.match(errors[0]!.path!.join("."), /^tag\.(size|color)$/);
});

test("what a subgraph needs for the client's fields is told under no name of ours", async () => {
  const { data, errors } = await gateway.ask("{ sheet { color { tone } weight } }");
  assert.deepEqual(data, { sheet: null });
  assert.deepEqual(toldOf(errors), ["sheet.weight INTERNAL_SERVER_ERROR"]);
});

test("the error that left nothing of the answer is told at a field that the client asked for", async () => {
  gateway.condition("press", "down");
  const { data, errors } = await gateway.ask("{ found { ... on Leaf { size } ... on Page { text } } }");
  gateway.condition("press", "up");
  assert.equal(data, null);
  assert.deepEqual(toldOf(errors), ["found.text SERVICE_UNAVAILABLE"]);
});
