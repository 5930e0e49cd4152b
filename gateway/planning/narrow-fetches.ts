import { type GraphQLSchema, isAbstractType } from "graphql";
import type { InterfaceObjects } from "./interface-objects.ts";
import { mapEntityFetches } from "./map-entity-fetches.ts";
import type { FetchNode, FlattenNode, QueryPlan, RequiredNode } from "./query-plan.ts";

/**
 * Keeps objects from a subgraph that it was not meant to be asked for. Where one type of an interface is wanted by way of
 * an interface object (@interfaceObject), the planner requires the key of that type, but what @requires names of all
 * types: an object of another type would be sent without a key.
 */
export function narrowFetches(plan: QueryPlan, schema: GraphQLSchema, interfaceObjects: InterfaceObjects): QueryPlan {
  return mapEntityFetches(plan, (flatten) => {
    const types = typesWithKey(flatten.node, schema, interfaceObjects);
    return types ? { ...flatten, path: ofTypes(types, flatten.path) } : flatten;
  });
}

/** The types of which the fetch has a key, or undefined where those are all it requires anything of. */
function typesWithKey(
  { serviceName, requires = [], inputRewrites = [] }: FetchNode,
  schema: GraphQLSchema,
  interfaceObjects: InterfaceObjects,
): ReadonlySet<string> | undefined {
  const seenAs = new Set(inputRewrites.map((rewrite) => rewrite.kind === "ValueSetter" && String(rewrite.setValueTo)));
  const isKnownHere = (known: readonly { readonly service: string }[]) =>
    known.some(({ service }) => service === serviceName);
  const objects = [...interfaceObjects].filter(([name, known]) => seenAs.has(name) && isKnownHere(known));
  if (objects.length === 0) return undefined;
  const required = new Map<string, Set<string>>();
  const note = (nodes: readonly RequiredNode[], types: readonly string[]): void => {
    for (const node of nodes) {
      if (node.kind === "InlineFragment")
        note(node.selections, node.typeCondition ? objectsOf(schema, node.typeCondition) : types);
      else for (const type of types) required.set(type, (required.get(type) ?? new Set()).add(node.name));
    }
  };
  note(requires, []);
  const hasKey = (type: string, fields: ReadonlySet<string>) =>
    objects.every(([name, known]) => {
      if (!objectsOf(schema, name).includes(type)) return true;
      return known.some(({ service, key }) => service === serviceName && key.isSubsetOf(fields));
    });
  const complete = [...required].filter(([type, fields]) => hasKey(type, fields)).map(([type]) => type);
  return complete.length > 0 && complete.length < required.size ? new Set(complete) : undefined;
}

function objectsOf(schema: GraphQLSchema, name: string): readonly string[] {
  const type = schema.getType(name);
  return isAbstractType(type) ? schema.getPossibleTypes(type).map((one) => one.name) : [name];
}

/** The path to objects of these types. */
export function ofTypes(types: ReadonlySet<string>, path: FlattenNode["path"]): FlattenNode["path"] {
  const [key = "", conditions] = String(path.at(-1) ?? "").split("|[");
  const before = conditions?.replace("]", "").split(",");
  const both = before ? before.filter((type) => types.has(type)) : [...types];
  return [...path.slice(0, -1), `${key}|[${both.join(",")}]`];
}
