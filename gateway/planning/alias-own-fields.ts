import {
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  Kind,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { askedBy } from "./placed-fields.ts";
import { relatedTypes } from "./related-types.ts";
import { argumentsText, type RequiredFields } from "./required-fields.ts";

export interface AliasedDocument {
  readonly document: DocumentNode;
  /** The client's names by the names in the document, where they differ. */
  readonly clientNames: ReadonlyMap<string, string>;
}

/** Which of the client's fields get names of their own, and how those end. */
export interface OwnNames {
  /** As clients see it. */
  readonly schema: GraphQLSchema;
  readonly requiredFields: RequiredFields;
  /** Of the whole document, as `askedBy` tells them: see `exclusiveFields` and `endangeringFields`. */
  readonly apart: ReadonlySet<string>;
  /** Nothing in the whole document has it: see `unusedSuffix`. */
  readonly suffix: string;
}

/**
 * Gives a name of its own to each of the client's fields that stands where a key or a @requires needs another value:
 * `comments(limit: 1)` beside a field that requires `comments(limit: 3)`, or `id: title` on an entity. The planner would
 * take the one for the other. So it would with fields that exclude each other, or that are better not asked as one.
 */
export function aliasOwnFields(
  document: DocumentNode,
  { schema, requiredFields: { byType }, apart, suffix }: OwnNames,
): AliasedDocument {
  const clientNames = new Map<string, string>();
  const numbers = new Map([...apart].map((asked, index) => [asked, index + 1]));
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
        const number = numbers.size > 0 ? (numbers.get(askedBy(node)) ?? "") : "";
        if (!number && !(parent && clashes(parent, responseName, node.name.value, argumentsText(node))))
          return undefined;
        const alias = `${responseName}${suffix}${number}`;
        clientNames.set(alias, responseName);
        return { ...node, alias: { kind: Kind.NAME, value: alias } };
      },
    }),
  );
  return { document: aliased, clientNames };
}

/** An ending that no name in the document has. */
export function unusedSuffix(document: DocumentNode): string {
  const text = print(document);
  let suffix = "__own";
  while (text.includes(suffix)) suffix += "_";
  return suffix;
}

/** By it an object's type is known: no client's field may stand there. */
const TYPENAME = "__typename";
