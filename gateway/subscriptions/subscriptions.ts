import { setImmediate as afterOthers } from "node:timers/promises";
import type { FormattedExecutionResult } from "graphql";
import { ClientError } from "#kernel/errors.ts";
import type { SubgraphResult } from "#kernel/executor.ts";
import type { Span } from "#kernel/span.ts";
import type { EngineRequest } from "../execution/engine.ts";
import type { Graphs } from "../graphs.ts";
import type { GatewayLimits } from "../limits.ts";
import type { LiveCounts } from "../watch/live-counts.ts";
import type { Tracer } from "../watch/tracing.ts";
import type { Entry } from "./bounded-queue.ts";
import { answerEvent, type LiveGraph, type Reading, readingOf, sourceOf } from "./reading.ts";
import { type Audience, createSharedStreams, type SharedStream } from "./shared-streams.ts";
import { faultIn } from "./upstream.ts";
import { openWatcher, type WatcherLimits } from "./watcher.ts";

/** The JSON of each event. It is ended with `return`, which does not wait for the next one. */
export type Events = AsyncIterableIterator<string, undefined>;

export interface Subscriptions {
  /** What cannot begin is answered with a result, as a query is. */
  subscribe(graph: LiveGraph, request: EngineRequest): Promise<FormattedExecutionResult | Events>;
  close(): void;
}

export interface SubscriptionOptions {
  readonly tracer?: Tracer;
  readonly live?: LiveCounts;
  /** Asked at each event for the supergraph that serves now. */
  readonly graphs: { current(): LiveGraph } & Pick<Graphs, "onReload">;
  readonly limits: WatcherLimits & Pick<GatewayLimits, "upstreamLingerMs" | "queryMsMax">;
}

/** After a reload; then others have their turn. */
const RENEWED_AT_ONCE = 100;

/** Subscriptions across subgraphs: the owner's stream, each of its events completed by the rest of the plan. */
export function createSubscriptions({ graphs, limits, tracer, live }: SubscriptionOptions): Subscriptions {
  /** Completes an event once for all who get the same, on behalf of one of them. */
  const tell = (stream: SharedStream, audience: Audience, event: SubgraphResult) => {
    const move = renew(stream, audience);
    const [first] = audience.watchers;
    if (!first) return;
    // Not the stream's signal: what has come is told to the end, wherever its watchers may be by then.
    const { signal } = new AbortController();
    const span = tracer?.beginAfter(first.scope.span, "event");
    const scope = { ...first.scope, signal, deadlineAtMs: Date.now() + limits.queryMsMax, span };
    const failed = (error: Error) => ({ errors: [scope.mask(error)] });
    const answering = answerEvent(audience.reading, event, scope).catch(failed);
    if (span) void answering.then((answer) => endEventSpan(span, audience, answer));
    const text = textOf(answering);
    for (const watcher of audience.watchers) watcher.events.push(text);
    move?.();
  };
  const streams = createSharedStreams({ onEvent: tell, lingerMs: limits.upstreamLingerMs, countsOf: live?.upstreams });

  /** Reads by the supergraph that serves now. Where that streams something else, there is a move to make after the event. */
  const renew = ({ source: before }: SharedStream, audience: Audience): (() => void) | undefined => {
    const graph = graphs.current();
    if (audience.reading.graph === graph) return undefined;
    const reading = readAnew(graph, audience.reading);
    const source = reading && sourceOf(reading);
    if (!source) {
      for (const watcher of audience.watchers) watcher.events.end(schemaChanged());
      return undefined;
    }
    if (source.key !== before.key)
      return () => {
        for (const watcher of [...audience.watchers])
          void streams
            .join(watcher, reading, source)
            .then((refusal) => refusal && watcher.events.end(faultIn(refusal)));
      };
    audience.reading = reading;
    return undefined;
  };

  /** Events may be rare, and nothing should hold the old supergraph until they come: it may be large. */
  const renewAll = async () => {
    let count = 0;
    for (const stream of streams.all())
      for (const audience of [...stream.audiences.values()]) {
        renew(stream, audience)?.();
        count += 1;
        if (count % RENEWED_AT_ONCE === 0) await afterOthers();
      }
  };
  const stopListening = graphs.onReload(() => void renewAll());

  return {
    subscribe: async (graph, request) => {
      const reading = readingOf(graph, request);
      const source = sourceOf(reading);
      if (!source) return answerEvent(reading, { data: {} }, request.scope);
      const { transport } = request.scope;
      const watcher = openWatcher(request.scope, limits, transport && live?.streams(transport));
      const refusal = await streams.join(watcher, reading, source);
      if (!refusal) return watcher.events;
      watcher.events.end();
      return answerEvent(reading, refusal, request.scope);
    },
    close: () => {
      stopListening();
      streams.close();
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

function endEventSpan(span: Span, { reading, watchers }: Audience, { errors = [] }: FormattedExecutionResult): void {
  const { ast } = reading.request;
  span.set({ "graphql.operation.name": ast.name?.value, "graphql.watchers": watchers.size });
  if (errors.length > 0) span.fail([...new Set(errors.map(({ extensions }) => extensions?.code))].join(" "));
  span.end();
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
