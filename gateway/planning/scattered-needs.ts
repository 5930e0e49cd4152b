import { type DocumentNode, type FieldNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from "graphql";
import type { InterfaceObjects } from "./interface-objects.ts";
import { relatedTypes } from "./related-types.ts";
import { topNamesIn } from "./split-by-needs.ts";
import type { SubgraphFields } from "./subgraph-fields.ts";
import { givenTo, implementersOf, typeDefinitionsOf } from "./type-definitions.ts";

/**
 * The fields of interface objects, as `Type.field`, that require what no subgraph gives of all the types that it knows by
 * the interface's key, or are wanted of objects from where the interface has none: there the planner loses its way, or
 * some of the types.
 */
export function scatteredNeeds(
  supergraph: DocumentNode,
  interfaceObjects: InterfaceObjects,
  { requirementOf }: Pick<SubgraphFields, "requirementOf">,
): ReadonlySet<string> {
  const types = typeDefinitionsOf(supergraph);
  const isGivenBy = (graph: unknown, type: string, name: string): boolean => {
    const places = givenTo(
      types.get(type)?.fields?.find((field) => field.name.value === name)?.directives,
      "join__field",
    );
    const isGiven = (place: (typeof places)[number]) =>
      place.graph === graph && !place.external && !place.usedOverridden && !place.overrideLabel;
    return places.length === 0 || places.some(isGiven);
  };
  const scattered = new Set<string>();
  for (const [name, known] of interfaceObjects) {
    const { directives, fields = [] } = types.get(name)!;
    const places = givenTo(directives, "join__type");
    const homes = places.filter(({ key, isInterfaceObject }) => key && !isInterfaceObject);
    const hasOthers = places.some(({ key }) => !key);
    const isGiven = (field: string) =>
      homes.some(({ graph }) =>
        implementersOf(types, name).every(
          (one) =>
            one === name ||
            givenTo(types.get(one)!.directives, "join__type").every((place) => place.graph !== graph) ||
            isGivenBy(graph, one, field),
        ),
      );
    for (const { name: field } of fields)
      for (const { service, key } of known) {
        const requirement = requirementOf(service, name, field.value);
        const needs = requirement ? topNamesIn(requirement).filter((need) => !key.has(need)) : [];
        if (needs.length > 0 && (hasOthers || !needs.every(isGiven))) scattered.add(`${name}.${field.value}`);
      }
  }
  return scattered;
}

/** @param coordinates as `Type.field` */
export function asksFor(document: DocumentNode, coordinates: ReadonlySet<string>, schema: GraphQLSchema): boolean {
  if (coordinates.size === 0) return false;
  const info = new TypeInfo(schema);
  let isAsked = false;
  const note = ({ name }: FieldNode) => {
    const types = relatedTypes(schema, info.getParentType() ?? undefined);
    isAsked ||= types.some((type) => coordinates.has(`${type}.${name.value}`));
  };
  visit(document, visitWithTypeInfo(info, { Field: note }));
  return isAsked;
}
