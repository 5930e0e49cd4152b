import {
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  print,
  type SelectionNode,
  type VariableDefinitionNode,
} from "graphql";
import { cutMisplaced, type Misplaced } from "./cut-misplaced.ts";
import { entryName } from "./entity-entries.ts";
import { fetchedSet, readFetchOperation } from "./fetch-operation.ts";
import type { FetchNode, PlanNode, QueryPlan } from "./query-plan.ts";
import type { SubgraphFields } from "./subgraph-fields.ts";

export interface RepairOptions {
  readonly schema: GraphQLSchema;
  readonly fields: SubgraphFields;
  /** Plans over the supergraph with its entity entries. */
  plan(document: DocumentNode): QueryPlan;
}

/** A requirement may have requirements of its own, and so on. */
const ROUNDS_MAX = 8;

/**
 * Where a field requires what itself requires something, the planner may join fetches that must follow each other: a
 * subgraph is asked for a field in one go with what the field requires, which others give. Such fields are taken out of
 * their fetch, and what leads to them is planned anew from the entity that they belong to.
 */
export function repairPlan({ node }: QueryPlan, options: RepairOptions): QueryPlan {
  const repaired = (one: PlanNode, roundsLeft: number): PlanNode => {
    switch (one.kind) {
      case "Fetch": {
        const { fetch, rest } = repairFetch(one, roundsLeft);
        return rest ? { kind: "Sequence", nodes: [fetch, rest] } : fetch;
      }
      case "Sequence":
      case "Parallel":
        return { ...one, nodes: one.nodes.map((inner) => repaired(inner, roundsLeft)) };
      case "Flatten":
        return { ...one, node: repaired(one.node, roundsLeft) };
      case "Condition": {
        const [ifClause, elseClause] = [one.ifClause, one.elseClause].map(
          (clause) => clause && repaired(clause, roundsLeft),
        );
        return { ...one, ifClause, elseClause };
      }
    }
  };
  const repairFetch = (fetch: FetchNode, roundsLeft: number): { fetch: FetchNode; rest?: PlanNode } => {
    const { serviceName, operationKind, requires, outputRewrites } = fetch;
    const { set, withSet } = fetchedSet(fetch);
    const root = requires ? undefined : options.schema.getRootType(operationKind as OperationTypeNode)!;
    const cut = outputRewrites?.length || roundsLeft === 0 ? undefined : cutMisplaced(fetch, set, root, options);
    if (!cut) return { fetch };
    const { variableDefinitions = [] } = readFetchOperation(fetch.operation);
    const later: PlanNode[] = [];
    for (const misplaced of cut.misplaced) {
      const entry = entryName(options.fields.graphOf(serviceName, misplaced.type)!, misplaced.type);
      const { node: way } = options.plan(operationAt(entry, misplaced, variableDefinitions));
      const [first, ...steps] = way ? stepsOf(repaired(way as PlanNode, roundsLeft - 1)) : [];
      // What only comes along with others cannot be had otherwise: then it is asked for as it was planned.
      if (first?.kind !== "Fetch" || first.requires) return { fetch };
      const known = new Set(misplaced.left.map((selection) => print(selection)));
      misplaced.left.push(...entityIn(first).filter((selection) => !known.has(print(selection))));
      const moved = steps.map((step) => from(misplaced.path, step));
      later.push(...[series("Sequence", moved)].filter((one) => one !== undefined));
    }
    return { fetch: withSet(cut.set), rest: series("Parallel", later) };
  };
  if (node?.kind !== "Subscription") return { node: node && repaired(node, ROUNDS_MAX) };
  const { fetch: primary, rest: own } = repairFetch(node.primary, ROUNDS_MAX);
  const later = [own, node.rest && repaired(node.rest, ROUNDS_MAX)].filter((one) => one !== undefined);
  return { node: { ...node, primary, rest: series("Sequence", later) } };
}

function operationAt(
  entry: string,
  { selections }: Misplaced,
  variableDefinitions: readonly VariableDefinitionNode[],
): DocumentNode {
  const name = { kind: Kind.NAME, value: entry } as const;
  const field: SelectionNode = { kind: Kind.FIELD, name, selectionSet: { kind: Kind.SELECTION_SET, selections } };
  const operation: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: OperationTypeNode.QUERY,
    variableDefinitions: variableDefinitions.filter(({ variable }) => variable.name.value !== "representations"),
    selectionSet: { kind: Kind.SELECTION_SET, selections: [field] },
  };
  return { kind: Kind.DOCUMENT, definitions: [operation] };
}

/** What a fetch asks of the entity that a plan begins with. */
function entityIn(fetch: FetchNode): readonly SelectionNode[] {
  const [entry] = fetchedSet(fetch).set.selections;
  return entry?.kind === Kind.FIELD ? (entry.selectionSet?.selections ?? []) : [];
}

function stepsOf(node: PlanNode): PlanNode[] {
  if (node.kind !== "Sequence") return [node];
  const [first, ...rest] = node.nodes;
  return first ? [...stepsOf(first), ...rest] : [];
}

/** A step of a plan from an entity, for the place where the entity is. */
function from(place: readonly string[], node: PlanNode): PlanNode {
  switch (node.kind) {
    case "Fetch":
      return node;
    case "Sequence":
    case "Parallel":
      return { ...node, nodes: node.nodes.map((inner) => from(place, inner)) };
    case "Flatten":
      return { ...node, path: [...place, ...node.path.slice(node.path[0] === "" ? 2 : 1)] };
    case "Condition": {
      const [ifClause, elseClause] = [node.ifClause, node.elseClause].map((clause) => clause && from(place, clause));
      return { ...node, ifClause, elseClause };
    }
  }
}

function series(kind: "Sequence" | "Parallel", nodes: readonly PlanNode[]): PlanNode | undefined {
  return nodes.length > 1 ? { kind, nodes } : nodes[0];
}
