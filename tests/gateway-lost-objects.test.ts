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
