import { type DocumentNode, type GraphQLFormattedError, parse } from "graphql";
import type { SubgraphResult } from "#kernel/executor.ts";
import { LruMap } from "../lru-map.ts";
import { audienceKey, type CacheAudience, keyOf } from "./key.ts";
import type { Variables } from "./policy.ts";
import type { CacheOptions } from "./response-cache.ts";
import type { CacheEntry, Moment } from "./store.ts";

/** One `_entities` operation on its way to a subgraph. */
export interface EntityFetch extends CacheAudience {
  readonly subgraph: string;
  readonly document: string;
  readonly variables: Variables & { readonly representations: readonly Representation[] };
}

type Representation = Readonly<Record<string, unknown>>;

/** Asks the subgraph. Without a signal it is this request's own; with one it may outlive the request. */
export type AskEntities = (variables: EntityFetch["variables"], signal?: AbortSignal) => Promise<SubgraphResult>;

export interface EntityCache {
  /** As if the subgraph had been asked for all of them; it is asked for those that are not kept. */
  fetch(fetch: EntityFetch, ask: AskEntities): Promise<SubgraphResult>;
}

const DOCUMENTS_MAX = 2_000;

/** Keeps what subgraphs say of entities, each by itself, so that answers share what they have in common. */
export function createEntityCache(options: CacheOptions): EntityCache {
  const { rules, store, graph, staleSeconds, valueBytesMax, makeMsMax, clock, log } = options;
  const documents = new LruMap<string, Prepared>(DOCUMENTS_MAX);
  const renewing = new Set<string>();

  const prepared = (text: string): Prepared => {
    const before = documents.get(text);
    if (before) return before;
    const one = { document: parse(text, { noLocation: true }), hash: keyOf(text) };
    documents.set(text, one);
    return one;
  };

  /** Where each representation's entity is kept, and for how long; undefined where it is not. */
  const placesOf = (fetch: EntityFetch, { document, hash }: Prepared): (Place | undefined)[] => {
    const { representations, ...variables } = fetch.variables;
    const typeNames = new Set(representations.map(({ __typename }) => String(__typename)));
    const byType = new Map(
      [...typeNames].map((typeName) => {
        const policy = rules.policyOfEntity(document, typeName, variables);
        const audience = audienceKey(policy, fetch);
        const common = audience && keyOf(["entity", graph, audience, fetch.subgraph, hash, variables]);
        return [typeName, common && { common, maxAgeSeconds: policy.maxAgeSeconds }] as const;
      }),
    );
    return representations.map((representation) => {
      const type = byType.get(String(representation.__typename));
      return type
        ? { key: keyOf([type.common, JSON.stringify(representation)]), maxAgeSeconds: type.maxAgeSeconds }
        : undefined;
    });
  };

  const askFor = async (
    { fetch, document, places, asOf }: Asked,
    wanted: readonly number[],
    ask: AskEntities,
    signal?: AbortSignal,
  ): Promise<SubgraphResult> => {
    const startedAtMs = clock.now().getTime();
    const representations = wanted.map((index) => fetch.variables.representations[index]!);
    const { data, errors = [] } = await ask({ ...fetch.variables, representations }, signal);
    const entities: unknown[] = Array.isArray(data?._entities) ? data._entities : [];
    /** An error without a place may be about any of them. */
    const failed = new Set(errors.map(({ path }) => (typeof path?.[1] === "number" ? path[1] : "any")));
    const kept = new Map<string, CacheEntry>();
    wanted.forEach((index, at) => {
      const [place, entity] = [places[index], entities[at]];
      if (!place || !isJson(entity) || failed.has(at) || failed.has("any")) return;
      const tags = rules.tagsOfEntity(document, representations[at]!, entity);
      const value = JSON.stringify(entity);
      if (!tags || Buffer.byteLength(value) > valueBytesMax) return;
      const freshUntilMs = startedAtMs + place.maxAgeSeconds * 1_000;
      kept.set(place.key, { value, tags, freshUntilMs, staleUntilMs: freshUntilMs + staleSeconds * 1_000 });
    });
    if (asOf !== undefined && kept.size > 0) void store.write(asOf, kept);
    return { data: { _entities: wanted.map((_, at) => entities[at] ?? null) }, errors };
  };

  const renew = async (asked: Asked, stale: readonly number[], ask: AskEntities): Promise<void> => {
    const keys = stale.map((index) => asked.places[index]!.key);
    keys.forEach((key) => renewing.add(key));
    try {
      await askFor(asked, stale, ask, AbortSignal.timeout(makeMsMax));
    } catch (error) {
      log.warn(
        { error: (error as Error).message, subgraph: asked.fetch.subgraph },
        "kept entities could not be renewed",
      );
    } finally {
      keys.forEach((key) => renewing.delete(key));
    }
  };

  return {
    fetch: async (fetch, ask) => {
      const { document, hash } = prepared(fetch.document);
      const places = placesOf(fetch, { document, hash });
      const keys = places.flatMap((place) => place?.key ?? []);
      if (keys.length === 0) return ask(fetch.variables);

      const { asOf, entries } = await store.read(keys);
      const byKey = new Map(keys.map((key, index) => [key, entries[index]]));
      const known = places.map((place) => place && byKey.get(place.key));
      const asked: Asked = { fetch, document, places, asOf };
      const indexes = [...places.keys()];
      const nowMs = clock.now().getTime();
      const stale = indexes.filter(
        (index) => known[index] && known[index].freshUntilMs <= nowMs && !renewing.has(places[index]!.key),
      );
      if (stale.length > 0) void renew(asked, stale, ask);

      const wanted = indexes.filter((index) => !known[index]);
      const answer = wanted.length > 0 ? await askFor(asked, wanted, ask) : { data: { _entities: [] }, errors: [] };
      const entities: unknown[] = known.map((entry) => entry && JSON.parse(entry.value));
      wanted.forEach((index, at) => (entities[index] = answer.data!._entities[at]));
      const errors = answer.errors?.map((error) => atPlace(error, wanted));
      return { data: { _entities: entities }, ...(errors?.length ? { errors } : {}) };
    },
  };
}

interface Prepared {
  readonly document: DocumentNode;
  readonly hash: string;
}

interface Place {
  readonly key: string;
  readonly maxAgeSeconds: number;
}

interface Asked {
  readonly fetch: EntityFetch;
  readonly document: DocumentNode;
  readonly places: readonly (Place | undefined)[];
  readonly asOf: Moment | undefined;
}

/** The subgraph counts what it was asked for; the plan counts all. */
function atPlace(error: GraphQLFormattedError, wanted: readonly number[]): GraphQLFormattedError {
  const [field, at, ...below] = error.path ?? [];
  if (field !== "_entities" || typeof at !== "number") return error;
  return { ...error, path: [field, wanted[at] ?? at, ...below] };
}

function isJson(value: unknown): value is Representation {
  return typeof value === "object" && value !== null;
}
