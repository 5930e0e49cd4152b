import {
  type FragmentDefinitionNode,
  type InlineFragmentNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  visit,
} from "graphql";

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
