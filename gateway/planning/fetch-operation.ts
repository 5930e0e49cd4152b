import {
  type FragmentDefinitionNode,
  type InlineFragmentNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionSetNode,
  visit,
} from "graphql";
import type { FetchNode } from "./query-plan.ts";

/** A fetch's operation, with its fragments where they are spread. */
export function readFetchOperation(text: string): OperationDefinitionNode {
  const { definitions } = parse(text, { noLocation: true });
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  return visit(
    definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)!,
    {
      FragmentSpread: ({ name, directives }): InlineFragmentNode => {
        const { typeCondition, selectionSet } = fragments.get(name.value)!;
        return { kind: Kind.INLINE_FRAGMENT, typeCondition, directives, selectionSet };
      },
    },
  );
}

/** As text, without the variables that it does not use. */
export function writeFetchOperation(operation: OperationDefinitionNode): {
  readonly operation: string;
  readonly uses: ReadonlySet<string>;
} {
  const uses = new Set<string>();
  visit(operation.selectionSet, { Variable: ({ name }) => void uses.add(name.value) });
  const variableDefinitions = operation.variableDefinitions?.filter(({ variable }) => uses.has(variable.name.value));
  return { operation: print({ ...operation, variableDefinitions }), uses };
}

/** What is selected at a fetch's place, and the fetch with another selection. */
export function fetchedSet(fetch: FetchNode): {
  readonly set: SelectionSetNode;
  readonly withSet: (set: SelectionSetNode) => FetchNode;
} {
  const whole = readFetchOperation(fetch.operation);
  const [first] = whole.selectionSet.selections;
  const entities = first?.kind === Kind.FIELD && first.name.value === "_entities" ? first : undefined;
  return {
    set: entities?.selectionSet ?? whole.selectionSet,
    withSet: (set) => {
      const selectionSet: SelectionSetNode = entities
        ? { kind: Kind.SELECTION_SET, selections: [{ ...entities, selectionSet: set }] }
        : set;
      const { operation, uses } = writeFetchOperation({ ...whole, selectionSet });
      return { ...fetch, operation, variableUsages: fetch.variableUsages?.filter((name) => uses.has(name)) };
    },
  };
}
