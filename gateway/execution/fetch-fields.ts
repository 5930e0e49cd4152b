import { type FieldNode, Kind, type SelectionNode, type SelectionSetNode } from "graphql";
import { readFetchOperation, writeFetchOperation } from "../planning/fetch-operation.ts";
import type { FetchNode } from "../planning/query-plan.ts";
import { clientPath } from "./fetch-errors.ts";

/** What a fetch fills in: each field at its place, with the paths of all fields from there on, in the data's names. */
export type FetchFields = ReadonlyMap<string, readonly (readonly string[])[]>;

export function fieldsOfFetch(fetch: FetchNode): FetchFields {
  const fields = new Map<string, (readonly string[])[]>();
  const walk = ({ selections }: SelectionSetNode, path: readonly string[]): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet, path);
      if (selection.kind !== Kind.FIELD) continue;
      const below = [...path, responseName(selection)];
      const inData = clientPath(below, { fetch })!.map(String);
      fields.set(inData[0]!, [...(fields.get(inData[0]!) ?? []), inData]);
      if (selection.selectionSet) walk(selection.selectionSet, below);
    }
  };
  const { selectionSet } = readFetchOperation(fetch.operation);
  walk(entitiesIn(selectionSet)?.selectionSet ?? selectionSet, []);
  return fields;
}

/** The same fetch for some of its fields. */
export function restrictFetch(fetch: FetchNode, isWanted: (field: string) => boolean): FetchNode {
  const wanted = (selection: SelectionNode): SelectionNode[] => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection];
    if (selection.kind === Kind.FIELD)
      return isWanted(String(clientPath([responseName(selection)], { fetch })![0])) ? [selection] : [];
    const selectionSet = restrict(selection.selectionSet);
    return selectionSet.selections.length > 0 ? [{ ...selection, selectionSet }] : [];
  };
  const restrict = (set: SelectionSetNode) => ({ ...set, selections: set.selections.flatMap(wanted) });

  const whole = readFetchOperation(fetch.operation);
  const entities = entitiesIn(whole.selectionSet);
  const selectionSet: SelectionSetNode = entities
    ? { ...whole.selectionSet, selections: [{ ...entities, selectionSet: restrict(entities.selectionSet!) }] }
    : restrict(whole.selectionSet);
  const { operation, uses } = writeFetchOperation({ ...whole, selectionSet });
  return { ...fetch, operation, variableUsages: fetch.variableUsages?.filter((name) => uses.has(name)) };
}

function entitiesIn({ selections: [first] }: SelectionSetNode): FieldNode | undefined {
  return first?.kind === Kind.FIELD && first.name.value === "_entities" ? first : undefined;
}

function responseName({ alias, name }: FieldNode): string {
  return alias?.value ?? name.value;
}
