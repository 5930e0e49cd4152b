import { Kind, type SelectionNode, type SelectionSetNode, visit } from "graphql";
import { fetchedSet } from "../planning/fetch-operation.ts";
import type { RequiredNode } from "../planning/query-plan.ts";
import { requiredNodes } from "../planning/required-nodes.ts";
import type { SubgraphFields } from "../planning/subgraph-fields.ts";
import { type Member, requestText } from "./call-graph.ts";
import { causeOf, clientPath, type Told } from "./fetch-errors.ts";
import { compact } from "./join-fetches.ts";
import { isOfType, type Json } from "./rewrites.ts";
import type { PlanRun } from "./run-calls.ts";

/** An object of which something that a fetch requires, or takes from above it, could not be had. */
export interface Spoilt {
  /** What the fetch cannot ask of it, in the data's names, each with the error that took it. */
  readonly lost: ReadonlyMap<string, Told>;
  /** What it still can. */
  readonly rest: Member | undefined;
}

/** A field of a fetch, and what its subgraph must be told before it can answer it. */
interface FetchedField {
  readonly type: string;
  /** In the data. */
  readonly name: string;
  readonly node: SelectionNode;
  readonly requires: readonly RequiredNode[];
}

type Knowing = Pick<PlanRun, "failed" | "schema" | "requirementOf">;

/**
 * Finds out which fields of a fetch need what is missing: the others are asked for without it.
 * @param cause why they all are lost when it cannot be told which of them need it
 */
export function spoilt(run: Knowing, member: Member, object: Json, cause: Told): Spoilt {
  return spoiltBy(run, member, object, cause, ({ requires }) => causeOf(run.failed, object, requires, run.schema));
}

/**
 * The same for what they take from above.
 * @param causes why a variable has no value
 */
export function spoiltAbove(run: Knowing, member: Member, object: Json, causes: ReadonlyMap<string, Told>): Spoilt {
  const [cause] = causes.values();
  return spoiltBy(run, member, object, cause!, ({ node }) => {
    for (const name of variablesIn(node)) if (causes.has(name)) return causes.get(name);
    return undefined;
  });
}

function spoiltBy(
  { schema, requirementOf }: Knowing,
  member: Member,
  object: Json,
  cause: Told,
  causeFor: (field: FetchedField) => Told | undefined,
): Spoilt {
  const fields = fieldsOf(member, fetchedSet(member.fetch).set, requirementOf).filter(
    ({ type }) => type === "" || isOfType(object, type, schema),
  );
  const lost = new Map<string, Told>();
  for (const field of fields) {
    const own = causeFor(field);
    if (own) lost.set(field.name, own);
  }
  if (lost.size === 0) return { lost: new Map(fields.map(({ name }) => [name, cause])), rest: undefined };
  const isLeft = fields.some(({ name }) => !lost.has(name));
  return { lost, rest: isLeft ? restOf(member, lost, requirementOf) : undefined };
}

const rests = new WeakMap<Member, Map<string, Member>>();

/** The fetch without the fields that are lost, and without what only they require. */
function restOf(
  member: Member,
  lost: ReadonlyMap<string, unknown>,
  requirementOf: SubgraphFields["requirementOf"],
): Member {
  const key = [...lost.keys()].join();
  const known = rests.get(member) ?? new Map<string, Member>();
  rests.set(member, known);
  const before = known.get(key);
  if (before) return before;
  const { set, withSet } = fetchedSet(member.fetch);
  const all = fieldsOf(member, set, requirementOf);
  const left = all.filter(({ name }) => !lost.has(name));
  const nodes = new Set(left.map(({ node }) => node));
  const shared = new Set(all.filter(({ name }) => lost.has(name)).flatMap(({ requires }) => requires.map(nameOf)));
  const needed = left.flatMap(({ requires }) => requires).filter((node) => shared.has(nameOf(node)));
  const fetch = {
    ...withSet(restrict(set, nodes)),
    requires: member.fetch.requires!.map((node) =>
      node.kind === "Field" ? node : { ...node, selections: [...without(node.selections, shared), ...merged(needed)] },
    ),
  };
  const rest: Member = { ...member, fetch, quickKey: undefined, alone: requestText(compact(fetch.operation)) };
  known.set(key, rest);
  return rest;
}

/** The fields of entities that a fetch asks for, interfaces and all. */
function fieldsOf(
  member: Member,
  fetched: SelectionSetNode,
  requirementOf: SubgraphFields["requirementOf"],
): FetchedField[] {
  const { serviceName } = member.fetch;
  const walk = ({ selections }: SelectionSetNode, type: string): FetchedField[] =>
    selections.flatMap((node): FetchedField[] => {
      if (node.kind === Kind.INLINE_FRAGMENT) return walk(node.selectionSet, node.typeCondition?.name.value ?? type);
      if (node.kind !== Kind.FIELD || node.name.value.startsWith("__")) return [];
      const name = String(clientPath([(node.alias ?? node.name).value], member)![0]);
      const requirement = requirementOf(serviceName, type, node.name.value);
      return [{ type, name, node, requires: requirement ? requiredNodes(requirement) : [] }];
    });
  return walk(fetched, "");
}

function variablesIn(node: SelectionNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(node, { Variable: ({ name }) => void names.add(name.value) });
  return names;
}

function restrict(set: SelectionSetNode, wanted: ReadonlySet<SelectionNode>): SelectionSetNode {
  const selections = set.selections.flatMap((node): SelectionNode[] => {
    if (node.kind === Kind.FIELD) return wanted.has(node) || node.name.value.startsWith("__") ? [node] : [];
    if (node.kind === Kind.FRAGMENT_SPREAD) return [];
    const selectionSet = restrict(node.selectionSet, wanted);
    return selectionSet.selections.length > 0 ? [{ ...node, selectionSet }] : [];
  });
  return { ...set, selections };
}

function without(nodes: readonly RequiredNode[], names: ReadonlySet<string>): RequiredNode[] {
  return nodes.filter((node) => !names.has(nameOf(node)));
}

/** Each name once, with all that is required below it. */
function merged(nodes: readonly RequiredNode[]): RequiredNode[] {
  return [...Map.groupBy(nodes, nameOf).values()].map((same): RequiredNode => {
    const below = same.flatMap(({ selections = [] }) => selections);
    return below.length > 0 ? { ...same[0]!, selections: merged(below) } : same[0]!;
  });
}

function nameOf(node: RequiredNode): string {
  return node.kind === "Field" ? node.name : `... on ${node.typeCondition}`;
}
