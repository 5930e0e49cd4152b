import { type GraphQLNamedType, type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from "graphql";

/** The types whose objects may stand where this one is asked for, and what they implement. */
export function relatedTypes(schema: GraphQLSchema, parent: GraphQLNamedType | undefined): string[] {
  if (!parent) return [];
  const possible = isAbstractType(parent) ? schema.getPossibleTypes(parent) : [parent];
  const all = [parent, ...possible];
  const interfaces = all.flatMap((type) => (isObjectType(type) || isInterfaceType(type) ? type.getInterfaces() : []));
  return [...new Set([...all, ...interfaces].map(({ name }) => name))];
}
