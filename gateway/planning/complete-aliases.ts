import { Kind, type SelectionNode, type SelectionSetNode } from "graphql";
import { continuePlan } from "./continue-plan.ts";
import { fetchedSet } from "./fetch-operation.ts";
import type { FetchNode, QueryPlan } from "./query-plan.ts";

/**
 * Gives the fields of a fetch the names by which the planner wants to tell them apart, and takes them back from below
 * upwards: of fields that do not merge it names the one anew, and then does not find what is to be named anew below it.
 */
export function completeAliases(plan: QueryPlan): QueryPlan {
  return continuePlan(plan, (fetch) => ({ fetch: isLacking(fetch) ? completed(fetch) : fetch }));
}

function isLacking({ outputRewrites = [] }: FetchNode): boolean {
  const names = new Set(outputRewrites.map(({ path }) => path.at(-1)));
  return outputRewrites.some(({ path }) => path.slice(0, -1).some((name) => names.has(name)));
}

function completed(fetch: FetchNode): FetchNode {
  const { set, withSet } = fetchedSet(fetch);
  const outputRewrites = fetch.outputRewrites!.toSorted((a, b) => b.path.length - a.path.length);
  const aliased = outputRewrites.reduce(
    (before, one) => (one.kind === "KeyRenamer" ? withAlias(before, one.path, one.renameKeyTo) : before),
    set,
  );
  return { ...withSet(aliased), outputRewrites };
}

const FRAGMENT = "... on ";

function withAlias(set: SelectionSetNode, path: readonly string[], name: string): SelectionSetNode {
  const [head = "", ...rest] = path;
  const isLast = rest.length === 0;
  if (isLast && set.selections.some((node) => nameOf(node) === head)) return set;
  const selections = set.selections.map((node): SelectionNode => {
    if (node.kind === Kind.FRAGMENT_SPREAD) return node;
    if (isLast && nameOf(node) === name) return { ...node, alias: { kind: Kind.NAME, value: head } } as SelectionNode;
    const isOnPath = node.kind === Kind.FIELD || node.typeCondition ? nameOf(node) === head : true;
    if (!isOnPath || !node.selectionSet) return node;
    const below = node.kind === Kind.FIELD || node.typeCondition ? rest : path;
    return { ...node, selectionSet: withAlias(node.selectionSet, below, name) };
  });
  return { ...set, selections };
}

/** As paths name it. */
function nameOf(node: SelectionNode): string | undefined {
  if (node.kind === Kind.FIELD) return (node.alias ?? node.name).value;
  return node.kind === Kind.INLINE_FRAGMENT && node.typeCondition
    ? FRAGMENT + node.typeCondition.name.value
    : undefined;
}
