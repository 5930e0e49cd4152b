import type { FormattedExecutionResult, GraphQLError } from "graphql";
import type { SubgraphResult } from "#kernel/executor.ts";
import type { EngineRequest } from "../execution/engine.ts";
import type { GatewayLimits } from "../limits.ts";
import { OperationGoneError } from "./operation-gone.ts";
import {
  answerEvent,
  audienceKeyOf,
  type LiveGraph,
  type Reading,
  readingOf,
  type Source,
  sourceOf,
} from "./reading.ts";
import { faultIn, openUpstream, type Upstream } from "./upstream.ts";
import { type EventText, Watcher } from "./watcher.ts";

/** The JSON of each event. It is ended with `return`, which does not wait for the next one. */
export type Events = AsyncIterableIterator<string, undefined>;

export interface Subscriptions {
  /** What cannot begin is answered with a result, as a query is. */
  subscribe(request: EngineRequest): Promise<FormattedExecutionResult | Events>;
  close(): void;
}

export interface SubscriptionOptions {
  /** The supergraph that serves now: asked at each event, so that a new one takes over what goes on. */
  readonly current: () => LiveGraph;
  readonly limits: Pick<GatewayLimits, "eventsWaitingMax" | "eventBytesWaitingMax" | "upstreamLingerMs" | "queryMsMax">;
}

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
export function createSubscriptions({ current, limits }: SubscriptionOptions): Subscriptions {
  /** By source: mostly one, the oldest first. */
  const streams = new Map<string, readonly SharedStream[]>();

  const open = (source: Source, { graph, request }: Reading): SharedStream => {
    const { service, document, variables, key } = source;
    const call = { ...request.scope, document, variables };
    const upstream = openUpstream(graph.executorOf(service), call, {
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
    const moved = audience.reading.graph === current() ? undefined : renew(stream, audience);
    const [first] = audience.watchers;
    if (!first) return;
    const scope = { ...first.scope, deadlineAtMs: Date.now() + limits.queryMsMax, signal: stream.upstream.signal };
    const failed = (error: Error) => ({ errors: [scope.mask(error)] });
    const text = textOf(answerEvent(audience.reading, event, scope).catch(failed));
    for (const watcher of audience.watchers) watcher.push(text);
    moved?.();
  };

  /** Reads the operation by the supergraph that serves now. What that streams from elsewhere moves there after the event. */
  const renew = (stream: SharedStream, audience: Audience): (() => void) | undefined => {
    const [first] = audience.watchers;
    const reading = first && renewed(current(), audience.reading, first);
    const source = reading && sourceOf(reading);
    if (!source) return void endAudience(audience, new OperationGoneError());
    if (source.key === stream.source.key) return void (audience.reading = reading);
    return () => {
      for (const watcher of [...audience.watchers])
        void join(watcher, reading, source).then((refusal) => refusal && watcher.end(faultIn(refusal)));
    };
  };

  return {
    subscribe: async (request) => {
      const reading = readingOf(current(), request);
      const source = sourceOf(reading);
      if (!source) return answerEvent(reading, { data: {} }, request.scope);
      const watcher = new Watcher(request.scope, limits);
      const refusal = await join(watcher, reading, source);
      return refusal ? answerEvent(reading, refusal, request.scope) : watcher;
    },
    close: () => {
      for (const stream of [...streams.values()].flat()) end(stream);
    },
  };
}

function renewed(graph: LiveGraph, { request }: Reading, { scope }: Watcher): Reading | undefined {
  try {
    const renewed = graph.renew({ ...request, scope });
    return "errors" in renewed ? undefined : readingOf(graph, renewed);
  } catch {
    return undefined;
  }
}

function endAudience({ watchers }: Audience, error?: GraphQLError): void {
  for (const watcher of watchers) watcher.end(error);
}

function textOf(answering: Promise<FormattedExecutionResult>): EventText {
  const json = answering.then((answer) => {
    const text = JSON.stringify(answer);
    event.bytes = Buffer.byteLength(text);
    return text;
  });
  const event: EventText = { json, bytes: 0 };
  return event;
}
