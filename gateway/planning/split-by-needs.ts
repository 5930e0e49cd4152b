import {
  type DocumentNode,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { readFetchOperation, writeFetchOperation } from "./fetch-operation.ts";
import type { FieldNeeds } from "./field-needs.ts";
import type { InterfaceObjects } from "./interface-objects.ts";
import { mapEntityFetches } from "./map-entity-fetches.ts";
import type { FetchNode, QueryPlan, RequiredNode } from "./query-plan.ts";

export interface NeedsOfInterfaces {
  readonly schema: GraphQLSchema;
  readonly needs: FieldNeeds;
  readonly interfaceObjects: InterfaceObjects;
}

/**
 * Asks an interface object (@interfaceObject) apart for fields that require something and fields that do not, where some
 * are wanted of one type only: `... on Cat { price } name`. The planner has what `price` requires looked up for cats, and
 * then requires it of all whose `name` is wanted: dogs would not be asked for at all.
 */
export function splitByNeeds(plan: QueryPlan, document: DocumentNode, given: NeedsOfInterfaces): QueryPlan {
  if (!wantsOfOneType(document, given)) return plan;
  return mapEntityFetches(plan, (flatten) => {
    const parts = partsOf(flatten.node, given);
    return parts.length < 2 ? flatten : { kind: "Parallel", nodes: parts.map((node) => ({ ...flatten, node })) };
  });
}

/** Whether something is asked of one type that needs something of each type of an interface. */
function wantsOfOneType(document: DocumentNode, { schema, needs, interfaceObjects }: NeedsOfInterfaces): boolean {
  let isWanted = false;
  const info = new TypeInfo(schema);
  const visitor = visitWithTypeInfo(info, {
    Field: ({ name }) => {
      const parent = info.getParentType();
      const interfaces = isObjectType(parent) ? parent.getInterfaces() : [];
      isWanted ||= interfaces.some(
        (type) => interfaceObjects.has(type.name) && needs.ofFields.has(`${type.name}.${name.value}`),
      );
    },
  });
  visit(document, visitor);
  return isWanted;
}

/** One fetch for all fields that need the same. */
function partsOf(fetch: FetchNode, { needs, interfaceObjects }: NeedsOfInterfaces): readonly FetchNode[] {
  const whole = readFetchOperation(fetch.operation);
  const [entities] = whole.selectionSet.selections;
  const [only, ...others] = entities?.kind === Kind.FIELD ? entities.selectionSet!.selections : [];
  if (only?.kind !== Kind.INLINE_FRAGMENT || others.length > 0) return [];
  const type = only.typeCondition?.name.value ?? "";
  const known = interfaceObjects.get(type)?.find(({ service }) => service === fetch.serviceName);
  if (!known) return [];
  const neededBy = (node: SelectionNode): readonly string[] => {
    const given = node.kind === Kind.FIELD ? (needs.ofFields.get(`${type}.${node.name.value}`) ?? []) : [];
    return given.flatMap(({ fields }) => namesIn(fields)).filter((name) => !known.key.has(name));
  };
  const { selections } = only.selectionSet;
  const all = new Set(selections.flatMap(neededBy));
  const groups = Map.groupBy(selections, (node) => neededBy(node).toSorted().join());
  return [...groups.values()].map((own): FetchNode => {
    const needed = neededBy(own[0]!);
    const selectionSet = { ...only.selectionSet, selections: own };
    const { operation, uses } = writeFetchOperation(
      visit(whole, { InlineFragment: (node) => (node === only ? { ...node, selectionSet } : undefined) }),
    );
    return {
      ...fetch,
      operation,
      variableUsages: fetch.variableUsages?.filter((name) => uses.has(name)),
      requires: without(fetch.requires ?? [], (name) => all.has(name) && !needed.includes(name)),
    };
  });
}

function without(requires: readonly RequiredNode[], isLeftOut: (name: string) => boolean): readonly RequiredNode[] {
  return requires.flatMap((node): RequiredNode[] => {
    if (node.kind === "Field") return isLeftOut(node.name) ? [] : [node];
    return [{ ...node, selections: without(node.selections, isLeftOut) }];
  });
}

function namesIn({ selections }: SelectionSetNode): string[] {
  return selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [node.name.value];
    return node.kind === Kind.INLINE_FRAGMENT ? namesIn(node.selectionSet) : [];
  });
}
