import type { SelectionSetNode } from "graphql";
import { fetchedSet } from "../planning/fetch-operation.ts";
import { responseName } from "../planning/placed-fields.ts";
import type { FetchNode } from "../planning/query-plan.ts";
import { type Merge, merge, mergeValues } from "./places.ts";
import { isPlainName } from "./plain-name.ts";

/** More names than these would be more code than it is worth. */
const NAMES_MAX = 50;

/** What `merge` does, for the fields that a fetch asks for at its place and no others. */
export function mergeOf(fetch: FetchNode): Merge {
  const names = new Set<string>();
  noteNames(fetchedSet(fetch).set, names);
  // A rewriting may give a field another name.
  if (fetch.outputRewrites?.length || names.size > NAMES_MAX || ![...names].every(isPlainName)) return merge;
  const fields = [...names].map(
    (name) => `value = source.${name};
    if (value !== undefined) {
      present = target.${name};
      if (typeof present === "object" && present !== null && typeof value === "object" && value !== null) {
        if (present !== value) target.${name} = mergeValues(present, value);
      } else if (value !== null || present === undefined) target.${name} = value;
    }`,
  );
  const source = `"use strict"; return (target, source) => { let value, present; ${fields.join("\n")} };`;
  return new Function("mergeValues", source)(mergeValues) as Merge;
}

function noteNames({ selections }: SelectionSetNode, names: Set<string>): void {
  for (const selection of selections) {
    if (selection.kind === "Field") names.add(responseName(selection));
    else if (selection.kind === "InlineFragment") noteNames(selection.selectionSet, names);
  }
}
