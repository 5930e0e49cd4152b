import { getNamedType, type GraphQLSchema, isInterfaceType, Kind, type SelectionSetNode } from "graphql";
import type { FieldNeeds } from "./field-needs.ts";
import { fieldOf } from "./field-of.ts";

/** Required fields by their names. */
export type RequiredTree = ReadonlyMap<string, RequiredBranch>;

export interface RequiredBranch {
  /** The types of objects of which it is required. */
  readonly types: ReadonlySet<string>;
  /** What is required below it: nothing below a value. */
  readonly below: RequiredTree;
}

/** By `Type.field`: what it requires (@requires), with all that this requires in turn. Only where that has objects in it. */
export type RequiredTrees = ReadonlyMap<string, RequiredTree>;

type GrowingTree = Map<string, { readonly types: Set<string>; readonly below: GrowingTree }>;

/** @param schema with all types of the supergraph */
export function readRequiredTrees({ ofFields }: FieldNeeds, schema: GraphQLSchema): RequiredTrees {
  const trees = new Map<string, RequiredTree>();

  const grow = (tree: GrowingTree, typeName: string, set: SelectionSetNode, above: ReadonlySet<string>): void => {
    for (const node of set.selections) {
      if (node.kind === Kind.INLINE_FRAGMENT)
        grow(tree, node.typeCondition?.name.value ?? typeName, node.selectionSet, above);
      if (node.kind !== Kind.FIELD) continue;
      const name = node.name.value;
      const { types, below } = tree.get(name) ?? { types: new Set(), below: new Map() };
      tree.set(name, { types, below });
      const type = schema.getType(typeName);
      const field = fieldOf(type, name);
      if (field && node.selectionSet) grow(below, getNamedType(field.type).name, node.selectionSet, above);
      const objects = isInterfaceType(type) ? schema.getPossibleTypes(type).map((one) => one.name) : [];
      for (const one of [typeName, ...objects]) {
        types.add(one);
        growNeeds(tree, one, name, above);
      }
    }
  };
  const growNeeds = (tree: GrowingTree, typeName: string, name: string, above: ReadonlySet<string>): void => {
    const coordinate = `${typeName}.${name}`;
    if (above.has(coordinate)) return;
    // What comes from a context belongs to another object.
    for (const { type, fields } of ofFields.get(coordinate) ?? [])
      if (type === typeName) grow(tree, type, fields, new Set([...above, coordinate]));
  };

  for (const coordinate of ofFields.keys()) {
    const tree: GrowingTree = new Map();
    const [typeName = "", name = ""] = coordinate.split(".");
    growNeeds(tree, typeName, name, new Set());
    if ([...tree.values()].some(({ below }) => below.size > 0)) trees.set(coordinate, tree);
  }
  return trees;
}
