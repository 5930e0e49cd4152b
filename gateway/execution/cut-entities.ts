import { Kind, print, type SelectionSetNode } from "graphql";
import { fetchedSet, readFetchOperation } from "../planning/fetch-operation.ts";
import type { FetchNode, RequiredNode } from "../planning/query-plan.ts";
import { type AwaitedFetch, awaitedFields, isRequired, namesOf } from "./awaited-fields.ts";
import type { PlacedFetch } from "./call-graph.ts";
import { type Cutting, cutSelections } from "./cut-selections.ts";
import type { DeferredNeeds } from "./deferred-needs.ts";
import { fieldsOfFetch, type NamePath } from "./fetch-fields.ts";
import type { OwnEngineOptions } from "./own-engine.ts";
import { isWithin } from "./places.ts";

type CutOptions = Pick<OwnEngineOptions, "fullSchema" | "entityKeys">;

/** A fetch, or a part of it. */
interface Piece {
  readonly placed: PlacedFetch;
  /** All that was cut out for it; undefined for what remains, without which none of the later fetches is made. */
  readonly holds?: readonly NamePath[];
}

/**
 * Cuts out of fetches what only later parts of the answer wait for: where it belongs to an entity, its subgraph is asked
 * for it by the entity's key, so that a slow field does not hold up the others that the same subgraph gives.
 */
export function cutEntities(
  fetches: readonly PlacedFetch[],
  needs: DeferredNeeds,
  options: CutOptions,
): readonly PlacedFetch[] {
  const awaited = awaitedFields(fetches, needs);
  const pieces = new Map<PlacedFetch, readonly Piece[]>();
  for (const placed of fetches) {
    const later = awaited.get(placed)!;
    const isNeeded = ({ holds }: Piece) => !holds || holds.some((field) => isRequired(field, later));
    const before = [...placed.after].flatMap((earlier) => pieces.get(earlier)!.filter(isNeeded));
    pieces.set(placed, piecesOf(later, new Set(before.map((piece) => piece.placed)), options));
  }
  return [...pieces.values()].flatMap((all) => all.map(({ placed }) => placed));
}

function piecesOf(
  { placed, at, fields }: AwaitedFetch,
  after: ReadonlySet<PlacedFetch>,
  { fullSchema: schema, entityKeys }: CutOptions,
): Piece[] {
  const { fetch } = placed;
  const { serviceName: service, operationKind, outputRewrites, contextRewrites } = fetch;
  // A mutation's answer says what it did; what plans rename is theirs.
  if (operationKind === "mutation" || outputRewrites || contextRewrites) return [{ placed: { ...placed, after } }];
  const { set, withSet } = fetchedSet(fetch);
  const { remaining, cuttings } = cutSelections(set, {
    schema,
    root: fetch.requires ? undefined : schema.getQueryType()!,
    partsAt: (path) => new Set(fields.filter((one) => isSame(one.path, path)).flatMap(({ parts }) => [...parts])),
    keyOf: (type) => entityKeys.keyOf(service, type),
    hasField: (type, field) => entityKeys.hasField(service, type, field),
  });
  const pieces: Piece[] = [{ placed: { ...placed, fetch: cuttings.length > 0 ? withSet(remaining) : fetch, after } }];
  for (const cutting of cuttings.toSorted((a, b) => a.path.length - b.path.length)) {
    const place = [...at, ...namesOf(cutting.path)];
    const cut = entityFetch(fetch, cutting, entityKeys.keyOf(service, cutting.type)!);
    const above = pieces.filter(({ holds }) => !holds || holds.some((field) => isWithin(place, field)));
    pieces.push({
      placed: {
        ...{ fetch: cut, path: [...placed.path, ...cutting.path], conditions: placed.conditions },
        after: new Set([...after, ...above.map((piece) => piece.placed)]),
      },
      holds: fieldsOfFetch(cut).map((field) => [...place, ...field]),
    });
  }
  return pieces;
}

/** Asks for fields of an entity that the same subgraph has given. */
function entityFetch(fetch: FetchNode, { type, selections }: Cutting, key: SelectionSetNode): FetchNode {
  const own = readFetchOperation(fetch.operation).variableDefinitions ?? [];
  const variables = own.filter(({ variable }) => variable.name.value !== "representations");
  const asking = { ...ENTITIES, variableDefinitions: [...ENTITIES.variableDefinitions!, ...variables] };
  const typeCondition = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } } as const;
  const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections };
  const fragment = { kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet } as const;
  const requires: RequiredNode = {
    kind: "InlineFragment",
    typeCondition: type,
    selections: [{ kind: "Field", name: "__typename" }, ...requiredOf(key)],
  };
  const { serviceName, variableUsages } = fetch;
  return fetchedSet({
    ...{ kind: "Fetch", serviceName, operationKind: "query", operation: print(asking) },
    ...{ variableUsages, requires: [requires] },
  }).withSet({ kind: Kind.SELECTION_SET, selections: [fragment] });
}

const ENTITIES = readFetchOperation(
  "query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }",
);

function requiredOf({ selections }: SelectionSetNode): RequiredNode[] {
  return selections.flatMap((selection): RequiredNode[] => {
    if (selection.kind !== Kind.FIELD) return [];
    const { name, selectionSet } = selection;
    return [{ kind: "Field", name: name.value, selections: selectionSet && requiredOf(selectionSet) }];
  });
}

function isSame(one: NamePath, other: NamePath): boolean {
  return one.length === other.length && isWithin(one, other);
}
