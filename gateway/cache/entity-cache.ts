import type { GraphQLFormattedError } from "graphql";
import type { Execute, SubgraphRequest, SubgraphResult } from "#kernel/executor.ts";
import { audienceKey, keyOf, pairsOf } from "./key.ts";
import type { CacheOptions } from "./response-cache.ts";
import type { CacheEntry, Moment } from "./store.ts";
import type { EntityList, SubgraphRead } from "./subgraph-read.ts";

export interface EntityCache {
  /** As if the subgraph had been asked for all entities of the lists; it is asked for those that are not kept. */
  fetch(lists: Lists, request: SubgraphRequest, ask: Execute): Promise<SubgraphResult>;
}

type Lists = NonNullable<SubgraphRead["lists"]>;

/** Longer representations are named by their hash. */
const NAME_LENGTH_MAX = 120;

/** Keeps what one subgraph says of entities, each by itself, so that answers share what they have in common. */
export function createEntityCache(subgraph: string, options: CacheOptions): EntityCache {
  const { rules, store, graph, staleSeconds, valueBytesMax, makeMsMax, clock, log, metrics } = options;
  const renewing = new Set<string>();

  /** Every entity that is asked for, and where it is kept; without a place it is not. */
  const wantedOf = (lists: Lists, request: SubgraphRequest): Wanted[] => {
    const { variables = {}, caller, context, forwarded } = request;
    const audience = { caller, context, headers: pairsOf(forwarded) };
    return lists.flatMap((list) => {
      const asked = variables[list.variable];
      // By name: what is not given stays out, where a list would say null.
      const given = Object.fromEntries(list.variables.map((name) => [name, variables[name]]));
      const ofType = remembered((typeName) => {
        const policy = rules.policyOfEntity(list, typeName, variables);
        const whose = audienceKey(policy, audience);
        if (whose === undefined) return undefined;
        return { ...policy, key: keyOf(["entity", graph, subgraph, whose, list.hash, given]) };
      });
      return (Array.isArray(asked) ? (asked as Representation[]) : []).map((representation, at): Wanted => {
        const type = ofType(String(representation.__typename));
        const place = type && { key: type.key + nameOf(representation), maxAgeSeconds: type.maxAgeSeconds };
        return { list, at, representation, place };
      });
    });
  };

  const askFor = async (
    { lists, request, asOf }: Asked,
    missing: readonly Wanted[],
    ask: Execute,
    own: Partial<SubgraphRequest> = {},
  ): Promise<SubgraphResult> => {
    const startedAtMs = clock.now().getTime();
    const left = Map.groupBy(missing, ({ list }) => list);
    const representations = lists.map((list) => [
      list.variable,
      left.get(list)?.map(({ representation }) => representation) ?? [],
    ]);
    const variables = { ...request.variables, ...Object.fromEntries(representations) };
    const isAll = lists.every(({ variable }) => lengthOf(request, variable) === variables[variable].length);
    const result = await ask({ ...request, ...(isAll ? {} : { variables, body: undefined }), ...own });
    if (asOf !== undefined) keep(left, result, asOf, startedAtMs);
    return result;
  };

  const keep = (
    asked: ReadonlyMap<EntityList, readonly Wanted[]>,
    { data, errors = [] }: SubgraphResult,
    asOf: Moment,
    startedAtMs: number,
  ): void => {
    /** An error without a place may be about any of them. */
    if (errors.some(({ path }) => typeof path?.[1] !== "number")) return;
    const failed = new Set(errors.map(({ path }) => `${path![0]} ${path![1]}`));
    const kept = new Map<string, CacheEntry>();
    for (const [list, wanted] of asked)
      for (const [index, { place, representation }] of wanted.entries()) {
        const entity: unknown = data?.[list.alias]?.[index];
        if (!place || !isJson(entity) || failed.has(`${list.alias} ${index}`)) continue;
        const tags = rules.tagsOfEntity(list, representation, entity);
        const value = JSON.stringify(entity);
        if (!tags || Buffer.byteLength(value) > valueBytesMax) continue;
        const freshUntilMs = startedAtMs + place.maxAgeSeconds * 1_000;
        kept.set(place.key, { value, tags, freshUntilMs, staleUntilMs: freshUntilMs + staleSeconds * 1_000 });
      }
    if (kept.size > 0) void store.write(asOf, kept);
  };

  /** Behind the answer: its client does not wait, and may go. */
  const renew = async (asked: Asked, stale: readonly Wanted[], ask: Execute): Promise<void> => {
    const keys = stale.map(({ place }) => place!.key);
    keys.forEach((key) => renewing.add(key));
    try {
      const deadlineAtMs = Date.now() + makeMsMax;
      await askFor(asked, stale, ask, { signal: AbortSignal.timeout(makeMsMax), deadlineAtMs, span: undefined });
    } catch (error) {
      log.warn({ error: (error as Error).message, subgraph }, "kept entities could not be renewed");
    } finally {
      keys.forEach((key) => renewing.delete(key));
    }
  };

  return {
    fetch: async (lists, request, ask) => {
      const wanted = wantedOf(lists, request);
      const keys = wanted.flatMap(({ place }) => place?.key ?? []);
      if (keys.length === 0) return ask(request);

      const { asOf, entries } = await store.read(keys);
      const byKey = new Map(keys.map((key, index) => [key, entries[index]]));
      const known = wanted.map(({ place }) => {
        const entry = place && byKey.get(place.key);
        return entry && request.takesKept?.(entry.freshUntilMs) !== false ? entry : undefined;
      });
      const nowMs = clock.now().getTime();
      const [missing, stale]: [Wanted[], Wanted[]] = [[], []];
      for (const [index, one] of wanted.entries()) {
        const entry = known[index];
        if (!entry) missing.push(one);
        else if (entry.freshUntilMs <= nowMs) stale.push(one);
      }
      metrics?.keptReads(subgraph, "hit", wanted.length - missing.length - stale.length);
      metrics?.keptReads(subgraph, "stale", stale.length);
      metrics?.keptReads(subgraph, "miss", missing.length);

      const asked: Asked = { lists, request, asOf };
      const toRenew = stale.filter(({ place }) => !renewing.has(place!.key));
      if (toRenew.length > 0) void renew(asked, toRenew, ask);
      if (missing.length === wanted.length) return askFor(asked, missing, ask);
      if (missing.length === 0) return { ...filledIn(lists, wanted, known, missing, EMPTY), isKept: true };
      const result = await askFor(asked, missing, ask);
      // One list spoilt the answer of all, and whoever joined them asks one by one; or there is no answer at all.
      if (!result.data && !result.isFutile && (lists.length > 1 || !result.errors?.length)) return result;
      return filledIn(lists, wanted, known, missing, result);
    },
  };
}

type Representation = Readonly<Record<string, unknown>>;

interface Wanted {
  readonly list: EntityList;
  /** Among its list. */
  readonly at: number;
  readonly representation: Representation;
  readonly place: Place | undefined;
}

interface Place {
  readonly key: string;
  readonly maxAgeSeconds: number;
}

interface Asked {
  readonly lists: Lists;
  readonly request: SubgraphRequest;
  readonly asOf: Moment | undefined;
}

const EMPTY: SubgraphResult = { data: {} };

/** What is kept and what was asked for, in the order in which all was wanted. */
function filledIn(
  lists: Lists,
  wanted: readonly Wanted[],
  known: readonly (CacheEntry | undefined)[],
  missing: readonly Wanted[],
  { data, errors = [] }: SubgraphResult,
): SubgraphResult {
  const filled = new Map<EntityList, unknown[]>(lists.map((list) => [list, []]));
  wanted.forEach(({ list, at }, index) => (filled.get(list)![at] = known[index] && JSON.parse(known[index].value)));
  const left = Map.groupBy(missing, ({ list }) => list);
  for (const [list, items] of left)
    items.forEach(({ at }, index) => (filled.get(list)![at] = data?.[list.alias]?.[index] ?? null));
  const told = errors.flatMap((error) => atPlaces(error, left));
  const all = Object.fromEntries([...filled].map(([{ alias }, entities]) => [alias, entities]));
  return told.length > 0 ? { data: all, errors: told } : { data: all };
}

/** The subgraph counts what it was asked for; the plan counts all. What has no place is about all that was asked for. */
function atPlaces(
  error: GraphQLFormattedError,
  asked: ReadonlyMap<EntityList, readonly Wanted[]>,
): GraphQLFormattedError[] {
  const [alias, index, ...below] = error.path ?? [];
  const [, named] = [...asked].find(([list]) => list.alias === alias) ?? [];
  const concerned = named
    ? typeof index === "number"
      ? named.slice(index, index + 1)
      : named
    : [...asked.values()].flat();
  return concerned.map(({ list, at }) => ({ ...error, path: [list.alias, at, ...below] }));
}

function remembered<Value>(make: (name: string) => Value): (name: string) => Value {
  const known = new Map<string, Value>();
  return (name) => {
    const value = known.get(name) ?? make(name);
    known.set(name, value);
    return value;
  };
}

function nameOf(representation: Representation): string {
  const text = JSON.stringify(representation);
  return text.length > NAME_LENGTH_MAX ? keyOf(text) : text;
}

function lengthOf({ variables }: SubgraphRequest, name: string): number {
  return (variables?.[name] as readonly unknown[] | undefined)?.length ?? 0;
}

function isJson(value: unknown): value is Representation {
  return typeof value === "object" && value !== null;
}
