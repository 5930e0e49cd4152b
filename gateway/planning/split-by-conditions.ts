import { type DirectiveNode, Kind, print, type SelectionNode, type SelectionSetNode } from "graphql";
import { fetchedSet } from "./fetch-operation.ts";
import { mapEntityFetches } from "./map-entity-fetches.ts";
import type { FetchNode, QueryPlan } from "./query-plan.ts";
import { topNamesIn, without } from "./split-by-needs.ts";
import type { SubgraphFields } from "./subgraph-fields.ts";

/**
 * Asks by itself for a field that requires something and is asked for under a condition. The planner has what it requires
 * looked up under the condition, too, and then requires it of all objects: where the condition does not hold they would
 * not be asked for anything.
 */
export function splitByConditions(
  plan: QueryPlan,
  { requirementOf }: Pick<SubgraphFields, "requirementOf">,
): QueryPlan {
  const needsOf = (service: string, type: string, node: SelectionNode): string[] => {
    const requirement = node.kind === Kind.FIELD && requirementOf(service, type, node.name.value);
    return requirement ? topNamesIn(requirement) : [];
  };
  const split = (fetch: FetchNode): FetchNode[] => {
    if (!fetch.operation.includes("@include") && !fetch.operation.includes("@skip")) return [fetch];
    const { set, withSet } = fetchedSet(fetch);
    const fields = fieldsIn(set, "", "");
    const needs = new Map(fields.map(({ type, node }) => [node, needsOf(fetch.serviceName, type, node)]));
    const conditionOf = ({ node, conditions }: Field) => (needs.get(node)!.length > 0 ? conditions : "");
    const groups = [...Map.groupBy(fields, conditionOf).values()];
    if (groups.length === 1) return [fetch];
    const needsIn = (group: readonly Field[]) => new Set(group.flatMap(({ node }) => needs.get(node)!));
    const all = needsIn(fields);
    return groups.map((group) => {
      const [own, nodes] = [needsIn(group), new Set(group.map(({ node }) => node))];
      const requires = without(fetch.requires!, (name) => all.has(name) && !own.has(name));
      return { ...withSet(restricted(set, nodes)), requires };
    });
  };
  return mapEntityFetches(plan, (flatten) => {
    const [fetch, ...others] = split(flatten.node);
    if (others.length === 0) return flatten;
    return { kind: "Parallel", nodes: [fetch!, ...others].map((node) => ({ ...flatten, node })) };
  });
}

interface Field {
  readonly type: string;
  readonly node: SelectionNode;
  readonly conditions: string;
}

function fieldsIn({ selections }: SelectionSetNode, type: string, above: string): Field[] {
  return selections.flatMap((node): Field[] => {
    const conditions = [above, ...(node.directives ?? []).filter(isCondition).map(print)].join(" ").trim();
    if (node.kind !== Kind.INLINE_FRAGMENT) return [{ type, node, conditions }];
    return fieldsIn(node.selectionSet, node.typeCondition?.name.value ?? type, conditions);
  });
}

function restricted(set: SelectionSetNode, wanted: ReadonlySet<SelectionNode>): SelectionSetNode {
  const selections = set.selections.flatMap((node): SelectionNode[] => {
    if (node.kind !== Kind.INLINE_FRAGMENT) return wanted.has(node) ? [node] : [];
    const selectionSet = restricted(node.selectionSet, wanted);
    return selectionSet.selections.length > 0 ? [{ ...node, selectionSet }] : [];
  });
  return { ...set, selections };
}

function isCondition({ name }: DirectiveNode): boolean {
  return name.value === "include" || name.value === "skip";
}
