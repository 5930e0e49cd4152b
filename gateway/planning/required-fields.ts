import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  getNamedType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  print,
  type SelectionSetNode,
} from "graphql";

/** What subgraphs need of others: the fields of keys and of @requires, each with the arguments it is asked with. */
export interface RequiredFields {
  /** By type and field: the arguments as text, `(currency: "USD")`, or empty. */
  readonly byType: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;
  /** What one field requires with arguments, by `Type.field`: `Product.price` → `(currency: "USD")`. */
  readonly ofField: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** @param schema with all types of the supergraph */
export function readRequiredFields(supergraph: DocumentNode, schema: GraphQLSchema): RequiredFields {
  const byType = new Map<string, Map<string, Set<string>>>();
  const ofField = new Map<string, Map<string, string>>();

  const note = (typeName: string, set: SelectionSetNode, found: Map<string, string> | undefined): void => {
    const type = schema.getType(typeName);
    for (const selection of set.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT)
        note(selection.typeCondition?.name.value ?? typeName, selection.selectionSet, found);
      if (selection.kind !== Kind.FIELD) continue;
      const name = selection.name.value;
      const given = argumentsText(selection);
      const fields = byType.get(typeName) ?? new Map<string, Set<string>>();
      byType.set(typeName, fields.set(name, (fields.get(name) ?? new Set()).add(given)));
      if (given !== "") found?.set(`${typeName}.${name}`, given);
      const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
      if (field && selection.selectionSet) note(getNamedType(field.type).name, selection.selectionSet, found);
    }
  };

  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const typeName = definition.name.value;
    for (const key of textsOf(definition.directives, "join__type", "key"))
      note(typeName, selectionSetOf(key), undefined);
    for (const field of definition.fields ?? []) {
      const found = new Map<string, string>();
      for (const requires of textsOf(field.directives, "join__field", "requires"))
        note(typeName, selectionSetOf(requires), found);
      if (found.size > 0) ofField.set(`${typeName}.${field.name.value}`, found);
    }
  }
  return { byType, ofField };
}

export function argumentsText({ arguments: given = [] }: FieldNode): string {
  return given
    .map((argument) => print(argument))
    .toSorted()
    .join(", ");
}

function textsOf(directives: readonly DirectiveNode[] = [], directive: string, argument: string): string[] {
  return directives
    .filter(({ name }) => name.value === directive)
    .flatMap(({ arguments: given = [] }) => given.filter(({ name }) => name.value === argument))
    .flatMap(({ value }) => (value.kind === Kind.STRING ? [value.value] : []));
}

function selectionSetOf(text: string): SelectionSetNode {
  const [operation] = parse(`{ ${text} }`, { noLocation: true }).definitions;
  return (operation as { selectionSet: SelectionSetNode }).selectionSet;
}
