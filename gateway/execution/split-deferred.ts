import { type AwaitedFetch, awaitedFields, requiredOf } from "./awaited-fields.ts";
import type { PlacedFetch } from "./call-graph.ts";
import { type DeferredNeeds, FIRST } from "./deferred-needs.ts";
import { restrictFetch } from "./fetch-fields.ts";

export interface DeferredFetches {
  readonly fetches: readonly PlacedFetch[];
  /** The parts of the answer that wait for a fetch: their numbers, with blanks between. */
  readonly partOf: (fetch: PlacedFetch) => string;
}

/** Finds out which fetches of a plan each part of the answer waits for; a fetch of fields for different parts is split. */
export function splitDeferred(fetches: readonly PlacedFetch[], needs: DeferredNeeds): DeferredFetches {
  const awaited = awaitedFields(fetches, needs);
  const partOf = new Map<PlacedFetch, string>();
  /** By the field at the fetch's place. */
  const pieces = new Map<PlacedFetch, ReadonlyMap<string, PlacedFetch>>();
  for (const placed of fetches) {
    const later = awaited.get(placed)!;
    const after = [...placed.after].flatMap((before) =>
      requiredOf(awaited.get(before)!, later).map(({ path }) => pieces.get(before)!.get(path[0]!)!),
    );
    const groups = groupsOf(later);
    const byField = new Map<string, PlacedFetch>();
    for (const [part, fields] of groups) {
      const fetch = groups.size === 1 ? placed.fetch : restrictFetch(placed.fetch, (field) => fields.includes(field));
      const piece: PlacedFetch = { ...placed, fetch, after: new Set(after) };
      fields.forEach((field) => byField.set(field, piece));
      partOf.set(piece, part);
    }
    pieces.set(placed, byField);
  }
  return { fetches: [...partOf.keys()], partOf: (fetch) => partOf.get(fetch)! };
}

/** The fields at a fetch's place by the parts that wait for them. What nobody waits for goes with others. */
function groupsOf({ placed, fields }: AwaitedFetch): Map<string, string[]> {
  const byName = Map.groupBy(fields, ({ path }) => path[0]!);
  const all = keyOf(fields.flatMap(({ parts }) => [...parts]));
  const isWhole = placed.fetch.contextRewrites !== undefined;
  const groups = Map.groupBy(byName.keys(), (name) =>
    isWhole ? all : keyOf(byName.get(name)!.flatMap(({ parts }) => [...parts])),
  );
  const idle = groups.get("");
  if (!idle) return groups;
  groups.delete("");
  const [part = String(FIRST), others = []] = [...groups][0] ?? [];
  return groups.set(part, [...others, ...idle]);
}

/** Whatever the first answer waits for, all parts have. */
function keyOf(parts: readonly number[]): string {
  return parts.includes(FIRST) ? String(FIRST) : [...new Set(parts)].toSorted((a, b) => a - b).join(" ");
}
