import {
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { argumentsText, type RequiredFields } from "./required-fields.ts";

export interface AliasedDocument {
  readonly document: DocumentNode;
  /** The client's names by the names in the document, where they differ. */
  readonly clientNames: ReadonlyMap<string, string>;
}

/**
 * Gives a name of its own to each of the client's fields that stands where a key or a @requires needs another value:
 * `comments(limit: 1)` beside a field that requires `comments(limit: 3)`, or `id: title` on an entity. The planner would
 * take the one for the other.
 */
export function aliasOwnFields(
  document: DocumentNode,
  schema: GraphQLSchema,
  { byType }: RequiredFields,
): AliasedDocument {
  const clientNames = new Map<string, string>();
  let suffix: string | undefined;
  const info = new TypeInfo(schema);

  const clashes = (parent: GraphQLCompositeType, responseName: string, fieldName: string, given: string): boolean =>
    (responseName === TYPENAME && fieldName !== TYPENAME) ||
    relatedTypes(schema, parent).some((type) => {
      const required = byType.get(type)?.get(responseName);
      return required !== undefined && (fieldName !== responseName || required.size > 1 || !required.has(given));
    });

  const aliased = visit(
    document,
    visitWithTypeInfo(info, {
      Field: (node) => {
        const parent = info.getParentType();
        const responseName = node.alias?.value ?? node.name.value;
        if (!parent || !clashes(parent, responseName, node.name.value, argumentsText(node))) return undefined;
        suffix ??= unusedSuffix(document);
        const alias = `${responseName}${suffix}`;
        clientNames.set(alias, responseName);
        return { ...node, alias: { kind: Kind.NAME, value: alias } };
      },
    }),
  );
  return { document: aliased, clientNames };
}

/** By it an object's type is known: no client's field may stand there. */
const TYPENAME = "__typename";

/** The types whose objects may stand here, and what they implement. */
function relatedTypes(schema: GraphQLSchema, parent: GraphQLCompositeType): string[] {
  const possible = isAbstractType(parent) ? schema.getPossibleTypes(parent) : [parent];
  const all = [parent, ...possible];
  const interfaces = all.flatMap((type) => (isObjectType(type) || isInterfaceType(type) ? type.getInterfaces() : []));
  return [...new Set([...all, ...interfaces].map(({ name }) => name))];
}

function unusedSuffix(document: DocumentNode): string {
  const text = print(document);
  let suffix = "__own";
  while (text.includes(suffix)) suffix += "_";
  return suffix;
}
