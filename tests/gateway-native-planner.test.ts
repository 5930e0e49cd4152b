import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { composeServices } from "@apollo/composition";
import fc from "fast-check";
import { type DocumentNode, parse } from "graphql";
import type { PlanNode, SubscriptionNode } from "#gateway/planning/query-plan.ts";
import { openNativePlanner } from "#gateway/planning/native/open-native-planner.ts";
import { type AskOptions, openTestGateway, type TestGateway } from "#tests/support/gateway.ts";
import { liveClient } from "#tests/support/live-client.ts";
import { mergePayloads } from "#tests/support/multipart.ts";

/** Our own core runs the plans of both planners, and gives the same answers. */
let native: TestGateway;
let apollo: TestGateway;
before(async () => {
  native = await openTestGateway({ planner: "native" });
  apollo = await openTestGateway({ planner: "apollo" });
});
after(async () => {
  await native.close();
  await apollo.close();
});

async function agree(query: string, options: AskOptions = {}): Promise<void> {
  const [ours, theirs] = [await native.ask(query, options), await apollo.ask(query, options)];
  assert.equal(ours.status, theirs.status, `${query}: ${ours.text}`);
  assert.deepEqual(ours.data, theirs.data, query);
  const told = ({ errors }: typeof ours) =>
    errors.map(({ path, extensions }) => `${path?.join(".")} ${extensions.code}`).toSorted();
  assert.deepEqual(told(ours), told(theirs), query);
}

test("entities, aliases, interfaces, unions, conditions, errors, mutations and introspection", async () => {
  const token = await native.token();
  await agree(`{ products { name stars } }`);
  await agree(
    `{ a: product(id: "p1") { n: name s: stars t: twin { stars again: stars } } nobody: product(id: "p9") { stars } }`,
  );
  await agree(`{ things { __typename name ... on Product { stars twin { reviewCount } } } thing(id: "t1") { name } }`);
  await agree(`{ anything { __typename ... on Product { stars } ... on Tool { name } } }`);
  const variables = { yes: true, no: false };
  await agree(
    `query ($yes: Boolean!, $no: Boolean!) { products { stars @include(if: $yes) reviewCount @skip(if: $yes) twin @include(if: $no) { stars } } }`,
    { variables },
  );
  await agree(`query ($no: Boolean!, $yes: Boolean!) { products @include(if: $yes) { name @include(if: $no) } }`, {
    variables,
  });
  await agree(`{ refuse products { stars } broken missing { required } secret __typename }`);
  await agree(`{ __typename again: __typename things { what: __typename } }`, {
    token: await native.token({ scope: "account stock:read" }),
  });
  await agree(`{ __schema { queryType { name } types { name } } products { id } }`);
  await agree(`mutation { touch rename(id: "p1", name: "x") { name stars } }`, { token });
  await agree(`{ order(id: "o1") { status note lines { quantity product { name stars } } } }`, { token });
});

test("random selections", async () => {
  const { product } = fc.letrec<{ product: string; fields: string }>((tie) => ({
    fields: fc.constantFrom("id", "name", "stars", "reviewCount", "__typename", "s: stars", "n: name"),
    product: fc
      .tuple(
        fc.array(tie("fields"), { minLength: 1, maxLength: 4 }),
        fc.option(tie("product"), { maxDepth: 3, nil: "" }),
        fc.boolean(),
      )
      .map(([fields, twin, isFragment]) => {
        const inside = `${fields.join(" ")} ${twin ? `twin { ${twin} }` : ""}`;
        return isFragment ? `... on Product { ${inside} }` : inside;
      }),
  }));
  const query = fc
    .tuple(product, product)
    .map(
      ([one, many]) => `{ product(id: "p1") { ${one} } products { ${many} } things { id ... on Product { ${one} } } }`,
    );
  await fc.assert(
    fc.asyncProperty(query, (text) => agree(text)),
    { numRuns: 40 },
  );
});

test("a subgraph that fails leaves the same holes", async () => {
  for (const gateway of [native, apollo]) gateway.condition("stars", "down");
  await agree(`{ products { name twin { reviewCount } } product(id: "p2") { stars } }`);
  for (const gateway of [native, apollo]) gateway.condition("stars", "up");
});

test("subscriptions are completed by other subgraphs, and @defer is carried out", async () => {
  const { client, subscribe } = liveClient(native.url, { Authorization: `Bearer ${await native.token()}` });
  const watch = subscribe(
    `subscription { orderChanged(id: "o1") { status order { lines { product { name stars } } } } }`,
  );
  const [event] = await watch.first(1);
  assert.deepEqual(event.data.orderChanged.order.lines[1], { product: { name: "Bellows", stars: 3 } });
  const parts = subscribe(`{ products { name ... @defer { stars } } }`);
  await parts.ended();
  assert.equal(parts.results.length, 2);
  assert.deepEqual(mergePayloads(parts.results).data, (await native.ask(`{ products { name stars } }`)).data);
  client.terminate();
});

test("nothing under the Elastic License is loaded", async () => {
  const script = `
    import { readFileSync } from "node:fs";
    import { createRequire } from "node:module";
        const { createGateway } = await import("#gateway/gateway.ts");
    const { silentLog } = await import("#kernel/log.ts");
    const { systemClock } = await import("#kernel/clock.ts");
    const supergraphSdl = readFileSync("schema/supergraph.graphql", "utf8");
    const gateway = await createGateway({ supergraphSdl, executors: () => {}, introspection: true, planner: process.argv[1], clock: systemClock, log: silentLog });
    const files = Object.keys(createRequire(import.meta.url).cache);
    console.log(JSON.stringify([...new Set(files.map((file) => /@apollo\\/[a-z-]+/.exec(file)?.[0]).filter(Boolean))]));
    await gateway.close();`;
  const loadedWith = async (planner: string): Promise<string[]> => {
    const run = promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script, planner]);
    return JSON.parse((await run).stdout);
  };
  assert.deepEqual(await loadedWith("native"), []);
  assert.ok((await loadedWith("apollo")).includes("@apollo/query-planner"));
});

test("labels of @override decide, percentages as by one roll of the dice", async () => {
  const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@override"])`;
  const override = (label: string) => `Int @override(from: "a", label: "${label}")`;
  const planner = await openNativePlanner(
    compose({
      a: `${link} type Query { few: Int many: Int beta: Int }`,
      b: `${link} type Query { few: ${override("percent(30)")} many: ${override("percent(70.0)")} beta: ${override("beta")} }`,
    }),
  );
  const movedWith = (...labels: string[]): string => {
    const plan = planner.planner.plan(parse("{ few many beta }"), undefined, new Set(labels));
    return fetchesOf(plan.node)
      .filter(([service]) => service === "b")
      .map(([, operation]) => operation)
      .join();
  };
  assert.equal(movedWith(), "");
  assert.match(movedWith("beta"), /^\{\s*beta\s*\}$/);
  assert.match(movedWith("percent(70.0)"), /^\{\s*many\s*\}$/);
  assert.match(movedWith("percent(30)", "percent(70.0)"), /few\s+many/);
  await planner.close!();
});

test("a document that breaks native code is refused, and the next one is planned", async () => {
  const aborting = `export class QueryPlanner { overridePercentages = []; plan(query) { if (query.includes("boom")) process.kill(process.pid, "SIGKILL"); return { node: null }; } }`;
  const planner = await withPackage(`{ url: ${JSON.stringify(moduleOf(aborting))}, shortCircuit: true }`, () =>
    openNativePlanner(parse("type Query { boom: Int calm: Int }")),
  );
  const plan = (query: string) => planner.planner.plan(parse(query), undefined);
  assert.throws(() => plan("{ boom }"), /cannot be planned/);
  assert.deepEqual(plan("{ calm }"), { node: undefined });
  assert.throws(() => plan("{ boom }"), /cannot be planned/);
  await planner.close!();
  assert.throws(() => plan("{ calm }"), /cannot be planned/);
});

test("a planner that is not installed, and a supergraph that it refuses, are told at the start", async () => {
  const open = () => openNativePlanner(parse("type Query { x: Int }"));
  await assert.rejects(
    withPackage(`(() => { throw new Error("no such package") })()`, open),
    /no such package.*install it/,
  );
  await assert.rejects(openNativePlanner(parse("scalar X")), /cannot be started/);
});

/** What `import("@graphql-hive/router-query-planner")` finds in new processes, as an expression. */
async function withPackage<Value>(found: string, act: () => Promise<Value>): Promise<Value> {
  const hook = `import { registerHooks } from "node:module"; registerHooks({ resolve: (name, context, next) => (name.includes("router-query-planner") ? ${found} : next(name, context)) });`;
  process.env.NODE_OPTIONS = `--import=${moduleOf(hook)}`;
  try {
    return await act();
  } finally {
    delete process.env.NODE_OPTIONS;
  }
}

function moduleOf(source: string): string {
  return `data:text/javascript,${encodeURIComponent(source).replaceAll("'", "%27")}`;
}

function compose(sdls: Record<string, string>): DocumentNode {
  const services = Object.entries(sdls).map(([name, sdl]) => ({ name, typeDefs: parse(sdl), url: `http://${name}` }));
  const { supergraphSdl, errors } = composeServices(services);
  assert.ok(supergraphSdl, String(errors));
  return parse(supergraphSdl);
}

function fetchesOf(node: PlanNode | SubscriptionNode | undefined): [service: string, operation: string][] {
  switch (node?.kind) {
    case "Fetch":
      return [[node.serviceName, node.operation]];
    case "Flatten":
      return fetchesOf(node.node);
    case "Sequence":
    case "Parallel":
      return node.nodes.flatMap(fetchesOf);
    default:
      return [];
  }
}
