import { type DirectiveNode, type DocumentNode, Kind, visit } from "graphql";
import { foldConditions } from "./fold-conditions.ts";

const known = new WeakMap<DocumentNode, readonly string[]>();

/** The variables that decide what is included. */
export function conditionVariablesOf(document: DocumentNode): readonly string[] {
  const before = known.get(document);
  if (before) return before;
  const names = new Set<string>();
  visit(document, { Directive: (node) => void variablesOf(node).forEach((name) => names.add(name)) });
  const found = [...names];
  known.set(document, found);
  return found;
}

/** The document as it is with these values. */
export function assignConditions(document: DocumentNode, values: Readonly<Record<string, unknown>>): DocumentNode {
  const assigned = visit(document, {
    Directive: (node) => {
      if (variablesOf(node).length === 0) return undefined;
      const [argument] = node.arguments ?? [];
      const value = values[variablesOf(node)[0]!] === true;
      return { ...node, arguments: [{ ...argument!, value: { kind: Kind.BOOLEAN, value } }] };
    },
  });
  return foldConditions(assigned);
}

function variablesOf({ name, arguments: given = [] }: DirectiveNode): string[] {
  if (name.value !== "skip" && name.value !== "include") return [];
  return given.flatMap(({ value }) => (value.kind === Kind.VARIABLE ? [value.name.value] : []));
}
