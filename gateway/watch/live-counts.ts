import { boundedLabel, type SeriesTable, seriesTable } from "./series.ts";

/** Counts of what stays open, written by whoever has it open: an event to thousands must not cost thousands of lookups. */
export interface LiveCounts {
  /** Subscriptions of clients, by `http` and `websocket`. */
  streams(transport: Transport): StreamCounts;
  /** Streams of subgraphs that subscriptions share. */
  upstreams(subgraph: string): UpstreamCounts;
  readonly websockets: OpenCounts;
}

export type Transport = "http" | "websocket";

export interface OpenCounts {
  open: number;
  /** All that were ever open: where it grows and `open` does not, the same come again and again. */
  opened: number;
}

export interface StreamCounts extends OpenCounts {
  /** Given to the client. */
  events: number;
  /** Closed since the client left too much unread. */
  slowReaders: number;
}

export interface UpstreamCounts extends OpenCounts {
  events: number;
  /** Ended by a fault: its watchers have to come again. */
  broken: number;
}

export function countOpened(counts: OpenCounts | undefined): void {
  if (!counts) return;
  counts.open += 1;
  counts.opened += 1;
}

/** How tables are told. */
interface Telling {
  gauge<Series>(name: string, help: string, table: SeriesTable<Series>, read: (series: Series) => number): void;
  counter<Series>(name: string, help: string, table: SeriesTable<Series>, read: (series: Series) => number): void;
}

const SUBGRAPHS_MAX = 100;

export function liveCounts(told: Telling): LiveCounts {
  const streams = seriesTable<StreamCounts>({ transport: boundedLabel(2) }, 2, () => ({
    ...{ open: 0, opened: 0, events: 0, slowReaders: 0 },
  }));
  const upstreams = seriesTable<UpstreamCounts>({ subgraph: boundedLabel(SUBGRAPHS_MAX) }, SUBGRAPHS_MAX, () => ({
    ...{ open: 0, opened: 0, events: 0, broken: 0 },
  }));
  const sockets = seriesTable<OpenCounts>({}, 1, () => ({ open: 0, opened: 0 }));
  const { gauge, counter } = told;

  gauge("gateway_subscriptions_open", "Subscriptions of clients.", streams, ({ open }) => open);
  counter("gateway_subscriptions_total", "Subscriptions begun.", streams, ({ opened }) => opened);
  counter("gateway_subscription_events_total", "Events given to clients.", streams, ({ events }) => events);
  counter("gateway_slow_readers_total", "Streams closed, left unread.", streams, ({ slowReaders }) => slowReaders);
  gauge("gateway_upstreams_open", "Streams of subgraphs, shared by subscriptions.", upstreams, ({ open }) => open);
  counter("gateway_upstreams_total", "Streams of subgraphs begun.", upstreams, ({ opened }) => opened);
  counter("gateway_upstream_events_total", "Events from subgraphs.", upstreams, ({ events }) => events);
  counter("gateway_upstreams_broken_total", "Streams of subgraphs ended by a fault.", upstreams, (one) => one.broken);
  gauge("gateway_websockets_open", "Websockets of clients.", sockets, ({ open }) => open);
  counter("gateway_websockets_total", "Websockets opened.", sockets, ({ opened }) => opened);

  return { streams: streams.of, upstreams: upstreams.of, websockets: sockets.of() };
}
