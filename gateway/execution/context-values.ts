import type { FetchNode, KeyRenamer } from "../planning/query-plan.ts";
import { type Call, type Member, requestText, type RequestText } from "./call-graph.ts";
import { type SkippedFields, type Told, tellSkipped } from "./fetch-errors.ts";
import { joinFetches, REPRESENTATIONS } from "./join-fetches.ts";
import { eachPlaceWithPath } from "./places.ts";
import { isJson, isOfType, type Json } from "./rewrites.ts";
import { type Asking, entitiesOf, type Entity, type SpoiltObjects } from "./entities-of.ts";
import { spoiltAbove } from "./partial-fetch.ts";
import type { PlanRun } from "./run-calls.ts";

/** Different sets of values that one request asks with; for more there are more requests. */
const CONTEXTS_PER_REQUEST_MAX = 20;
const UP = "..";
const FRAGMENT = "... on ";

/** A call with one member for each set of values that its objects have from above. */
interface ContextCall {
  readonly call: Call;
  readonly askings: readonly Asking[];
}

/**
 * Splits a fetch whose variables are taken from above its objects (@fromContext): those that have the same values there
 * are asked for together, and each such group is a member of its own. Where a value could not be had, what takes it is not
 * asked for.
 */
export function inContexts(run: PlanRun, call: Call, { member, entities }: Asking): readonly ContextCall[] {
  const { fetch, names, textFor } = preparedOf(member);
  const found = valuesAbove(run, member, fetch.contextRewrites!, names);
  const skipped: SkippedFields = new Map();
  const spoiltObjects: SpoiltObjects = new Map();
  const groups = new Map<string, { readonly values: Json; readonly entities: Entity[] }>();
  for (const entity of entities) {
    const placesOf = new Map<string, Entity["places"][number][]>();
    for (const place of entity.places) {
      const above = found.get(place.object)!;
      if (above.causes.size > 0) {
        const { lost, rest } = spoiltAbove(run, member, place.object, above.causes);
        skipped.set(place.object, lost);
        if (rest) spoiltObjects.set(rest, (spoiltObjects.get(rest) ?? new Set()).add(place.object));
        continue;
      }
      const key = JSON.stringify(above.values);
      const places = placesOf.get(key);
      if (places) places.push(place);
      else placesOf.set(key, [place]);
      if (!groups.has(key)) groups.set(key, { values: above.values, entities: [] });
    }
    for (const [key, places] of placesOf) groups.get(key)!.entities.push({ ...entity, places });
  }
  if (skipped.size > 0) tellSkipped(run, member, skipped);
  const all = [...groups.values()];
  const chunks = Array.from({ length: Math.ceil(all.length / CONTEXTS_PER_REQUEST_MAX) }, (_, index) =>
    all.slice(index * CONTEXTS_PER_REQUEST_MAX, (index + 1) * CONTEXTS_PER_REQUEST_MAX),
  );
  const asked = chunks.map((chunk): ContextCall => {
    const members = chunk.map((_, index): Member => ({ ...member, fetch, ...placeOf(index) }));
    const askings = chunk.map(({ values, entities: own }, index) => ({
      ...{ member: members[index]!, entities: own, places: [], context: values },
    }));
    return { call: { ...call, members, joined: textFor(chunk.length) }, askings };
  });
  const rests = [...spoiltObjects].flatMap(([rest, objects]) => entitiesOf(run, rest, undefined, objects) ?? []);
  return [
    ...asked,
    ...rests.flatMap((asking) =>
      asking.member.fetch.contextRewrites ? inContexts(run, call, asking) : [{ call, askings: [asking] }],
    ),
  ];
}

/** A fetch with what is the same for all requests. */
interface Prepared {
  /** Without the variables that are filled from above: a client's of the same name must not be taken for them. */
  readonly fetch: FetchNode;
  readonly names: readonly string[];
  /** The text that asks with so many sets of values. */
  textFor(contexts: number): RequestText;
}

const prepared = new WeakMap<Member, Prepared>();

function preparedOf(member: Member): Prepared {
  const known = prepared.get(member);
  if (known) return known;
  const { fetch } = member;
  const names = [...new Set(fetch.contextRewrites!.map(({ renameKeyTo }) => renameKeyTo))];
  const texts = new Map<number, RequestText>();
  const join = (contexts: number) =>
    joinFetches(
      Array.from({ length: contexts }, (_, index) => {
        const { alias } = placeOf(index);
        const ownVariables = new Map([REPRESENTATIONS, ...names].map((name) => [name, `${name}${alias}`]));
        return { operation: fetch.operation, ownVariables, alias };
      }),
    );
  const made: Prepared = {
    fetch: { ...fetch, variableUsages: fetch.variableUsages?.filter((name) => !names.includes(name)) },
    names,
    textFor: (contexts) => {
      const text = texts.get(contexts) ?? (contexts === 1 ? member.alone : requestText(join(contexts)));
      texts.set(contexts, text);
      return text;
    },
  };
  prepared.set(member, made);
  return made;
}

function placeOf(index: number): Pick<Member, "alias" | "variable"> {
  return { alias: `_${index}`, variable: `${REPRESENTATIONS}_${index}` };
}

interface Above {
  /** By variable; null where nothing is set. */
  readonly values: Json;
  /** The errors by which values are missing, by variable. */
  readonly causes: ReadonlyMap<string, Told>;
}

/** What each object finds above itself. */
function valuesAbove(
  run: PlanRun,
  { paths }: Member,
  rewrites: readonly KeyRenamer[],
  names: readonly string[],
): ReadonlyMap<Json, Above> {
  const found = new Map<Json, Above>();
  const sources = rewrites.map(({ path, renameKeyTo }) => {
    const levels = path.findIndex((element) => element !== UP);
    return {
      name: renameKeyTo,
      levels: levels < 0 ? path.length : levels,
      path: path.filter((element) => element !== UP),
    };
  });
  for (const path of paths)
    eachPlaceWithPath(run.data, path, (object, _, above) => {
      if (found.has(object)) return;
      const values: Json = Object.fromEntries(names.map((name) => [name, null]));
      const causes = new Map<string, Told>();
      for (const { name, levels, path: below } of sources) {
        const value = valueAt(run, levels === 0 ? object : above.at(-levels), below, (told) => causes.set(name, told));
        if (value !== undefined) values[name] = value;
      }
      found.set(object, { values, causes });
    });
  return found;
}

/** Undefined where the path is meant for objects of another type. */
function valueAt(run: PlanRun, value: unknown, path: readonly string[], tellCause: (told: Told) => void): unknown {
  const [head, ...rest] = path;
  if (head === undefined || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => valueAt(run, item, path, tellCause) ?? null);
  if (!isJson(value)) return undefined;
  if (head.startsWith(FRAGMENT)) {
    const applies = value.__typename === undefined || isOfType(value, head.slice(FRAGMENT.length), run.schema);
    return applies ? valueAt(run, value, rest, tellCause) : undefined;
  }
  const below = value[head] ?? null;
  const told = below === null ? run.failed.get(value)?.get(head) : undefined;
  if (told) tellCause(told);
  return valueAt(run, below, rest, tellCause);
}
