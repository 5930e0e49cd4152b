import { type DocumentNode, type FieldDefinitionNode, Kind, type SelectionSetNode } from "graphql";
import { readFieldNeeds, selectionSetOf } from "./field-needs.ts";
import { implementersOf, fieldTypeIn, givenTo, hasFields, typeDefinitionsOf, typeNameOf } from "./type-definitions.ts";

/** Takes out the places of fields that a subgraph names without giving them, where it names them no more: a supergraph must not have any. */
export function withoutUnusedExternals(supergraph: DocumentNode): DocumentNode {
  const types = typeDefinitionsOf(supergraph);
  const used = new Set<string>();
  const note = (graph: unknown, typeName: string, { selections }: SelectionSetNode): void => {
    for (const node of selections) {
      if (node.kind === Kind.INLINE_FRAGMENT)
        note(graph, node.typeCondition?.name.value ?? typeName, node.selectionSet);
      if (node.kind !== Kind.FIELD) continue;
      for (const type of implementersOf(types, typeName)) used.add(`${graph} ${type}.${node.name.value}`);
      const below = fieldTypeIn(types, typeName, node.name.value);
      if (node.selectionSet && below) note(graph, below, node.selectionSet);
    }
  };
  const { keys, ofFields } = readFieldNeeds(supergraph);
  for (const { graph, type, fields } of [...keys, ...ofFields.values()].flat()) note(graph, type, fields);
  for (const [typeName, { directives, fields = [] }] of types) {
    for (const { graph, interface: name } of givenTo(directives, "join__implements"))
      for (const field of types.get(String(name))?.fields ?? [])
        if (isIn(graph, field)) used.add(`${graph} ${typeName}.${field.name.value}`);
    for (const field of fields)
      for (const { graph, provides } of givenTo(field.directives, "join__field"))
        if (typeof provides === "string") note(graph, typeNameOf(field.type), selectionSetOf(provides));
  }
  const definitions = supergraph.definitions.map((type) => {
    if (!hasFields(type)) return type;
    const fields = type.fields?.map((field) => ({
      ...field,
      directives: field.directives?.filter((directive) => {
        const [{ graph, external, usedOverridden, overrideLabel } = {}] = givenTo([directive], "join__field");
        const isGiven = !external && !(usedOverridden && !overrideLabel);
        return isGiven || used.has(`${graph} ${type.name.value}.${field.name.value}`);
      }),
    }));
    return { ...type, fields };
  });
  return { ...supergraph, definitions };
}

function isIn(graph: unknown, { directives }: FieldDefinitionNode): boolean {
  const places = givenTo(directives, "join__field");
  return places.length === 0 || places.some((place) => place.graph === graph);
}
