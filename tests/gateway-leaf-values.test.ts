import assert from "node:assert/strict";
import { test } from "node:test";
import { composeServices } from "@apollo/composition";
import { parse } from "graphql";
import { toldOf } from "#tests/support/federation.ts";
import { openTestGateway, type TestGatewayOptions } from "#tests/support/gateway.ts";

/** One subgraph, and what it says whatever it is asked: what no GraphQL server of ours would send. */
function saying(sdl: string, data: Record<string, unknown>): NonNullable<TestGatewayOptions["federation"]> {
  const { supergraphSdl, errors } = composeServices([
    { name: "odd", typeDefs: parse(sdl), url: "http://odd.internal" },
  ]);
  assert.ok(supergraphSdl, String(errors));
  const execute = async () => ({ data: structuredClone(data) });
  const subscribe = () => assert.fail("not asked");
  return { supergraphSdl, executors: new Map([["odd", { handsOverAnswers: true, execute, subscribe }]]) };
}

test("an ID that comes as a whole number is text for clients, as a GraphQL server would write it", async () => {
  const sdl = `type Query { id: ID ids: [ID!] big: ID bigger: ID half: ID yes: ID thing: ID }`;
  // What is too large for a number has become another by the time that it is read.
  const data = { id: 7, ids: ["a", 0, -3], big: 2 ** 53 - 1, bigger: 2 ** 53, half: 1.5, yes: true, thing: {} };
  const gateway = await openTestGateway({ federation: saying(sdl, data) });
  try {
    const whole = { id: "7", ids: ["a", "0", "-3"], big: "9007199254740991" };
    const sound = await gateway.ask(`{ id ids big }`);
    assert.deepEqual([sound.data, sound.errors], [whole, []]);
    // One value that is amiss has the answer shaped the slow way.
    const amiss = await gateway.ask(`{ id ids big bigger half yes thing }`);
    assert.deepEqual(amiss.data, { ...whole, bigger: null, half: null, yes: null, thing: null });
    assert.deepEqual(
      toldOf(amiss.errors),
      ["bigger", "half", "thing", "yes"].map((name) => `${name} INTERNAL_SERVER_ERROR`),
    );
  } finally {
    await gateway.close();
  }
});

test("a scalar that is called as what all objects have passes as any other", async () => {
  const sdl = `scalar constructor scalar hasOwnProperty type Query { a: constructor b: hasOwnProperty c: Int }`;
  const data = { a: { x: 1 }, b: "b", c: "amiss" };
  const gateway = await openTestGateway({ federation: saying(sdl, data) });
  try {
    const sound = await gateway.ask(`{ a b }`);
    assert.deepEqual([sound.data, sound.errors], [{ a: { x: 1 }, b: "b" }, []]);
    const amiss = await gateway.ask(`{ a b c }`);
    assert.deepEqual(amiss.data, { a: { x: 1 }, b: "b", c: null });
  } finally {
    await gateway.close();
  }
});
