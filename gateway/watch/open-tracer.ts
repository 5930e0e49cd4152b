import {
  type Context,
  createTraceState,
  diag,
  DiagLogLevel,
  ROOT_CONTEXT,
  type Span as OpenTelemetrySpan,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer as OpenTelemetryTracer,
} from "@opentelemetry/api";
import type { SpanExporter, TracerProviderOptions } from "@opentelemetry/sdk-trace";
import { sleep } from "#kernel/clock.ts";
import type { Log } from "#kernel/log.ts";
import type { Span } from "#kernel/span.ts";
import type { Tracer } from "./tracing.ts";

export interface TracingOptions {
  /** Of the collector, for OTLP over HTTP: `http://collector:4318/v1/traces`. */
  readonly url: string;
  readonly serviceName: string;
  /** The part of all traces that is kept, 0 to 1, where no caller has decided it. */
  readonly keptRatio: number;
  /** Whose word is taken that a request belongs to a trace, kept or not: a stranger's would be anyone's to fill up. */
  readonly parentsFrom: "trusted peers" | "anyone" | "nobody";
  readonly log: Log;
  /** Instead of the collector. */
  readonly exporter?: SpanExporter;
}

/** Spans that wait to be sent; beyond them spans are dropped, not memory used. */
const SPANS_WAITING_MAX = 2_048;
const SPANS_PER_EXPORT_MAX = 512;
const EXPORT_EVERY_MS = 2_000;
const EXPORT_MS_MAX = 5_000;
/** A collector that is away holds up no stop. */
const CLOSE_MS_MAX = 2_000;
const ATTRIBUTE_LENGTH_MAX = 1_024;
/** More may follow in versions to come; in this one, 00, nothing does. */
const TRACE_PARENT = /^(?!ff|00-.{52}.)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;
const TRACE_STATE_LENGTH_MAX = 512;

/** Traces by OpenTelemetry, whose packages are read when this is called and not before. */
export async function openTracer(options: TracingOptions): Promise<Tracer> {
  const { serviceName, keptRatio, parentsFrom, log } = options;
  const { BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler, TracerProvider } =
    await import("@opentelemetry/sdk-trace");
  tellFaults(log);
  const exporter = options.exporter ?? (await collectorAt(options.url));
  const provider = new TracerProvider({
    resource: resourceOf(serviceName),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(keptRatio) }),
    spanLimits: { attributeValueLengthLimit: ATTRIBUTE_LENGTH_MAX },
    spanProcessors: [
      new BatchSpanProcessor({
        exporter,
        maxQueueSize: SPANS_WAITING_MAX,
        maxExportBatchSize: SPANS_PER_EXPORT_MAX,
        scheduledDelayMillis: EXPORT_EVERY_MS,
        exportTimeoutMillis: EXPORT_MS_MAX,
      }),
    ],
  });
  const tracer = provider.getTracer("gateway");

  return {
    begin: (name, headers, isTrustedPeer = false) => {
      const isBelieved = parentsFrom === "anyone" || (parentsFrom === "trusted peers" && isTrustedPeer);
      const parent = isBelieved && headers ? contextIn(headers) : ROOT_CONTEXT;
      return spanOf(tracer, tracer.startSpan(name, { kind: SpanKind.SERVER }, parent));
    },
    beginAfter: (cause, name) => {
      const links = cause ? [{ context: contextOf(cause) }] : [];
      return spanOf(tracer, tracer.startSpan(name, { kind: SpanKind.CONSUMER, links }, ROOT_CONTEXT));
    },
    close: async () => {
      const isOver = new AbortController();
      provider
        .shutdown()
        .catch((error: Error) => log.warn({ error: error.message }, "tracing: the last spans are lost"))
        .finally(() => isOver.abort());
      await sleep(CLOSE_MS_MAX, isOver.signal);
    },
  };
}

function spanOf(tracer: OpenTelemetryTracer, span: OpenTelemetrySpan): Span {
  let context: Context | undefined;
  const self: Span = {
    isKept: span.isRecording(),
    child: (name, kind, attributes) => {
      /** Of a trace that is not kept all spans are one: it only has to be carried on. */
      if (!self.isKept) return self;
      context ??= trace.setSpan(ROOT_CONTEXT, span);
      const options = { kind: kind === "client" ? SpanKind.CLIENT : SpanKind.INTERNAL, attributes };
      return spanOf(tracer, tracer.startSpan(name, options, context));
    },
    rename: (name) => void span.updateName(name),
    set: (attributes) => void span.setAttributes(attributes),
    carry: () => {
      const { traceId, spanId, traceFlags, traceState } = span.spanContext();
      const parent = ["traceparent", `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`];
      return traceState ? [...parent, "tracestate", traceState.serialize()] : parent;
    },
    fail: (code) => void span.setStatus({ code: SpanStatusCode.ERROR, message: code }).setAttribute("error.type", code),
    end: () => span.end(),
  };
  return self;
}

function contextOf(span: Span): SpanContext {
  const carried = span.carry();
  const valueOf = (name: string) => (carried.includes(name) ? carried[carried.indexOf(name) + 1] : undefined);
  return trace.getSpanContext(contextIn(valueOf))!;
}

/** W3C Trace Context: what is not written as it should be is as if it were not there. */
function contextIn(header: (name: string) => string | undefined): Context {
  const [, traceId, spanId, flags] = TRACE_PARENT.exec(header("traceparent")?.trim() ?? "") ?? [];
  const state = header("tracestate");
  const parent: SpanContext = {
    ...{ traceId: traceId ?? "", spanId: spanId ?? "", isRemote: true },
    traceFlags: Number.parseInt(flags ?? "0", 16),
    traceState: state && state.length <= TRACE_STATE_LENGTH_MAX ? createTraceState(state) : undefined,
  };
  return trace.setSpanContext(ROOT_CONTEXT, parent);
}

async function collectorAt(url: string): Promise<SpanExporter> {
  const { OTLPTraceExporter } = await import("@opentelemetry/exporter-trace-otlp-http");
  return new OTLPTraceExporter({ url, timeoutMillis: EXPORT_MS_MAX });
}

/** Who tells the spans. The package that makes these would come a second time, with 10 MB more. */
function resourceOf(serviceName: string): TracerProviderOptions["resource"] {
  const attributes = { "service.name": serviceName };
  const resource: TracerProviderOptions["resource"] = {
    attributes,
    getRawAttributes: () => Object.entries(attributes),
    merge: () => resource!,
  };
  return resource;
}

/** A collector that is away costs spans, and its operator should know. */
function tellFaults(log: Log): void {
  const tell = (message: string, ...details: unknown[]) =>
    log.warn({ details: details.map(String) }, `tracing: ${message}`);
  const ignore = () => {};
  diag.setLogger(
    { error: tell, warn: tell, info: ignore, debug: ignore, verbose: ignore },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}
