import { type DocumentNode, Kind } from "graphql";
import { selectionSetOf } from "./field-needs.ts";
import { serviceNames } from "./subgraph-fields.ts";
import { givenTo, typeDefinitionsOf } from "./type-definitions.ts";

/** By interface: who knows it as an object of its own, without its types (@interfaceObject). */
export type InterfaceObjects = ReadonlyMap<string, readonly InterfaceObject[]>;

export interface InterfaceObject {
  readonly service: string;
  /** The fields of a key by which the service knows its objects. */
  readonly key: ReadonlySet<string>;
}

export function readInterfaceObjects(supergraph: DocumentNode): InterfaceObjects {
  const serviceOf = serviceNames(supergraph);
  const found = new Map<string, InterfaceObject[]>();
  for (const [name, { directives }] of typeDefinitionsOf(supergraph)) {
    const marks = givenTo(directives, "join__type").filter(({ isInterfaceObject }) => isInterfaceObject === true);
    const objects = marks.map(({ graph, key }) => ({
      service: serviceOf.get(graph) ?? "",
      key: fieldsOf(String(key)),
    }));
    if (objects.length > 0) found.set(name, objects);
  }
  return found;
}

function fieldsOf(key: string): ReadonlySet<string> {
  const { selections } = selectionSetOf(key);
  return new Set(selections.flatMap((node) => (node.kind === Kind.FIELD ? [node.name.value] : [])));
}
