import { type ConstDirectiveNode, type DocumentNode, Kind, visit } from "graphql";

/**
 * Puts each type's keys that resolve nothing behind those that do: the planner takes the first that fits, and would
 * address a subgraph by a key that it cannot answer to.
 */
export function orderKeys(supergraph: DocumentNode): DocumentNode {
  const ordered = <Node extends { readonly directives?: readonly ConstDirectiveNode[] }>(node: Node): Node => ({
    ...node,
    directives: node.directives?.toSorted((a, b) => Number(isUnresolvable(a)) - Number(isUnresolvable(b))),
  });
  return visit(supergraph, {
    ObjectTypeDefinition: { leave: ordered },
    InterfaceTypeDefinition: { leave: ordered },
  });
}

function isUnresolvable({ name, arguments: given = [] }: ConstDirectiveNode): boolean {
  const resolvable = given.find((argument) => argument.name.value === "resolvable")?.value;
  return name.value === "join__type" && resolvable?.kind === Kind.BOOLEAN && !resolvable.value;
}
