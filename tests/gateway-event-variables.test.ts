import assert from "node:assert/strict";
import { after, test } from "node:test";
import { localEvents } from "#gateway/subscriptions/event-source.ts";
import { eventually } from "#tests/support/eventually.ts";
import { openFederatedGateway } from "#tests/support/federation.ts";
import { liveClient } from "#tests/support/live-client.ts";

const ITEMS = {
  sdl: `
    type Query { q: Int }
    type Subscription { changed(of: ID = "i1"): Item }
    type Item @key(fields: "id") { id: ID! weight(unit: String = "kg"): String sizes(in: Units): String }
    input Units { unit: String }
  `,
  resolvers: {
    Item: {
      __resolveReference: (item: object) => item,
      weight: (_: unknown, { unit }: { unit?: string | null }) => `in ${unit}`,
      sizes: (_: unknown, args: object) => JSON.stringify(args),
    },
  },
};

const open = async (topic: string) => {
  const source = localEvents();
  const heard: string[] = [];
  const listen: typeof source.listen = (name, listener) => {
    heard.push(name);
    return source.listen(name, listener);
  };
  const feeds = { source: { ...source, listen }, topics: { "Subscription.changed": topic } };
  const gateway = await openFederatedGateway({ subgraphs: { items: ITEMS }, feeds });
  after(() => gateway.close());
  const client = liveClient(gateway.url);
  after(() => client.client.terminate());
  const say = (topic: string) => source.publish(topic, JSON.stringify({ __typename: "Item", id: "1" }));
  return { client, say, heard };
};

test("watchers for whom a variable is null, and those who give none, are each answered by their own", async () => {
  const { client, say, heard } = await open("changed");
  const ask = (declared: string, variables: Record<string, unknown>) =>
    client.subscribe(
      `subscription ($u: ${declared}) { changed { id weight(unit: $u) sizes(in: { unit: $u }) } }`,
      variables,
    );
  const watches = [
    ask("String", {}),
    ask("String", { u: null }),
    ask("String", { u: "lb" }),
    ask(`String = "g"`, {}),
    ask(`String = "g"`, { u: null }),
  ];
  await eventually(() => assert.equal(heard.length, watches.length));
  say("changed");
  const told = await Promise.all(watches.map(async (watch) => (await watch.first(1))[0].data.changed));
  assert.deepEqual(
    told.map(({ weight, sizes }) => [weight, sizes]),
    [
      ["in kg", `{"in":{}}`],
      ["in null", `{"in":{"unit":null}}`],
      ["in lb", `{"in":{"unit":"lb"}}`],
      ["in g", `{"in":{"unit":"g"}}`],
      ["in null", `{"in":{"unit":null}}`],
    ],
  );
});

test("a variable that is named like what all objects have has a value only where one is given", async () => {
  const { client, say, heard } = await open("changed");
  const query = "subscription ($constructor: String) { changed { weight(unit: $constructor) } }";
  const watches = [client.subscribe(query), client.subscribe(query, { constructor: "lb" })];
  await eventually(() => assert.equal(heard.length, 2));
  say("changed");
  const told = await Promise.all(watches.map(async (watch) => (await watch.first(1))[0].data.changed.weight));
  assert.deepEqual(told, ["in kg", "in lb"]);
});

test("a topic's argument may stand in the document, in a variable or in its default", async () => {
  const { client, heard } = await open("changed.{args.of}");
  client.subscribe(`subscription { changed(of: "a") { id } }`);
  client.subscribe("subscription ($of: ID) { changed(of: $of) { id } }", { of: "b" });
  client.subscribe(`subscription ($of: ID = "c") { changed(of: $of) { id } }`);
  const missing = client.subscribe("subscription ($of: ID) { changed(of: $of) { id } }");
  const [refusal, ...more] = await missing.ended();
  assert.deepEqual([refusal.extensions.code, refusal.path, more], ["BAD_USER_INPUT", ["changed"], []]);
  await eventually(() => assert.equal(heard.length, 3));
  assert.deepEqual(heard.toSorted(), ["changed.a", "changed.b", "changed.c"]);
});
