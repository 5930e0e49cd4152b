import assert from "node:assert/strict";
import { test } from "node:test";
import { orderByNeeds } from "./order-by-needs.ts";
import type { FetchNode, PlanNode, RequiredNode } from "./query-plan.ts";

/** At the root without a path; else of objects at the path, by the names that it requires of them. */
function fetch(gives: string, path?: string, requires?: string, more: Partial<FetchNode> = {}): PlanNode {
  const names = requires?.split(" ") ?? [];
  const fields = names.map((name): RequiredNode => ({ kind: "Field", name }));
  const isOfEntities = requires !== undefined;
  const node: FetchNode = {
    ...{ kind: "Fetch", serviceName: gives, variableUsages: [], operationKind: "query" },
    operation: isOfEntities ? `query($r:[_Any!]!){_entities(representations:$r){...on T{${gives}}}}` : `{${gives}}`,
    requires: isOfEntities ? [{ kind: "InlineFragment", typeCondition: "T", selections: fields }] : undefined,
    ...more,
  };
  return path === undefined ? node : { kind: "Flatten", path: path.split("."), node };
}
const sequence = (...nodes: PlanNode[]): PlanNode => ({ kind: "Sequence", nodes });
const parallel = (...nodes: PlanNode[]): PlanNode => ({ kind: "Parallel", nodes });

/** `a, b` one after another, `(a | b)` at once; a fetch by what it asks for. */
function told(node: PlanNode | undefined): string {
  switch (node?.kind) {
    case "Fetch":
      return node.serviceName;
    case "Flatten":
      return told(node.node);
    case "Sequence":
      return node.nodes.map(told).join(", ");
    case "Parallel":
      return `(${node.nodes.map(told).join(" | ")})`;
    case "Condition":
      return `if ${told(node.ifClause)}`;
    default:
      return "nothing";
  }
}
const ordered = (node: PlanNode) => told(orderByNeeds({ node }).node as PlanNode);

test("what stands in order stays as it is", () => {
  const plan = sequence(fetch("t{id}"), parallel(fetch("a", "t", "id"), fetch("b", "t", "id")), fetch("c", "t", "a b"));
  assert.equal(ordered(plan), "t{id}, (a | b), c");
});

test("what stands before what it requires waits for it, and what nothing gives waits for nothing", () => {
  assert.equal(ordered(sequence(fetch("t{id}"), fetch("b", "t", "a"), fetch("a", "t", "id"))), "t{id}, a, b");
  assert.equal(ordered(sequence(fetch("t{id}"), fetch("b", "t", "z"), fetch("a", "t", "id"))), "t{id}, b, a");
  assert.equal(ordered(sequence(fetch("t{id}"), parallel(fetch("b", "t", "a"), fetch("a", "t", "id")))), "t{id}, a, b");
});

test("what is asked below an object waits for the object, root fields too", () => {
  const plan = sequence(fetch("t{id}"), fetch("u{id}", "t", "a"), fetch("a", "t", "id"), fetch("q", "t.u"));
  assert.equal(ordered(plan), "t{id}, a, u{id}, q");
});

test("values from above and fields under other names are waited for", () => {
  const fromAbove = { contextRewrites: [{ kind: "KeyRenamer", path: ["..", "... on T", "ctx"], renameKeyTo: "c" }] };
  const used = fetch("used", "t.u", "id", fromAbove as Partial<FetchNode>);
  const late = [fetch("late", "t", "x"), fetch("x", "t", "id")];
  assert.equal(
    ordered(sequence(fetch("t{id u{id}}"), ...late, fetch("ctx", "t", "x"), used)),
    "t{id u{id}}, x, (late | ctx), used",
  );
  const renamed = { outputRewrites: [{ kind: "KeyRenamer", path: ["... on T", "v__1"], renameKeyTo: "v" }] };
  assert.equal(
    ordered(sequence(fetch("t{id}"), fetch("w", "t", "v"), fetch("v__1", "t", "id", renamed as Partial<FetchNode>))),
    "t{id}, v__1, w",
  );
});

test("where each would wait for another, they stay one after another", () => {
  const plan = sequence(fetch("t{id}"), fetch("x", "t", "y"), fetch("y", "t", "x"), fetch("z", "t", "x"));
  assert.equal(ordered(plan), "t{id}, x, (y | z)");
});

test("root fields of a mutation keep their turns", () => {
  const plan = sequence(
    fetch("m{id}"),
    fetch("b", "m", "a"),
    fetch("a", "m", "id"),
    fetch("n{id}"),
    fetch("c", "n", "id"),
  );
  assert.equal(ordered(plan), "m{id}, a, b, n{id}, c");
  const last = sequence(fetch("m{id}"), fetch("b", "m", "a"), fetch("n{id}"), fetch("a", "m", "id"));
  assert.equal(ordered(last), "m{id}, b, n{id}, a");
});
