import type { RequiredNode } from "../planning/query-plan.ts";
import type { PlacedFetch } from "./call-graph.ts";
import { type DeferredNeeds, FIRST } from "./deferred-needs.ts";
import { type FetchFields, fieldsOfFetch, restrictFetch } from "./fetch-fields.ts";

export interface DeferredFetches {
  readonly fetches: readonly PlacedFetch[];
  /** The parts of the answer that wait for a fetch: their numbers, with blanks between. */
  readonly partOf: (fetch: PlacedFetch) => string;
}

/** A fetch with who waits for which of its fields. */
interface Awaited {
  readonly placed: PlacedFetch;
  readonly at: Path;
  readonly fields: FetchFields;
  readonly parts: ReadonlyMap<string, Set<number>>;
}

type Path = readonly string[];

/**
 * Finds out which fetches of a plan each part of the answer waits for, through all that others require; a fetch whose
 * fields are awaited by different parts is split. Subgraphs are asked for the same as without @defer.
 */
export function splitDeferred(fetches: readonly PlacedFetch[], needs: DeferredNeeds): DeferredFetches {
  const awaited = new Map(fetches.map((placed) => [placed, awaitedOf(placed, needs)]));
  for (const placed of fetches.toReversed()) {
    const later = awaited.get(placed)!;
    const parts = unionOf(later.parts.values());
    for (const before of placed.after) {
      const earlier = awaited.get(before)!;
      for (const field of requiredBy(later, earlier)) parts.forEach((part) => earlier.parts.get(field)!.add(part));
    }
  }

  const partOf = new Map<PlacedFetch, string>();
  const pieces = new Map<PlacedFetch, ReadonlyMap<string, PlacedFetch>>();
  for (const placed of fetches) {
    const later = awaited.get(placed)!;
    const piecesBefore = [...placed.after].flatMap((before) =>
      requiredBy(later, awaited.get(before)!).map((field) => pieces.get(before)!.get(field)!),
    );
    const byField = new Map<string, PlacedFetch>();
    for (const [part, fields] of groupsOf(later)) {
      const isWhole = fields.length === later.fields.size;
      const fetch = isWhole ? placed.fetch : restrictFetch(placed.fetch, (field) => fields.includes(field));
      const piece: PlacedFetch = { ...placed, fetch, after: new Set(piecesBefore) };
      fields.forEach((field) => byField.set(field, piece));
      partOf.set(piece, part);
    }
    pieces.set(placed, byField);
  }
  return { fetches: [...partOf.keys()], partOf: (fetch) => partOf.get(fetch)! };
}

function awaitedOf(placed: PlacedFetch, { partsWith }: DeferredNeeds): Awaited {
  const at = placed.path.map((key) => String(key).split("|")[0]!).filter((key) => key !== "" && key !== "@");
  const fields = fieldsOfFetch(placed.fetch);
  const isMutation = placed.fetch.operationKind === "mutation";
  const partsOf = (paths: readonly Path[]): Set<number> =>
    isMutation ? new Set([FIRST]) : unionOf(paths.map((path) => partsWith.get([...at, ...path].join(".")) ?? []));
  return { placed, at, fields, parts: new Map([...fields].map(([name, paths]) => [name, partsOf(paths)])) };
}

/** The fields of an earlier fetch without which a later one cannot be made; all of them where that is not known. */
function requiredBy({ placed: { fetch }, at }: Awaited, earlier: Awaited): readonly string[] {
  const all = [...earlier.fields.keys()];
  if (fetch.contextRewrites) return all;
  const required = [at, ...requiredPaths(fetch.requires ?? [], at)];
  const found = all.filter((name) => {
    const own = [...earlier.at, name];
    return required.some((path) => own.every((key, index) => path[index] === key));
  });
  return found.length > 0 ? found : all;
}

function requiredPaths(requires: readonly RequiredNode[], at: Path): Path[] {
  return requires.flatMap((required) => {
    if (required.kind === "InlineFragment") return requiredPaths(required.selections, at);
    const path = [...at, required.alias ?? required.name];
    return required.selections ? requiredPaths(required.selections, path) : [path];
  });
}

/** The fields by the parts that wait for them. What nobody waits for goes with others. */
function groupsOf({ placed, parts }: Awaited): Map<string, string[]> {
  const { contextRewrites } = placed.fetch;
  const all = unionOf(parts.values());
  const groups = Map.groupBy(parts.keys(), (field) => keyOf(contextRewrites ? all : parts.get(field)!));
  const idle = groups.get("");
  if (!idle) return groups;
  groups.delete("");
  const [part = String(FIRST), fields = []] = [...groups][0] ?? [];
  return groups.set(part, [...fields, ...idle]);
}

/** Whatever the first answer waits for, all parts have. */
function keyOf(parts: ReadonlySet<number>): string {
  return parts.has(FIRST) ? String(FIRST) : [...parts].toSorted((a, b) => a - b).join(" ");
}

function unionOf(sets: Iterable<Iterable<number>>): Set<number> {
  return new Set([...sets].flatMap((set) => [...set]));
}
