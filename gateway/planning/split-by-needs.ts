import { type DocumentNode, Kind, print, type SelectionNode, type SelectionSetNode } from "graphql";
import { expandFragments } from "./expand-fragments.ts";
import { fetchedSet } from "./fetch-operation.ts";
import { namesIn } from "./fetch-place.ts";
import { readFieldNeeds } from "./field-needs.ts";
import type { InterfaceObjects } from "./interface-objects.ts";
import { type EntityFetch, mapEntityFetches } from "./map-entity-fetches.ts";
import { ofTypes } from "./narrow-fetches.ts";
import { responseName } from "./placed-fields.ts";
import { objectsOf, readWantedFields, safeFor, type WantedFields } from "./wanted-fields.ts";
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

  const split = (flatten: EntityFetch, wanted: WantedFields): readonly EntityFetch[] => {
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
        wanted(place, [responseName(node)])?.intersection(possible)) ||
      possible;
    const { selections } = only.selectionSet;
    const all = selections.flatMap(neededBy);
    const pieces = selections.flatMap((node): Piece[] => {
      const types = wantedOf(node);
      if (types === possible) return [{ node, types }];
      const safe = (one: string) =>
        safeFor(one, node, { wanted, isRequired, place, type: fullSchema.getType(type), schema: fullSchema });
      const variants = Map.groupBy(types, (one) => print(safe(one)));
      return [...variants.values()].map((own) => ({ node: safe(own[0]!), types: new Set(own) }));
    });
    const groups = Map.groupBy(pieces, ({ node, types }) => `${neededBy(node)} ${[...types].toSorted()}`);
    const isOfOneType = pieces.some(({ types }) => types.size < possible.size);
    if (groups.size === 1 || !isOfOneType) return [flatten];
    return [...groups.values()].map((own) => {
      const needed = neededBy(own[0]!.node);
      const { types } = own[0]!;
      const node = withSet({
        ...set,
        selections: [{ ...only, selectionSet: { ...only.selectionSet, selections: own.map((piece) => piece.node) } }],
      });
      return {
        ...flatten,
        path: types.size < possible.size ? ofTypes(types, flatten.path) : flatten.path,
        node: { ...node, requires: without(requires, (name) => all.includes(name) && !needed.includes(name)) },
      };
    });
  };
  return (plan, document) => {
    let wanted: WantedFields | undefined;
    return mapEntityFetches(plan, (flatten) => {
      wanted ??= readWantedFields(expandFragments(document, schema), schema);
      const nodes = split(flatten, wanted);
      return nodes.length === 1 ? nodes[0]! : { kind: "Parallel", nodes };
    });
  };
}

/** A field of the interface object, and the types of objects that are asked for it. */
interface Piece {
  readonly node: SelectionNode;
  readonly types: ReadonlySet<string>;
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
