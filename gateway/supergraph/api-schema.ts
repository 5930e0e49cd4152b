import {
  type ASTNode,
  buildASTSchema,
  type DocumentNode,
  type GraphQLSchema,
  isTypeDefinitionNode,
  Kind,
  type NamedTypeNode,
  visit,
} from "graphql";
import { linkedNames } from "./linked-names.ts";

/** Whether they are there is a gateway's own affair, whatever its subgraphs declare. */
const OURS: readonly string[] = ["defer", "stream"];

/**
 * The schema as clients see it: a supergraph without what its specifications add to it (`join__Graph`, `@tag` …) and
 * without what is @inaccessible.
 */
export function apiSchemaOf(supergraph: DocumentNode): GraphQLSchema {
  const linked = linkedNames(supergraph);
  const inaccessible = linked.directiveOf("inaccessible", "inaccessible") ?? "inaccessible";
  const isHidden = (node: ASTNode) =>
    "directives" in node && node.directives?.some(({ name }) => name.value === inaccessible) === true;
  const hiddenTypes = new Set(
    supergraph.definitions
      .filter(isTypeDefinitionNode)
      .filter((node) => linked.hasType(node.name.value) || isHidden(node))
      .map(({ name }) => name.value),
  );
  const visible = (names: readonly NamedTypeNode[] | undefined) =>
    names?.filter(({ name }) => !hiddenTypes.has(name.value));

  const document: DocumentNode = visit(supergraph, {
    enter: (node) => {
      if (isTypeDefinitionNode(node) ? hiddenTypes.has(node.name.value) : isHidden(node)) return null;
      const isDefinition = node.kind === Kind.DIRECTIVE_DEFINITION;
      if (!isDefinition && node.kind !== Kind.DIRECTIVE) return undefined;
      const isOurs = isDefinition && OURS.includes(node.name.value);
      return isOurs || linked.hasDirective(node.name.value) ? null : undefined;
    },
    leave: (node) => {
      if (node.kind === Kind.UNION_TYPE_DEFINITION) return { ...node, types: visible(node.types) };
      return "interfaces" in node ? { ...node, interfaces: visible(node.interfaces) } : undefined;
    },
  });
  return buildASTSchema(document, { assumeValidSDL: true });
}
