import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type StringValueNode,
  type TypeDefinitionNode,
  isTypeDefinitionNode,
  print,
} from "graphql";

/** Anything of an SDL that can be described, by its coordinate: `Product.reviews(first:)`. */
export interface Element {
  readonly coordinate: string;
  readonly description?: StringValueNode;
}

/** A field with the type it stands on. */
export interface FieldOf {
  readonly coordinate: string;
  readonly type: TypeDefinitionNode;
  readonly field: FieldDefinitionNode | InputValueDefinitionNode;
}

export const ROOTS: readonly string[] = ["Query", "Mutation", "Subscription"];

/** Types as written; the lint refuses the extensions that federation allows. */
export function typesOf(document: DocumentNode): TypeDefinitionNode[] {
  return document.definitions.filter(isTypeDefinitionNode);
}

export function objectsOf(document: DocumentNode): ObjectTypeDefinitionNode[] {
  return typesOf(document).filter((type) => type.kind === Kind.OBJECT_TYPE_DEFINITION);
}

/** Every field of an object, an interface or an input. */
export function fieldsOf(document: DocumentNode): FieldOf[] {
  return typesOf(document).flatMap((type) => {
    if (!("fields" in type)) return [];
    return (type.fields ?? []).map((field) => ({ coordinate: `${type.name.value}.${field.name.value}`, type, field }));
  });
}

export function argumentsOf({ field }: FieldOf): readonly InputValueDefinitionNode[] {
  return field.kind === Kind.FIELD_DEFINITION ? (field.arguments ?? []) : [];
}

/** The fields of the operations, by `Mutation.orderPlace`. */
export function rootFieldsOf(document: DocumentNode, ...roots: string[]): (FieldOf & { field: FieldDefinitionNode })[] {
  return fieldsOf(document).filter(
    (of): of is FieldOf & { field: FieldDefinitionNode } =>
      of.field.kind === Kind.FIELD_DEFINITION && (roots.length > 0 ? roots : ROOTS).includes(of.type.name.value),
  );
}

/** All that wants a description. */
export function elementsOf(document: DocumentNode): Element[] {
  const ofTypes = typesOf(document)
    .filter(({ name }) => !ROOTS.includes(name.value))
    .flatMap((type): Element[] => [
      { coordinate: type.name.value, description: type.description },
      ...(type.kind === Kind.ENUM_TYPE_DEFINITION ? (type.values ?? []) : []).map(({ name, description }) => ({
        coordinate: `${type.name.value}.${name.value}`,
        description,
      })),
    ]);
  const ofFields = fieldsOf(document).flatMap((of): Element[] => [
    { coordinate: of.coordinate, description: of.field.description },
    ...argumentsOf(of).map(({ name, description }) => ({
      coordinate: `${of.coordinate}(${name.value}:)`,
      description,
    })),
  ]);
  const ofDirectives = document.definitions
    .filter((definition) => definition.kind === Kind.DIRECTIVE_DEFINITION)
    .flatMap(({ name, description, arguments: args = [] }): Element[] => [
      { coordinate: `@${name.value}`, description },
      ...args.map((arg) => ({ coordinate: `@${name.value}(${arg.name.value}:)`, description: arg.description })),
    ]);
  return [...ofTypes, ...ofFields, ...ofDirectives];
}

export function directiveOf(
  node: { readonly directives?: readonly ConstDirectiveNode[] },
  name: string,
): ConstDirectiveNode | undefined {
  return node.directives?.find((directive) => directive.name.value === name);
}

/** A directive's argument as the SDL writes it, or undefined: `["first", "last"]`. */
export function argumentText(directive: ConstDirectiveNode | undefined, name: string): string | undefined {
  const value = directive?.arguments?.find((arg) => arg.name.value === name)?.value;
  return value && print(value);
}
