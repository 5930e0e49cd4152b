import {
  type DocumentNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
} from "graphql";
import type { InterfaceObjects } from "./interface-objects.ts";
import { askedBy, type PlacedField, readPlacedFields, responseName } from "./placed-fields.ts";

/**
 * Fields that may stand under one name because no object has both: `... on Cat { size(in: "cm") } ... on Dog { size }`.
 * A subgraph that knows their interface only (@interfaceObject) would be asked for both of one object. Told as `askedBy`
 * tells them.
 */
export function exclusiveFields(
  document: DocumentNode,
  schema: GraphQLSchema,
  interfaceObjects: InterfaceObjects,
): ReadonlySet<string> {
  const exclusive = new Set<string>();
  if (interfaceObjects.size === 0) return exclusive;
  const { atRoots, below } = readPlacedFields(document, schema);
  const families = [...interfaceObjects.keys()].map((name) => familyOf(schema, name));

  /** @param isMerged whether objects above them, which are never one, are asked for as one */
  const check = (fields: readonly PlacedField[], isMerged: boolean): void => {
    for (const all of Map.groupBy(fields, ({ node }) => responseName(node)).values()) {
      const ofFamilies = families.map((family) => all.filter(({ parent }) => family.has(parent)));
      for (const together of isMerged ? [...ofFamilies, ...byObject(all)] : ofFamilies) {
        if (new Set(together.map(({ node }) => askedBy(node))).size < 2) continue;
        for (const { node } of together) if (!isPlain(node)) exclusive.add(askedBy(node));
      }
      const areMerged = isMerged || ofFamilies.some((group) => new Set(group.map(({ parent }) => parent)).size > 1);
      for (const same of Map.groupBy(all, ({ node }) => askedBy(node)).values()) check(below(same), areMerged);
    }
  };
  for (const fields of atRoots) check(fields, false);
  return exclusive;
}

function familyOf(schema: GraphQLSchema, name: string): ReadonlySet<GraphQLNamedType | undefined> {
  const type = schema.getType(name);
  return new Set(isInterfaceType(type) ? [type, ...schema.getPossibleTypes(type)] : []);
}

/** Those that one object can have, by its type. */
function byObject(all: readonly PlacedField[]): PlacedField[][] {
  const objects = new Set(all.map(({ parent }) => parent));
  return [...objects].map((object) => all.filter(({ parent }) => parent === object || isAbstractType(parent)));
}

/** One of several names may stay as it is. */
function isPlain({ alias, arguments: given = [] }: FieldNode): boolean {
  return alias === undefined && given.length === 0;
}
