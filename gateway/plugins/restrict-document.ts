import {
  type DocumentNode,
  type FieldNode,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isNonNullType,
  Kind,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { fieldOf, objectsOf } from "./schema-lookups.ts";

/** Whether the caller is refused a field of an object type. */
type IsRefused = (typeName: string, fieldName: string) => boolean;

interface Restricting {
  readonly apiSchema: GraphQLSchema;
  /** With types that clients do not know, whose objects an interface's field would be asked of all the same. */
  readonly fullSchema: GraphQLSchema;
  readonly isRefused: IsRefused;
}

/** What is left of a document, and whether that is nothing that a mutation would do. */
export function withoutRefused(document: DocumentNode, restricting: Restricting) {
  const { apiSchema: schema, isRefused } = restricting;
  let runsNothing = false;
  const fragments = new Map(
    document.definitions
      .filter((node) => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node]),
  );

  /** A refused mutation that may not be null takes the whole answer with it: then the others must not act unseen. */
  const losesItsAnswer = ({ selections }: SelectionSetNode, root: string): boolean =>
    selections.some((selection) => {
      if (selection.kind === Kind.INLINE_FRAGMENT) return losesItsAnswer(selection.selectionSet, root);
      if (selection.kind === Kind.FRAGMENT_SPREAD)
        return losesItsAnswer(fragments.get(selection.name.value)!.selectionSet, root);
      return isRefused(root, selection.name.value) && isNonNullType(fieldOf(schema, root, selection.name.value)?.type);
    });

  const definitions = document.definitions.map((node) => {
    if (node.kind === Kind.OPERATION_DEFINITION) {
      const root = schema.getRootType(node.operation)!;
      const isLost = node.operation === OperationTypeNode.MUTATION && losesItsAnswer(node.selectionSet, root.name);
      runsNothing ||= isLost;
      return { ...node, selectionSet: isLost ? JUST_TYPENAME : restrict(node.selectionSet, root, restricting) };
    }
    if (node.kind === Kind.FRAGMENT_DEFINITION) {
      const type = schema.getType(node.typeCondition.name.value) as GraphQLCompositeType;
      return { ...node, selectionSet: restrict(node.selectionSet, type, restricting) };
    }
    return node;
  });
  return { remaining: { ...document, definitions }, runsNothing };
}

function restrict(set: SelectionSetNode, parent: GraphQLCompositeType, restricting: Restricting): SelectionSetNode {
  const selections = set.selections.flatMap((selection) => restrictSelection(selection, parent, restricting));
  /** The type of an interface's or union's object decides later what was refused of it. */
  const needsTypename = selections.length === 0 || isAbstractType(parent);
  return { ...set, selections: needsTypename ? [...selections, TYPENAME] : selections };
}

function restrictSelection(
  selection: SelectionNode,
  parent: GraphQLCompositeType,
  restricting: Restricting,
): SelectionNode[] {
  const { apiSchema: schema, fullSchema, isRefused } = restricting;
  switch (selection.kind) {
    case Kind.FRAGMENT_SPREAD:
      return [selection];
    case Kind.INLINE_FRAGMENT: {
      const condition = selection.typeCondition && schema.getType(selection.typeCondition.name.value);
      const type = isCompositeType(condition) ? condition : parent;
      return [{ ...selection, selectionSet: restrict(selection.selectionSet, type, restricting) }];
    }
    case Kind.FIELD: {
      if (selection.name.value.startsWith("__")) return [selection];
      const refused = objectsOf(fullSchema, parent.name).filter((name) => isRefused(name, selection.name.value));
      if (refused.length === 0) return [restrictField(selection, parent, restricting)];
      if (!isAbstractType(parent)) return [];
      const allowed = schema.getPossibleTypes(parent).filter(({ name }) => !refused.includes(name));
      return allowed.map((type) => onType(type.name, restrictField(selection, type, restricting)));
    }
  }
}

function restrictField(node: FieldNode, parent: GraphQLCompositeType, restricting: Restricting): FieldNode {
  const field = fieldOf(restricting.apiSchema, parent.name, node.name.value);
  const type = field && getNamedType(field.type);
  if (!node.selectionSet || !isCompositeType(type)) return node;
  return { ...node, selectionSet: restrict(node.selectionSet, type, restricting) };
}

function onType(typeName: string, selection: SelectionNode): SelectionNode {
  const typeCondition = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: typeName } } as const;
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition,
    selectionSet: { kind: Kind.SELECTION_SET, selections: [selection] },
  };
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };
const JUST_TYPENAME: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [TYPENAME] };
