import { setImmediate as afterOthers } from "node:timers/promises";
import type { FormattedExecutionResult, GraphQLError } from "graphql";
import { ClientError } from "#kernel/errors.ts";
import type { SubgraphResult } from "#kernel/executor.ts";
import type { EngineRequest } from "../execution/engine.ts";
import type { Graphs } from "../graphs.ts";
import type { GatewayLimits } from "../limits.ts";
import {
  answerEvent,
  audienceKeyOf,
  type LiveGraph,
  type Reading,
  readingOf,
  type Source,
  sourceOf,
} from "./reading.ts";
import type { Entry } from "./bounded-queue.ts";
import { faultIn, openUpstream, type Upstream } from "./upstream.ts";
import { openWatcher, type Watcher } from "./watcher.ts";

/** The JSON of each event. It is ended with `return`, which does not wait for the next one. */
export type Events = AsyncIterableIterator<string, undefined>;

export interface Subscriptions {
  /** What cannot begin is answered with a result, as a query is. */
  subscribe(request: EngineRequest): Promise<FormattedExecutionResult | Events>;
  close(): void;
}

export interface SubscriptionOptions {
  /** Asked at each event for the supergraph that serves now. */
  readonly graphs: { current(): LiveGraph } & Pick<Graphs, "onReload">;
  readonly limits: Pick<GatewayLimits, "eventsWaitingMax" | "eventBytesWaitingMax" | "upstreamLingerMs" | "queryMsMax">;
}

/** After a reload; then others have their turn. */
const RENEWED_AT_ONCE = 100;

/** Watchers to whom the events of a stream are answered with the same text. */
interface Audience {
  reading: Reading;
  readonly watchers: Set<Watcher>;
}

interface SharedStream {
  readonly source: Source;
  readonly upstream: Upstream;
  /** By what they are answered. */
  readonly audiences: Map<string, Audience>;
}

/**
 * Subscriptions across subgraphs: the owner's stream, each of its events completed by the rest of the plan. Equal
 * subscriptions share one stream, and an event is completed once for all who get the same.
 *
 * A stream may begin with the present state. So whoever comes after its first event is not just let in, but hears the
 * subgraph anew until both streams have said the same event; from there on they share one.
 */
export function createSubscriptions({ graphs, limits }: SubscriptionOptions): Subscriptions {
  /** By source: mostly one, the oldest first. */
  const streams = new Map<string, readonly SharedStream[]>();

  const open = (source: Source, { graph, request }: Reading): SharedStream => {
    const { service, document, variables, key } = source;
    const call = { ...request.scope, document, variables };
    const upstream = openUpstream(graph.streamsOf(service), call, {
      event: (event) => receive(stream, event),
      end: (error) => end(stream, error),
    });
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
    for (const audience of stream.audiences.values()) endAudience(audience, error);
  };

  /** Whoever leaves may come again at once, as a page does that is loaded anew. */
  const linger = (stream: SharedStream) => {
    setTimeout(() => stream.audiences.size === 0 && close(stream), limits.upstreamLingerMs).unref();
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

  const join = async (watcher: Watcher, reading: Reading, source: Source): Promise<SubgraphResult | undefined> => {
    const isYoung = ({ upstream }: SharedStream) => upstream.said() === undefined;
    const stream = streams.get(source.key)?.find(isYoung) ?? open(source, reading);
    admit(stream, audienceKeyOf(reading), reading, watcher);
    const refusal = await stream.upstream.opened;
    if (refusal) {
      watcher.leave();
      close(stream);
    }
    return refusal;
  };

  const receive = (stream: SharedStream, event: SubgraphResult) => {
    if (stream.audiences.size === 0) return close(stream);
    for (const audience of stream.audiences.values()) tell(stream, audience, event);
    const siblings = streams.get(stream.source.key) ?? [];
    if (siblings.length > 1) meet(stream, siblings);
  };

  /** Streams that have said the same event last are at the same place: the older one goes on for both. */
  const meet = (stream: SharedStream, siblings: readonly SharedStream[]) => {
    const said = stream.upstream.said();
    const [older, younger] = siblings.filter(({ upstream }) => upstream.said() === said);
    if (!older || !younger) return;
    for (const [key, { reading, watchers }] of younger.audiences)
      for (const watcher of watchers) admit(older, key, reading, watcher);
    close(younger);
  };

  const tell = (stream: SharedStream, audience: Audience, event: SubgraphResult) => {
    const move = renew(stream, audience);
    const [first] = audience.watchers;
    if (!first) return;
    const scope = { ...first.scope, deadlineAtMs: Date.now() + limits.queryMsMax, signal: stream.upstream.signal };
    const failed = (error: Error) => ({ errors: [scope.mask(error)] });
    const text = textOf(answerEvent(audience.reading, event, scope).catch(failed));
    for (const watcher of audience.watchers) watcher.events.push(text);
    move?.();
  };

  /** Reads by the supergraph that serves now. Where that streams something else, there is a move to make after the event. */
  const renew = (stream: SharedStream, audience: Audience): (() => void) | undefined => {
    const graph = graphs.current();
    if (audience.reading.graph === graph) return undefined;
    const reading = readAnew(graph, audience.reading);
    const source = reading && sourceOf(reading);
    if (!source) return void endAudience(audience, schemaChanged());
    if (source.key === stream.source.key) return void (audience.reading = reading);
    return () => {
      for (const watcher of [...audience.watchers])
        void join(watcher, reading, source).then((refusal) => refusal && watcher.events.end(faultIn(refusal)));
    };
  };

  /** Events may be rare, and nothing should hold the old supergraph until they come: it may be large. */
  const renewAll = async () => {
    let count = 0;
    for (const stream of [...streams.values()].flat())
      for (const audience of [...stream.audiences.values()]) {
        renew(stream, audience)?.();
        count += 1;
        if (count % RENEWED_AT_ONCE === 0) await afterOthers();
      }
  };
  const stopListening = graphs.onReload(() => void renewAll());

  return {
    subscribe: async (request) => {
      const reading = readingOf(graphs.current(), request);
      const source = sourceOf(reading);
      if (!source) return answerEvent(reading, { data: {} }, request.scope);
      const watcher = openWatcher(request.scope, limits);
      const refusal = await join(watcher, reading, source);
      return refusal ? answerEvent(reading, refusal, request.scope) : watcher.events;
    },
    close: () => {
      stopListening();
      for (const stream of [...streams.values()].flat()) end(stream);
    },
  };
}

/** Undefined where the supergraph does not have all that is asked for, or cannot be asked for it. */
function readAnew(graph: LiveGraph, { request }: Reading): Reading | undefined {
  try {
    const adopted = graph.adopt({ ...request, restriction: undefined });
    return adopted && readingOf(graph, adopted);
  } catch {
    return undefined;
  }
}

function schemaChanged(): ClientError {
  return new ClientError("SCHEMA_CHANGED", "The API no longer has all that this subscription asks for.");
}

function endAudience({ watchers }: Audience, error?: GraphQLError): void {
  for (const watcher of watchers) watcher.events.end(error);
}

function textOf(answering: Promise<FormattedExecutionResult>): Entry<string> {
  const made = answering.then((answer) => {
    const json = JSON.stringify(answer);
    text.bytes = Buffer.byteLength(json);
    return json;
  });
  const text: Entry<string> = { made, bytes: 0 };
  return text;
}
