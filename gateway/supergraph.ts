import {
  type DirectiveNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  isInputObjectType,
  isScalarType,
  Kind,
  parse,
} from "graphql";
import { accessRuleOf, type AccessRule } from "#kernel/access.ts";
import { scalars } from "#kernel/scalars.ts";

/** What the supergraph says beyond the API schema: who may ask for what, and which inputs take exactly one field. */
export interface SupergraphFacts {
  /** The SDL as the planner takes it. */
  readonly sdl: string;
  /** By `Type` and by `Type.field`. */
  readonly accessRules: ReadonlyMap<string, AccessRule>;
  readonly oneOfInputs: readonly string[];
  /**
   * `Type.field` of every entity's owner, the subgraph that knows most of it. All of them missing at once says that
   * there is no such entity for this caller; a part that another subgraph adds says nothing of the kind.
   */
  readonly ownersFields: ReadonlySet<string>;
}

/**
 * The planner refuses a supergraph whose security features it does not enforce. We enforce them ourselves
 * (plugins/access.ts, and again in every subgraph), so the marks that stop it are taken off here.
 */
export function readSupergraphFacts(supergraphSdl: string): SupergraphFacts {
  const accessRules = new Map<string, AccessRule>();
  const oneOfInputs: string[] = [];
  const ownersFields = new Set<string>();
  const note = (name: string, directives: readonly DirectiveNode[] | undefined) => {
    const rule = accessRuleOf(directives);
    if (rule) accessRules.set(name, rule);
  };
  for (const definition of parse(supergraphSdl, { noLocation: true }).definitions) {
    if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
      if (definition.directives?.some(({ name }) => name.value === "oneOf")) oneOfInputs.push(definition.name.value);
    } else if ("name" in definition && definition.name && definition.kind !== Kind.DIRECTIVE_DEFINITION) {
      note(definition.name.value, definition.directives);
      const fields: readonly FieldDefinitionNode[] =
        definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION
          ? (definition.fields ?? [])
          : [];
      for (const field of fields) note(`${definition.name.value}.${field.name.value}`, field.directives);
      if (!definition.directives?.some(hasKey)) continue;
      for (const field of fieldsOfOwner(fields)) ownersFields.add(`${definition.name.value}.${field}`);
    }
  }
  return { sdl: supergraphSdl.replaceAll(", for: SECURITY", ""), accessRules, oneOfInputs, ownersFields };
}

/** The names of those fields that the subgraph with the most of them resolves. */
function fieldsOfOwner(fields: readonly FieldDefinitionNode[]): string[] {
  const bySubgraph = Map.groupBy(fields, ({ directives }) => {
    const places = directives?.filter(({ name }) => name.value === "join__field") ?? [];
    const graphs = places.flatMap((place) => place.arguments?.filter(({ name }) => name.value === "graph") ?? []);
    return graphs.map(({ value }) => (value.kind === Kind.ENUM ? value.value : "")).join();
  });
  // Fields without a place of their own are the key's, known everywhere.
  bySubgraph.delete("");
  const [most = []] = [...bySubgraph.values()].toSorted((a, b) => b.length - a.length);
  return most.map(({ name }) => name.value);
}

function hasKey({ name, arguments: given }: DirectiveNode): boolean {
  return name.value === "join__type" && given?.some((argument) => argument.name.value === "key") === true;
}

/**
 * Makes input checks complete where clients send their input: one-of inputs are marked as such, and the scalars that
 * all subgraphs share are read as the subgraphs read them. Answers pass as they came.
 */
export function completeInputChecks(schema: GraphQLSchema, { oneOfInputs }: SupergraphFacts): GraphQLSchema {
  for (const name of oneOfInputs) {
    const type = schema.getType(name);
    if (isInputObjectType(type)) type.isOneOf = true;
  }
  for (const shared of Object.values(scalars)) {
    const type = schema.getType(shared.name);
    if (!isScalarType(type)) continue;
    type.parseValue = shared.parseValue as typeof type.parseValue;
    type.parseLiteral = shared.parseLiteral as typeof type.parseLiteral;
  }
  return schema;
}
