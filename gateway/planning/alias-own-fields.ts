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

export interface OwnNames {
  /** By what is asked for under them, as `askedBy` tells it. */
  readonly aliases: ReadonlyMap<string, string>;
  /** The client's names by ours. */
  readonly clientNames: ReadonlyMap<string, string>;
}

/** What decides which of the client's fields get names of their own, and how those end. */
export interface OwnNamesOptions {
  /** As clients see it. */
  readonly schema: GraphQLSchema;
  readonly requiredFields: RequiredFields;
  /** Of the whole document, as `askedBy` tells them: see `exclusiveFields` and `endangeringFields`. */
  readonly apart: ReadonlySet<string>;
  /** Nothing in the whole document has it: see `unusedSuffix`. */
  readonly suffix: string;
}

/**
 * Chooses a name of its own for each of the client's fields that stands where a key or a @requires needs another value:
 * `comments(limit: 1)` beside a field that requires `comments(limit: 3)`, or `id: title` on an entity. The planner would
 * take the one for the other. So it would with fields that exclude each other, or that are better not asked as one.
 */
export function ownNamesIn(
  document: DocumentNode,
  { schema, requiredFields: { byType }, apart, suffix }: OwnNamesOptions,
): OwnNames {
  const numbers = new Map([...apart].map((asked, index) => [asked, index + 1]));
  const info = new TypeInfo(schema);

  const clashes = (parent: GraphQLCompositeType, name: string, fieldName: string, given: string): boolean =>
    (name === TYPENAME && fieldName !== TYPENAME) ||
    relatedTypes(schema, parent).some((type) => {
      const required = byType.get(type)?.get(name);
      return required !== undefined && (fieldName !== name || required.size > 1 || !required.has(given));
    });

  const [aliases, clientNames] = [new Map<string, string>(), new Map<string, string>()];
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: (node) => {
        const [parent, name, asked] = [info.getParentType(), responseName(node), askedBy(node)];
        const isClashing = parent && clashes(parent, name, node.name.value, argumentsText(node));
        if (!isClashing && !apart.has(asked)) return;
        const alias = `${name}${suffix}${numbers.get(asked) ?? ""}`;
        aliases.set(asked, alias);
        clientNames.set(alias, name);
      },
    }),
  );
  return { aliases, clientNames };
}

/** Wherever the fields stand, as what stands for one and the same in the answer must have one name. */
export function withOwnNames(document: DocumentNode, { aliases }: OwnNames): DocumentNode {
  if (aliases.size === 0) return document;
  return visit(document, {
    Field: (node) => {
      const value = aliases.get(askedBy(node));
      return value === undefined ? undefined : { ...node, alias: { kind: Kind.NAME, value } };
    },
  });
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
