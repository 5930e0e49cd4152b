import assert from "node:assert/strict";
import { test } from "node:test";
import { GraphQLError } from "graphql";
import { connectionOf, keysetSql, readPage } from "./connection.ts";
import { listName, signedCursors } from "./cursor.ts";

const cursors = signedCursors(Buffer.from("key"));

test("a page's arguments are refused by name", () => {
  const refused = (args: object) => {
    try {
      readPage(args, "list", cursors);
    } catch (error) {
      return (error as GraphQLError).extensions.argument;
    }
  };
  assert.deepEqual(
    [
      { first: 101 },
      { first: -1 },
      { last: 101 },
      { first: 1, last: 1 },
      { first: 1, before: "x" },
      { last: 1, after: "x" },
      { after: "forged" },
    ].map(refused),
    ["first", "first", "last", "last", "before", "after", "after"],
  );
  assert.deepEqual(readPage({}, "list", cursors), { list: "list", limit: 20, backward: false, from: undefined });
});

test("a cursor belongs to its list: filter and sort are part of its name", () => {
  const cursor = cursors.encode(listName("products", { brand: "x" }), ["a", "1"]);

  assert.deepEqual(cursors.decode(listName("products", { brand: "x" }), "after", cursor), ["a", "1"]);
  assert.throws(
    () => cursors.decode(listName("products", { brand: "y" }), "after", cursor),
    /not a cursor of this list/,
  );
  assert.throws(() =>
    signedCursors(Buffer.from("other")).decode(listName("products", { brand: "x" }), "after", cursor),
  );
});

test("keyset conditions compare key by key and turn round for the page before", () => {
  const keys = [
    { sql: "placed_at", type: "timestamptz", direction: "DESC" },
    { sql: "id", type: "uuid", direction: "ASC" },
  ] as const;

  const forward = keysetSql(keys, { list: "l", limit: 2, backward: false, from: ["t", "i"] }, 3);
  const backward = keysetSql(keys, { list: "l", limit: 2, backward: true, from: ["t", "i"] }, 3);

  assert.equal(
    forward.where,
    "(placed_at <= $3::text::timestamptz AND ((placed_at < $3::text::timestamptz) OR (placed_at = $3::text::timestamptz AND id > $4::text::uuid)))",
  );
  assert.equal(forward.orderBy, "placed_at DESC, id ASC");
  assert.equal(backward.orderBy, "placed_at ASC, id DESC");
});

test("a connection tells of pages on both sides from one row more than asked for", async () => {
  const rows = ["a", "b", "c"].map((node) => ({ keys: [node], node }));
  const forward = connectionOf(rows, { list: "l", limit: 2, backward: false }, cursors, async () => 10_001);
  const backward = connectionOf(rows, { list: "l", limit: 2, backward: true, from: ["x"] }, cursors, async () => 3);

  assert.deepEqual(
    [forward.nodes, forward.pageInfo.hasNextPage, forward.pageInfo.hasPreviousPage],
    [["a", "b"], true, false],
  );
  assert.deepEqual(
    [backward.nodes, backward.pageInfo.hasNextPage, backward.pageInfo.hasPreviousPage],
    [["b", "a"], true, true],
  );
  assert.deepEqual([await forward.totalCount(), await backward.totalCount()], [null, 3]);
});
