import {
  type DocumentNode,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import type { RequiredFields } from "./required-fields.ts";

/**
 * Splits an operation whose fields require the same field with different arguments: `price(currency: "USD")` for one and
 * `price(currency: "EUR")` for the other. An object has room for one `price` only, so that each part is planned and run
 * by itself. The first part is all that does not conflict.
 */
export function splitConflicts(
  document: DocumentNode,
  schema: GraphQLSchema,
  { ofField }: RequiredFields,
): readonly DocumentNode[] {
  if (ofField.size === 0) return [document];
  const parts: Map<string, string>[] = [new Map()];
  const partOf = new Map<string, number>();
  for (const field of selectedFields(document, schema)) {
    const required = ofField.get(field);
    if (!required) continue;
    const fits = (part: ReadonlyMap<string, string>) =>
      [...required].every(([name, given]) => (part.get(name) ?? given) === given);
    const found = parts.findIndex(fits);
    const index = found >= 0 ? found : parts.push(new Map()) - 1;
    for (const [name, given] of required) parts[index]!.set(name, given);
    partOf.set(field, index);
  }
  if (parts.length === 1) return [document];
  return parts.map((_, index) => restrictTo(document, schema, (field) => (partOf.get(field) ?? 0) === index));
}

/** All `Type.field` of a document, abstract types written out. */
function selectedFields(document: DocumentNode, schema: GraphQLSchema): Set<string> {
  const fields = new Set<string>();
  const info = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: ({ name }) => namesOf(info, schema, name.value).forEach((field) => fields.add(field)),
    }),
  );
  return fields;
}

/** Leaves that are not wanted are taken out; what is empty then gives its type's name. */
function restrictTo(document: DocumentNode, schema: GraphQLSchema, isWanted: (field: string) => boolean): DocumentNode {
  const info = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(info, {
      Field: {
        enter: (node) => {
          const names = namesOf(info, schema, node.name.value);
          const isLeaf = node.selectionSet === undefined;
          return isLeaf && names.length > 0 && !names.some(isWanted) ? null : undefined;
        },
      },
      SelectionSet: {
        leave: (node: SelectionSetNode) => (node.selections.length > 0 ? undefined : TYPENAME_ONLY),
      },
    }),
  );
}

const TYPENAME_ONLY: SelectionSetNode = {
  kind: Kind.SELECTION_SET,
  selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } }],
};

function namesOf(info: TypeInfo, schema: GraphQLSchema, fieldName: string): string[] {
  const parent = info.getParentType();
  if (!parent) return [];
  const types = isAbstractType(parent) ? [parent, ...schema.getPossibleTypes(parent)] : [parent];
  return types.map(({ name }) => `${name}.${fieldName}`);
}
