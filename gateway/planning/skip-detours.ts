import {
  type DocumentNode,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { series } from "./continue-plan.ts";
import { type EntityKeys, readEntityKeys } from "./entity-keys.ts";
import { fetchedSet } from "./fetch-operation.ts";
import { readFieldNeeds } from "./field-needs.ts";
import { namesIn } from "./fetch-place.ts";
import { fieldOf } from "./field-of.ts";
import { responseName } from "./placed-fields.ts";
import type { FetchNode, PlanNode, QueryPlan } from "./query-plan.ts";

/**
 * Asks for a key where the object comes from, if its subgraph gives that key, too. The planner looks for what a field
 * requires from where the field is asked for: it has the key looked up there that others know the object by, though it
 * could have been had before. A call less, and one subgraph less that may be down.
 */
export function skipperOfDetours(supergraph: DocumentNode, schema: GraphQLSchema): (plan: QueryPlan) => QueryPlan {
  const { hasField } = readEntityKeys(supergraph, schema);
  const keys = Map.groupBy(readFieldNeeds(supergraph).keys, ({ type }) => type);
  const facts: DetourFacts = {
    ...{ schema, hasField },
    keysOf: (type) => (keys.get(type) ?? []).map(({ fields }) => fields),
  };
  return ({ node }) => {
    if (node?.kind !== "Sequence") return { node };
    const fetches = placedFetches(node, []);
    const instead = new Map<FetchNode, FetchNode | undefined>();
    for (const { fetch, place } of fetches) {
      const detour = detourOf(fetch, facts);
      const [giver, ...others] = detour ? fetches.filter((one) => gives(one, place)) : [];
      if (!detour || !giver || others.length > 0 || !hasFields(giver.fetch, detour, facts)) continue;
      const before = instead.has(giver.fetch) ? instead.get(giver.fetch) : giver.fetch;
      const longer = before && withAdded(before, place.slice(giver.place.length), detour, schema);
      if (longer) instead.set(giver.fetch, longer).set(fetch, undefined);
    }
    return { node: instead.size === 0 ? node : replaced(node, instead) };
  };
}

interface DetourFacts {
  readonly schema: GraphQLSchema;
  readonly hasField: EntityKeys["hasField"];
  /** All of a type, whoever knows it by them. */
  readonly keysOf: (type: string) => readonly SelectionSetNode[];
}

interface PlacedFetch {
  readonly fetch: FetchNode;
  readonly place: readonly string[];
}

/** Fields of a key that a fetch asks of one type's objects, and nothing else. */
interface Detour {
  readonly type: string;
  readonly selections: readonly SelectionNode[];
}

function detourOf(fetch: FetchNode, { keysOf }: DetourFacts): Detour | undefined {
  if (!fetch.requires || fetch.outputRewrites?.length || fetch.inputRewrites?.length) return undefined;
  const [only, ...others] = fetchedSet(fetch).set.selections;
  if (only?.kind !== Kind.INLINE_FRAGMENT || !only.typeCondition || others.length > 0) return undefined;
  const type = only.typeCondition.name.value;
  const { selections } = only.selectionSet;
  return areInKeys(selections, keysOf(type)) ? { type, selections } : undefined;
}

/** What belongs to keys is always there. */
function areInKeys(selections: readonly SelectionNode[], keys: readonly SelectionSetNode[]): boolean {
  const all = keys.flatMap((key) => key.selections);
  return selections.every((node) => {
    if (node.kind !== Kind.FIELD || node.alias || node.arguments?.length || node.directives?.length) return false;
    const same = all.filter((one) => one.kind === Kind.FIELD && one.name.value === node.name.value);
    if (!node.selectionSet) return same.length > 0 || node.name.value === TYPENAME;
    return areInKeys(
      node.selectionSet.selections,
      same.flatMap((one) => (one.kind === Kind.FIELD ? (one.selectionSet ?? []) : [])),
    );
  });
}

function placedFetches(node: PlanNode, place: readonly string[]): PlacedFetch[] {
  switch (node.kind) {
    case "Fetch":
      return [{ fetch: node, place }];
    case "Sequence":
    case "Parallel":
      return node.nodes.flatMap((one) => placedFetches(one, place));
    case "Flatten":
      return placedFetches(node.node, [...place, ...namesIn(node.path)]);
    case "Condition":
      return [node.ifClause, node.elseClause].flatMap((clause) => (clause ? placedFetches(clause, place) : []));
  }
}

/** Whether objects at a place come from the fetch, as part of others. */
function gives({ fetch, place }: PlacedFetch, wanted: readonly string[]): boolean {
  const leadsTo = ({ selections }: SelectionSetNode, [name, ...rest]: readonly string[]): boolean =>
    name === undefined ||
    selections.some((node) => {
      if (node.kind === Kind.FRAGMENT_SPREAD || !node.selectionSet) return false;
      if (node.kind === Kind.INLINE_FRAGMENT) return leadsTo(node.selectionSet, [name, ...rest]);
      return responseName(node) === name && leadsTo(node.selectionSet, rest);
    });
  return (
    place.length < wanted.length &&
    place.every((name, index) => wanted[index] === name) &&
    leadsTo(fetchedSet(fetch).set, wanted.slice(place.length))
  );
}

function hasFields({ serviceName }: FetchNode, { type, selections }: Detour, { schema, hasField }: DetourFacts) {
  const has = (of: string, nodes: readonly SelectionNode[]): boolean =>
    nodes.every((node) => {
      if (node.kind !== Kind.FIELD) return false;
      if (node.name.value === TYPENAME) return true;
      if (!hasField(serviceName, of, node.name.value)) return false;
      const below = getNamedType(fieldOf(schema.getType(of), node.name.value)?.type);
      return !node.selectionSet || (below !== undefined && has(below.name, node.selectionSet.selections));
    });
  return has(type, selections);
}

/** Undefined where objects of the type cannot be told from others at the place. */
function withAdded(
  fetch: FetchNode,
  place: readonly string[],
  { type: wanted, selections: added }: Detour,
  schema: GraphQLSchema,
): FetchNode | undefined {
  let isComplete = true;
  const lengthened = (
    { selections, ...set }: SelectionSetNode,
    type: GraphQLNamedType | undefined,
    path: readonly string[],
  ): SelectionSetNode => {
    const [name, ...rest] = path;
    if (name === undefined && type?.name === wanted) return { ...set, selections: [...selections, ...added] };
    const typed = selections.filter((node) => node.kind === Kind.INLINE_FRAGMENT && node.typeCondition);
    if (name === undefined && isAbstractType(type)) isComplete &&= typed.some((node) => typeIn(node) === wanted);
    const longer = selections.map((node): SelectionNode => {
      if (node.kind === Kind.FRAGMENT_SPREAD || !node.selectionSet) return node;
      if (node.kind === Kind.FIELD && responseName(node) !== name) return node;
      const [below, onward] =
        node.kind === Kind.FIELD
          ? [getNamedType(fieldOf(type, node.name.value)?.type), rest]
          : [node.typeCondition ? schema.getType(typeIn(node)!) : type, path];
      return { ...node, selectionSet: lengthened(node.selectionSet, below, onward) };
    });
    return { ...set, selections: longer };
  };
  const { set, withSet } = fetchedSet(fetch);
  const root = fetch.requires ? undefined : schema.getRootType(fetch.operationKind as OperationTypeNode)!;
  const longer = lengthened(set, root, place);
  return isComplete ? withSet(longer) : undefined;
}

function typeIn(node: SelectionNode): string | undefined {
  return node.kind === Kind.INLINE_FRAGMENT ? node.typeCondition?.name.value : undefined;
}

function replaced(node: PlanNode, instead: ReadonlyMap<FetchNode, FetchNode | undefined>): PlanNode | undefined {
  switch (node.kind) {
    case "Fetch":
      return instead.has(node) ? instead.get(node) : node;
    case "Sequence":
    case "Parallel":
      return series(
        node.kind,
        node.nodes.map((one) => replaced(one, instead)),
      );
    case "Flatten": {
      const inner = replaced(node.node, instead);
      return inner && { ...node, node: inner };
    }
    case "Condition":
      return node;
  }
}

const TYPENAME = "__typename";
