import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { buildSchema, parse, validate } from "graphql";
import { applyRewrites, representationOf } from "#gateway/execution/rewrites.ts";
import { openApolloPlanner } from "#gateway/planning/apollo-planner.ts";
import type { PlanNode } from "#gateway/planning/query-plan.ts";
import { openTestGateway, type TestGateway } from "#tests/support/gateway.ts";

/** Plans are run by our own core; @apollo/gateway runs the same ones, and both must give the same answers. */
let own: TestGateway;
let apollo: TestGateway;
before(async () => {
  own = await openTestGateway();
  apollo = await openTestGateway({ engine: "apollo" });
});
after(async () => {
  await own.close();
  await apollo.close();
});

async function agree(query: string, variables?: Record<string, unknown>): Promise<void> {
  const [ours, apollos] = [await own.ask(query, { variables }), await apollo.ask(query, { variables })];
  assert.equal(ours.status, apollos.status, `${query}: ${ours.text}`);
  assert.deepEqual(ours.data, apollos.data, query);
  const paths = (errors: readonly { path?: any }[] = []) => errors.map(({ path }) => path?.join(".")).toSorted();
  assert.deepEqual(paths(ours.errors), paths(apollos.errors), query);
}

test("both executors agree on entities, aliases, interfaces, unions, conditions and errors", async () => {
  const variables = { yes: true, no: false };
  await agree(`{ products { name stars } }`);
  await agree(
    `{ a: product(id: "p1") { n: name s: stars t: twin { stars again: stars twin { name } } } nobody: product(id: "p9") { stars } }`,
  );
  await agree(
    `{ things { __typename name ... on Product { stars twin { reviewCount } } } thing(id: "t1") { name ... on Product { stars } } }`,
  );
  await agree(`{ anything { __typename ... on Product { stars } ... on Tool { name } } }`);
  await agree(
    `query ($yes: Boolean!, $no: Boolean!) { products { stars @include(if: $yes) reviewCount @skip(if: $yes) twin @include(if: $no) { stars } } }`,
    variables,
  );
  await agree(`query ($no: Boolean!) { products { id ... @include(if: $no) { stars } } }`, variables);
  await agree(`{ refuse products { stars } broken }`);
  await agree(`{ missing { required } product(id: "p1") { stars } }`);
  await agree(`{ product(id: "p3") { name reviewCount } products { id } }`);
});

test("both executors agree on random selections", async () => {
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
      ([one, many]) =>
        `{ product(id: "p1") { ${one} } products { ${many} } things { __typename id ... on Product { ${one} } } }`,
    );
  await fc.assert(
    fc.asyncProperty(query, (text) => agree(text)),
    { numRuns: 60 },
  );
});

test("a subgraph that fails leaves the same holes in both", async () => {
  own.condition("stars", "down");
  apollo.condition("stars", "down");
  await agree(`{ products { name stars } }`);
  await agree(`{ products { name twin { reviewCount } } product(id: "p2") { reviewCount } }`);
});

test("rewrites rename and set values where their path leads, fragments by type", () => {
  const schema = buildSchema(
    `interface I { x: Int } type A implements I { x: Int } type B { x: Int } type Query { i: I }`,
  );
  const value = { items: [{ __typename: "A", x_1: 1 }, { __typename: "B", x_1: 2 }, null] };
  applyRewrites([{ kind: "KeyRenamer", path: ["items", "... on I", "x_1"], renameKeyTo: "x" }], value, schema);
  applyRewrites([{ kind: "ValueSetter", path: ["items", "... on B", "__typename"], setValueTo: "C" }], value, schema);
  assert.deepEqual(value, { items: [{ __typename: "A", x: 1 }, { __typename: "C", x_1: 2 }, null] });
});

test("a representation holds what the plan requires, nested and in lists, and nothing else", () => {
  const schema = buildSchema(`type P { id: ID } type Query { p: P }`);
  const requires = [
    {
      kind: "InlineFragment" as const,
      typeCondition: "P",
      selections: [
        { kind: "Field" as const, name: "__typename" },
        { kind: "Field" as const, name: "key", selections: [{ kind: "Field" as const, name: "id" }] },
        { kind: "Field" as const, name: "many", selections: [{ kind: "Field" as const, name: "id" }] },
      ],
    },
  ];
  const entity = { __typename: "P", key: { id: 1, more: 2 }, many: [{ id: 3, more: 4 }, null], price: 5 };
  assert.deepEqual(representationOf(entity, requires, schema), {
    __typename: "P",
    key: { id: 1 },
    many: [{ id: 3 }, null],
  });
  assert.deepEqual(representationOf({ __typename: "Q" }, requires, schema), {});
  assert.equal(representationOf({ __typename: "P", key: { id: 1 } }, requires, schema), undefined);
});

test("the committed supergraph plans the order's subscription across its subgraphs", () => {
  const { planner, apiSchema } = openApolloPlanner(parse(readFileSync("schema/supergraph.graphql", "utf8")));
  const document = parse(`subscription ($id: ID!) {
    orderStatusChanged(orderId: $id) { sequence status order { number lines { title product { title images { url } rating { average } } variant { sku availability { status } } } payments { status } } }
  }`);
  assert.deepEqual(validate(apiSchema, document), []);
  const { node } = planner.plan(document, undefined);
  assert.ok(node?.kind === "Subscription");
  assert.equal(node.primary.serviceName, "orders");
  assert.deepEqual(new Set(servicesOf(node.rest!)), new Set(["catalog", "inventory", "payments", "reviews"]));
});

function servicesOf(node: PlanNode): string[] {
  switch (node.kind) {
    case "Fetch":
      return [node.serviceName];
    case "Flatten":
      return servicesOf(node.node);
    case "Sequence":
    case "Parallel":
      return node.nodes.flatMap(servicesOf);
    case "Condition":
      return [];
  }
}

test("an object is there though variables leave nothing of what is asked of it", async () => {
  const query = `query ($no: Boolean!, $yes: Boolean!) { products @include(if: $yes) { name @include(if: $no) } }`;
  const { data } = await own.ask(query, { variables: { no: false, yes: true } });
  assert.deepEqual(data, { products: [{}, {}] });
});

test("a mutation's field that stands once with a condition and once without runs once", async () => {
  own.toys.ran.splice(0);
  const query = "mutation ($yes: Boolean!) { touch again: touch @include(if: $yes) touch @include(if: $yes) }";
  const { data, errors } = await own.ask(query, { variables: { yes: true } });
  assert.deepEqual([data, errors], [{ touch: 1, again: 2 }, []]);
  assert.deepEqual(own.toys.ran, ["touch", "touch"]);

  const without = await own.ask(query, { variables: { yes: false } });
  assert.deepEqual(without.data, { touch: 3 });
});
