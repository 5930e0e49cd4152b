import { type DocumentNode, isTypeDefinitionNode, parse, type SelectionSetNode } from "graphql";
import { specifiedNames } from "./specified-names.ts";
import { givenTo, typeDefinitionsOf } from "./type-definitions.ts";

/** Fields of a type that a subgraph must be told before it can answer. */
export interface Need {
  /** Whose need it is, as the supergraph calls it. */
  readonly graph: string;
  readonly type: string;
  readonly fields: SelectionSetNode;
}

/** What the supergraph says that subgraphs need of others. */
export interface FieldNeeds {
  readonly keys: readonly Need[];
  /** By `Type.field`: what @requires names, and what @fromContext takes from whatever lies above. */
  readonly ofFields: ReadonlyMap<string, readonly Need[]>;
}

export function readFieldNeeds(supergraph: DocumentNode): FieldNeeds {
  const keys: Need[] = [];
  const ofFields = new Map<string, readonly Need[]>();
  const contexts = typesByContext(supergraph);
  const needOf = (graph: unknown, type: string, text: unknown): Need[] =>
    typeof text === "string" ? [{ graph: String(graph), type, fields: selectionSetOf(text) }] : [];
  for (const [type, { directives, fields = [] }] of typeDefinitionsOf(supergraph)) {
    for (const { graph, key } of givenTo(directives, "join__type")) keys.push(...needOf(graph, type, key));
    for (const field of fields) {
      const needs = givenTo(field.directives, "join__field").flatMap(({ graph, requires, contextArguments }) => [
        ...needOf(graph, type, requires),
        ...([contextArguments ?? []].flat() as ContextArgument[]).flatMap(({ context, selection }) =>
          (contexts.get(context) ?? []).flatMap((above) => needOf(graph, above, selection)),
        ),
      ]);
      if (needs.length > 0) ofFields.set(`${type}.${field.name.value}`, needs);
    }
  }
  return { keys, ofFields };
}

interface ContextArgument {
  readonly context: string;
  readonly selection: string;
}

/** The types that set each context. */
function typesByContext(supergraph: DocumentNode): Map<string, string[]> {
  const nameOf = specifiedNames(supergraph);
  const types = new Map<string, string[]>();
  for (const definition of supergraph.definitions) {
    if (!isTypeDefinitionNode(definition)) continue;
    const names = definition.directives?.map(({ name }) => name.value).filter((name) => nameOf(name) === "context");
    for (const { name } of new Set(names).values().flatMap((own) => givenTo(definition.directives, own)))
      types.set(String(name), [...(types.get(String(name)) ?? []), definition.name.value]);
  }
  return types;
}

/** Of keys and @requires the text is a selection set's inside, of @fromContext all of it. */
export function selectionSetOf(text: string): SelectionSetNode {
  const set = text.trim().startsWith("{") ? text : `{ ${text} }`;
  const [operation] = parse(set, { noLocation: true }).definitions;
  return (operation as { selectionSet: SelectionSetNode }).selectionSet;
}
