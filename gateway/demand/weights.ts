import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInputObjectType,
} from "graphql";
import type { CostDirectives, ListSize } from "./cost-directives.ts";

export type Parent = GraphQLObjectType | GraphQLInterfaceType;
type Field = GraphQLField<unknown, unknown>;

/**
 * What a directive says of an element, or else of its type. Where none says anything of an abstract type or its field,
 * the most that holds for one of its object types: any of them may come.
 */
export interface Weights {
  ofField(parent: Parent, field: Field): number | undefined;
  ofArgument(parent: Parent, field: Field, argument: GraphQLArgument): number | undefined;
  ofInputField(parent: GraphQLInputObjectType, field: GraphQLInputField): number | undefined;
  listSizesOf(parent: Parent, field: Field): readonly ListSize[];
}

export function weightsIn(
  schema: GraphQLSchema,
  { weights, listSizes }: CostDirectives,
  listSizeAssumed: number,
): Weights {
  const objectTypesOf = (type: GraphQLNamedType) => (isAbstractType(type) ? schema.getPossibleTypes(type) : []);
  const assumed: ListSize = {
    ...{ assumedSize: listSizeAssumed, slicingArguments: [], requireOneSlicingArgument: false },
    sizedFields: new Map(),
  };

  const said = (type: GraphQLNamedType, member: string, standard: number): number | undefined => {
    const own = weights.get(type.name + member);
    if (own !== undefined) return own;
    const others = objectTypesOf(type).map(({ name }) => weights.get(name + member));
    return others.some((weight) => weight !== undefined)
      ? Math.max(...others.map((weight) => weight ?? standard))
      : undefined;
  };

  return {
    ofField: (parent, { name, type: wrapped }) => {
      const type = getNamedType(wrapped);
      const standard = isCompositeType(type) ? 1 : 0;
      const ofType = said(type, "", standard);
      return said(parent, `.${name}`, ofType ?? standard) ?? ofType;
    },
    ofArgument: (parent, field, { name, type }) => {
      const named = getNamedType(type);
      const ofType = weights.get(named.name);
      const standard = isInputObjectType(named) ? 1 : 0;
      return said(parent, `.${field.name}(${name}:)`, ofType ?? standard) ?? ofType;
    },
    ofInputField: (parent, { name, type }) =>
      weights.get(`${parent.name}.${name}`) ?? weights.get(getNamedType(type).name),
    listSizesOf: (parent, { name }) =>
      listSizes.get(`${parent.name}.${name}`) ??
      objectTypesOf(parent).flatMap((type) => listSizes.get(`${type.name}.${name}`) ?? assumed),
  };
}
