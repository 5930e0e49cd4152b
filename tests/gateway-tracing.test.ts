import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate, setTimeout as wait } from "node:timers/promises";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace";
import { openTracer, type TracingOptions } from "#gateway/watch/open-tracer.ts";
import type { Tracer } from "#gateway/watch/tracing.ts";
import { createLog, silentLog } from "#kernel/log.ts";
import type { Span } from "#kernel/span.ts";
import { openCollector } from "#tests/support/collector.ts";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const PARENT = "b7ad6b7169203331";

/** A tracer whose spans stay here. */
async function opened(options: Partial<TracingOptions> = {}) {
  const spans: ReadableSpan[] = [];
  const exporter: SpanExporter = {
    export: (some, done) => {
      spans.push(...some);
      done({ code: 0 });
    },
    shutdown: async () => {},
    forceFlush: async () => {},
  };
  const tracer = await openTracer({
    ...{ url: "", serviceName: "gateway", keptRatio: 1, parentsFrom: "trusted peers", log: silentLog, exporter },
    ...options,
  });
  const told = async () => {
    await tracer.close();
    return spans.map((span) => ({
      span,
      name: span.name,
      id: span.spanContext().spanId,
      parent: span.parentSpanContext?.spanId,
    }));
  };
  return { tracer, told };
}

const from = (headers: Record<string, string>) => (name: string) => headers[name];
const carried = (span: Span): Record<string, string | undefined> => {
  const [, traceparent, , tracestate] = span.carry();
  return tracestate === undefined ? { traceparent } : { traceparent, tracestate };
};

test("a request, its plan and each call are one trace, and the called service goes on with it", async () => {
  const { tracer, told } = await opened();
  const request = tracer.begin("graphql");
  request.rename("query");
  request.set({ "graphql.operation.name": "Shelf", "graphql.operation.type": undefined });
  const plan = request.child("plan", "internal", { "graphql.plan.hit": false });
  plan.end();
  const fetch = request.child("fetch goods", "client", { "graphql.subgraph.name": "goods" });
  const headers = carried(fetch);
  fetch.fail("TIMEOUT");
  fetch.end();
  request.end();

  const spans = await told();
  const of = (name: string) => spans.find((span) => span.name === name)!;
  assert.deepEqual(
    spans.map(({ name }) => name),
    ["plan", "fetch goods", "query"],
  );
  assert.deepEqual(
    [of("plan").parent, of("fetch goods").parent, of("query").parent],
    [of("query").id, of("query").id, undefined],
  );
  assert.deepEqual({ ...of("query").span.attributes }, { "graphql.operation.name": "Shelf" });
  assert.deepEqual(
    spans.map(({ span }) => span.kind),
    [0, 2, 1],
    "internal, client, server",
  );
  assert.deepEqual(of("fetch goods").span.status, { code: 2, message: "TIMEOUT" });
  assert.equal(headers.traceparent, `00-${of("query").span.spanContext().traceId}-${of("fetch goods").id}-01`);
});

test("a trusted peer's trace is gone on with, its state carried along; a stranger's is not", async () => {
  const headers = from({ traceparent: `00-${TRACE}-${PARENT}-01`, tracestate: "vendor=1,other=2" });
  const { tracer, told } = await opened();
  const trusted = tracer.begin("trusted", headers, true);
  assert.deepEqual(carried(trusted), {
    traceparent: `00-${TRACE}-${carried(trusted).traceparent!.slice(36, 52)}-01`,
    tracestate: "vendor=1,other=2",
  });
  trusted.end();
  tracer.begin("stranger", headers, false).end();
  const [first, second] = await told();
  assert.deepEqual([first!.span.spanContext().traceId, first!.parent], [TRACE, PARENT]);
  assert.notEqual(second!.span.spanContext().traceId, TRACE);
  assert.equal(second!.parent, undefined);
});

test("what another span led to is a trace of its own that says so", async () => {
  const { tracer, told } = await opened();
  const cause = tracer.begin("subscription");
  cause.end();
  tracer.beginAfter(cause, "event").end();
  const [first, second] = await told();
  assert.notEqual(second!.span.spanContext().traceId, first!.span.spanContext().traceId);
  assert.deepEqual([second!.parent, second!.span.links[0]!.context.spanId], [undefined, first!.id]);
});

test("whose word is taken can be chosen", async () => {
  const headers = from({ traceparent: `00-${TRACE}-${PARENT}-01` });
  const believed = async (parentsFrom: TracingOptions["parentsFrom"], isTrustedPeer: boolean) => {
    const { tracer, told } = await opened({ parentsFrom });
    tracer.begin("x", headers, isTrustedPeer).end();
    return (await told())[0]!.parent === PARENT;
  };
  assert.deepEqual([await believed("anyone", false), await believed("nobody", true)], [true, false]);
});

test("what is no trace context begins a new trace", async () => {
  const wrong = [
    "",
    "00",
    `ff-${TRACE}-${PARENT}-01`,
    `00-${"0".repeat(32)}-${PARENT}-01`,
    `00-${TRACE}-${"0".repeat(16)}-01`,
    `00-${TRACE.toUpperCase()}-${PARENT}-01`,
    `00-${TRACE}-${PARENT}`,
    `00-${TRACE}-${PARENT}-01x`,
    `00-${TRACE}-${PARENT}-01-more`,
    `00-${TRACE}-${PARENT}-01, 00-${TRACE}-${PARENT}-01`,
  ];
  const { tracer, told } = await opened({ parentsFrom: "anyone" });
  for (const traceparent of wrong) tracer.begin(traceparent, from({ traceparent })).end();
  tracer.begin("a later version", from({ traceparent: `01-${TRACE}-${PARENT}-01-more` })).end();
  const spans = await told();
  assert.deepEqual(
    spans.filter(({ parent }) => parent !== undefined).map(({ name }) => name),
    ["a later version"],
  );
});

test("a trace that is not kept makes no spans, but tells those behind not to keep it either", async () => {
  const { tracer, told } = await opened({ keptRatio: 0 });
  const request = tracer.begin("query");
  assert.equal(request.isKept, false);
  const fetch = request.child("fetch goods", "client");
  assert.equal(fetch, request, "nothing is made for it");
  assert.match(carried(fetch).traceparent!, /-00$/);
  fetch.end();
  const kept = tracer.begin("decided elsewhere", from({ traceparent: `00-${TRACE}-${PARENT}-01` }), true);
  assert.equal(kept.isKept, true);
  kept.end();
  assert.deepEqual(
    (await told()).map(({ name }) => name),
    ["decided elsewhere"],
  );
});

test("a part of all traces is kept when a part is asked for", async () => {
  const { tracer } = await opened({ keptRatio: 0.25 });
  let kept = 0;
  for (let n = 0; n < 2_000; n += 1) {
    const span = tracer.begin("query");
    if (span.isKept) kept += 1;
    span.end();
  }
  assert.ok(kept > 350 && kept < 650, `${kept}`);
  await tracer.close();
});

test("spans arrive at a collector over HTTP, in the service's name", async () => {
  const collector = await openCollector();
  const { tracer } = await opened({ url: collector.url, exporter: undefined, serviceName: "shop-gateway" });
  tracer.begin("query").end();
  await tracer.close();
  collector.close();
  const [span] = collector.spans();
  assert.deepEqual([span!.service, span!.name], ["shop-gateway", "query"]);
});

test("a collector that hangs costs spans and no memory, and the loss is told", async () => {
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => void lines.push(line) });
  let sent = 0;
  let hanging: (() => void)[] | undefined = [];
  const exporter: SpanExporter = {
    export: (spans, done) => {
      sent += spans.length;
      if (hanging) hanging.push(() => done({ code: 0 }));
      else done({ code: 0 });
    },
    shutdown: async () => {},
    forceFlush: async () => {},
  };
  const { tracer } = await opened({ exporter, log });
  for (let n = 0; n < 10_000; n += 1) tracer.begin("query").end();
  await setImmediate();
  const release = hanging;
  hanging = undefined;
  release.forEach((done) => done());
  await wait(50);
  tracer.begin("query").end();
  await tracer.close();
  assert.ok(sent <= 2_048 + 512 + 1, `${sent} of 10,000`);
  assert.match(lines.join(), /tracing: Dropped \d{4} spans/);
});

test("a collector that fails is told about, and one that hangs holds up no stop", async () => {
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => void lines.push(line) });
  let isHanging = false;
  let release = () => {};
  const exporter: SpanExporter = {
    export: (_spans, done) => {
      if (isHanging) release = () => done({ code: 0 });
      else done({ code: 1, error: new Error("connect ECONNREFUSED") });
    },
    shutdown: async () => {},
    forceFlush: async () => {},
  };
  const failing = await opened({ exporter, log });
  failing.tracer.begin("query").end();
  await failing.tracer.close();
  assert.match(lines.join(), /ECONNREFUSED.*tracing: /);

  isHanging = true;
  const hanging = await opened({ exporter, log });
  hanging.tracer.begin("query").end();
  const startedAt = performance.now();
  await hanging.tracer.close();
  assert.ok(performance.now() - startedAt < 3_000);
  release();
});

test("where nobody traces nothing is made", () => {
  const tracer = undefined as Tracer | undefined;
  let made = 0;
  const attributes = () => ({ made: (made += 1) });
  const span = tracer?.begin("query");
  span?.child("fetch", "client", attributes())?.end();
  assert.equal(made, 0);
});
