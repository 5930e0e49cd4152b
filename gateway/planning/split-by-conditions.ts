import { type DirectiveNode, Kind, print, type SelectionNode, type SelectionSetNode } from "graphql";
import { fetchedSet } from "./fetch-operation.ts";
import { mapEntityFetches } from "./map-entity-fetches.ts";
import type { FetchNode, QueryPlan, RequiredNode } from "./query-plan.ts";
import { restrictedSet } from "./restricted-set.ts";
import { topNamesIn } from "./split-by-needs.ts";
import type { SubgraphFields } from "./subgraph-fields.ts";

/**
 * Asks by itself for a field that requires something and is asked for under a condition. The planner has what it requires
 * looked up under the condition, too, and then requires it of all objects: where the condition does not hold they would
 * not be asked for anything.
 */
export function splitByConditions(
  plan: QueryPlan,
  { requirementOf, keysOf }: Pick<SubgraphFields, "requirementOf" | "keysOf">,
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
    const types = new Set(fetch.requires!.map((node) => (node.kind === "Field" ? "" : (node.typeCondition ?? ""))));
    /** What fields of a type need, or of types that objects are not required by. */
    const needsIn = (some: readonly Field[], type: string) =>
      new Set(some.flatMap((field) => (field.type === type || !types.has(field.type) ? needs.get(field.node)! : [])));
    return groups.map((group) => {
      const nodes = new Set(group.map(({ node }) => node));
      const requires = fetch.requires!.map((node): RequiredNode => {
        if (node.kind === "Field") return node;
        const { typeCondition = "", selections } = node;
        const [own, all] = [needsIn(group, typeCondition), needsIn(fields, typeCondition)];
        const keys = keysOf(fetch.serviceName, typeCondition);
        const isOthers = (name: string) => all.has(name) && !own.has(name);
        return { ...node, selections: selections.flatMap((one) => keyPartOf(one, isOthers, keys)) };
      });
      return { ...withSet(restrictedSet(set, nodes)), requires };
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

/** What only others need is left out, but for what the object is known by. */
function keyPartOf(
  node: RequiredNode,
  isOthers: (name: string) => boolean,
  keys: readonly SelectionSetNode[],
): RequiredNode[] {
  if (node.kind === "InlineFragment")
    return [{ ...node, selections: node.selections.flatMap((one) => keyPartOf(one, isOthers, keys)) }];
  if (!isOthers(node.name)) return [node];
  const inKeys = keys.flatMap(({ selections }) => selections).filter((key) => nameOf(key) === node.name);
  if (inKeys.length === 0) return [];
  const below = inKeys.flatMap((key) => (key.kind === Kind.FIELD && key.selectionSet ? [key.selectionSet] : []));
  if (!node.selections || below.length === 0) return [node];
  return [{ ...node, selections: node.selections.flatMap((one) => keyPartOf(one, () => true, below)) }];
}

function nameOf(node: SelectionNode): string | undefined {
  return node.kind === Kind.FIELD ? node.name.value : undefined;
}

function isCondition({ name }: DirectiveNode): boolean {
  return name.value === "include" || name.value === "skip";
}
