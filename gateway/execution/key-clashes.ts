import { type GraphQLNamedType, type GraphQLSchema, Kind, type SelectionSetNode } from "graphql";
import { fieldOf } from "../planning/field-of.ts";
import { responseName } from "../planning/placed-fields.ts";

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
    if (selection.kind !== Kind.FIELD || parent === type) return false;
    const name = responseName(selection);
    const typeOf = (owner: typeof parent, field: string) => String(fieldOf(owner, field)?.type);
    return key.selections.some(
      (wanted) =>
        wanted.kind === Kind.FIELD &&
        wanted.name.value === name &&
        (wanted.selectionSet !== undefined || typeOf(type, name) !== typeOf(parent, selection.name.value)),
    );
  });
}
