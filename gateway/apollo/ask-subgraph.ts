import { type GraphQLFormattedError, Kind, parse, type SelectionSetNode } from "graphql";
import type { Execute, SubgraphResult } from "#kernel/executor.ts";
import type { RequestScope } from "#kernel/subgraph.ts";
import { LruMap } from "../lru-map.ts";

/** One fetch of a plan. */
export interface SubgraphFetch {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const PLACES_MAX = 100;
const DOCUMENTS_MAX = 2_000;
const fieldsByDocument = new LruMap<string, readonly string[]>(DOCUMENTS_MAX);

/**
 * Asks a subgraph one fetch. A fault of the whole fetch is told at every place that it leaves empty, so that the
 * client learns what is missing. What comes back may be written into.
 */
export async function askSubgraph(
  execute: Execute,
  { document, variables }: SubgraphFetch,
  scope: RequestScope,
): Promise<SubgraphResult> {
  const { caller, context, requestId, deadlineAtMs, signal, forwarded, hearHeaders, span } = scope;
  const { data, errors } = await execute({
    ...{ document, variables, isMutation: document.startsWith("mutation") },
    ...{ caller, context, requestId, deadlineAtMs, signal, forwarded, hearHeaders, span },
  });
  if (!errors || errors.length === 0) return { data: copyOf(data) };
  return { data: copyOf(data), errors: data ? errors : spread(errors, document, variables) };
}

function spread(
  errors: readonly GraphQLFormattedError[],
  document: string,
  variables: SubgraphFetch["variables"],
): GraphQLFormattedError[] {
  const places = placesOf(document, variables);
  return errors.flatMap((error, index) => {
    if (error.path) return [error];
    return (index === 0 ? places : places.slice(0, 1)).map((path) => ({ ...error, path }));
  });
}

/** Where a fetch answers: its root fields, or the fields of each entity that it asks for. */
function placesOf(document: string, { representations }: SubgraphFetch["variables"]): (readonly (string | number)[])[] {
  const fields = fieldsOf(document);
  if (!Array.isArray(representations)) return fields.map((field) => [field]);
  return representations.flatMap((_, index) => fields.map((field) => ["_entities", index, field])).slice(0, PLACES_MAX);
}

function fieldsOf(document: string): readonly string[] {
  const known = fieldsByDocument.get(document);
  if (known) return known;
  const operation = parse(document, { noLocation: true }).definitions.find(
    ({ kind }) => kind === Kind.OPERATION_DEFINITION,
  );
  const root = operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet : undefined;
  const fields = [...new Set(root ? responseNames(root) : [])];
  fieldsByDocument.set(document, fields);
  return fields;
}

function responseNames({ selections }: SelectionSetNode): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    if (selection.kind === Kind.INLINE_FRAGMENT) return responseNames(selection.selectionSet);
    if (selection.name.value === "_entities")
      return selection.selectionSet ? responseNames(selection.selectionSet) : [];
    return selection.name.value.startsWith("__") ? [] : [selection.alias?.value ?? selection.name.value];
  });
}

/** A subgraph in this process hands out its own objects, and answers are merged in place. */
function copyOf<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(copyOf) as Value;
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) copy[key] = copyOf((value as Record<string, unknown>)[key]);
  return copy as Value;
}
