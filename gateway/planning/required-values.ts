import {
  type ArgumentNode,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  Kind,
  print,
  type SelectionNode,
  type SelectionSetNode,
  stripIgnoredCharacters,
  visit,
} from "graphql";
import { readFieldNeeds, selectionSetOf } from "./field-needs.ts";
import { argumentsText } from "./required-fields.ts";
import {
  fieldTypeIn,
  hasFields,
  implementersOf,
  interfacesOf,
  type TypeDefinitions,
  typeDefinitionsOf,
  typeNameOf,
} from "./type-definitions.ts";
import { withoutUnusedExternals } from "./unused-externals.ts";

/** By the name of a field that stands for one value: what subgraphs call it, and the arguments that give the value. */
export type RequiredValues = ReadonlyMap<string, RequiredValue>;

export interface RequiredValue {
  readonly field: string;
  readonly arguments: readonly ArgumentNode[];
}

/**
 * The supergraph with a field of its own for each value that is required with arguments: `price__1` for
 * `price(currency: "USD")`. An object has room for one `price` only, but its fields may require it in several
 * currencies, and clients ask for it in others: planned as different fields they do not meet.
 */
export function nameRequiredValues(supergraph: DocumentNode): {
  readonly document: DocumentNode;
  readonly values: RequiredValues;
} {
  const types = typeDefinitionsOf(supergraph);
  const { values, names, namesOn } = valuesIn(supergraph, types);
  if (values.size === 0) return { document: supergraph, values };

  const renamed = (text: string) =>
    textOf(
      visit(selectionSetOf(text), {
        Field: (node) => {
          const value = names.get(keyOf(node));
          return value ? { ...node, name: { kind: Kind.NAME, value }, arguments: [] } : undefined;
        },
      }),
      text,
    );
  /** Who gives a field along gives it with all arguments. */
  const withValues = (set: SelectionSetNode, typeName: string): SelectionSetNode => {
    const selections = set.selections.flatMap((node): SelectionNode[] => {
      if (node.kind === Kind.INLINE_FRAGMENT) {
        const on = node.typeCondition?.name.value ?? typeName;
        return [{ ...node, selectionSet: withValues(node.selectionSet, on) }];
      }
      if (node.kind !== Kind.FIELD) return [node];
      const below = fieldTypeIn(types, typeName, node.name.value);
      const selectionSet = node.selectionSet && below ? withValues(node.selectionSet, below) : node.selectionSet;
      const along = [...(namesOn.get(typeName) ?? [])].filter((name) => values.get(name)!.field === node.name.value);
      return [node.name.value, ...along].map((value) => ({ ...node, name: { kind: Kind.NAME, value }, selectionSet }));
    });
    return { ...set, selections };
  };
  const placed = (directive: ConstDirectiveNode, field: FieldDefinitionNode): ConstDirectiveNode =>
    visit(directive, {
      StringValue: (node, _key, parent) => {
        const name = parent && "name" in parent ? parent.name?.value : undefined;
        if (name === "requires" || name === "selection") return { ...node, value: renamed(node.value) };
        if (name !== "provides") return undefined;
        return { ...node, value: textOf(withValues(selectionSetOf(node.value), typeNameOf(field.type)), node.value) };
      },
    });
  const rewritten = (definition: DefinitionNode): DefinitionNode => {
    if (!hasFields(definition)) return definition;
    const fields = definition.fields!.map((field) => ({
      ...field,
      directives: field.directives?.map((one) => (isPlace(one) ? placed(one, field) : one)),
    }));
    const own = [...(namesOn.get(definition.name.value) ?? [])].flatMap((name) =>
      fields.filter((field) => field.name.value === values.get(name)!.field).map((field) => valueField(name, field)),
    );
    return { ...definition, fields: [...fields, ...own] };
  };
  const definitions = supergraph.definitions.map(rewritten);
  return { document: withoutUnusedExternals({ ...supergraph, definitions }), values };
}

interface Found {
  readonly values: RequiredValues;
  /** By `keyOf` the field that requires it. */
  readonly names: ReadonlyMap<string, string>;
  readonly namesOn: ReadonlyMap<string, ReadonlySet<string>>;
}

function valuesIn(supergraph: DocumentNode, types: TypeDefinitions): Found {
  const taken = new Set([...types.values()].flatMap(({ fields = [] }) => fields.map(({ name }) => name.value)));
  const values = new Map<string, RequiredValue>();
  const names = new Map<string, string>();
  const namesOn = new Map<string, Set<string>>();
  const note = ({ selections }: SelectionSetNode, typeName: string): void => {
    for (const node of selections) {
      if (node.kind === Kind.INLINE_FRAGMENT) note(node.selectionSet, node.typeCondition?.name.value ?? typeName);
      if (node.kind !== Kind.FIELD) continue;
      const { name, arguments: given = [], selectionSet } = node;
      if (given.length > 0) {
        const own = names.get(keyOf(node)) ?? unusedName(name.value, taken);
        names.set(keyOf(node), own);
        values.set(own, { field: name.value, arguments: given });
        for (const type of familyOf(types, typeName)) namesOn.set(type, (namesOn.get(type) ?? new Set()).add(own));
      }
      const below = fieldTypeIn(types, typeName, name.value);
      if (selectionSet && below) note(selectionSet, below);
    }
  };
  for (const needs of readFieldNeeds(supergraph).ofFields.values())
    for (const { type, fields } of needs) note(fields, type);
  return { values, names, namesOn };
}

function keyOf(node: FieldNode): string {
  return `${node.name.value}(${argumentsText(node)})`;
}

function unusedName(field: string, taken: Set<string>): string {
  let number = 1;
  while (taken.has(`${field}__${number}`)) number += 1;
  const name = `${field}__${number}`;
  taken.add(name);
  return name;
}

function valueField(value: string, field: FieldDefinitionNode): FieldDefinitionNode {
  const name = { kind: Kind.NAME, value } as const;
  return { ...field, name, arguments: [], directives: field.directives?.filter(isPlace) };
}

/** The type with its interfaces, and all that implement one of them: what one of them has, all have. */
function familyOf(types: TypeDefinitions, typeName: string): ReadonlySet<string> {
  const type = types.get(typeName);
  const roots = [typeName, ...(type ? interfacesOf(type) : [])];
  return new Set(roots.flatMap((root) => implementersOf(types, root)));
}

function isPlace({ name }: ConstDirectiveNode): boolean {
  return name.value === "join__field";
}

/** As it stood before: with braces or without. */
function textOf(set: SelectionSetNode, before: string): string {
  const text = stripIgnoredCharacters(print(set));
  return before.trim().startsWith("{") ? text : text.slice(1, -1);
}
