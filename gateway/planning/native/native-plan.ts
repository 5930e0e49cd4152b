import { Kind, type OperationDefinitionNode, type SelectionNode, visit } from "graphql";
import { readFetchOperation, writeFetchOperation } from "../fetch-operation.ts";
import type { FetchNode, PlanNode, QueryPlan, RequiredNode, Rewrite, SubscriptionNode } from "../query-plan.ts";

/** A plan as the native planner writes it. */
export interface NativePlan {
  readonly node?: NativeNode | null;
}

type NativeNode =
  | ({ readonly kind: "Fetch" } & NativeFetch)
  | NativeBatch
  | { readonly kind: "Sequence"; readonly nodes: readonly NativeNode[] }
  | { readonly kind: "Parallel"; readonly nodes: readonly NativeNode[] }
  | { readonly kind: "Flatten"; readonly path: readonly NativeStep[]; readonly node: NativeNode }
  | NativeCondition
  | { readonly kind: "Subscription"; readonly primary: NativeFetch };

interface NativeFetch extends Pick<FetchNode, "serviceName" | "operation" | "variableUsages"> {
  readonly operationKind?: FetchNode["operationKind"];
  readonly requires?: readonly RequiredNode[];
  readonly inputRewrites?: readonly NativeRewrite[];
  readonly outputRewrites?: readonly NativeRewrite[];
}

/** Several `_entities` in one operation, each for objects at several places. */
interface NativeBatch extends NativeFetch {
  readonly kind: "BatchFetch";
  readonly entityBatch: { readonly aliases: readonly NativeEntities[] };
}

interface NativeEntities extends Pick<NativeFetch, "inputRewrites" | "outputRewrites"> {
  readonly alias: string;
  readonly representationsVariableName: string;
  readonly paths: readonly (readonly NativeStep[])[];
  readonly requires: readonly RequiredNode[];
}

interface NativeCondition {
  readonly kind: "Condition";
  readonly condition: string;
  readonly ifClause?: NativeNode | null;
  readonly elseClause?: NativeNode | null;
}

type NativeStep = "@" | { readonly Field: string } | { readonly TypeCondition: readonly string[] };
type NativeKey = { readonly Key: string } | { readonly TypenameEquals: readonly string[] };
type NativeSetter = { readonly path: readonly NativeKey[]; readonly setValueTo: unknown };
type NativeRenamer = { readonly path: readonly NativeKey[]; readonly renameKeyTo: string };
type NativeRewrite =
  | { readonly ValueSetter: NativeSetter }
  | { readonly KeyRenamer: NativeRenamer }
  | ({ readonly kind: "ValueSetter" } & NativeSetter);

/** The same plan in the planners' common words. */
export function fromNativePlan({ node }: NativePlan): QueryPlan {
  if (node?.kind === "Subscription") return { node: subscriptionOf(node.primary, []) };
  const [first, ...rest] = node?.kind === "Sequence" ? node.nodes : [];
  if (first?.kind === "Subscription") return { node: subscriptionOf(first.primary, rest) };
  return { node: node ? planNode(node) : undefined };
}

function subscriptionOf(primary: NativeFetch, rest: readonly NativeNode[]): SubscriptionNode {
  return { kind: "Subscription", primary: fetchNode(primary), rest: series("Sequence", rest) };
}

function planNode(node: NativeNode): PlanNode | undefined {
  switch (node.kind) {
    case "Fetch":
      return asksTypenameOnly(node) ? undefined : fetchNode(node);
    case "BatchFetch":
      return {
        kind: "Parallel",
        nodes: node.entityBatch.aliases.flatMap((entities) => {
          const fetch = entitiesFetch(node, entities);
          return entities.paths.map((path) => ({ kind: "Flatten" as const, path: pathOf(path), node: fetch }));
        }),
      };
    case "Sequence":
    case "Parallel":
      return series(node.kind, node.nodes);
    case "Flatten": {
      const inside = planNode(node.node);
      return inside && { kind: "Flatten", path: pathOf(node.path), node: inside };
    }
    case "Condition": {
      const branch = (clause: NativeNode | null | undefined) => (clause ? planNode(clause) : undefined);
      const { condition, ifClause, elseClause } = node;
      return { kind: "Condition", condition, ifClause: branch(ifClause), elseClause: branch(elseClause) };
    }
    case "Subscription":
      throw new Error("A subscription stands at the beginning of its plan");
  }
}

function series(kind: "Sequence" | "Parallel", all: readonly NativeNode[]): PlanNode | undefined {
  const nodes = all.map(planNode).filter((node) => node !== undefined);
  return nodes.length > 0 ? { kind, nodes } : undefined;
}

function fetchNode(fetch: NativeFetch): FetchNode {
  const { serviceName, operationKind = "query", operation, variableUsages, requires } = fetch;
  return {
    ...{ kind: "Fetch", serviceName, operationKind, operation, variableUsages, requires },
    inputRewrites: fetch.inputRewrites?.flatMap(rewritesOf),
    outputRewrites: fetch.outputRewrites?.flatMap(rewritesOf),
  };
}

/** One `_entities` of a batch as a fetch of its own: what is asked together our own core decides. */
function entitiesFetch(batch: NativeBatch, { alias, representationsVariableName, ...own }: NativeEntities): FetchNode {
  const isOwn = (selection: SelectionNode) => selection.kind === Kind.FIELD && selection.alias?.value === alias;
  const all = readFetchOperation(batch.operation);
  const selections = all.selectionSet.selections.filter(isOwn).map((field) => ({ ...field, alias: undefined }));
  const renamed = visit({ ...all, selectionSet: { ...all.selectionSet, selections } } as OperationDefinitionNode, {
    Variable: (node) =>
      node.name.value === representationsVariableName
        ? { ...node, name: { ...node.name, value: "representations" } }
        : undefined,
  });
  const { operation, uses } = writeFetchOperation(renamed);
  return fetchNode({
    ...batch,
    ...own,
    operation,
    variableUsages: batch.variableUsages?.filter((name) => uses.has(name)),
  });
}

/** The names of root types need no subgraph. */
function asksTypenameOnly({ operation, operationKind, requires }: NativeFetch): boolean {
  if (requires || operationKind === "mutation") return false;
  const { selections } = readFetchOperation(operation).selectionSet;
  return selections.every((selection) => selection.kind === Kind.FIELD && selection.name.value === "__typename");
}

function pathOf(steps: readonly NativeStep[]): string[] {
  return steps.map((step) => {
    if (step === "@") return "@";
    return "Field" in step ? step.Field : `|[${step.TypeCondition.join(",")}]`;
  });
}

/** One for each way through the types that the path names. */
function rewritesOf(native: NativeRewrite): Rewrite[] {
  if ("KeyRenamer" in native) {
    const { path, renameKeyTo } = native.KeyRenamer;
    return pathsOf(path).map((one) => ({ kind: "KeyRenamer", path: one, renameKeyTo }));
  }
  const { path, setValueTo } = "ValueSetter" in native ? native.ValueSetter : native;
  return pathsOf(path).map((one) => ({ kind: "ValueSetter", path: one, setValueTo }));
}

function pathsOf(keys: readonly NativeKey[]): string[][] {
  return keys.reduce<string[][]>(
    (paths, key) => {
      const elements = "Key" in key ? [key.Key] : key.TypenameEquals.map((type) => `... on ${type}`);
      return paths.flatMap((path) => elements.map((element) => [...path, element]));
    },
    [[]],
  );
}
