import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  OperationTypeNode,
  parseType,
  type SelectionNode,
  type VariableDefinitionNode,
} from "graphql";
import { serviceNames } from "./subgraph-fields.ts";
import { fieldTypeIn, givenTo, hasFields, typeDefinitionsOf, typeNameOf } from "./type-definitions.ts";

/** Where plans begin with an object that a subgraph has given. */
export interface Entries {
  /** The supergraph with a field of the query type for every type of every subgraph. */
  readonly document: DocumentNode;
  /** Its name; undefined where the subgraph does not know the type. */
  entryOf(service: string, type: string): string | undefined;
  /** What the subgraph itself gives for a field, which may be stricter than what the supergraph says. */
  typeGiven(service: string, type: string, field: string): string | undefined;
}

export function withEntries(supergraph: DocumentNode): Entries {
  const serviceOf = serviceNames(supergraph);
  const roots = rootTypesOf(supergraph);
  const query = roots.get(OperationTypeNode.QUERY) ?? "Query";
  const types = typeDefinitionsOf(supergraph);
  const names = new Map<string, string>();
  const stricter = new Map<string, string>();
  const fields: FieldDefinitionNode[] = [];
  for (const [type, { fields: own = [] }] of types)
    for (const { name, directives } of own)
      for (const { graph, type: given } of givenTo(directives, "join__field"))
        if (given) stricter.set(`${serviceOf.get(graph)} ${type}.${name.value}`, typeNameOf(parseType(String(given))));
  for (const node of supergraph.definitions) {
    if (!hasFields(node) && node.kind !== Kind.UNION_TYPE_DEFINITION) continue;
    const type = node.name.value;
    if ([query, ...roots.values()].includes(type)) continue;
    for (const graph of new Set(givenTo(node.directives, "join__type").map(({ graph }) => String(graph)))) {
      const name = `at__${graph}__${type}`;
      names.set(`${serviceOf.get(graph)} ${type}`, name);
      fields.push(entryField(name, graph, type));
    }
  }
  const definitions = supergraph.definitions.map((node) =>
    hasFields(node) && node.name.value === query ? { ...node, fields: [...(node.fields ?? []), ...fields] } : node,
  );
  return {
    document: { ...supergraph, definitions },
    entryOf: (service, type) => names.get(`${service} ${type}`),
    typeGiven: (service, type, field) => stricter.get(`${service} ${type}.${field}`) ?? fieldTypeIn(types, type, field),
  };
}

/** What is asked of the object at an entry. */
export function operationAt(
  entry: string,
  selections: readonly SelectionNode[],
  variableDefinitions: readonly VariableDefinitionNode[],
): DocumentNode {
  const name = { kind: Kind.NAME, value: entry } as const;
  const field: SelectionNode = { kind: Kind.FIELD, name, selectionSet: { kind: Kind.SELECTION_SET, selections } };
  const selectionSet = { kind: Kind.SELECTION_SET, selections: [field] } as const;
  const operation = OperationTypeNode.QUERY;
  return {
    kind: Kind.DOCUMENT,
    definitions: [{ kind: Kind.OPERATION_DEFINITION, operation, variableDefinitions, selectionSet }],
  };
}

function rootTypesOf({ definitions }: DocumentNode): ReadonlyMap<OperationTypeNode, string> {
  const types = definitions.flatMap((node) => (node.kind === Kind.SCHEMA_DEFINITION ? node.operationTypes : []));
  return new Map(types.map(({ operation, type }) => [operation, type.name.value]));
}

function entryField(value: string, graph: string, type: string): FieldDefinitionNode {
  const name = (value: string) => ({ kind: Kind.NAME, value }) as const;
  const place: ConstDirectiveNode = {
    kind: Kind.DIRECTIVE,
    name: name("join__field"),
    arguments: [{ kind: Kind.ARGUMENT, name: name("graph"), value: { kind: Kind.ENUM, value: graph } }],
  };
  return {
    kind: Kind.FIELD_DEFINITION,
    name: name(value),
    type: { kind: Kind.NAMED_TYPE, name: name(type) },
    directives: [place],
  };
}
