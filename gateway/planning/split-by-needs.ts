import {
  type DocumentNode,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { expandFragments } from "./expand-fragments.ts";
import { fetchedSet } from "./fetch-operation.ts";
import { namesIn } from "./fetch-place.ts";
import { readFieldNeeds } from "./field-needs.ts";
import type { InterfaceObjects } from "./interface-objects.ts";
import { type EntityFetch, mapEntityFetches } from "./map-entity-fetches.ts";
import { ofTypes } from "./narrow-fetches.ts";
import { responseName } from "./placed-fields.ts";
import type { PlannedSupergraph } from "./planner.ts";
import type { QueryPlan, RequiredNode } from "./query-plan.ts";
import { readRequiredFields } from "./required-fields.ts";
import { readSubgraphFields } from "./subgraph-fields.ts";

/** @param document what was planned */
export type SplitByNeeds = (plan: QueryPlan, document: DocumentNode) => QueryPlan;

/**
 * Asks an interface object (@interfaceObject) apart for fields that are wanted of different types or require different
 * values: `... on Cat { price } name`. The planner has what `price` requires looked up for cats, and then requires it of
 * all whose `name` is wanted, so that dogs would not be asked for at all; or it asks dogs for a price that they may lack.
 */
export function splitterByNeeds(
  supergraph: DocumentNode,
  { apiSchema: schema, fullSchema }: Pick<PlannedSupergraph, "apiSchema" | "fullSchema">,
  interfaceObjects: InterfaceObjects,
): SplitByNeeds {
  const { requirementOf } = readSubgraphFields(supergraph);
  const required = readRequiredFields(readFieldNeeds(supergraph), fullSchema).byType;
  const isRequired = (types: Iterable<string>, field: string) =>
    [...types].some((one) => required.get(one)?.has(field));

  const split = (flatten: EntityFetch, wanted: Wanted): readonly EntityFetch[] => {
    const { serviceName, requires = [] } = flatten.node;
    const { set, withSet } = fetchedSet(flatten.node);
    const [only, ...others] = set.selections;
    if (only?.kind !== Kind.INLINE_FRAGMENT || others.length > 0) return [flatten];
    const type = only.typeCondition!.name.value;
    const known = interfaceObjects.get(type)?.find(({ service }) => service === serviceName);
    if (!known) return [flatten];
    const neededBy = (node: SelectionNode): readonly string[] => {
      const requirement = node.kind === Kind.FIELD && requirementOf(serviceName, type, node.name.value);
      return requirement
        ? topNamesIn(requirement)
            .filter((name) => !known.key.has(name))
            .toSorted()
        : [];
    };
    const possible = objectsOf(schema, type);
    const place = namesIn(flatten.path);
    /** What others require may be wanted of more types than the client asks it of. */
    const wantedOf = (node: SelectionNode): ReadonlySet<string> =>
      (node.kind === Kind.FIELD &&
        !isRequired([type, ...possible], node.name.value) &&
        wanted.get(wantedAt(place, responseName(node)))?.intersection(possible)) ||
      possible;
    const { selections } = only.selectionSet;
    const all = selections.flatMap(neededBy);
    const groups = Map.groupBy(selections, (node) => `${neededBy(node)} ${[...wantedOf(node)].toSorted()}`);
    const isOfOneType = selections.some((node) => wantedOf(node).size < possible.size);
    if (groups.size === 1 || !isOfOneType) return [flatten];
    return [...groups.values()].map((own) => {
      const needed = neededBy(own[0]!);
      const types = wantedOf(own[0]!);
      const node = withSet({
        ...set,
        selections: [{ ...only, selectionSet: { ...only.selectionSet, selections: own } }],
      });
      return {
        ...flatten,
        path: types.size < possible.size ? ofTypes(types, flatten.path) : flatten.path,
        node: { ...node, requires: without(requires, (name) => all.includes(name) && !needed.includes(name)) },
      };
    });
  };
  return (plan, document) => {
    let wanted: Wanted | undefined;
    return mapEntityFetches(plan, (flatten) => {
      wanted ??= readWanted(expandFragments(document, schema), schema);
      const nodes = split(flatten, wanted);
      return nodes.length === 1 ? nodes[0]! : { kind: "Parallel", nodes };
    });
  };
}

/** The types of which each field is asked, by its place and its name there. */
type Wanted = ReadonlyMap<string, ReadonlySet<string>>;

function readWanted(document: DocumentNode, schema: GraphQLSchema): Wanted {
  const wanted = new Map<string, Set<string>>();
  const info = new TypeInfo(schema);
  const place: string[] = [];
  const visitor = visitWithTypeInfo(info, {
    Field: {
      enter: (node) => {
        const parent = info.getParentType();
        const at = wantedAt(place, responseName(node));
        if (parent) wanted.set(at, (wanted.get(at) ?? new Set()).union(objectsOf(schema, parent.name)));
        place.push(responseName(node));
      },
      leave: () => void place.pop(),
    },
  });
  visit(document, visitor);
  return wanted;
}

function wantedAt(place: readonly string[], field: string): string {
  return [...place, field].join(".");
}

function objectsOf(schema: GraphQLSchema, name: string): ReadonlySet<string> {
  const type = schema.getType(name);
  return new Set(isAbstractType(type) ? schema.getPossibleTypes(type).map((one) => one.name) : [name]);
}

function without(requires: readonly RequiredNode[], isLeftOut: (name: string) => boolean): readonly RequiredNode[] {
  return requires.flatMap((node): RequiredNode[] => {
    if (node.kind === "Field") return isLeftOut(node.name) ? [] : [node];
    return [{ ...node, selections: without(node.selections, isLeftOut) }];
  });
}

export function topNamesIn({ selections }: SelectionSetNode): string[] {
  return selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [node.name.value];
    return node.kind === Kind.INLINE_FRAGMENT ? topNamesIn(node.selectionSet) : [];
  });
}
