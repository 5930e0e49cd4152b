import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type InlineFragmentNode,
  isInterfaceType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";

/**
 * Asks each field of an interface once for each type that an object can have. The planner finds no way to a field that no
 * subgraph gives for the interface as a whole, though each type has some subgraph that does.
 */
export function writeOutFields(document: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const info = new TypeInfo(schema);
  const written = {
    leave: (node: FieldNode): InlineFragmentNode | undefined => {
      const parent = info.getParentType();
      if (!isInterfaceType(parent) || node.name.value.startsWith("__")) return undefined;
      return fragment(schema.getPossibleTypes(parent).map(({ name }) => fragment([node], name)));
    },
  };
  return visit(document, visitWithTypeInfo(info, { Field: written }));
}

function fragment(selections: readonly (FieldNode | InlineFragmentNode)[], type?: string): InlineFragmentNode {
  const named = (value: string) => ({ kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value } }) as const;
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: type === undefined ? undefined : named(type),
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
}
