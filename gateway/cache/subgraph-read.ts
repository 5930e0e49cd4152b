import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionSetNode,
  visit,
} from "graphql";
import { keyOf } from "./key.ts";
import type { EntitySelection } from "./policy.ts";
import { fragmentsOf, operationOf } from "./selections.ts";

/** A document for a subgraph. */
export interface SubgraphRead {
  readonly document: DocumentNode;
  readonly hash: string;
  /** Where it asks for entities and nothing else. */
  readonly lists: readonly EntityList[] | undefined;
}

/** One `_entities` of a document. */
export interface EntityList extends EntitySelection {
  /** Its name in the answer. */
  readonly alias: string;
  /** Of its representations. */
  readonly variable: string;
  /** What is asked of each entity: the same wherever it is asked, alone or joined with other lists. */
  readonly hash: string;
  /** All others that decide about an entity. */
  readonly variables: readonly string[];
}

export function readSubgraphDocument(text: string): SubgraphRead {
  const document = parse(text, { noLocation: true });
  const operation = operationOf(document, undefined);
  const fields = operation?.selectionSet.selections ?? [];
  const lists = fields.map((field) => (field.kind === Kind.FIELD ? listOf(field, operation!, document) : undefined));
  const isEntitiesAlone = lists.length > 0 && lists.every((list) => list !== undefined);
  return { document, hash: keyOf(text), lists: isEntitiesAlone ? lists : undefined };
}

function listOf(field: FieldNode, operation: OperationDefinitionNode, document: DocumentNode): EntityList | undefined {
  const { name, alias, selectionSet: selected, directives = [], arguments: [given, ...others] = [] } = field;
  if (name.value !== "_entities" || !selected || directives.length > 0 || others.length > 0) return undefined;
  if (given?.value.kind !== Kind.VARIABLE) return undefined;
  const used = new Set<string>();
  const text = textOf(document, selected, used);
  // A default is part of what is asked.
  const definitions = (operation.variableDefinitions ?? []).filter(({ variable }) => used.has(variable.name.value));
  return {
    ...{ document, selected, alias: (alias ?? name).value, variable: given.value.name.value },
    hash: keyOf([text, definitions.map(print).sort()]),
    variables: [...used].sort(),
  };
}

/** A selection whose fragments stand for themselves, not for what a document calls them. Notes the variables it uses. */
function textOf(document: DocumentNode, selected: SelectionSetNode, used: Set<string>): string {
  const fragments = fragmentsOf(document);
  const named = new Map<string, string>();
  const digestOf = (name: string): string => {
    const { typeCondition, selectionSet } = fragments.get(name)!;
    const digest = named.get(name) ?? keyOf([typeCondition.name.value, write(selectionSet)]);
    named.set(name, digest);
    return digest;
  };
  const write = (set: SelectionSetNode): string =>
    print(
      visit(set, {
        Variable: ({ name }) => void used.add(name.value),
        FragmentSpread: {
          leave: (node) => ({ ...node, name: { ...node.name, value: digestOf(node.name.value) } }),
        },
      }),
    );
  return write(selected);
}
