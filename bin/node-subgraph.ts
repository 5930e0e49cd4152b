import { type DocumentNode, Kind, parse } from "graphql";
import { prefixOf } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { readCommonTypeDefs, type Subgraph } from "#kernel/subgraph.ts";

/**
 * `Query.node`: a subgraph without a store. It tells the type by the id's prefix and leaves the rest to the owner of
 * the entity, so that the gateway knows no prefix and nobody is asked whose id it might be.
 */
export function createNode(typeNames: readonly string[]): Subgraph {
  const typeOf = new Map(typeNames.map((name) => [PREFIXES[name as keyof typeof PREFIXES] as string, name]));
  const entities = typeNames.map(
    (name) => `type ${name} implements Node @key(fields: "id", resolvable: false) { id: ID! }`,
  );
  return {
    name: "node",
    typeDefs: `${readCommonTypeDefs()}
type Query {
  "Anything by its global id; null for an unknown prefix. Select a field besides \`id\` to learn whether it exists."
  node("Such as \`ord_01h455vb4pex5vsknk084sn02q\`." id: ID!): Node
}
${entities.join("\n")}`,
    resolvers: {
      Query: {
        node: (_: unknown, { id }: { id: string }) => {
          const __typename = typeOf.get(prefixOf(id) ?? "");
          return __typename ? { __typename, id } : null;
        },
      },
    },
    context: (scope) => scope,
    handlers: {},
    routes: [],
    jobs: [],
  };
}

/** The types of these subgraphs that implement Node. */
export function nodeTypesOf(typeDefs: readonly string[]): string[] {
  const documents: DocumentNode[] = typeDefs.map((text) => parse(text));
  const names = documents.flatMap(({ definitions }) =>
    definitions.flatMap((definition) =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION &&
      definition.interfaces?.some(({ name }) => name.value === "Node")
        ? [definition.name.value]
        : [],
    ),
  );
  return [...new Set(names)].sort();
}
