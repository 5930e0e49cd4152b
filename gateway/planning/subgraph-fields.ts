import { type DocumentNode, Kind, type SelectionSetNode } from "graphql";
import { readFieldNeeds, selectionSetOf } from "./field-needs.ts";
import { fieldTypeIn, givenTo, implementersOf, typeDefinitionsOf } from "./type-definitions.ts";

/** What each subgraph gives, and needs of others for it. */
export interface SubgraphFields {
  /** What it must be told before it can answer the field (@requires). */
  requirementOf(service: string, type: string, field: string): SelectionSetNode | undefined;
  /** What it gives along with the field's value (@provides). */
  provisionOf(service: string, type: string, field: string): SelectionSetNode | undefined;
  /** Whether it only names the field, which others give, or give by now (@override). */
  isExternal(service: string, type: string, field: string): boolean;
  /** By what it knows objects of the type: all its keys' selections. */
  keysOf(service: string, type: string): readonly SelectionSetNode[];
  /** The field's type as the subgraph has it, where it is another than all have in common: `[Int!]!`. */
  ownTypeOf(service: string, type: string, field: string): string | undefined;
  /** Whether any subgraph names fields that it does not give. */
  readonly hasExternals: boolean;
  /** What the supergraph calls the subgraph, where it knows the type by a key. */
  graphOf(service: string, type: string): string | undefined;
  /** Whether some field requires what itself requires something. */
  readonly hasChains: boolean;
}

export function readSubgraphFields(supergraph: DocumentNode): SubgraphFields {
  const serviceOf = serviceNames(supergraph);
  const types = typeDefinitionsOf(supergraph);
  const requirements = new Map<string, SelectionSetNode>();
  const provisions = new Map<string, SelectionSetNode>();
  const externals = new Set<string>();
  const ownTypes = new Map<string, string>();
  const graphs = new Map<string, string>();
  for (const [type, { directives, fields = [] }] of types) {
    for (const { graph, key } of givenTo(directives, "join__type"))
      if (key) graphs.set(`${serviceOf.get(graph)} ${type}`, String(graph));
    for (const { name, directives: own } of fields)
      for (const place of givenTo(own, "join__field")) {
        const { graph, requires, provides, external, usedOverridden, overrideLabel } = place;
        const coordinate = `${serviceOf.get(graph)} ${type}.${name.value}`;
        if (typeof requires === "string") requirements.set(coordinate, selectionSetOf(requires));
        if (typeof provides === "string") provisions.set(coordinate, selectionSetOf(provides));
        if (place.type) ownTypes.set(coordinate, String(place.type));
        // With a label it is asked for by some requests yet.
        if (external || (usedOverridden && !overrideLabel)) externals.add(coordinate);
      }
  }
  const { keys, ofFields } = readFieldNeeds(supergraph);
  // A key is at hand even where the subgraph marks its fields as others'.
  const keySets = Map.groupBy(keys, ({ graph, type }) => `${serviceOf.get(graph)} ${type}`);
  for (const { graph, type, fields } of keys)
    for (const node of fields.selections)
      if (node.kind === Kind.FIELD) externals.delete(`${serviceOf.get(graph)} ${type}.${node.name.value}`);

  const isComputed = (type: string, field: string) =>
    implementersOf(types, type).some((one) => ofFields.has(`${one}.${field}`));
  const requiresComputed = (type: string, { selections }: SelectionSetNode): boolean =>
    selections.some((node) => {
      if (node.kind === Kind.INLINE_FRAGMENT)
        return requiresComputed(node.typeCondition?.name.value ?? type, node.selectionSet);
      if (node.kind !== Kind.FIELD) return false;
      const below = fieldTypeIn(types, type, node.name.value);
      const isBelow = below !== undefined && node.selectionSet && requiresComputed(below, node.selectionSet);
      return isComputed(type, node.name.value) || isBelow === true;
    });
  return {
    requirementOf: (service, type, field) => requirements.get(`${service} ${type}.${field}`),
    provisionOf: (service, type, field) => provisions.get(`${service} ${type}.${field}`),
    isExternal: (service, type, field) => externals.has(`${service} ${type}.${field}`),
    keysOf: (service, type) => (keySets.get(`${service} ${type}`) ?? []).map(({ fields }) => fields),
    ownTypeOf: (service, type, field) => ownTypes.get(`${service} ${type}.${field}`),
    hasExternals: externals.size > 0,
    graphOf: (service, type) => graphs.get(`${service} ${type}`),
    hasChains: [...ofFields.values()].flat().some(({ type, fields }) => requiresComputed(type, fields)),
  };
}

/** The names of subgraphs, by what the supergraph calls them. */
export function serviceNames({ definitions }: DocumentNode): ReadonlyMap<unknown, string> {
  const names = new Map<unknown, string>();
  for (const node of definitions) {
    if (node.kind !== Kind.ENUM_TYPE_DEFINITION || node.name.value !== "join__Graph") continue;
    for (const { name, directives } of node.values ?? [])
      names.set(name.value, String(givenTo(directives, "join__graph")[0]?.name));
  }
  return names;
}
