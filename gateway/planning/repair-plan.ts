import {
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type OperationTypeNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from "graphql";
import { aliasClashes } from "./alias-clashes.ts";
import { continuePlan, type Continued, series, type Way, wayFrom, withRewrites } from "./continue-plan.ts";
import { cutMisplaced } from "./cut-misplaced.ts";
import { type Entries, operationAt } from "./entries.ts";
import { fetchedSet, readFetchOperation } from "./fetch-operation.ts";
import type { FetchNode, QueryPlan } from "./query-plan.ts";
import type { SubgraphFields } from "./subgraph-fields.ts";

export interface RepairOptions {
  readonly schema: GraphQLSchema;
  readonly fields: SubgraphFields;
  readonly entryOf: Entries["entryOf"];
  /** Plans over the supergraph with its entries. */
  plan(document: DocumentNode): QueryPlan;
}

/** A requirement may have requirements of its own, and so on. */
const ROUNDS_MAX = 8;

/**
 * Where a field requires what itself requires something, the planner may join fetches that must follow each other: a
 * subgraph is asked for a field in one go with what the field requires, which others give. Such fields are taken out of
 * their fetch, and what leads to them is planned anew from the entity that they belong to.
 */
export function repairPlan(plan: QueryPlan, options: RepairOptions, roundsLeft = ROUNDS_MAX): QueryPlan {
  return roundsLeft === 0 ? plan : continuePlan(plan, (fetch) => repairFetch(fetch, options, roundsLeft));
}

function repairFetch(fetch: FetchNode, options: RepairOptions, roundsLeft: number): Continued {
  const { serviceName, operationKind, requires } = fetch;
  const { set, withSet } = fetchedSet(fetch);
  const root = requires ? undefined : options.schema.getRootType(operationKind as OperationTypeNode)!;
  const cut = cutMisplaced(fetch, set, root, options);
  if (!cut) return { fetch };
  const { variableDefinitions = [] } = readFetchOperation(fetch.operation);
  const own = variableDefinitions.filter(({ variable }) => variable.name.value !== "representations");
  const ways: Way[] = [];
  for (const { type, path, selections, left } of cut.misplaced) {
    const asked = operationAt(options.entryOf(serviceName, type)!, renamed(selections, fetch), own);
    const way = wayFrom(path, repairPlan(options.plan(asked), options, roundsLeft - 1));
    // What only comes along with others cannot be had otherwise: then it is asked for as it was planned.
    if (!way) return { fetch };
    const known = new Set(left.map((selection) => print(selection)));
    left.push(...way.here.filter((selection) => !known.has(print(selection))));
    ways.push(way);
  }
  const later = series(
    "Parallel",
    ways.map((way) => way.later),
  );
  return { fetch: aliasClashes(withRewrites(withSet(cut.set), ways), options), later };
}

/** Under the names that the fetch's answer gets in the end: elsewhere nobody would know of the others. */
function renamed(selections: readonly SelectionNode[], { outputRewrites = [] }: FetchNode): SelectionNode[] {
  const names = new Map(
    outputRewrites.flatMap((one) => (one.kind === "KeyRenamer" ? [[one.path.at(-1), one.renameKeyTo] as const] : [])),
  );
  const set: SelectionSetNode = { kind: Kind.SELECTION_SET, selections };
  const { selections: all } = visit(set, {
    Field: ({ alias, ...node }) => {
      const value = alias && names.get(alias.value);
      return value === undefined ? undefined : { ...node, alias: { kind: Kind.NAME, value } };
    },
  });
  return [...all];
}
