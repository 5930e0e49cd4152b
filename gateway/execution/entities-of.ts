import { causeOf, type SkippedFields, tellSkipped } from "./fetch-errors.ts";
import type { Member } from "./call-graph.ts";
import { spoilt } from "./partial-fetch.ts";
import type { PathStep } from "./places.ts";
import { MetObjects } from "./quick-key.ts";
import { applyRewrites, type Json, representationOf } from "./rewrites.ts";
import type { PlanRun } from "./run-calls.ts";

/** Distinct objects to ask for, each with its places in the data; by path, since what lies at one path is written alike. */
export interface Entity {
  readonly representation: Json;
  readonly key: string;
  readonly places: { readonly path: number; readonly object: Json }[];
}

/** A member with something to ask. */
export interface Asking {
  readonly member: Member;
  readonly entities: readonly Entity[];
  /** Where a fetch of root fields is put. */
  readonly places: readonly Json[];
  /** Variables of its own, by their names in the fetch. */
  readonly context?: Json;
}

/** By what can still be asked of them. */
export type SpoiltObjects = Map<Member, Set<Json>>;

export function rootOf({ found }: PlanRun, member: Member): Asking | undefined {
  const places = member.paths.flatMap((path) => found.at(path));
  return places.length > 0 ? { member, entities: [], places } : undefined;
}

/**
 * The same entity at many places is asked for once.
 * @param spoiltObjects takes those of which something is missing that the fetch requires
 * @param only these objects, whatever is missing
 */
export function entitiesOf(
  run: PlanRun,
  member: Member,
  spoiltObjects: SpoiltObjects | undefined,
  only?: ReadonlySet<Json>,
): Asking | undefined {
  const { requires, inputRewrites } = member.fetch;
  const { quickKey } = member;
  const entities = new Map<string, Entity>();
  /** What was met before; null: nothing to ask. */
  const met = new MetObjects<Entity | null>();
  /** Paths that ask for types may overlap. */
  const seen = member.paths.length > 1 && member.paths.some(isTyped) ? new Set<Json>() : undefined;
  const skipped: SkippedFields = new Map();

  const entityOf = (object: Json): Entity | null => {
    const representation = representationOf(object, requires!, run.schema);
    if (representation?.__typename === undefined) return null;
    if (inputRewrites) applyRewrites(inputRewrites, representation, run.schema);
    const key = JSON.stringify(representation);
    const entity = entities.get(key) ?? { representation, key, places: [] };
    entities.set(key, entity);
    return entity;
  };
  member.paths.forEach((steps, path) => {
    for (const object of run.found.at(steps)) {
      if (seen?.has(object) || only?.has(object) === false) continue;
      seen?.add(object);
      const cause = spoiltObjects && causeOf(run.failed, object, requires!, run.schema);
      if (cause) {
        const { lost, rest } = spoilt(run, member, object, cause);
        skipped.set(object, lost);
        if (rest) spoiltObjects!.set(rest, (spoiltObjects!.get(rest) ?? new Set()).add(object));
        continue;
      }
      const key = quickKey?.(object);
      const known = key === undefined ? undefined : met.of(object);
      let entity = known?.get(key);
      if (entity === undefined) {
        entity = entityOf(object);
        known?.set(key, entity);
      }
      entity?.places.push({ path, object });
    }
  });
  if (skipped.size > 0) tellSkipped(run, member, skipped);
  return entities.size > 0 ? { member, entities: [...entities.values()], places: [] } : undefined;
}

function isTyped(path: readonly PathStep[]): boolean {
  return path.at(-1)?.hasTypes === true;
}
