import { validateHeaderName, validateHeaderValue } from "node:http";
import { type Kind, kind, texts, textsByName } from "./setting.ts";

/** Of one connection, or of how one body goes over it (RFC 9110, 7.6.1): never another message's. */
const OF_CONNECTIONS = "connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|expect";
/** Two of these break a call, and a client's tell of another body and of what another can read. */
const OF_CALLS = `${OF_CONNECTIONS}|content-.*|accept|accept-encoding|agora-identity|agora-timeout-ms`;
/** A call goes to one host; which name that host is called by may be set. */
const NEVER_FORWARDED = new RegExp(`^(${OF_CALLS}|host)$`, "i");
const NEVER_SET_ON_CALLS = new RegExp(`^(${OF_CALLS})$`, "i");
/** What tells of a subgraph's body or connection is not the client's, which gets another. */
const NEVER_HANDED_ON = new RegExp(`^(${OF_CONNECTIONS}|content-.*|agora-.*)$`, "i");
/** A page may be told of policies, languages and the like. */
const OF_ANSWERS = "content-(length|type|encoding|range|digest|md5)|agora-request-id";
const NEVER_SET_ON_ANSWERS = new RegExp(`^(${OF_CONNECTIONS}|${OF_ANSWERS})$`, "i");

/** Refused here: a call or an answer that HTTP refuses would fail each time. */
export const headerName = headers<string>("a header", (value) =>
  typeof value === "string" ? mistakeInNames([value]) : "it is no text",
);
export const headerNames = namesBut("a list of headers");
export const forwardedHeaderNames = namesBut(
  "a list of headers that tell of no body and no connection",
  NEVER_FORWARDED,
);
export const answerHeaderNames = namesBut("a list of headers that tell of no body and no connection", NEVER_HANDED_ON);
export const headersOfCalls = valuesBut(NEVER_SET_ON_CALLS);
export const headersOfAnswers = valuesBut(NEVER_SET_ON_ANSWERS);

function namesBut(name: string, refused?: RegExp): Kind<readonly string[]> {
  return headers(name, (value) =>
    texts.accepts(value) ? mistakeInNames(value, refused) : "it is no list of texts, or has empty ones",
  );
}

function valuesBut(refused: RegExp): Kind<Readonly<Record<string, string>>> {
  return headers("values by header that HTTP allows, and that tell of no body and no connection", (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return "it is no group of headers";
    const wrong = Object.entries(value).find(([name, one]) => !textsByName.accepts({ [name]: one }) || !isValue(one));
    if (wrong) return `the value of ${shorten(wrong[0])} is none`;
    return mistakeInNames(Object.keys(value), refused);
  });
}

/** In words, by the names alone: values may be secrets. */
function headers<Value>(name: string, mistakeIn: (value: unknown) => string | undefined): Kind<Value> {
  return { ...kind<Value>(name, (value) => mistakeIn(value) === undefined), mistakeIn };
}

function mistakeInNames(names: readonly string[], refused?: RegExp): string | undefined {
  const odd = names.find((name) => !isName(name));
  if (odd !== undefined) return `"${shorten(odd)}" is no header`;
  const own = names.find((name) => refused?.test(name));
  return own === undefined ? undefined : `${own} would break each message`;
}

function isName(name: string): boolean {
  return passes(() => validateHeaderName(name));
}

function isValue(value: string): boolean {
  return passes(() => validateHeaderValue("x", value));
}

function passes(check: () => void): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}

const NAME_SHOWN_MAX = 60;

function shorten(name: string): string {
  return name.slice(0, NAME_SHOWN_MAX);
}
