import {
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  parse,
  print,
  type SelectionNode,
  visit,
} from "graphql";
import type { Operation } from "./grow-operation.ts";

const TRIES_MAX = 400;

/**
 * The smallest operation found that still fails: fragments are written out, then selections, conditions and arguments
 * taken away one at a time.
 */
export async function shrinkOperation(
  operation: Operation,
  fails: (operation: Operation) => Promise<boolean>,
): Promise<Operation> {
  const writtenOut = changed(operation, withoutSpreads);
  let smallest = (await fails(writtenOut)) ? writtenOut : operation;
  let tries = 0;
  for (const step of [removed, unwrapped]) {
    for (let at = 0; tries < TRIES_MAX; tries++) {
      const count = { left: at };
      const candidate = changed(smallest, (document) => step(document, count));
      if (count.left >= 0) break;
      if (await fails(candidate)) smallest = candidate;
      else at += 1;
    }
  }
  return smallest;
}

/** Counts the places where a step could be taken down to the one where it is: below zero it was found. */
interface Countdown {
  left: number;
}

const REMOVABLE: readonly string[] = [
  Kind.FIELD,
  Kind.INLINE_FRAGMENT,
  Kind.FRAGMENT_SPREAD,
  Kind.DIRECTIVE,
  Kind.ARGUMENT,
];

function removed(document: DocumentNode, count: Countdown): DocumentNode {
  return visit(document, {
    enter: (node) => (count.left >= 0 && REMOVABLE.includes(node.kind) && count.left-- === 0 ? null : undefined),
  });
}

/** An inline fragment gives way to what is in it. */
function unwrapped(document: DocumentNode, count: Countdown): DocumentNode {
  return visit(document, {
    SelectionSet: (node) => ({
      ...node,
      selections: node.selections.flatMap((selection) => {
        const isNext = selection.kind === Kind.INLINE_FRAGMENT && count.left >= 0 && count.left-- === 0;
        return isNext ? selection.selectionSet.selections : [selection];
      }),
    }),
  });
}

function withoutSpreads(document: DocumentNode): DocumentNode {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  return visit(document, {
    FragmentSpread: ({ name, directives }) => {
      const { typeCondition, selectionSet } = fragments.get(name.value)!;
      return { kind: Kind.INLINE_FRAGMENT, typeCondition, directives, selectionSet };
    },
  });
}

function changed(
  { query, variables, down, rehearsals }: Operation,
  change: (document: DocumentNode) => DocumentNode,
): Operation {
  const document = withoutUnused(change(parse(query)));
  const used = new Set<string>();
  visit(document, { VariableDefinition: ({ variable }) => void used.add(variable.name.value) });
  const values = Object.entries(variables).filter(([name]) => used.has(name));
  return { query: print(document), variables: Object.fromEntries(values), down, rehearsals };
}

/** What nobody refers to any more goes too, and sets that have become empty with what they belong to. */
function withoutUnused(document: DocumentNode): DocumentNode {
  const withoutEmpty = { leave: (node: ASTNode) => (isEmpty(node) ? null : undefined) };
  const emptied: DocumentNode = visit(document, { Field: withoutEmpty, InlineFragment: withoutEmpty });
  const spread = new Set<string>();
  const used = new Set<string>();
  visit(emptied, { FragmentSpread: ({ name }) => void spread.add(name.value) });
  const tidy: DocumentNode = visit(emptied, {
    FragmentDefinition: ({ name }) => (spread.has(name.value) ? undefined : null),
  });
  visit(tidy, { VariableDefinition: () => false, Variable: ({ name }) => void used.add(name.value) });
  return visit(tidy, {
    VariableDefinition: ({ variable }) => (used.has(variable.name.value) ? undefined : null),
  });
}

function isEmpty(node: ASTNode): boolean {
  const { selectionSet } = node as { selectionSet?: { selections: readonly SelectionNode[] } };
  return selectionSet?.selections.length === 0;
}
