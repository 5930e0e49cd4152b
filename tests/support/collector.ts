import { createServer } from "node:http";
import { listen } from "./gateway.ts";

/** A span as it arrived. */
export interface CollectedSpan {
  readonly service: string;
  readonly traceId: string;
  readonly id: string;
  readonly parentId: string | undefined;
  readonly name: string;
  /** 1 internal, 2 server, 3 client, 5 consumer. */
  readonly kind: number;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  /** What went wrong, where its status is an error. */
  readonly fault: string | undefined;
  /** The ids of the spans that it says led to it. */
  readonly links: readonly string[];
  readonly startedAt: bigint;
  readonly endedAt: bigint;
}

/** An OpenTelemetry collector: OTLP over HTTP, in JSON. */
export interface Collector {
  readonly url: string;
  /** In the order in which they ended. */
  spans(): readonly CollectedSpan[];
  /** All that came, as text. */
  text(): string;
  close(): void;
}

export async function openCollector(): Promise<Collector> {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.url === "/v1/traces") bodies.push(Buffer.concat(chunks).toString());
    response.setHeader("content-type", "application/json").end("{}");
  });
  const url = `${await listen(server)}/v1/traces`;
  return {
    url,
    spans: () => bodies.flatMap((body) => spansIn(JSON.parse(body))),
    text: () => bodies.join("\n"),
    close: () => server.close(),
  };
}

/** What each trace looks like: its spans' names, those that have a parent in it below that, by name. */
export function treesOf(spans: readonly CollectedSpan[]): Record<string, unknown>[] {
  const below = (parent: CollectedSpan): Record<string, unknown> => {
    const children = spans.filter(({ parentId }) => parentId === parent.id);
    return Object.fromEntries(children.map((child) => [child.name, below(child)]));
  };
  const ids = new Set(spans.map(({ id }) => id));
  const roots = spans.filter(({ parentId }) => parentId === undefined || !ids.has(parentId));
  return roots.map((root) => ({ [root.name]: below(root) }));
}

function spansIn({ resourceSpans }: any): CollectedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }: any) =>
    scopeSpans.flatMap(({ spans }: any) =>
      spans.map((span: any) => ({
        service: attributesOf(resource.attributes)["service.name"],
        ...{ traceId: span.traceId, id: span.spanId, parentId: span.parentSpanId || undefined },
        ...{ name: span.name, kind: span.kind, attributes: attributesOf(span.attributes) },
        fault: span.status?.code === 2 ? span.status.message : undefined,
        links: (span.links ?? []).map(({ spanId }: any) => spanId),
        ...{ startedAt: BigInt(span.startTimeUnixNano), endedAt: BigInt(span.endTimeUnixNano) },
      })),
    ),
  );
}

function attributesOf(attributes: readonly any[] = []): CollectedSpan["attributes"] {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? value.boolValue ?? Number(value.intValue)]),
  );
}
