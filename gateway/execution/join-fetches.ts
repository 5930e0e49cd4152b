import { type ASTNode, type DocumentNode, Kind, parse, print, stripIgnoredCharacters, visit } from "graphql";

/** The variable that carries the objects a fetch asks for. */
export const REPRESENTATIONS = "representations";

/** A fetch of entities as part of a joined document. */
export interface JoinedFetch {
  readonly operation: string;
  /** Variables that belong to this fetch alone, its representations among them, by the name in the joined document. */
  readonly ownVariables: ReadonlyMap<string, string>;
  /** The response name of its `_entities`. */
  readonly alias: string;
}

/** As sent: without what only people need. */
export function compact(operation: string): string {
  return stripIgnoredCharacters(operation);
}

/** Several fetches of entities from one subgraph in one operation. */
export function joinFetches(fetches: readonly JoinedFetch[]): string {
  const documents = fetches.map((fetch, index) => renamed(fetch, `_${index}`));
  const operations = documents.flatMap(({ definitions }) =>
    definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION),
  );
  const fragments = documents.flatMap(({ definitions }) =>
    definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION),
  );
  const variables = operations.flatMap(({ variableDefinitions = [] }) => variableDefinitions);
  const byName = new Map(variables.map((definition) => [definition.variable.name.value, definition]));
  const joined: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        ...operations[0]!,
        name: undefined,
        variableDefinitions: [...byName.values()],
        selectionSet: {
          kind: Kind.SELECTION_SET,
          selections: operations.flatMap(({ selectionSet }) => selectionSet.selections),
        },
      },
      ...fragments,
    ],
  };
  return compact(print(joined));
}

function renamed({ operation, ownVariables, alias }: JoinedFetch, suffix: string): DocumentNode {
  const named = <Node extends ASTNode & { name: { value: string } }>(node: Node, value: string) => ({
    ...node,
    name: { kind: Kind.NAME, value },
  });
  return visit(parse(operation, { noLocation: true }), {
    Variable: (node) => named(node, ownVariables.get(node.name.value) ?? node.name.value),
    FragmentSpread: (node) => named(node, `${node.name.value}${suffix}`),
    FragmentDefinition: { leave: (node) => named(node, `${node.name.value}${suffix}`) },
    Field: {
      leave: (node) =>
        node.name.value === "_entities" ? { ...node, alias: { kind: Kind.NAME, value: alias } } : undefined,
    },
  });
}
