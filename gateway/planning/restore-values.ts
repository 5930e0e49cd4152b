import { Kind, type SelectionNode, type SelectionSetNode, visit } from "graphql";
import { fetchedSet } from "./fetch-operation.ts";
import type { FetchNode, KeyRenamer, PlanNode, QueryPlan, RequiredNode } from "./query-plan.ts";
import type { RequiredValues } from "./required-values.ts";
import type { SubgraphFields } from "./subgraph-fields.ts";

/** A plan over named values (see `nameRequiredValues`) as subgraphs understand it. */
export function restoreValues({ node }: QueryPlan, values: RequiredValues, fields: SubgraphFields): QueryPlan {
  const restored = (one: PlanNode): PlanNode => {
    switch (one.kind) {
      case "Fetch":
        return alone(splitFetch(one, values, fields).map((fetch) => restoreFetch(fetch, values)));
      case "Sequence":
      case "Parallel":
        return { ...one, nodes: one.nodes.map(restored) };
      case "Flatten":
        return { ...one, node: restored(one.node) };
      case "Condition": {
        const [ifClause, elseClause] = [one.ifClause, one.elseClause].map((clause) => clause && restored(clause));
        return { ...one, ifClause, elseClause };
      }
    }
  };
  if (node?.kind !== "Subscription") return { node: node && restored(node) };
  return { node: { ...node, primary: restoreFetch(node.primary, values), rest: node.rest && restored(node.rest) } };
}

function alone(fetches: readonly FetchNode[]): PlanNode {
  return fetches.length === 1 ? fetches[0]! : { kind: "Parallel", nodes: fetches };
}

/** Paths of names as the plan has them, by those as subgraphs have them. */
type Told = Map<string, string>;

/** A representation, too, has room for one value of a field only: fields that require different ones are asked for apart. */
function splitFetch(fetch: FetchNode, values: RequiredValues, { requirementOf }: SubgraphFields): FetchNode[] {
  const { set, withSet } = fetchedSet(fetch);
  const parts: Told[] = [];
  const fetched = fetch.requires ? fieldsIn(set, "") : [];
  const partOf = new Map<string, number>();
  for (const { type, name } of fetched) {
    const requirement = requirementOf(fetch.serviceName, type, name);
    const told: Told = new Map(requirement ? pathsIn(requirement, values) : []);
    const isFitting = (part: Told) => [...told].every(([real, path]) => (part.get(real) ?? path) === path);
    const index = parts.findIndex(isFitting);
    partOf.set(`${type}.${name}`, index < 0 ? parts.length : index);
    if (index < 0) parts.push(told);
    else told.forEach((path, real) => parts[index]!.set(real, path));
  }
  if (parts.length <= 1) return [fetch];
  return parts.map((part, index) => {
    const isToldHere = (path: string) => {
      const real = realPath(path, values);
      return new Set(parts.flatMap((one) => one.get(real) ?? [])).size <= 1 || part.get(real) === path;
    };
    return {
      ...withSet(restrict(set, "", (type, name) => partOf.get(`${type}.${name}`) === index)),
      requires: restrictRequired(fetch.requires!, "", isToldHere),
    };
  });
}

/** The names in a fetch give way to the fields that they stand for, also in what the subgraph is told. */
function restoreFetch(fetch: FetchNode, values: RequiredValues): FetchNode {
  const { set, withSet } = fetchedSet(fetch);
  const restored: SelectionSetNode = visit(set, {
    Field: (node) => {
      const value = values.get(node.name.value);
      if (!value) return undefined;
      const name = { kind: Kind.NAME, value: value.field } as const;
      return { ...node, alias: node.alias ?? node.name, name, arguments: value.arguments };
    },
  });
  const renamers = renamersOf(fetch.requires ?? [], [], values);
  if (restored === set && renamers.length === 0) return fetch;
  return { ...withSet(restored), inputRewrites: [...renamers, ...(fetch.inputRewrites ?? [])] };
}

/** Those below come first: their paths hold for what is not yet renamed. */
function renamersOf(requires: readonly RequiredNode[], path: readonly string[], values: RequiredValues): KeyRenamer[] {
  return requires.flatMap((node): KeyRenamer[] => {
    if (node.kind === "InlineFragment") {
      const inside = node.typeCondition ? [...path, `... on ${node.typeCondition}`] : path;
      return renamersOf(node.selections, inside, values);
    }
    const own = [...path, node.alias ?? node.name];
    const renameKeyTo = values.get(node.name)?.field;
    const below = renamersOf(node.selections ?? [], own, values);
    return renameKeyTo ? [...below, { kind: "KeyRenamer", path: own, renameKeyTo }] : below;
  });
}

function fieldsIn({ selections }: SelectionSetNode, type: string): { readonly type: string; readonly name: string }[] {
  return selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [{ type, name: node.name.value }];
    return node.kind === Kind.INLINE_FRAGMENT
      ? fieldsIn(node.selectionSet, node.typeCondition?.name.value ?? type)
      : [];
  });
}

function restrict(
  set: SelectionSetNode,
  type: string,
  isWanted: (type: string, field: string) => boolean,
): SelectionSetNode {
  const selections = set.selections.flatMap((node): SelectionNode[] => {
    if (node.kind === Kind.FIELD) return isWanted(type, node.name.value) ? [node] : [];
    if (node.kind === Kind.FRAGMENT_SPREAD) return [node];
    const selectionSet = restrict(node.selectionSet, node.typeCondition?.name.value ?? type, isWanted);
    return selectionSet.selections.length > 0 ? [{ ...node, selectionSet }] : [];
  });
  return { ...set, selections };
}

function restrictRequired(
  requires: readonly RequiredNode[],
  path: string,
  isWanted: (path: string) => boolean,
): RequiredNode[] {
  return requires.flatMap((node): RequiredNode[] => {
    if (node.kind === "InlineFragment")
      return [{ ...node, selections: restrictRequired(node.selections, path, isWanted) }];
    const own = `${path}.${node.name}`;
    if (!isWanted(own)) return [];
    return node.selections ? [{ ...node, selections: restrictRequired(node.selections, own, isWanted) }] : [node];
  });
}

/** Of all that a requirement names: the path as subgraphs have it, and as the plan has it. */
function pathsIn({ selections }: SelectionSetNode, values: RequiredValues, above = ""): [string, string][] {
  return selections.flatMap((node): [string, string][] => {
    if (node.kind === Kind.INLINE_FRAGMENT) return pathsIn(node.selectionSet, values, above);
    if (node.kind !== Kind.FIELD) return [];
    const path = `${above}.${node.name.value}`;
    return [[realPath(path, values), path], ...(node.selectionSet ? pathsIn(node.selectionSet, values, path) : [])];
  });
}

function realPath(path: string, values: RequiredValues): string {
  return path
    .split(".")
    .map((name) => values.get(name)?.field ?? name)
    .join(".");
}
