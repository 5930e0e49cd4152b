import { type DocumentNode, Kind, type SelectionSetNode } from "graphql";
import { selectionSetOf } from "./field-needs.ts";
import { givenTo, typeDefinitionsOf } from "./type-definitions.ts";

/** What each subgraph gives, and needs of others for it. */
export interface SubgraphFields {
  /** What it must be told before it can answer the field (@requires). */
  requirementOf(service: string, type: string, field: string): SelectionSetNode | undefined;
}

export function readSubgraphFields(supergraph: DocumentNode): SubgraphFields {
  const serviceOf = serviceNames(supergraph);
  const requirements = new Map<string, SelectionSetNode>();
  for (const [type, { fields = [] }] of typeDefinitionsOf(supergraph))
    for (const { name, directives } of fields)
      for (const { graph, requires } of givenTo(directives, "join__field"))
        if (typeof requires === "string")
          requirements.set(`${serviceOf.get(graph)} ${type}.${name.value}`, selectionSetOf(requires));
  return { requirementOf: (service, type, field) => requirements.get(`${service} ${type}.${field}`) };
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
