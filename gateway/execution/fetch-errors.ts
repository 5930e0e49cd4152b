import { type GraphQLFormattedError, type GraphQLSchema, Kind, parse, type SelectionSetNode } from "graphql";
import type { RequiredNode, Rewrite } from "../planning/query-plan.ts";
import type { Member } from "./call-graph.ts";
import { eachPlaceWithPath, type ResponsePath } from "./places.ts";
import { isJson, isOfType, type Json } from "./rewrites.ts";
import type { Entity, PlanRun } from "./run-calls.ts";

/** A fault of a whole fetch is told at each place that it leaves empty, up to so many. */
const PLACES_MAX = 100;
const FRAGMENT = "... on ";

/** An error at its place in the data. */
export interface Told {
  readonly message: string;
  /** In the data's names; absent for an error without a place. */
  readonly path?: ResponsePath;
  /** The end of the path that lies below what is missing. */
  readonly below: ResponsePath;
  readonly extensions?: GraphQLFormattedError["extensions"];
  /** It is told at what needed the missing value, so that nobody reads it once more where only we asked. */
  isPassedOn?: boolean;
}

/** The errors that left places empty, by the object or list and the name or index in it. */
export type FailedFields = Map<object, Map<string | number, Told>>;

/** What went wrong with a fetch of root fields, told at the client's paths. */
export function tellRootErrors(
  run: PlanRun,
  member: Member,
  errors: readonly GraphQLFormattedError[],
  data: unknown,
): void {
  const places = pathsOf(run, member, () => true);
  errors.forEach((error, index) => {
    const path = clientPath(error.path, member);
    if (path) return places.forEach((place) => tell(run, error, [...place.at, ...path]));
    if (isJson(data)) return tell(run, error, undefined);
    const empty = places.flatMap(({ at }) => fieldsOf(member).map((field) => [...at, field]));
    for (const at of index === 0 ? empty : empty.slice(0, 1)) tell(run, error, at);
  });
}

/** What went wrong with a fetch of entities, told at all places of those it concerns. */
export function tellEntityErrors(
  run: PlanRun,
  member: Member,
  entities: readonly Entity[],
  errors: readonly GraphQLFormattedError[],
): void {
  let left = PLACES_MAX;
  let isFirst = true;
  for (const error of errors) {
    const [, index, ...below] = error.path ?? [];
    const entity = typeof index === "number" ? entities[index] : undefined;
    const concerned = entity ? [entity] : entities;
    const objects = new Set(concerned.flatMap(({ places }) => places.map(({ object }) => object)));
    const path = clientPath(below, member);
    const fields = path && path.length > 0 ? [path] : fieldsOf(member).map((field) => [field]);
    for (const { at } of pathsOf(run, member, (object) => objects.has(object)))
      for (const field of entity || isFirst ? fields : fields.slice(0, 1))
        if (left-- > 0) tell(run, error, [...at, ...field]);
    isFirst = isFirst && entity !== undefined;
  }
}

/** Objects that were not asked for, because what the subgraph must be told of them could not be had. */
export function tellSkipped(run: PlanRun, member: Member, causes: ReadonlyMap<Json, Told>): void {
  for (const { object, at } of pathsOf(run, member, (one) => causes.has(one))) {
    const cause = causes.get(object)!;
    for (const field of fieldsOf(member)) tell(run, cause, [...at, field]);
    cause.isPassedOn = true;
  }
}

/** The error by which a required value is missing. */
export function causeOf(
  failed: FailedFields,
  object: Json,
  requires: readonly RequiredNode[],
  schema: GraphQLSchema,
): Told | undefined {
  for (const required of requires) {
    if (required.kind === "InlineFragment") {
      if (required.typeCondition && !isOfType(object, required.typeCondition, schema)) continue;
      const cause = causeOf(failed, object, required.selections, schema);
      if (cause) return cause;
      continue;
    }
    const name = required.alias ?? required.name;
    const value = object[name];
    if (value === null || value === undefined) {
      const cause = failed.get(object)?.get(name);
      if (cause) return cause;
    } else if (required.selections) {
      for (const item of [value].flat(Infinity) as unknown[]) {
        const cause = isJson(item) ? causeOf(failed, item, required.selections, schema) : undefined;
        if (cause) return cause;
      }
    }
  }
  return undefined;
}

/** Tells an error, and remembers where on its path nothing is: for the answer, and for what depends on it. */
export function tell(
  { data, failed, told: all }: Pick<PlanRun, "data" | "failed" | "told">,
  { message, extensions }: Pick<GraphQLFormattedError, "message" | "extensions">,
  path: ResponsePath | undefined,
): void {
  let container: unknown = data;
  for (const [index, key] of (path ?? []).entries()) {
    if (typeof container !== "object" || container === null) break;
    const value = (container as Record<string | number, unknown>)[key];
    if (value !== null && value !== undefined) {
      container = value;
      continue;
    }
    const told = { message, path, below: path!.slice(index + 1), extensions };
    all.push(told);
    const fields = failed.get(container) ?? new Map<string | number, Told>();
    if (!fields.has(key)) failed.set(container, fields.set(key, told));
    return;
  }
  all.push({ message, path, below: [], extensions });
}

function pathsOf(
  { data }: PlanRun,
  member: Member,
  isWanted: (object: Json) => boolean,
): { readonly object: Json; readonly at: ResponsePath }[] {
  const found: { object: Json; at: ResponsePath }[] = [];
  for (const path of member.paths)
    eachPlaceWithPath(data, path, (object, at) => isWanted(object) && found.push({ object, at }));
  return found;
}

/** A subgraph's path in the client's names: what the plan renames in the answer, it renames here. */
export function clientPath(path: ResponsePath | undefined, { fetch }: Pick<Member, "fetch">): ResponsePath | undefined {
  if (!path || !fetch.outputRewrites) return path;
  const renamed = [...path];
  for (const rewrite of fetch.outputRewrites) rename(renamed, rewrite);
  return renamed;
}

function rename(path: (string | number)[], rewrite: Rewrite): void {
  if (rewrite.kind !== "KeyRenamer") return;
  const wanted = rewrite.path.filter((element) => !element.startsWith(FRAGMENT));
  let matched = 0;
  for (const [index, key] of path.entries()) {
    if (typeof key === "number") continue;
    if (key !== wanted[matched]) return;
    matched += 1;
    if (matched === wanted.length) {
      path[index] = rewrite.renameKeyTo;
      return;
    }
  }
}

const knownFields = new WeakMap<Member, readonly string[]>();

/** What a fetch fills in at its places, in the client's names. */
function fieldsOf(member: Member): readonly string[] {
  const known = knownFields.get(member);
  if (known) return known;
  const operation = parse(member.fetch.operation, { noLocation: true }).definitions.find(
    (node) => node.kind === Kind.OPERATION_DEFINITION,
  );
  const names = operation ? responseNames(operation.selectionSet) : [];
  const fields = [...new Set(names.map((name) => String(clientPath([name], member)![0])))];
  knownFields.set(member, fields);
  return fields;
}

function responseNames({ selections }: SelectionSetNode): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    if (selection.kind === Kind.INLINE_FRAGMENT) return responseNames(selection.selectionSet);
    if (selection.name.value === "_entities") return responseNames(selection.selectionSet!);
    return selection.name.value.startsWith("__") ? [] : [selection.alias?.value ?? selection.name.value];
  });
}
