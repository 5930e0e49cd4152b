import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type TypeNode,
  valueFromASTUntyped,
} from "graphql";

/** The types of a supergraph that have fields, as they stand in it. */
export type TypeDefinitions = ReadonlyMap<string, FieldsDefinition>;

export type FieldsDefinition = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

export function typeDefinitionsOf({ definitions }: DocumentNode): TypeDefinitions {
  return new Map(definitions.filter(hasFields).map((type) => [type.name.value, type]));
}

export function hasFields(node: DefinitionNode): node is FieldsDefinition {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

export function interfacesOf({ interfaces = [] }: FieldsDefinition): readonly string[] {
  return interfaces.map(({ name }) => name.value);
}

/** The type itself, and all that implement it. */
export function implementersOf(types: TypeDefinitions, typeName: string): readonly string[] {
  const all = [...types].filter(([, type]) => interfacesOf(type).includes(typeName)).map(([name]) => name);
  return [typeName, ...all];
}

export function fieldTypeIn(types: TypeDefinitions, typeName: string, fieldName: string): string | undefined {
  const field = types.get(typeName)?.fields?.find(({ name }) => name.value === fieldName);
  return field && typeNameOf(field.type);
}

export function typeNameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : typeNameOf(type.type);
}

/** The arguments of each application of a directive. */
export function givenTo(
  directives: readonly ConstDirectiveNode[] | undefined,
  directive: string,
): readonly Readonly<Record<string, unknown>>[] {
  const all = directives?.filter(({ name }) => name.value === directive) ?? [];
  return all.map(({ arguments: given = [] }) =>
    Object.fromEntries(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value)])),
  );
}
