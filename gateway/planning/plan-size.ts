import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from "graphql";

/**
 * How many selections planning may have to do with for one operation of a valid document: each fragment where it is
 * spread, and each field of an interface once for each of its types, since subgraphs may know some of them only. Of
 * interfaces within interfaces that is a power: a document of 60 characters can hold up a planner for ever.
 */
export function planSizeOf({ definitions }: DocumentNode, schema: GraphQLSchema): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const sizes = new Map<string, number>();

  const ofFragment = (name: string): number => {
    const { selectionSet, typeCondition } = fragments.get(name)!;
    const size = sizes.get(name) ?? ofSet(selectionSet, schema.getType(typeCondition.name.value));
    sizes.set(name, size);
    return size;
  };
  const ofSet = ({ selections }: SelectionSetNode, parent: GraphQLNamedType | undefined): number => {
    const times = isAbstractType(parent) ? Math.max(1, schema.getPossibleTypes(parent).length) : 1;
    const fields = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields() : {};
    let size = 0;
    for (const node of selections) {
      if (node.kind === Kind.FRAGMENT_SPREAD) size += ofFragment(node.name.value);
      else if (node.kind === Kind.INLINE_FRAGMENT)
        size += ofSet(node.selectionSet, node.typeCondition ? schema.getType(node.typeCondition.name.value) : parent);
      else {
        const type = fields[node.name.value]?.type;
        size += times * (1 + (node.selectionSet ? ofSet(node.selectionSet, type && getNamedType(type)) : 0));
      }
    }
    return size;
  };
  const operations = definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  return Math.max(
    0,
    ...operations.map((node) => ofSet(node.selectionSet, schema.getRootType(node.operation) ?? undefined)),
  );
}
