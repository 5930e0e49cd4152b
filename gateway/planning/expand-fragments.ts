import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type InlineFragmentNode,
  isAbstractType,
  isCompositeType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { fieldOf } from "./field-of.ts";

/**
 * Writes `... on Named` out as one fragment for each type that a value can have there. The planner finds its way from an
 * interface that somebody knows as an object (@interfaceObject) to a type, but not to another interface or union. Named
 * fragments are put where they are spread.
 */
export function expandFragments({ definitions }: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);

  const inside = (set: SelectionSetNode, place: Place): SelectionSetNode => {
    const selections = set.selections.flatMap((node) => expanded(node, place));
    return { ...set, selections: selections.length > 0 ? selections : [TYPENAME] };
  };
  const expanded = (node: SelectionNode, { parent, possible }: Place): readonly SelectionNode[] => {
    if (node.kind === Kind.FIELD) {
      const type = node.selectionSet && fieldType(parent, node.name.value);
      return [type && node.selectionSet ? { ...node, selectionSet: inside(node.selectionSet, placeOf(type)) } : node];
    }
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value)!;
    const on = fragment.typeCondition ? schema.getType(fragment.typeCondition.name.value) : parent;
    if (!isCompositeType(on)) return [];
    const left = possible.filter((type) => possibleTypes(schema, on).includes(type));
    const only = (type: GraphQLCompositeType, types: readonly GraphQLObjectType[]): InlineFragmentNode => ({
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type.name } },
      directives: node.directives,
      selectionSet: inside(fragment.selectionSet, { parent: type, possible: types }),
    });
    if (left.length === 0) return [];
    return on !== parent && isAbstractType(on) ? left.map((type) => only(type, [type])) : [only(on, left)];
  };
  const placeOf = (parent: GraphQLCompositeType): Place => ({
    parent,
    possible: possibleTypes(schema, parent),
  });

  return {
    kind: Kind.DOCUMENT,
    definitions: definitions.flatMap((node) => {
      if (node.kind !== Kind.OPERATION_DEFINITION) return [];
      const root = schema.getRootType(node.operation)!;
      return [{ ...node, selectionSet: inside(node.selectionSet, placeOf(root)) }];
    }),
  };
}

/** Where a selection stands. */
interface Place {
  readonly parent: GraphQLCompositeType;
  /** What a value can be there. */
  readonly possible: readonly GraphQLObjectType[];
}

const TYPENAME: SelectionNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };

function possibleTypes(schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLObjectType[] {
  return isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
}

function fieldType(parent: GraphQLCompositeType, name: string): GraphQLCompositeType | undefined {
  const field = fieldOf(parent, name);
  const type = field && getNamedType(field.type);
  return isCompositeType(type) ? type : undefined;
}
