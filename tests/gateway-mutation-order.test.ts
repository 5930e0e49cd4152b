import assert from "node:assert/strict";
import { test } from "node:test";
import { openFederatedGateway } from "#tests/support/federation.ts";

test("a mutation's fields run in their order, however they are put into fragments", async () => {
  const ran: string[] = [];
  const runs = (name: string) => () => ran.push(name);
  const gateway = await openFederatedGateway({
    subgraphs: {
      doors: {
        sdl: `type Query { door: Int } type Mutation { open: Int! close: Int! }`,
        resolvers: { Mutation: { open: runs("open"), close: runs("close") } },
      },
      lamps: { sdl: `type Mutation { light: Int! }`, resolvers: { Mutation: { light: runs("light") } } },
    },
  });
  try {
    const query = `mutation { ... on Mutation { open } light ...End } fragment End on Mutation { close }`;
    const { data } = await gateway.ask(query);
    assert.deepEqual(ran, ["open", "light", "close"]);
    assert.deepEqual(data, { open: 1, light: 2, close: 3 });
  } finally {
    await gateway.close();
  }
});
