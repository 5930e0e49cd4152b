import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  Kind,
  type SelectionSetNode,
} from "graphql";
import { fieldOf } from "./field-of.ts";
import { argumentsText } from "./required-fields.ts";

/** A field, and the type that it is asked of. */
export interface PlacedField {
  readonly node: FieldNode;
  readonly parent: GraphQLNamedType | undefined;
}

/** What a document asks of its objects, fragments and all. */
export interface PlacedFields {
  /** For each operation. */
  readonly atRoots: readonly (readonly PlacedField[])[];
  below(fields: readonly PlacedField[]): readonly PlacedField[];
}

export function readPlacedFields({ definitions }: DocumentNode, schema: GraphQLSchema): PlacedFields {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);

  const collect = ({ selections }: SelectionSetNode, parent: GraphQLNamedType | undefined): PlacedField[] =>
    selections.flatMap((node) => {
      if (node.kind === Kind.FIELD) return [{ node, parent }];
      const { typeCondition, selectionSet } =
        node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value)!;
      return collect(selectionSet, typeCondition ? schema.getType(typeCondition.name.value) : parent);
    });
  return {
    atRoots: definitions.flatMap((node) =>
      node.kind === Kind.OPERATION_DEFINITION
        ? [collect(node.selectionSet, schema.getRootType(node.operation) ?? undefined)]
        : [],
    ),
    below: (fields) =>
      fields.flatMap(({ node, parent }) => (node.selectionSet ? collect(node.selectionSet, typeOf(node, parent)) : [])),
  };
}

/** What a field is asked for under its name in the answer. */
export function askedBy(node: FieldNode): string {
  return `${responseName(node)}: ${node.name.value}(${argumentsText(node)})`;
}

export function responseName({ alias, name }: FieldNode): string {
  return alias?.value ?? name.value;
}

function typeOf({ name }: FieldNode, parent: GraphQLNamedType | undefined): GraphQLNamedType | undefined {
  const field = fieldOf(parent, name.value);
  return field && getNamedType(field.type);
}
