import assert from "node:assert/strict";
import { test } from "node:test";
import { openFederatedGateway } from "#tests/support/federation.ts";

const DIRECTIVES = `
directive @mark(as: Int = 1) repeatable on FIELD | QUERY | FRAGMENT_SPREAD
directive @note on FRAGMENT_DEFINITION
directive @both on FRAGMENT_SPREAD | INLINE_FRAGMENT
`;

test("a fragment that is written out keeps of its directives what subgraphs take there", async () => {
  const gateway = await openFederatedGateway({
    subgraphs: {
      shop: {
        sdl: `${DIRECTIVES} type Query { up: Int item: Item } type Item @key(fields: "id") { id: ID! name: String }`,
        resolvers: { Query: { up: () => 1, item: () => ({ id: "a", name: "Anvil" }) } },
      },
      titles: {
        sdl: `${DIRECTIVES} type Item @key(fields: "id") { id: ID! title: String }`,
        resolvers: { Item: { __resolveReference: ({ id }: { id: string }) => ({ id, title: `title of ${id}` }) } },
      },
    },
  });
  try {
    const { data, errors } = await gateway.ask(
      `query ($as: Int, $yes: Boolean!) @mark {
        ...Up @mark(as: $as) @include(if: $yes)
        item @mark { ...Item @both @mark @mark(as: 2) ... @both { id } }
      }
      fragment Up on Query @note { up @mark(as: 3) }
      fragment Item on Item @note { name title }`,
      { variables: { as: 4, yes: true } },
    );
    assert.deepEqual([data, errors], [{ up: 1, item: { name: "Anvil", title: "title of a", id: "a" } }, []]);
    const { text } = gateway.heard();
    assert.match(text, /item ?@mark\b/);
    assert.match(text, /@both/);
    assert.match(text, /up ?@mark\(as: ?3\)/);
    assert.doesNotMatch(text, /@note|\$as/);
  } finally {
    await gateway.close();
  }
});
