import { type GraphQLField, type GraphQLNamedType, isInterfaceType, isObjectType } from "graphql";

/** Undefined where the type has no such field, or is not known. */
export function fieldOf(type: GraphQLNamedType | undefined, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}
