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
import { askedBy, responseName } from "./placed-fields.ts";
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

  const clashes = (parent: GraphQLCompositeType, name: string, fieldName: string, given: string): boolean =>
    (name === TYPENAME && fieldName !== TYPENAME) ||
    relatedTypes(schema, parent).some((type) => {
      const required = byType.get(type)?.get(name);
      return required !== undefined && (fieldName !== name || required.size > 1 || !required.has(given));
    });

  /** Wherever they stand, as what stands for one and the same in the answer must have one name. */
  const own = new Set(apart);
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: (node) => {
        const parent = info.getParentType();
        if (parent && clashes(parent, responseName(node), node.name.value, argumentsText(node))) own.add(askedBy(node));
      },
    }),
  );
  if (own.size === 0) return { document, clientNames };
  const aliased = visit(document, {
    Field: (node) => {
      const asked = askedBy(node);
      if (!own.has(asked)) return undefined;
      const alias = `${responseName(node)}${suffix}${numbers.get(asked) ?? ""}`;
      clientNames.set(alias, responseName(node));
      return { ...node, alias: { kind: Kind.NAME, value: alias } };
    },
  });
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
