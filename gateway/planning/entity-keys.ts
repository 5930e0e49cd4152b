import {
  type ConstDirectiveNode,
  type DocumentNode,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isNonNullType,
  Kind,
  type SelectionSetNode,
  valueFromASTUntyped,
} from "graphql";
import { selectionSetOf } from "./field-needs.ts";
import { fieldOf } from "./field-of.ts";

/** How a subgraph is asked for more of an object that it gave. */
export interface EntityKeys {
  /**
   * What the object is known by; undefined where the subgraph cannot be asked for it. Of a type that no other subgraph
   * knows it has never been asked for by a key: perhaps the key is only declared.
   */
  keyOf(service: string, type: string): SelectionSetNode | undefined;
  /** Whether the subgraph gives the field of any such object, and needs nothing of others for it. */
  hasField(service: string, type: string, field: string): boolean;
}

/** @param schema with all types of the supergraph */
export function readEntityKeys({ definitions }: DocumentNode, schema: GraphQLSchema): EntityKeys {
  const keys = new Map<string, SelectionSetNode>();
  const fields = new Set<string>();
  const graphs = definitions.flatMap((node) =>
    node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === "join__Graph" ? (node.values ?? []) : [],
  );
  const serviceOf = new Map(
    graphs.map(({ name, directives }) => [name.value, given(directives, "join__graph")[0]?.name]),
  );

  for (const definition of definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    const type = definition.name.value;
    const places = given(definition.directives, "join__type");
    const isAskedForByKey = new Set(places.map(({ graph }) => graph)).size > 1;
    for (const { graph, key, resolvable, isInterfaceObject } of places) {
      const name = `${serviceOf.get(graph)} ${type}`;
      if (!isAskedForByKey || !key || resolvable === false || isInterfaceObject || keys.has(name)) continue;
      const set = selectionSetOf(key);
      if (isAlwaysThere(schema.getType(type), set)) keys.set(name, set);
    }
    for (const field of definition.fields ?? []) {
      const own = given(field.directives, "join__field");
      for (const { graph } of own.length > 0 ? own.filter(isPlain) : places)
        fields.add(`${serviceOf.get(graph)} ${type}.${field.name.value}`);
    }
  }
  return {
    keyOf: (service, type) => keys.get(`${service} ${type}`),
    hasField: (service, type, field) => fields.has(`${service} ${type}.${field}`),
  };
}

function isPlain({ external, requires, contextArguments, usedOverridden }: Record<string, any>): boolean {
  return !external && !usedOverridden && requires === undefined && contextArguments === undefined;
}

/** A key that may be null would not find every object. */
function isAlwaysThere(type: GraphQLNamedType | undefined, { selections }: SelectionSetNode): boolean {
  return selections.every((selection) => {
    if (selection.kind !== Kind.FIELD) return false;
    const { name, selectionSet } = selection;
    const field = fieldOf(type, name.value);
    if (!field || !isNonNullType(field.type)) return false;
    return !selectionSet || isAlwaysThere(getNamedType(field.type), selectionSet);
  });
}

/** The arguments of each application of a directive. */
function given(directives: readonly ConstDirectiveNode[] = [], directive: string): Record<string, any>[] {
  return directives
    .filter(({ name }) => name.value === directive)
    .map(({ arguments: all = [] }) =>
      Object.fromEntries(all.map(({ name, value }) => [name.value, valueFromASTUntyped(value)])),
    );
}
