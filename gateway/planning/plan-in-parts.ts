import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  getOperationAST,
  type GraphQLNamedType,
  type GraphQLSchema,
  Kind,
  type OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { aliasClashes } from "./alias-clashes.ts";
import { unusedSuffix } from "./alias-own-fields.ts";
import { continuePlan, type Continued, series, type Way, wayFrom, withRewrites } from "./continue-plan.ts";
import { type Entries, operationAt } from "./entries.ts";
import { fetchedSet } from "./fetch-operation.ts";
import { type FetchPlace, narrowed, pathOf } from "./fetch-place.ts";
import { fieldOf } from "./field-of.ts";
import type { FetchNode, QueryPlan } from "./query-plan.ts";
import type { SubgraphFields } from "./subgraph-fields.ts";
import { isTimeUp } from "./within-ms.ts";

export interface PartsOptions {
  readonly schema: GraphQLSchema;
  readonly fields: SubgraphFields;
  readonly entries: Entries;
  /** Plans over the supergraph with its entries. */
  plan(document: DocumentNode): QueryPlan;
}

/**
 * Plans each object's fields by themselves, from the subgraph that gives the object. Where fields require what itself
 * requires something, the planner may join fetches of which one leads to the other, and then goes round in circles: what
 * is planned apart it does not join.
 */
export function planInParts(
  document: DocumentNode,
  operationName: string | undefined,
  { schema, fields, entries, plan }: PartsOptions,
): QueryPlan {
  const operation = getOperationAST(document, operationName)!;
  const { variableDefinitions = [] } = operation;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const suffix = unusedSuffix(document);
  const parts = new Map<string, Part>();

  /** In place of what is asked of an object stands a mark. */
  const cut = (selections: readonly SelectionNode[], type: GraphQLNamedType): SelectionNode[] =>
    selections.map((node): SelectionNode => {
      if (node.kind !== Kind.FIELD) {
        const { typeCondition, selectionSet } =
          node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value)!;
        const on = typeCondition ? schema.getType(typeCondition.name.value)! : type;
        const { directives } = node;
        return {
          kind: Kind.INLINE_FRAGMENT,
          typeCondition,
          directives,
          selectionSet: setOf(cut(selectionSet.selections, on)),
        };
      }
      const field = fieldOf(type, node.name.value);
      if (!node.selectionSet || !field) return node;
      const mark = `part${parts.size}${suffix}`;
      parts.set(mark, { type: getNamedType(field.type), selections: node.selectionSet.selections });
      return { ...node, selectionSet: setOf([typename(mark)]) };
    });

  const planFrom = (entry: string, selections: readonly SelectionNode[], type: GraphQLNamedType): QueryPlan =>
    continuePlan(plan(operationAt(entry, [typename(), ...cut(selections, type)], variableDefinitions)), continued);

  /** What cannot even be planned of one object is planned field by field. */
  const waysFrom = (entry: string, selections: readonly SelectionNode[], { type, path }: FetchPlace): Way[] => {
    const one = (asked: readonly SelectionNode[]): Way => {
      const way = wayFrom(path, planFrom(entry, asked, type!));
      if (!way) throw new Error(`No plan begins at ${entry}`);
      return way;
    };
    try {
      return [one(selections)];
    } catch (error) {
      if (selections.length === 1 || isTimeUp(error)) throw error;
      return selections.map((selection) => one([selection]));
    }
  };

  const continued = (fetch: FetchNode): Continued => {
    const { serviceName, requires, operationKind } = fetch;
    const ways: Way[] = [];
    const filled = (selections: readonly SelectionNode[], place: FetchPlace): SelectionNode[] =>
      selections.flatMap((node): readonly SelectionNode[] => {
        if (node.kind === Kind.FRAGMENT_SPREAD) return [node];
        if (node.kind === Kind.INLINE_FRAGMENT) {
          const on = node.typeCondition && schema.getType(node.typeCondition.name.value);
          const inside = on && on !== place.type ? narrowed(place, on, schema) : place;
          return [{ ...node, selectionSet: setOf(filled(node.selectionSet.selections, inside)) }];
        }
        const responseName = (node.alias ?? node.name).value;
        const part = parts.get(responseName);
        if (part) return [typename(), ...filledWith(part, place)];
        const field = fieldOf(place.type, node.name.value);
        if (!node.selectionSet || !field) return [node];
        const given = entries.typeGiven(serviceName, place.type!.name, node.name.value);
        const path = [...place.path, ...pathOf(responseName, field.type)];
        const below = { type: given === undefined ? getNamedType(field.type) : schema.getType(given), path };
        return [{ ...node, selectionSet: setOf(filled(node.selectionSet.selections, below)) }];
      });
    const filledWith = ({ type, selections }: Part, place: FetchPlace): SelectionNode[] => {
      const entry = place.type && entries.entryOf(serviceName, place.type.name);
      if (!entry) throw new Error(`${serviceName} does not know what stands at ${place.path.join(".")}`);
      const asked = type === place.type ? selections : selections.map((node) => only(type, [node]));
      const own = waysFrom(entry, asked, place);
      ways.push(...own);
      return own.flatMap((way) => way.here);
    };

    const { set, withSet } = fetchedSet(fetch);
    const root = requires ? undefined : schema.getRootType(operationKind as OperationTypeNode)!;
    const selections = filled(set.selections, { type: root, path: [] });
    const later = ways.map((way) => way.later);
    return {
      fetch: aliasClashes(withRewrites(withSet(setOf(selections), variableDefinitions), ways), { schema, fields }),
      later: series("Parallel", later),
    };
  };

  const root = schema.getRootType(operation.operation)!;
  const whole = { ...operation, selectionSet: setOf(cut(operation.selectionSet.selections, root)) };
  return continuePlan(plan({ kind: Kind.DOCUMENT, definitions: [whole] }), continued);
}

/** What is asked of an object. */
interface Part {
  readonly type: GraphQLNamedType;
  readonly selections: readonly SelectionNode[];
}

function setOf(selections: readonly SelectionNode[]): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections };
}

function typename(alias?: string): FieldNode {
  const name = (value: string) => ({ kind: Kind.NAME, value }) as const;
  return { kind: Kind.FIELD, alias: alias === undefined ? undefined : name(alias), name: name("__typename") };
}

function only(type: GraphQLNamedType, selections: readonly SelectionNode[]): SelectionNode {
  const name = { kind: Kind.NAME, value: type.name } as const;
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name },
    selectionSet: setOf(selections),
  };
}
