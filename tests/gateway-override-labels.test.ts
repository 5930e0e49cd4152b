import assert from "node:assert/strict";
import { test } from "node:test";
import { composeServices } from "@apollo/composition";
import { parse } from "graphql";
import { createGateway } from "#gateway/gateway.ts";
import { type LabelPercents, overrideLabels } from "#gateway/plugins/override-labels.ts";
import { systemClock } from "#kernel/clock.ts";
import { nobody } from "#kernel/identity.ts";
import { silentLog } from "#kernel/log.ts";

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@override"])`;
const OLD = `${LINK} type Query { few: Int many: Int beta: Int stays: Int }`;
const NEW = `${LINK} type Query {
  few: Int @override(from: "old", label: "percent(5)")
  many: Int @override(from: "old", label: "percent(60.5)")
  beta: Int @override(from: "old", label: "beta")
}`;

const supergraphSdl = compose([
  ["old", OLD],
  ["new", NEW],
]);

test("percentages are on by one draw for a request, named labels by the settings", () => {
  const drawn = (random: number, percents?: LabelPercents) => [
    ...overrideLabels(parse(supergraphSdl), percents, () => random)!(),
  ];
  assert.deepEqual(drawn(0.04), ["percent(5)", "percent(60.5)"]);
  assert.deepEqual(drawn(0.05), ["percent(60.5)"]);
  assert.deepEqual(drawn(0.7), []);
  assert.deepEqual(drawn(0.7, { beta: 71 }), ["beta"]);
  assert.deepEqual(drawn(0.7, { beta: 70, gamma: 100 }), []);
});

test("a supergraph without labels draws none", () => {
  assert.equal(overrideLabels(parse(compose([["old", OLD]])), { beta: 100 }), undefined);
});

test("a field is asked where its label says, and each case has a plan of its own", async () => {
  const asked: string[] = [];
  const executor = (name: string) => ({
    execute: async () => {
      asked.push(name);
      return { data: { beta: 1, stays: 1 } };
    },
    subscribe: async () => ({ errors: [] }),
  });
  for (const [percent, expected] of [
    [0, ["old"]],
    [100, ["new", "old"]],
  ] as const) {
    const gateway = await createGateway({
      ...{ supergraphSdl, executors: executor, introspection: false, clock: systemClock, log: silentLog },
      labelPercents: { beta: percent },
    });
    for (let n = 0; n < 2; n += 1) {
      asked.length = 0;
      const { answer } = await gateway.run({ query: "{ beta stays }" }, client());
      assert.deepEqual(answer, { data: { beta: 1, stays: 1 } });
      assert.deepEqual(asked.toSorted(), expected);
    }
    await gateway.close();
  }
});

test("of many requests about as many go the new way as the label says", async () => {
  const asked = { old: 0, new: 0 };
  const gateway = await createGateway({
    ...{ supergraphSdl, introspection: false, clock: systemClock, log: silentLog },
    executors: (name) => ({
      execute: async () => {
        asked[name as "old" | "new"] += 1;
        return { data: { many: 1 } };
      },
      subscribe: async () => ({ errors: [] }),
    }),
  });
  for (let n = 0; n < 1_000; n += 1) await gateway.run({ query: "{ many }" }, client());
  assert.ok(asked.new > 500 && asked.new < 700, `${asked.new} of 1000 by percent(60.5)`);
  assert.equal(asked.old, 1_000 - asked.new);
  await gateway.close();
});

function client() {
  const { signal } = new AbortController();
  return { caller: nobody, context: { market: "", currency: "", locale: "" }, requestId: "r", signal };
}

function compose(services: readonly (readonly [name: string, typeDefs: string])[]): string {
  const { errors, supergraphSdl } = composeServices(
    services.map(([name, typeDefs]) => ({ name, url: `http://${name}`, typeDefs: parse(typeDefs) })),
  );
  if (!supergraphSdl) throw new Error(String(errors));
  return supergraphSdl;
}
