import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  Kind,
  type SelectionSetNode,
} from "graphql";
import { fieldOf } from "./field-of.ts";
import type { InterfaceObjects } from "./interface-objects.ts";
import { argumentsText } from "./required-fields.ts";

/**
 * Fields that may stand under one name because no object has both: `... on Cat { size(in: "cm") } ... on Dog { size }`.
 * A subgraph that knows their interface only (@interfaceObject) would be asked for both of one object. Told as `askedBy`
 * tells them.
 */
export function exclusiveFields(
  { definitions }: DocumentNode,
  schema: GraphQLSchema,
  interfaceObjects: InterfaceObjects,
): ReadonlySet<string> {
  const exclusive = new Set<string>();
  if (interfaceObjects.size === 0) return exclusive;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const families = [...interfaceObjects.keys()].map((name) => familyOf(schema, name));

  const collect = (
    { selections }: SelectionSetNode,
    parent: GraphQLNamedType | undefined,
    found: Placed[],
  ): Placed[] => {
    for (const node of selections) {
      if (node.kind === Kind.FIELD) {
        found.push({ node, parent });
        continue;
      }
      const { typeCondition, selectionSet } =
        node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value)!;
      collect(selectionSet, typeCondition ? schema.getType(typeCondition.name.value) : parent, found);
    }
    return found;
  };
  /** @param isMerged whether objects above them, which are never one, are asked for as one */
  const check = (fields: readonly Placed[], isMerged: boolean): void => {
    for (const all of Map.groupBy(fields, ({ node }) => responseName(node)).values()) {
      const ofFamilies = families.map((family) => all.filter(({ parent }) => family.has(parent)));
      for (const together of isMerged ? [...ofFamilies, ...byObject(all)] : ofFamilies) {
        if (new Set(together.map(({ node }) => askedBy(node))).size < 2) continue;
        for (const { node } of together) if (!isPlain(node)) exclusive.add(askedBy(node));
      }
      const areMerged = isMerged || ofFamilies.some((group) => new Set(group.map(({ parent }) => parent)).size > 1);
      for (const same of Map.groupBy(all, ({ node }) => askedBy(node)).values()) {
        const below = same.flatMap(({ node, parent }) =>
          node.selectionSet ? collect(node.selectionSet, typeOf(node, parent), []) : [],
        );
        check(below, areMerged);
      }
    }
  };
  for (const node of definitions)
    if (node.kind === Kind.OPERATION_DEFINITION)
      check(collect(node.selectionSet, schema.getRootType(node.operation) ?? undefined, []), false);
  return exclusive;
}

/** What a field is asked for under its name in the answer. */
export function askedBy(node: FieldNode): string {
  return `${responseName(node)}: ${node.name.value}(${argumentsText(node)})`;
}

interface Placed {
  readonly node: FieldNode;
  readonly parent: GraphQLNamedType | undefined;
}

function familyOf(schema: GraphQLSchema, name: string): ReadonlySet<GraphQLNamedType | undefined> {
  const type = schema.getType(name);
  return new Set(isInterfaceType(type) ? [type, ...schema.getPossibleTypes(type)] : []);
}

/** Those that one object can have, by its type. */
function byObject(all: readonly Placed[]): Placed[][] {
  const objects = new Set(all.map(({ parent }) => parent));
  return [...objects].map((object) => all.filter(({ parent }) => parent === object || isAbstractType(parent)));
}

function typeOf({ name }: FieldNode, parent: GraphQLNamedType | undefined): GraphQLNamedType | undefined {
  const field = fieldOf(parent, name.value);
  return field && getNamedType(field.type);
}

/** One of several names may stay as it is. */
function isPlain({ alias, arguments: given = [] }: FieldNode): boolean {
  return alias === undefined && given.length === 0;
}

function responseName({ alias, name }: FieldNode): string {
  return alias?.value ?? name.value;
}
