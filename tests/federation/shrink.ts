import {
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  parse,
  print,
  type SelectionNode,
  validate,
  visit,
  type VariableDefinitionNode,
} from "graphql";
import type { Operation } from "./grow-operation.ts";

const TRIES_MAX = 400;

/** The smallest operation found that still fails: selections, conditions and arguments are taken away one at a time. */
export async function shrink(
  schema: GraphQLSchema,
  operation: Operation,
  fails: (operation: Operation) => Promise<boolean>,
): Promise<Operation> {
  let smallest = operation;
  let tries = 0;
  for (let at = 0; tries < TRIES_MAX;) {
    const candidate = without(smallest, at);
    if (!candidate) break;
    tries += 1;
    if (isValid(schema, candidate.query) && (await fails(candidate))) smallest = candidate;
    else at += 1;
  }
  return smallest;
}

/** Without the thing that comes at a place of the document; undefined beyond the last. */
function without({ query, variables, down }: Operation, at: number): Operation | undefined {
  let place = 0;
  let isFound = false;
  const document = visit(parse(query), {
    enter: (node) => {
      const canGo = REMOVABLE.includes(node.kind);
      if (!canGo || isFound || place++ !== at) return undefined;
      isFound = true;
      return null;
    },
  });
  if (!isFound) return undefined;
  const tidy = withoutUnused(document);
  const kept = tidy.definitions.flatMap((node) =>
    "variableDefinitions" in node ? (node.variableDefinitions ?? []) : [],
  );
  const names = (kept as readonly VariableDefinitionNode[]).map(({ variable }) => variable.name.value);
  const values = Object.entries(variables).filter(([name]) => names.includes(name));
  return { query: print(tidy), variables: Object.fromEntries(values), ...(down && { down }) };
}

const REMOVABLE: readonly string[] = [
  Kind.FIELD,
  Kind.INLINE_FRAGMENT,
  Kind.FRAGMENT_SPREAD,
  Kind.DIRECTIVE,
  Kind.ARGUMENT,
];

/** What nobody refers to any more goes too, and sets that have become empty with what they belong to. */
function withoutUnused(document: DocumentNode): DocumentNode {
  const spread = new Set<string>();
  const used = new Set<string>();
  const emptied = visit(document, {
    Field: { leave: (node) => (isEmpty(node) ? null : undefined) },
    InlineFragment: { leave: (node) => (isEmpty(node) ? null : undefined) },
  });
  visit(emptied, {
    FragmentSpread: ({ name }) => void spread.add(name.value),
  });
  const tidy = visit(emptied, {
    FragmentDefinition: (node) => (spread.has(node.name.value) && !isEmpty(node) ? undefined : null),
    FragmentSpread: ({ name }) => {
      const target = emptied.definitions.find(
        (node) => node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === name.value,
      );
      return !target || isEmpty(target) ? null : undefined;
    },
  });
  visit(tidy, { VariableDefinition: () => false, Variable: ({ name }) => void used.add(name.value) });
  return visit(tidy, {
    VariableDefinition: ({ variable }) => (used.has(variable.name.value) ? undefined : null),
  });
}

/** What has lost its last selection does not even parse. */
function isValid(schema: GraphQLSchema, query: string): boolean {
  try {
    return validate(schema, parse(query)).length === 0;
  } catch {
    return false;
  }
}

function isEmpty(node: object): boolean {
  const { selectionSet } = node as { selectionSet?: { selections: readonly SelectionNode[] } };
  return selectionSet?.selections.length === 0;
}
