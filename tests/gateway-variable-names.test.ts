import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type FederatedGateway, openFederatedGateway } from "#tests/support/federation.ts";

/** Names that plans use, and names that every object has in JavaScript. */
const NAMES = ["representations", "representations_0", "contextualArgument_0", "constructor", "toString", "valueOf"];

let gateway: FederatedGateway;
before(async () => {
  const name = ({ id }: { id: string }, args: object) => `${id} ${JSON.stringify(args)}`;
  gateway = await openFederatedGateway({
    subgraphs: {
      names: {
        sdl: `
          type Query { item(id: ID = "none"): Item! }
          type Mutation { rename(id: ID): Item! }
          type Item @key(fields: "id") { id: ID! }`,
        resolvers: {
          Query: { item: (_: unknown, { id }: { id: string }) => ({ id }) },
          Mutation: { rename: (_: unknown, { id }: { id: string }) => ({ id }) },
        },
      },
      words: {
        sdl: `type Item @key(fields: "id") { id: ID! name(like: String = "this", loud: Boolean): String }`,
        resolvers: { Item: { name } },
      },
    },
  });
});
after(() => gateway.close());

test("a variable may have any name, and what is not given is not given", async () => {
  for (const name of NAMES) {
    const query = `query ($${name}: ID) { item(id: $${name}) { id } }`;
    assert.deepEqual((await gateway.ask(query, { variables: { [name]: "a" } })).data, { item: { id: "a" } }, name);
    assert.deepEqual((await gateway.ask(query)).data, { item: { id: "none" } }, name);
    const rename = `mutation ($${name}: ID) { rename(id: $${name}) { id } }`;
    assert.deepEqual((await gateway.ask(rename, { variables: { [name]: "b" } })).data, { rename: { id: "b" } }, name);
  }
});

test("so it is below an entity, and in conditions", async () => {
  for (const name of NAMES) {
    const query = `query ($${name}: String) { item { name(like: $${name}) } }`;
    const given = await gateway.ask(query, { variables: { [name]: "that" } });
    assert.deepEqual(given.data, { item: { name: `none {"like":"that"}` } }, name);
    assert.deepEqual((await gateway.ask(query)).data, { item: { name: `none {"like":"this"}` } }, name);
    const condition = `query ($${name}: Boolean = true) { item { id name(loud: $${name}) @include(if: $${name}) } }`;
    const skipped = await gateway.ask(condition, { variables: { [name]: false } });
    assert.deepEqual(skipped.data, { item: { id: "none" } }, name);
    assert.deepEqual((await gateway.ask(condition)).data.item.name, `none {"like":"this","loud":true}`, name);
  }
});

test("an error about a variable's value speaks of it by the client's name", async () => {
  for (const name of NAMES) {
    const { errors } = await gateway.ask(`query ($${name}: Boolean!) { item { id @skip(if: $${name}) } }`);
    assert.equal(errors[0]?.message, `Variable "$${name}" of required type "Boolean!" was not provided.`);
  }
});
