import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getOperationAST,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
} from "graphql";

export function operationOf(document: DocumentNode, name: string | undefined): OperationDefinitionNode | undefined {
  return getOperationAST(document, name) ?? undefined;
}

export function fragmentsOf({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION).map((node) => [node.name.value, node]),
  );
}

export function objectsOf(schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLObjectType[] {
  return isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
}

export interface Owned {
  readonly owner: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
}

/** The fields that may answer: what an interface says of its field, its objects say better. */
export function ownedBy(types: readonly GraphQLObjectType[], name: string): Owned[] {
  return types.flatMap((owner) => {
    const field = owner.getFields()[name];
    return field ? [{ owner, field }] : [];
  });
}
