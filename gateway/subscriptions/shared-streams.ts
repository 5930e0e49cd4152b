import type { GraphQLError } from "graphql";
import type { SubgraphResult } from "#kernel/executor.ts";
import type { UpstreamCounts } from "../watch/live-counts.ts";
import { audienceKeyOf, type Reading, type Source } from "./reading.ts";
import { openUpstream, type Upstream, type UpstreamListener } from "./upstream.ts";
import type { Watcher } from "./watcher.ts";

/** A subgraph's stream, and who watches it. */
export interface SharedStream {
  readonly source: Source;
  readonly upstream: Upstream;
  /** By what is answered to them. */
  readonly audiences: Map<string, Audience>;
}

/** Watchers to whom events are answered with the same text. */
export interface Audience {
  reading: Reading;
  readonly watchers: Set<Watcher>;
}

export interface SharedStreams {
  /** Gives the watcher the source's events; resolves with the subgraph's refusal. */
  join(watcher: Watcher, reading: Reading, source: Source): Promise<SubgraphResult | undefined>;
  all(): readonly SharedStream[];
  close(): void;
}

export interface SharedStreamsOptions {
  readonly onEvent: (stream: SharedStream, audience: Audience, event: SubgraphResult) => void;
  readonly lingerMs: number;
  readonly countsOf?: (subgraph: string) => UpstreamCounts;
}

/**
 * One stream for all who watch the same. A stream may begin with the present state, so that whoever comes after its
 * first event is not just let in, but hears the subgraph anew until both streams have said the same event: from there
 * on they share one.
 */
export function createSharedStreams({ onEvent, lingerMs, countsOf }: SharedStreamsOptions): SharedStreams {
  /** By source: mostly one, the oldest first. */
  const streams = new Map<string, readonly SharedStream[]>();

  const open = (source: Source, { graph, request }: Reading): SharedStream => {
    const { service, document, variables, key } = source;
    const call = { ...request.scope, document, variables };
    const listener: UpstreamListener = {
      event: (event) => receive(stream, event),
      end: (error) => end(stream, error),
      counts: countsOf?.(service),
    };
    const upstream = openUpstream(graph.streamsOf(service), call, listener);
    const stream: SharedStream = { source, upstream, audiences: new Map() };
    streams.set(key, [...(streams.get(key) ?? []), stream]);
    return stream;
  };

  const close = (stream: SharedStream) => {
    stream.upstream.close();
    const { key } = stream.source;
    const others = streams.get(key)?.filter((other) => other !== stream) ?? [];
    if (others.length > 0) streams.set(key, others);
    else streams.delete(key);
  };

  const end = (stream: SharedStream, error?: GraphQLError) => {
    close(stream);
    for (const { watchers } of stream.audiences.values()) for (const watcher of watchers) watcher.events.end(error);
  };

  /** Whoever leaves may come again at once, as a page does that is loaded anew. */
  const linger = (stream: SharedStream) => {
    setTimeout(() => stream.audiences.size === 0 && close(stream), lingerMs).unref();
  };

  const admit = (stream: SharedStream, key: string, reading: Reading, watcher: Watcher) => {
    watcher.leave();
    const { audiences } = stream;
    const audience = audiences.get(key) ?? { reading, watchers: new Set() };
    audiences.set(key, audience);
    audience.watchers.add(watcher);
    watcher.leave = () => {
      if (!audience.watchers.delete(watcher) || audience.watchers.size > 0) return;
      audiences.delete(key);
      if (audiences.size === 0) linger(stream);
    };
  };

  const receive = (stream: SharedStream, event: SubgraphResult) => {
    if (stream.audiences.size === 0) return close(stream);
    for (const audience of stream.audiences.values()) onEvent(stream, audience, event);
    const siblings = streams.get(stream.source.key) ?? [];
    if (siblings.length > 1) meet(siblings, stream.upstream.said());
  };

  /** Streams that have said the same event last are at the same place: the older one goes on for both. */
  const meet = (siblings: readonly SharedStream[], said: string | undefined) => {
    const [older, younger] = siblings.filter(({ upstream }) => upstream.said() === said);
    if (!older || !younger) return;
    for (const [key, { reading, watchers }] of younger.audiences)
      for (const watcher of watchers) admit(older, key, reading, watcher);
    close(younger);
  };

  const all = () => [...streams.values()].flat();

  return {
    all,
    join: async (watcher, reading, source) => {
      const isYoung = ({ upstream }: SharedStream) => upstream.said() === undefined;
      const stream = streams.get(source.key)?.find(isYoung) ?? open(source, reading);
      admit(stream, audienceKeyOf(reading), reading, watcher);
      const refusal = await stream.upstream.opened;
      if (refusal) {
        watcher.leave();
        close(stream);
      }
      return refusal;
    },
    close: () => all().forEach((stream) => end(stream)),
  };
}
