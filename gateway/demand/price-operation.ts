import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { argumentsOf, type FromArguments } from "./field-arguments.ts";
import { canCost, inputCost } from "./input-cost.ts";
import { itemsIn, requireOneSlice, type Sizing, sizingOf } from "./list-sizes.ts";
import { combine, sum, type Variables, type Varying } from "./varying.ts";
import type { Parent, Weights } from "./weights.ts";

/** A member of the answer, with its price. */
export interface PricedField {
  readonly responseName: string;
  /** By @skip and @include. */
  readonly isIncluded: Varying<boolean>;
  /** What its arguments cost, once; negative where they make it cheaper. */
  readonly given: Varying<number>;
  /** 0, or thrown what is wrong with them. */
  readonly check: Varying<number>;
  /** Of a list, how many are expected. */
  readonly items: Varying<number>;
  /** Of each item, or of the field; none is negative, as only arguments make a field cheaper. */
  readonly weight: number;
  readonly weightOfNull: number;
  /** None of a scalar or an enum. */
  readonly below: readonly PricedField[];
}

/** Fields of one parent type that merge into one member of the answer. */
interface Selected {
  readonly parent: Parent;
  readonly field: GraphQLField<unknown, unknown>;
  readonly places: Place<FieldNode>[];
}

/** Something of the document, and under which condition it counts. */
interface Place<Node> {
  readonly node: Node;
  readonly isIncluded: Varying<boolean>;
}

/**
 * The fields of a valid operation with their prices, fragments written out where they are spread. The fields that an
 * abstract type and its object types select are all counted, as Apollo Router does.
 */
export function priceOperation(
  document: DocumentNode,
  { operation, selectionSet }: OperationDefinitionNode,
  schema: GraphQLSchema,
  weights: Weights,
  listSizeAssumed: number,
): readonly PricedField[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);

  const collect = (
    { node: { selections }, isIncluded: condition }: Place<SelectionSetNode>,
    type: GraphQLNamedType | undefined,
    into: Map<string, Selected>,
  ): void => {
    for (const node of selections) {
      const isIncluded = combine([condition, isIncludedBy(node)], (all, own) => all && own);
      if (node.kind === Kind.FIELD) {
        if (!isObjectType(type) && !isInterfaceType(type)) continue;
        const field = type.getFields()[node.name.value];
        // Introspection is answered from the schema and costs nobody anything.
        if (!field || isIncluded === false) continue;
        const key = `${(node.alias ?? node.name).value} of ${type.name}`;
        const known = into.get(key);
        if (known) known.places.push({ node, isIncluded });
        else into.set(key, { parent: type, field, places: [{ node, isIncluded }] });
      } else {
        const inside = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
        if (!inside) continue;
        const named = inside.typeCondition ? schema.getType(inside.typeCondition.name.value) : type;
        collect({ node: inside.selectionSet, isIncluded }, named, into);
      }
    }
  };

  const price = (
    sets: readonly Place<SelectionSetNode>[],
    type: GraphQLNamedType | undefined,
    sizings: readonly Sizing[],
  ): PricedField[] => {
    const selected = new Map<string, Selected>();
    for (const set of sets) collect(set, type, selected);
    return [...selected.values()].map((each) => priceField(each, sizings));
  };

  const priceField = ({ parent, field, places }: Selected, sizings: readonly Sizing[]): PricedField => {
    const [{ node }] = places as [Place<FieldNode>];
    const from = argumentsOf(node);
    const listSizes = weights.listSizesOf(parent, field);
    const own = listSizes.map((listSize) => sizingOf(listSize, field, from));
    const above = sizings.map(({ size, sizedFields }) => ({ size, sizedFields: sizedFields.get(field.name) }));
    const sized = above.filter(({ sizedFields }) => sizedFields?.size === 0);
    const onTheWay = above.filter((sizing): sizing is Sizing => (sizing.sizedFields?.size ?? 0) > 0);
    const weight = weights.ofField(parent, field);
    const type = getNamedType(field.type);
    return {
      responseName: (node.alias ?? node.name).value,
      isIncluded: oneOf(places),
      given: sum(argumentCosts(parent, field, from, weights)),
      check: sum(listSizes.map((listSize) => requireOneSlice(listSize, field, from))),
      items: itemsIn(
        field.type,
        sized.map(({ size }) => size),
        [...own, ...onTheWay].map(({ size }) => size),
        listSizeAssumed,
      ),
      weight: Math.max(0, weight ?? (isCompositeType(type) ? 1 : 0)),
      weightOfNull: Math.max(0, weight ?? 0),
      below: price(setsOf(places), type, [...own, ...onTheWay]),
    };
  };

  return price([{ node: selectionSet, isIncluded: true }], schema.getRootType(operation) ?? undefined, []);
}

function oneOf(places: readonly Place<FieldNode>[]): Varying<boolean> {
  const conditions = places.map(({ isIncluded }) => isIncluded);
  if (conditions.includes(true)) return true;
  return combine<readonly boolean[], boolean>(conditions, (...all) => all.some(Boolean));
}

/** Where only one place selects a field, what is below counts whenever the field does. */
function setsOf(places: readonly Place<FieldNode>[]): Place<SelectionSetNode>[] {
  const isOne = places.length === 1;
  return places.flatMap(({ node: { selectionSet: node }, isIncluded }) =>
    node ? { node, isIncluded: isOne || isIncluded } : [],
  );
}

function argumentCosts(
  parent: Parent,
  field: GraphQLField<unknown, unknown>,
  from: FromArguments,
  weights: Weights,
): Varying<number>[] {
  const inputs = field.args.map((argument) => ({ ...argument, weight: weights.ofArgument(parent, field, argument) }));
  return inputs
    .filter(canCost)
    .map((input) => from([input.name], (read) => inputCost(read(input.name), input, weights)));
}

function isIncludedBy({ directives = [] }: SelectionNode): Varying<boolean> {
  const conditions = directives
    .filter(({ name }) => name.value === "skip" || name.value === "include")
    .map(({ name, arguments: given = [] }): Varying<boolean> => {
      const wanted = name.value === "include";
      const value = given.find((argument) => argument.name.value === "if")?.value;
      if (value?.kind === Kind.BOOLEAN) return value.value === wanted;
      if (value?.kind !== Kind.VARIABLE) return true;
      return (variables: Variables) => variables[value.name.value] === wanted;
    });
  return combine<readonly boolean[], boolean>(conditions, (...all) => all.every(Boolean));
}
