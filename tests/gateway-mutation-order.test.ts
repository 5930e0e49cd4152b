import assert from "node:assert/strict";
import { test } from "node:test";
import { openFederatedGateway } from "#tests/support/federation.ts";

test("a mutation's fields run in their order, however they are put into fragments", async () => {
  const ran: string[] = [];
  const runs = (name: string) => ({
    sdl: `type Query { ${name}s: Int } type Mutation { ${name}: Int! }`,
    resolvers: { Mutation: { [name]: () => ran.push(name) } },
  });
  const gateway = await openFederatedGateway({
    subgraphs: { doors: runs("open"), lamps: runs("light"), bells: runs("ring") },
  });
  try {
    const query = `mutation { ... on Mutation { open } light ... on Mutation { ring } }`;
    const { data } = await gateway.ask(query);
    assert.deepEqual(ran, ["open", "light", "ring"]);
    assert.deepEqual(data, { open: 1, light: 2, ring: 3 });
  } finally {
    await gateway.close();
  }
});
