import { type ASTNode, type FieldNode, Kind, type SelectionNode, type SelectionSetNode, visit } from "graphql";
import { fetchedSet } from "../planning/fetch-operation.ts";
import type { RequiredNode } from "../planning/query-plan.ts";
import { requiredNodes } from "../planning/required-nodes.ts";
import type { SubgraphFields } from "../planning/subgraph-fields.ts";
import { type Member, requestText } from "./call-graph.ts";
import { TYPENAME } from "./cut-selections.ts";
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
  readonly node: FieldNode;
  readonly requires: readonly RequiredNode[];
}

type Knowing = Pick<PlanRun, "failed" | "schema" | "requirementOf">;

/**
 * Finds out which fields of a fetch need what is missing: the others are asked for without it.
 * @param cause why they all are lost when it cannot be told which of them need it
 */
export function spoilt(run: Knowing, member: Member, object: Json, cause: Told): Spoilt {
  const fields = fieldsAt(run, member, object);
  const lost = new Map<string, Told>();
  for (const { name, requires } of fields) {
    const own = causeOf(run.failed, object, requires, run.schema);
    if (own) lost.set(name, own);
  }
  if (lost.size === 0) return { lost: new Map(fields.map(({ name }) => [name, cause])), rest: undefined };
  const isLeft = fields.some(({ name }) => !lost.has(name));
  return { lost, rest: isLeft ? restOf(run, member, lost) : undefined };
}

/**
 * The same for what fields take from above, here or further below.
 * @param causes why a variable has no value
 */
export function spoiltAbove(run: Knowing, member: Member, object: Json, causes: ReadonlyMap<string, Told>): Spoilt {
  const fields = fieldsAt(run, member, object);
  const lost = new Map<string, Told>();
  const lostBelow = new Map<string, Told>();
  const causeIn = (names: readonly string[]) => causes.get(names.find((name) => causes.has(name)) ?? "");
  for (const { name, node } of fields) {
    const own = causeIn(taken(node));
    const below = causeIn(variablesIn(node));
    if (own) lost.set(name, own);
    else if (below) {
      lostBelow.set(name, { ...below, fetch: member.fetch, isBelow: true });
      below.isPassedOn = true;
    }
  }
  const isLeft = fields.some(({ name }) => !lost.has(name));
  const rest = isLeft ? restOf(run, member, lost, new Set(causes.keys())) : undefined;
  return { lost: new Map([...lost, ...lostBelow]), rest };
}

const rests = new WeakMap<Member, Map<string, Member>>();

/** The fetch without the fields that are lost or take what has no value, and without what only they require. */
function restOf(
  { requirementOf }: Knowing,
  member: Member,
  lost: ReadonlyMap<string, unknown>,
  missing: ReadonlySet<string> = new Set(),
): Member {
  const key = `${[...lost.keys()].join()} ${[...missing].join()}`;
  const known = rests.get(member) ?? new Map<string, Member>();
  rests.set(member, known);
  const before = known.get(key);
  if (before) return before;
  const { set, withSet } = fetchedSet(member.fetch);
  const all = fieldsOf(member, set, requirementOf);
  // Fields of other types, too: nothing of the rest takes what is missing, or it would be found missing for ever.
  const left = all.filter(({ name, node }) => !lost.has(name) && !takesSome(node, missing));
  const nodes = new Map(left.map(({ node }) => [node, withoutTaking(node, missing)]));
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

/** The fields that a fetch asks of an object. */
function fieldsAt({ schema, requirementOf }: Knowing, member: Member, object: Json): FetchedField[] {
  const all = fieldsOf(member, fetchedSet(member.fetch).set, requirementOf);
  return all.filter(({ type }) => type === "" || isOfType(object, type, schema));
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

function variablesIn(node: ASTNode): string[] {
  const names: string[] = [];
  visit(node, { Variable: ({ name }) => void names.push(name.value) });
  return names;
}

/** The variables in a field's own arguments. */
function taken({ arguments: args = [] }: FieldNode): string[] {
  return args.flatMap(variablesIn);
}

function takesSome(node: FieldNode, missing: ReadonlySet<string>): boolean {
  return taken(node).some((name) => missing.has(name));
}

/** A field without those below it that take what has no value. */
function withoutTaking<Node extends SelectionNode>(node: Node, missing: ReadonlySet<string>): Node {
  if (node.kind === Kind.FRAGMENT_SPREAD || !node.selectionSet || missing.size === 0) return node;
  const left = node.selectionSet.selections.filter((inner) => inner.kind !== Kind.FIELD || !takesSome(inner, missing));
  const selections = left.map((inner) => withoutTaking(inner, missing));
  return { ...node, selectionSet: { ...node.selectionSet, selections: left.length > 0 ? selections : [TYPENAME] } };
}

function restrict(set: SelectionSetNode, wanted: ReadonlyMap<SelectionNode, SelectionNode>): SelectionSetNode {
  const selections = set.selections.flatMap((node): SelectionNode[] => {
    if (node.kind === Kind.FIELD) return node.name.value.startsWith("__") ? [node] : [wanted.get(node) ?? []].flat();
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
