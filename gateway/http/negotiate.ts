import { LruMap } from "../lru-map.ts";

export type ResultType = "application/json" | "application/graphql-response+json" | "text/event-stream";
/** Of answers in parts: what Apollo's clients ask for by default, and the working draft's with `pending` and ids. */
export type PartsFormat = "20220824" | "v0.2";
export type EventsFormat = "text/event-stream" | "multipart/mixed";

/** What a client can read, by its Accept header. */
export interface Accepted {
  /** Of an answer in one piece; undefined when nothing that we write is accepted (406). */
  readonly result: ResultType | undefined;
  /** Undefined: @defer is not carried out, and the answer comes in one piece. */
  readonly parts: PartsFormat | undefined;
  /** Undefined: no subscriptions. */
  readonly events: EventsFormat | undefined;
}

/** Clients send few different ones; whoever sends many has them parsed. */
const KNOWN_MAX = 100;
/** What stands behind is not read: browsers, which send the longest, need a fifth of it. */
const ACCEPT_LENGTH_MAX = 1_000;
const known = new LruMap<string, Accepted>(KNOWN_MAX);
/** Clients without the header are older than application/graphql-response+json. */
const UNSAID: Accepted = { result: "application/json", parts: undefined, events: undefined };

export function negotiate(header: string | undefined): Accepted {
  if (!header) return UNSAID;
  const accept = header.length > ACCEPT_LENGTH_MAX ? header.slice(0, ACCEPT_LENGTH_MAX) : header;
  let accepted = known.get(accept);
  if (!accepted) {
    const ranges = rangesOf(accept);
    const parts = prefer(PARTS, ranges);
    const events = prefer(EVENTS, ranges);
    /** Who takes streams only has one answer where there is one: as a stream, or else as the media type of answers. */
    const streamed =
      prefer(EVENT_STREAM, ranges) ?? (parts || events ? "application/graphql-response+json" : undefined);
    accepted = { result: prefer(RESULTS, ranges) ?? streamed, parts, events };
    known.set(accept, accepted);
  }
  return accepted;
}

interface Range {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly quality: number;
}

/** What we could write, and which ranges ask for it by name. */
type Offers<Name> = readonly (readonly [name: Name, isNamedBy: (range: Range) => boolean])[];

const RESULTS: Offers<ResultType> = [
  ["application/json", ({ type }) => type === "application/json"],
  ["application/graphql-response+json", ({ type }) => type === "application/graphql-response+json"],
];
const EVENT_STREAM: Offers<"text/event-stream"> = [["text/event-stream", ({ type }) => type === "text/event-stream"]];
const EVENTS: Offers<EventsFormat> = [
  ...EVENT_STREAM,
  ["multipart/mixed", (range) => isMultipart(range) && range.parameters.get("subscriptionspec") === "1.0"],
];
const PARTS: Offers<PartsFormat> = [
  ["v0.2", (range) => isMultipart(range) && isCurrent(range.parameters)],
  ["20220824", (range) => isMultipart(range) && range.parameters.get("deferspec") === "20220824"],
];
/** Only JSON is what somebody may have meant who takes anything. */
const WILDCARDS = ["application/*", "*/*"];

function isMultipart({ type }: Range): boolean {
  return type === "multipart/mixed";
}

/** Apollo Client and Apollo Server name the same format differently; a client that names none knows the latest. */
function isCurrent(parameters: Range["parameters"]): boolean {
  if (parameters.get("incrementalspec") === "v0.2" || parameters.get("incrementaldeliveryspec") === "3283f8a")
    return true;
  return ![...parameters.keys()].some((name) => name.endsWith("spec"));
}

/** The best quality wins, then what is named over what a wildcard takes in, then what is named first (RFC 9110, 12.5.1). */
function prefer<Name extends string>(offers: Offers<Name>, ranges: readonly Range[]): Name | undefined {
  const wildcard = WILDCARDS.map((wild) => ranges.find(({ type }) => type === wild)).find(Boolean);
  const found = offers.map(([name, isNamedBy]) => {
    const at = ranges.findIndex(isNamedBy);
    if (at >= 0) return { name, at, quality: ranges[at]!.quality };
    const isTaken = name.startsWith("application/");
    return { name, at: ranges.length, quality: isTaken ? (wildcard?.quality ?? 0) : 0 };
  });
  return found.filter(({ quality }) => quality > 0).sort((a, b) => b.quality - a.quality || a.at - b.at)[0]?.name;
}

/** Split at commas and semicolons that do not stand in quotes. */
const ELEMENTS = /(?:[^",]|"[^"]*")+/g;
const PARAMETERS = /(?:[^";]|"[^"]*")+/g;

function rangesOf(accept: string): Range[] {
  return (accept.match(ELEMENTS) ?? []).map((element) => {
    const [type = "", ...rest] = (element.match(PARAMETERS) ?? []).map((part) => part.trim());
    const parameters = new Map(rest.map(parameterOf));
    const quality = Number(parameters.get("q") ?? 1);
    return { type: type.toLowerCase(), parameters, quality: Math.min(quality || 0, 1) };
  });
}

function parameterOf(text: string): [name: string, value: string] {
  const [name = "", ...value] = text.split("=");
  return [
    name.trim().toLowerCase(),
    value
      .join("=")
      .trim()
      .replace(/^"(.*)"$/, "$1"),
  ];
}
