import {
  type FragmentDefinitionNode,
  type InlineFragmentNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionSetNode,
  type VariableDefinitionNode,
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

/** What is selected at a fetch's place, and the fetch with another selection; what nothing uses any more is not given. */
export function fetchedSet(fetch: FetchNode): {
  readonly set: SelectionSetNode;
  /** @param further of variables that the fetch did not use before */
  readonly withSet: (set: SelectionSetNode, further?: readonly VariableDefinitionNode[]) => FetchNode;
} {
  const whole = readFetchOperation(fetch.operation);
  const [first] = whole.selectionSet.selections;
  const entities = first?.kind === Kind.FIELD && first.name.value === "_entities" ? first : undefined;
  return {
    set: entities?.selectionSet ?? whole.selectionSet,
    withSet: (set, further = []) => {
      const selectionSet: SelectionSetNode = entities
        ? { kind: Kind.SELECTION_SET, selections: [{ ...entities, selectionSet: set }] }
        : set;
      const known = new Set(whole.variableDefinitions?.map(({ variable }) => variable.name.value));
      const added = further.filter(({ variable }) => !known.has(variable.name.value));
      const variableDefinitions = [...(whole.variableDefinitions ?? []), ...added];
      const { operation, uses } = writeFetchOperation({ ...whole, variableDefinitions, selectionSet });
      const names = [...(fetch.variableUsages ?? []), ...added.map(({ variable }) => variable.name.value)];
      const taken = fetch.contextRewrites?.filter(({ renameKeyTo }) => uses.has(renameKeyTo));
      const contextRewrites = taken?.length ? taken : undefined;
      return { ...fetch, operation, variableUsages: names.filter((name) => uses.has(name)), contextRewrites };
    },
  };
}
