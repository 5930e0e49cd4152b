import type { SubgraphExecutor, SubgraphRequest, SubgraphResult } from "#kernel/executor.ts";
import { copyOf } from "#kernel/plain-data.ts";
import { LruMap } from "../lru-map.ts";
import { createEntityCache } from "./entity-cache.ts";
import { pairsOf } from "./key.ts";
import { type CacheOptions, createResponseCache, type MakeAnswer } from "./response-cache.ts";
import { readSubgraphDocument, type SubgraphRead } from "./subgraph-read.ts";

const DOCUMENTS_MAX = 2_000;

/**
 * A subgraph that is not asked again for what it said before, as far as @cacheControl allows: entities each by itself,
 * and what its root fields give as a whole. Mutations and streams go to it as they are, and so does what somebody wants
 * to hear its headers of.
 */
export function withKeptReads(name: string, executor: SubgraphExecutor, options: CacheOptions): SubgraphExecutor {
  const { execute, handsOverAnswers } = executor;
  const { clock, metrics } = options;
  const entities = createEntityCache(name, options);
  const roots = createResponseCache({ ...options, graph: `${options.graph} ${name}` });
  const reads = new LruMap<string, SubgraphRead>(DOCUMENTS_MAX);

  const readOf = (text: string): SubgraphRead => {
    const known = reads.get(text);
    if (known) return known;
    const read = readSubgraphDocument(text);
    reads.set(text, read);
    return read;
  };

  const fetchRoots = async ({ document, hash }: SubgraphRead, request: SubgraphRequest): Promise<SubgraphResult> => {
    const { caller, context, forwarded, variables = {} } = request;
    const operation = { document, hash, variables, caller, context, headers: pairsOf(forwarded) };
    const make: MakeAnswer = async (_, own) => {
      // With a signal of its own others may wait for it too: the time that this one has left is not theirs.
      const others = own && { signal: own, deadlineAtMs: Date.now() + options.makeMsMax };
      const { data, errors } = await execute({ ...request, ...others });
      return errors?.length ? { data, errors } : { data };
    };
    const answer = await roots.answer(operation, make, request.takesKept);
    if ("json" in answer) {
      const { freshUntilMs } = answer.kept;
      metrics?.keptReads(name, freshUntilMs > clock.now().getTime() ? "hit" : "stale", 1);
      return { ...JSON.parse(answer.json), isKept: true };
    }
    const { result, kept } = answer;
    if (kept) metrics?.keptReads(name, "miss", 1);
    // Several may have got it at once, and each writes into what it has; also into one with errors, which is not kept.
    const mayBeShared = kept !== undefined || result.errors !== undefined;
    return handsOverAnswers && mayBeShared ? copyOf(result) : result;
  };

  return {
    ...executor,
    // What was kept is put together here, and other bytes each time.
    comparesAnswers: false,
    execute: (request) => {
      if (request.isMutation || request.hearHeaders) return execute(request);
      const read = readOf(request.document);
      return read.lists ? entities.fetch(read.lists, request, execute) : fetchRoots(read, request);
    },
  };
}
