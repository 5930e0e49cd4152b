import {
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLScalarType,
  type GraphQLSchema,
  isInputObjectType,
  isScalarType,
  Kind,
  parse,
} from "graphql";

/** What the supergraph says beyond the API schema: which inputs take exactly one field, and who owns what. */
export interface SupergraphFacts {
  readonly document: DocumentNode;
  /** The SDL as @apollo/gateway takes it, which refuses security features that it does not enforce. */
  readonly sdl: string;
  readonly oneOfInputs: readonly string[];
  /**
   * The subgraphs that own `Type.field`: of every entity, the ones that know most of it. All of them missing at once says that
   * there is no such entity for this caller; a part that another subgraph adds says nothing of the kind.
   */
  readonly ownersFields: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * The planner refuses a supergraph whose security features it does not enforce. We enforce them ourselves
 * (plugins/access.ts, and again in every subgraph), so the marks that stop it are taken off here.
 */
export function readSupergraphFacts(supergraphSdl: string): SupergraphFacts {
  const oneOfInputs: string[] = [];
  const ownersFields = new Map<string, ReadonlySet<string>>();
  const serviceNames = new Map<string, string>();
  const document = parse(supergraphSdl, { noLocation: true });
  for (const definition of document.definitions) {
    if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
      if (definition.directives?.some(({ name }) => name.value === "oneOf")) oneOfInputs.push(definition.name.value);
    } else if (definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === "join__Graph") {
      for (const { name, directives } of definition.values ?? [])
        serviceNames.set(name.value, argumentOf(directives, "join__graph", "name") ?? name.value);
    } else if (definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION) {
      if (!definition.directives?.some(hasKey)) continue;
      const { names, owners } = fieldsOfOwner(definition.fields ?? []);
      const services = new Set(owners.map((graph) => serviceNames.get(graph) ?? graph));
      for (const field of names) ownersFields.set(`${definition.name.value}.${field}`, services);
    }
  }
  return { document, sdl: supergraphSdl.replaceAll(", for: SECURITY", ""), oneOfInputs, ownersFields };
}

/** The names of those fields that the subgraph with the most of them resolves. */
function fieldsOfOwner(fields: readonly FieldDefinitionNode[]): { names: string[]; owners: string[] } {
  const bySubgraph = Map.groupBy(fields, ({ directives }) => {
    const places = directives?.filter(({ name }) => name.value === "join__field") ?? [];
    return places.flatMap((place) => argumentOf([place], "join__field", "graph") ?? []).join();
  });
  // Fields without a place of their own are the key's, known everywhere.
  bySubgraph.delete("");
  const [[owners, most] = ["", []]] = [...bySubgraph].toSorted(([, a], [, b]) => b.length - a.length);
  return { names: most.map(({ name }) => name.value), owners: owners.split(",") };
}

/** A name or text that a directive is given. */
function argumentOf(
  directives: readonly DirectiveNode[] | undefined,
  directive: string,
  argument: string,
): string | undefined {
  const value = directives
    ?.find(({ name }) => name.value === directive)
    ?.arguments?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.ENUM || value?.kind === Kind.STRING ? value.value : undefined;
}

function hasKey({ name, arguments: given }: DirectiveNode): boolean {
  return name.value === "join__type" && given?.some((argument) => argument.name.value === "key") === true;
}

/**
 * Makes input checks complete where clients send their input: one-of inputs are marked as such, and the scalars that
 * whoever runs the gateway knows are read as the subgraphs read them. Any other, and all answers, pass as they came.
 */
export function completeInputChecks(
  schema: GraphQLSchema,
  { oneOfInputs }: SupergraphFacts,
  scalars: readonly GraphQLScalarType[] = [],
): GraphQLSchema {
  for (const name of oneOfInputs) {
    const type = schema.getType(name);
    if (isInputObjectType(type)) type.isOneOf = true;
  }
  for (const { name, parseValue, parseLiteral } of scalars) {
    const type = schema.getType(name);
    if (isScalarType(type)) Object.assign(type, { parseValue, parseLiteral });
  }
  return schema;
}

/** Where each subgraph answers, as the supergraph says. */
export function subgraphUrlsIn(supergraphSdl: string): Map<string, string> {
  const graphs = parse(supergraphSdl, { noLocation: true }).definitions.find(
    (node) => node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === "join__Graph",
  );
  const values = graphs?.kind === Kind.ENUM_TYPE_DEFINITION ? (graphs.values ?? []) : [];
  return new Map(
    values.map(({ name, directives }) => [
      argumentOf(directives, "join__graph", "name") ?? name.value,
      argumentOf(directives, "join__graph", "url") ?? "",
    ]),
  );
}
