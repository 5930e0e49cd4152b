import { type ConstDirectiveNode, type DocumentNode, type FieldDefinitionNode, Kind } from "graphql";
import { givenTo, hasFields, typeDefinitionsOf } from "./type-definitions.ts";

/** The field of the query type at which plans begin with an entity that a subgraph has given. */
export function entryName(graph: string, type: string): string {
  return `at__${graph}__${type}`;
}

/** The supergraph with such a field for every entity of every subgraph. */
export function withEntityEntries(supergraph: DocumentNode): DocumentNode {
  const entries = [...typeDefinitionsOf(supergraph)].flatMap(([type, { directives }]) => {
    const graphs = givenTo(directives, "join__type").flatMap(({ graph, key }) => (key ? [String(graph)] : []));
    return [...new Set(graphs)].map((graph) => entryField(graph, type));
  });
  const query = queryTypeOf(supergraph);
  const definitions = supergraph.definitions.map((node) =>
    hasFields(node) && node.name.value === query ? { ...node, fields: [...(node.fields ?? []), ...entries] } : node,
  );
  return { ...supergraph, definitions };
}

function queryTypeOf({ definitions }: DocumentNode): string {
  const types = definitions.flatMap((node) => (node.kind === Kind.SCHEMA_DEFINITION ? node.operationTypes : []));
  return types.find(({ operation }) => operation === "query")?.type.name.value ?? "Query";
}

function entryField(graph: string, type: string): FieldDefinitionNode {
  const name = (value: string) => ({ kind: Kind.NAME, value }) as const;
  const place: ConstDirectiveNode = {
    kind: Kind.DIRECTIVE,
    name: name("join__field"),
    arguments: [{ kind: Kind.ARGUMENT, name: name("graph"), value: { kind: Kind.ENUM, value: graph } }],
  };
  return {
    kind: Kind.FIELD_DEFINITION,
    name: name(entryName(graph, type)),
    type: { kind: Kind.NAMED_TYPE, name: name(type) },
    directives: [place],
  };
}
