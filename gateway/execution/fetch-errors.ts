import { type GraphQLFormattedError, type GraphQLSchema, Kind, parse, type SelectionSetNode } from "graphql";
import type { FetchNode, RequiredNode, Rewrite } from "../planning/query-plan.ts";
import type { Member } from "./call-graph.ts";
import { ownValue } from "./own-value.ts";
import { eachPlaceWithPath, type ResponsePath } from "./places.ts";
import { isJson, isOfType, type Json } from "./rewrites.ts";
import type { Entity } from "./entities-of.ts";
import type { PlanRun } from "./run-calls.ts";

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
  /** The value is not what failed: a null that rose from beside it took it along. */
  readonly isTakenAlong?: boolean;
  /** The fetch of which all failed. */
  readonly fetch?: FetchNode;
  /** Of this fetch only what took something from above failed, somewhere below what it gave. */
  readonly isBelow?: boolean;
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
    const path = placeIn(member, error.path);
    if (path) return places.forEach((place) => tell(run, error, [...place.at, ...path]));
    if (isJson(data)) return tell(run, error, undefined);
    const empty = places.flatMap(({ at }) => fieldsOf(member).map((field) => [...at, field]));
    for (const at of index === 0 ? empty : empty.slice(0, 1)) tell(run, error, at, member.fetch);
  });
}

/** What went wrong with a fetch of entities, told at all places of those it concerns. */
export function tellEntityErrors(
  run: PlanRun,
  member: Member,
  entities: readonly Entity[],
  errors: readonly GraphQLFormattedError[],
): void {
  const asked = new Set(entities.flatMap(objectsOf));
  const all = pathsOf(run, member, (object) => asked.has(object));
  const placed = Map.groupBy(all, ({ object }) => object);
  let left = PLACES_MAX;
  let isFirst = true;
  for (const error of errors) {
    const [, index, ...below] = error.path ?? [];
    const entity = typeof index === "number" ? entities[index] : undefined;
    const objects = entity ? new Set(objectsOf(entity)) : asked;
    const path = placeIn(member, below);
    const isWhole = path === undefined;
    const fields = isWhole ? placesIn(member) : [path];
    const told = entity || isFirst ? fields : fields.slice(0, 1);
    const places = left <= 0 ? [] : entity ? [...objects].flatMap((object) => placed.get(object) ?? []) : all;
    for (const { at } of places)
      for (const field of told) if (left-- > 0) tell(run, error, [...at, ...field], isWhole ? member.fetch : undefined);
    if (!isWhole) for (const object of objects) noteTakenAlong(run, member, object, error);
    isFirst = isFirst && entity !== undefined;
  }
}

function objectsOf({ places }: Entity): Json[] {
  return places.map(({ object }) => object);
}

/** A null that rises takes a whole object along, of which only one field failed. */
function noteTakenAlong({ failed }: PlanRun, member: Member, object: Json, { message }: GraphQLFormattedError): void {
  const fields = failed.get(object) ?? new Map<string | number, Told>();
  for (const field of fieldsOf(member))
    if (ownValue(object, field) === undefined && !fields.has(field))
      fields.set(field, { message, below: [], isTakenAlong: true });
  if (fields.size > 0) failed.set(object, fields);
}

/** Fields that were not asked for, by their objects: each with the error that took what the subgraph must be told for it. */
export type SkippedFields = Map<Json, ReadonlyMap<string, Told>>;

export function tellSkipped(run: PlanRun, member: Member, skipped: SkippedFields): void {
  for (const { object, at } of pathsOf(run, member, (one) => skipped.has(one)))
    for (const [field, cause] of skipped.get(object)!) {
      if (cause.isTakenAlong) {
        const fields = run.failed.get(object) ?? new Map<string | number, Told>();
        if (!fields.has(field)) run.failed.set(object, fields.set(field, cause));
        continue;
      }
      tell(run, cause, [...at, field], cause.isBelow ? cause.fetch : undefined);
      cause.isPassedOn = true;
    }
}

/** The error by which a required value is missing: one of its own before one that only took it along. */
export function causeOf(
  failed: FailedFields,
  object: Json,
  requires: readonly RequiredNode[],
  schema: GraphQLSchema,
): Told | undefined {
  let along: Told | undefined;
  for (const required of requires) {
    for (const cause of causesIn(failed, object, required, schema)) {
      if (!cause.isTakenAlong) return cause;
      along ??= cause;
    }
  }
  return along;
}

/** @param above the fetch that should have filled the object in, and failed */
function* causesIn(
  failed: FailedFields,
  object: Json,
  required: RequiredNode,
  schema: GraphQLSchema,
  above?: Told,
): Generator<Told> {
  if (required.kind === "InlineFragment") {
    if (required.typeCondition && !isOfType(object, required.typeCondition, schema)) return;
    for (const inner of required.selections) yield* causesIn(failed, object, inner, schema, above);
    return;
  }
  const name = required.alias ?? required.name;
  const value = ownValue(object, name);
  const cause = failed.get(object)?.get(name);
  if (value === null || value === undefined) {
    if (cause) yield isWithin(cause.below, required.selections) ? cause : { ...cause, isTakenAlong: true };
    else if (value === undefined && above) yield above;
  } else if (required.selections) {
    const own = cause?.fetch ? cause : above;
    for (const item of [value].flat(Infinity) as unknown[])
      if (isJson(item)) for (const inner of required.selections) yield* causesIn(failed, item, inner, schema, own);
  }
}

/** Whether what failed below a missing value is required of it. */
function isWithin(below: ResponsePath, selections: readonly RequiredNode[] | undefined): boolean {
  const [key, ...rest] = below;
  if (key === undefined || !selections) return true;
  if (typeof key === "number") return isWithin(rest, selections);
  return selections.some((node) =>
    node.kind === "InlineFragment"
      ? isWithin(below, node.selections)
      : (node.alias ?? node.name) === key && isWithin(rest, node.selections),
  );
}

/** Tells an error, and remembers where on its path nothing is: for the answer, and for what depends on it. */
export function tell(
  { data, failed, told: all }: Pick<PlanRun, "data" | "failed" | "told">,
  { message, extensions, isBelow }: Pick<Told, "message" | "extensions" | "isBelow">,
  path: ResponsePath | undefined,
  fetch?: FetchNode,
): void {
  let container: object = data;
  for (const [index, key] of (path ?? []).entries()) {
    const value = ownValue(container, key);
    const below = path!.slice(index + 1);
    // Something is there that another fetch gave: of a fetch that failed as a whole it is known what else is missing.
    const isThere = typeof value === "object" && value !== null;
    if (isThere && (below.length > 0 || !fetch)) {
      container = value;
      continue;
    }
    if (!isThere && value !== null && value !== undefined) break;
    const told: Told = { message, path, below, extensions, fetch, isBelow };
    all.push(told);
    const fields = failed.get(container) ?? new Map<string | number, Told>();
    const known = fields.get(key);
    if (!known || known.isTakenAlong) failed.set(container, fields.set(key, told));
    return;
  }
  all.push({ message, path, below: [], extensions, fetch });
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

/** The same for an error's path; undefined for one that does not lead to a field that was asked for. */
function placeIn(member: Member, path: ResponsePath | undefined): ResponsePath | undefined {
  const own = clientPath(path, member);
  return own?.length && fieldsOf(member.whole ?? member).includes(String(own[0])) ? own : undefined;
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

/** Where a fetch that failed leaves something empty below its objects; where it had to tell their types only, they are. */
function placesIn(member: Member): ResponsePath[] {
  const fields = fieldsOf(member);
  return fields.length > 0 ? fields.map((field) => [field]) : [[]];
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
