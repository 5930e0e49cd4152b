import { Kind, type SelectionNode, type SelectionSetNode } from "graphql";
import { fetchedSet } from "../planning/fetch-operation.ts";
import { responseName } from "../planning/placed-fields.ts";
import type { FetchNode } from "../planning/query-plan.ts";
import { clientPath } from "./fetch-errors.ts";

/** A path of response names, in the data's words. */
export type NamePath = readonly string[];

/** All fields that a fetch fills in, from its place on. */
export function fieldsOfFetch(fetch: FetchNode): NamePath[] {
  const paths: NamePath[] = [];
  const walk = ({ selections }: SelectionSetNode, path: NamePath): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet, path);
      if (selection.kind !== Kind.FIELD) continue;
      const below = [...path, responseName(selection)];
      paths.push(clientPath(below, { fetch })!.map(String));
      if (selection.selectionSet) walk(selection.selectionSet, below);
    }
  };
  walk(fetchedSet(fetch).set, []);
  return paths;
}

/** The same fetch for some of the fields at its place. */
export function restrictFetch(fetch: FetchNode, isWanted: (field: string) => boolean): FetchNode {
  const restrict = (set: SelectionSetNode): SelectionSetNode => ({
    ...set,
    selections: set.selections.flatMap(wanted),
  });
  const wanted = (selection: SelectionNode): SelectionNode[] => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection];
    if (selection.kind === Kind.FIELD)
      return isWanted(String(clientPath([responseName(selection)], { fetch })![0])) ? [selection] : [];
    const selectionSet = restrict(selection.selectionSet);
    return selectionSet.selections.length > 0 ? [{ ...selection, selectionSet }] : [];
  };
  const { set, withSet } = fetchedSet(fetch);
  return withSet(restrict(set));
}
