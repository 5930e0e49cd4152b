import { type DirectiveNode, DirectiveLocation, type DocumentNode, type GraphQLSchema, visit } from "graphql";

/**
 * Leaves named fragments the directives only that may stand on inline ones: planners write fragments out where they are
 * spread, and a subgraph refuses an operation with a directive where it may not be.
 */
export function withInlineDirectives(document: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const mayStay = ({ name }: DirectiveNode): boolean =>
    schema.getDirective(name.value)?.locations.includes(DirectiveLocation.INLINE_FRAGMENT) === true;
  const inlined = <Node extends { readonly directives?: readonly DirectiveNode[] }>(node: Node): Node | undefined =>
    node.directives?.every(mayStay) === false ? { ...node, directives: node.directives.filter(mayStay) } : undefined;
  return visit(document, { FragmentSpread: inlined, FragmentDefinition: inlined });
}
