import {
  type ConstDirectiveNode,
  type DocumentNode,
  isTypeDefinitionNode,
  Kind,
  parse,
  type SelectionSetNode,
  type ValueNode,
} from "graphql";
import { specifiedNames } from "./specified-names.ts";

/** Fields of a type that a subgraph must be told before it can answer. */
export interface Need {
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
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const type = definition.name.value;
    for (const key of argumentsOf(definition.directives, "join__type", "key"))
      keys.push({ type, fields: selectionSetOf(textOf(key)) });
    for (const field of definition.fields ?? []) {
      const required = argumentsOf(field.directives, "join__field", "requires");
      const contextual = argumentsOf(field.directives, "join__field", "contextArguments").flatMap(itemsOf);
      const needs = [
        ...required.map((text) => ({ type, fields: selectionSetOf(textOf(text)) })),
        ...contextual.flatMap((argument) => {
          const fields = selectionSetOf(textOf(memberOf(argument, "selection")));
          return (contexts.get(textOf(memberOf(argument, "context"))) ?? []).map((above) => ({ type: above, fields }));
        }),
      ];
      if (needs.length > 0) ofFields.set(`${type}.${field.name.value}`, needs);
    }
  }
  return { keys, ofFields };
}

/** The types that set each context. */
function typesByContext(supergraph: DocumentNode): Map<string, string[]> {
  const nameOf = specifiedNames(supergraph);
  const types = new Map<string, string[]>();
  for (const definition of supergraph.definitions) {
    if (!isTypeDefinitionNode(definition)) continue;
    const contexts = definition.directives?.filter(({ name }) => nameOf(name.value) === "context") ?? [];
    for (const { arguments: given = [] } of contexts) {
      const name = textOf(given.find((argument) => argument.name.value === "name")?.value);
      types.set(name, [...(types.get(name) ?? []), definition.name.value]);
    }
  }
  return types;
}

function argumentsOf(directives: readonly ConstDirectiveNode[] = [], directive: string, argument: string): ValueNode[] {
  return directives
    .filter(({ name }) => name.value === directive)
    .flatMap(({ arguments: given = [] }) => given.filter(({ name }) => name.value === argument))
    .map(({ value }) => value);
}

function memberOf(value: ValueNode, name: string): ValueNode | undefined {
  return value.kind === Kind.OBJECT ? value.fields.find((field) => field.name.value === name)?.value : undefined;
}

function itemsOf(value: ValueNode): readonly ValueNode[] {
  return value.kind === Kind.LIST ? value.values : [value];
}

function textOf(value: ValueNode | undefined): string {
  return value?.kind === Kind.STRING ? value.value : "";
}

/** Of keys and @requires the text is a selection set's inside, of @fromContext all of it. */
export function selectionSetOf(text: string): SelectionSetNode {
  const set = text.trim().startsWith("{") ? text : `{ ${text} }`;
  const [operation] = parse(set, { noLocation: true }).definitions;
  return (operation as { selectionSet: SelectionSetNode }).selectionSet;
}
