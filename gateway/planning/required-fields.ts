import { type FieldNode, getNamedType, type GraphQLSchema, Kind, print, type SelectionSetNode } from "graphql";
import { fieldOf } from "./field-of.ts";
import type { FieldNeeds } from "./field-needs.ts";

/** What subgraphs need of others: the fields of keys, of @requires and of @fromContext, each with the arguments it is asked with. */
export interface RequiredFields {
  /** By type and field: the arguments as text, `(currency: "USD")`, or empty. */
  readonly byType: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;
}

/** @param schema with all types of the supergraph */
export function readRequiredFields({ keys, ofFields }: FieldNeeds, schema: GraphQLSchema): RequiredFields {
  const byType = new Map<string, Map<string, Set<string>>>();

  const note = (typeName: string, set: SelectionSetNode): void => {
    const type = schema.getType(typeName);
    for (const selection of set.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT)
        note(selection.typeCondition?.name.value ?? typeName, selection.selectionSet);
      if (selection.kind !== Kind.FIELD) continue;
      const name = selection.name.value;
      const given = argumentsText(selection);
      const fields = byType.get(typeName) ?? new Map<string, Set<string>>();
      byType.set(typeName, fields.set(name, (fields.get(name) ?? new Set()).add(given)));
      const field = fieldOf(type, name);
      if (field && selection.selectionSet) note(getNamedType(field.type).name, selection.selectionSet);
    }
  };

  for (const { type, fields } of [...keys, ...ofFields.values()].flat()) note(type, fields);
  return { byType };
}

export function argumentsText({ arguments: given = [] }: FieldNode): string {
  return given
    .map((argument) => print(argument))
    .toSorted()
    .join(", ");
}
