import { type DirectiveNode, type DocumentNode, Kind, type SelectionNode, type SelectionSetNode, visit } from "graphql";
import type { Random } from "#tests/federation/random.ts";

const FRAGMENT_CHANCE = 0.4;
const WRAPPED_CHANCE = 0.3;

/** Defers some of a document's fragments by chance, and wraps fields into deferred fragments of their own. */
export function insertDefer(document: DocumentNode, random: Random): DocumentNode {
  let labels = 0;
  const defer = (): DirectiveNode => {
    const value = { kind: Kind.STRING, value: `part ${(labels += 1)}` } as const;
    const label = { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: "label" }, value } as const;
    const given = random.chance(0.5) ? [label] : [];
    return { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: "defer" }, arguments: given };
  };
  const deferred = (selection: SelectionNode): SelectionNode => {
    if (selection.kind === Kind.FIELD || !random.chance(FRAGMENT_CHANCE)) return selection;
    return { ...selection, directives: [...(selection.directives ?? []), defer()] };
  };
  const wrapped = (selections: readonly SelectionNode[]): readonly SelectionNode[] => {
    if (!random.chance(WRAPPED_CHANCE)) return selections;
    const from = random.int(0, selections.length - 1);
    const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: selections.slice(from) };
    return [...selections.slice(0, from), { kind: Kind.INLINE_FRAGMENT, directives: [defer()], selectionSet }];
  };
  return visit(document, {
    SelectionSet: {
      leave: (node, _key, parent) => {
        const isMutation = parent && "operation" in parent && parent.operation === "mutation";
        return isMutation ? undefined : { ...node, selections: wrapped(node.selections.map(deferred)) };
      },
    },
  });
}
