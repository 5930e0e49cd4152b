import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from "graphql";
import { responseName } from "./fetch-fields.ts";

/** Whether a key's field cannot stand beside what is selected: another type's field has its name and is of another type. */
export function clashesWithKey(
  schema: GraphQLSchema,
  set: SelectionSetNode,
  parent: GraphQLNamedType | undefined,
  type: GraphQLNamedType,
  key: SelectionSetNode,
): boolean {
  return set.selections.some((selection) => {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const { typeCondition, selectionSet } = selection;
      const inside = typeCondition ? schema.getType(typeCondition.name.value) : parent;
      return clashesWithKey(schema, selectionSet, inside, type, key);
    }
    if (selection.kind !== Kind.FIELD) return false;
    const name = responseName(selection);
    const wanted = key.selections.find((one) => one.kind === Kind.FIELD && one.name.value === name);
    if (!wanted || parent === type) return false;
    const [own, others] = [fieldOf(type, name), fieldOf(parent, selection.name.value)];
    return "selectionSet" in wanted && wanted.selectionSet ? true : String(own?.type) !== String(others?.type);
  });
}

function fieldOf(type: GraphQLNamedType | undefined, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}
