import {
  type FieldNode,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  type InlineFragmentNode,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { type FetchPlace, narrowed, pathOf } from "./fetch-place.ts";
import { fieldOf } from "./field-of.ts";
import type { FetchNode, RequiredNode } from "./query-plan.ts";
import type { SubgraphFields } from "./subgraph-fields.ts";

/** Fields of entities that a fetch asks its subgraph for in vain. */
export interface Misplaced {
  readonly type: string;
  /** From the fetch's place on, as plans write paths. */
  readonly path: readonly string[];
  readonly selections: readonly SelectionNode[];
  /** What is still asked for at its place: whatever the entity is known by is to be added. */
  readonly left: SelectionNode[];
}

export interface CutOptions {
  readonly schema: GraphQLSchema;
  readonly fields: SubgraphFields;
}

/**
 * Takes out of a fetch what its subgraph cannot answer there: fields that it only names, unless they were given along,
 * and fields of which it has not been told what they require. Undefined where there is nothing to take out, or no entity
 * by which it could be asked for otherwise.
 */
export function cutMisplaced(
  fetch: FetchNode,
  set: SelectionSetNode,
  root: GraphQLNamedType | undefined,
  { schema, fields }: CutOptions,
): { readonly set: SelectionSetNode; readonly misplaced: readonly Misplaced[] } | undefined {
  const { serviceName: service, requires = [] } = fetch;
  const misplaced: Misplaced[] = [];

  const isAnswerable = (place: Place, type: string, name: string): boolean => {
    if (givenAlong(place.provided, type, name).length > 0) return true;
    if (fields.isExternal(service, type, name)) return false;
    const requirement = fields.requirementOf(service, type, name);
    if (!requirement) return true;
    return (place.isEntityItself && isTold(requires, type, requirement)) || isAtHand(place, type, requirement);
  };
  /** Without being told: the subgraph itself has it there. */
  const isAtHand = (place: Place, type: string, { selections }: SelectionSetNode): boolean =>
    selections.every((node) => {
      if (node.kind === Kind.INLINE_FRAGMENT)
        return isAtHand(place, node.typeCondition?.name.value ?? type, node.selectionSet);
      if (node.kind !== Kind.FIELD) return false;
      const own = givenAlong(place.provided, type, node.name.value);
      if (own.length === 0 && fields.isExternal(service, type, node.name.value)) return false;
      const fieldType = fieldOf(schema.getType(type), node.name.value)?.type;
      if (!node.selectionSet || !fieldType) return true;
      return isAtHand(
        { ...place, provided: below(own), isEntityItself: false },
        getNamedType(fieldType).name,
        node.selectionSet,
      );
    });

  /** What is left, and what must be asked for otherwise of the nearest entity above. */
  const cut = ({ selections }: SelectionSetNode, place: Place): { left: SelectionNode[]; out: SelectionNode[] } => {
    const left: SelectionNode[] = [];
    const out: SelectionNode[] = [];
    for (const node of selections) {
      if (node.kind === Kind.FRAGMENT_SPREAD) continue;
      const inside = node.kind === Kind.FIELD ? cutField(node, place) : cutFragment(node, place);
      if (inside.left) left.push(inside.left);
      if (inside.out) out.push(inside.out);
    }
    const { type } = place;
    if (out.length === 0 || !type || !fields.graphOf(service, type.name)) return { left, out };
    misplaced.push({ type: type.name, path: place.path, selections: out, left });
    return { left, out: [] };
  };
  const cutField = (node: FieldNode, place: Place): Cut<FieldNode> => {
    const name = node.name.value;
    const { type } = place;
    if (!type || name.startsWith("__")) return { left: node };
    if (!isAnswerable(place, type.name, name)) return { out: withoutDirectives(node) };
    const fieldType = fieldOf(type, name)?.type;
    if (!node.selectionSet || !fieldType) return { left: node };
    const { left, out } = cut(node.selectionSet, {
      type: getNamedType(fieldType),
      path: [...place.path, ...pathOf((node.alias ?? node.name).value, fieldType)],
      provided: [
        ...below(givenAlong(place.provided, type.name, name)),
        ...(fields.provisionOf(service, type.name, name)?.selections ?? []),
      ],
      isEntityItself: false,
    });
    return withSelections(node, left, out);
  };
  const cutFragment = (node: InlineFragmentNode, place: Place): Cut<InlineFragmentNode> => {
    const name = node.typeCondition?.name.value;
    const inside =
      name === undefined || name === place.type?.name ? place : narrowed(place, schema.getType(name)!, schema);
    const { left, out } = cut(node.selectionSet, inside);
    return withSelections(node, left, out);
  };
  /** What comes along of the field with objects of the type. */
  const givenAlong = (selections: readonly SelectionNode[], type: string, name: string): FieldNode[] =>
    selections.flatMap((node) => {
      if (node.kind === Kind.FIELD) return node.name.value === name ? [node] : [];
      if (node.kind === Kind.FRAGMENT_SPREAD || !isOf(type, node.typeCondition?.name.value)) return [];
      return givenAlong(node.selectionSet.selections, type, name);
    });
  const isOf = (type: string, condition = type): boolean => {
    const [one, wanted] = [schema.getType(type), schema.getType(condition)];
    if (one === wanted) return true;
    return isAbstractType(wanted) && (isObjectType(one) || isInterfaceType(one)) && schema.isSubType(wanted, one);
  };

  const { left, out } = cut(set, { type: root, path: [], provided: [], isEntityItself: fetch.requires !== undefined });
  if (misplaced.length === 0 || out.length > 0) return undefined;
  return { set: { ...set, selections: left }, misplaced };
}

interface Place extends FetchPlace {
  /** What came along with the object. */
  readonly provided: readonly SelectionNode[];
  /** The object is what the fetch was told of. */
  readonly isEntityItself: boolean;
}

interface Cut<Node> {
  readonly left?: Node;
  readonly out?: Node;
}

function withSelections<Node extends FieldNode | InlineFragmentNode>(
  node: Node,
  left: readonly SelectionNode[],
  out: readonly SelectionNode[],
): Cut<Node> {
  const holding = (selections: readonly SelectionNode[]) =>
    ({ ...node, selectionSet: { kind: Kind.SELECTION_SET, selections } }) as Node;
  const [kept, taken] = [left.length > 0, out.length > 0];
  // An object is there even where nothing else is left of it: what follows puts its key there.
  return { left: kept || !taken ? holding(left) : undefined, out: taken ? withoutDirectives(holding(out)) : undefined };
}

/** Its conditions stay where they were: what follows asks whatever they say. */
function withoutDirectives<Node extends SelectionNode>(node: Node): Node {
  return { ...node, directives: [] };
}

/** Whether what is told of the objects of a type holds all of a requirement. */
function isTold(requires: readonly RequiredNode[], type: string, { selections }: SelectionSetNode): boolean {
  const told = new Set<string>();
  const note = (nodes: readonly RequiredNode[]): void =>
    nodes.forEach((node) => (node.kind === "Field" ? told.add(node.name) : note(node.selections)));
  note(requires);
  return selections.every((node) => node.kind !== Kind.FIELD || told.has(node.name.value));
}

function below(nodes: readonly FieldNode[]): SelectionNode[] {
  return nodes.flatMap(({ selectionSet }) => selectionSet?.selections ?? []);
}
