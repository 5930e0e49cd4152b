import type { z } from "zod";
import { type GatewayLimits, LIMITS } from "../limits.ts";
import { byDefault, groupByDefault, number, type Sharing, wholeNumber } from "./setting.ts";

type Facts = readonly [meaning: string, sharing?: Sharing];

/** A limit that is new stands here too, or nothing compiles: what it means, and what where there are several workers. */
const FACTS: Readonly<Record<keyof GatewayLimits, Facts>> = {
  bodyBytesMax: ["an operation over HTTP, or one message on a websocket"],
  operationsPerBatchMax: ["operations sent as one array over HTTP; 0 takes no arrays"],
  bodyTokensMax: ["brackets, colons and commas of a body"],
  bodyNestingMax: ["brackets of a body within each other"],
  documentTokensMax: ["tokens of a document; refused while it is read"],
  documentLinesMax: ["lines of a document"],
  documentCharsMax: ["characters of a document"],
  operationsMax: ["operations of a document"],
  variablesMax: ["variables of a document"],
  nestingMax: ["brackets of any kind within each other"],
  depthMax: ["fields within each other, and lists and objects within one value"],
  fieldsMax: ["fields of all operations, fragments written out where they are spread"],
  heightMax: ["fields, where those of one name in one place count as one"],
  rootFieldsMax: ["fields at the root of an operation"],
  aliasesMax: ["aliases of an operation"],
  fragmentsMax: ["fragments, spread or inline, of all operations"],
  directivesMax: ["directives of an operation"],
  directivesPerPlaceMax: ["directives on one field, fragment, variable or operation"],
  selectionsMax: ["fields and fragments side by side"],
  plannedSelectionsMax: ["fields of a document with fragments and abstract types written out, as plans see it"],
  plansWeighedMax: ["ways to plan an operation that are compared"],
  planPathsMax: [
    "ways to reach one field that are followed while planning; with more each object's fields are planned by themselves, which may take more calls, and what has more even so is refused",
  ],
  planMsMax: ["planning an operation, during which nothing else is done"],
  costMax: ["an operation's cost as @cost and @listSize estimate it: about the objects that it asks for"],
  listSizeAssumed: ["items of a list of which no @listSize says anything"],
  queryMsMax: ["a query, or one event of a subscription, from its arrival to its answer"],
  mutationMsMax: ["a mutation; longer, since to give it up says nothing of whether it acted"],
  subgraphQueryMsMax: ["one call of a query to one subgraph"],
  subgraphMutationMsMax: ["one call of a mutation to one subgraph"],
  breakerFailuresMax: ["failures in a row after which a subgraph is left alone", "told to all workers"],
  breakerOpenMs: ["how long it is left alone before one call tries for all", "told to all workers"],
  breakerFailureRatioMax: ["or the part of a window's calls that fail", "told to all workers"],
  breakerCallsMin: ["calls in a window from which that part counts", "told to all workers"],
  breakerWindowMs: ["that window", "told to all workers"],
  breakerStalledMs: ["or so long without any answer while calls wait", "told to all workers"],
  loadAtOnceStart: ["operations over HTTP at once before it is known how many can be served", "each worker by itself"],
  loadAtOnceMin: [
    "the least that it may become: so many are too much only while more is asked all the time",
    "each worker by itself",
  ],
  loadAtOnceMax: ["the most that it may become", "each worker by itself"],
  loadAtOnceFewest: ["and so many not even then", "each worker by itself"],
  loadSlowerMax: ["operations that take so many times what they take without a queue are late"],
  loadSlackMs: ["if they are so much later: what is fast anyway may vary"],
  loadLagMs: ["an event loop that is late by so much turns some away", "each worker by itself"],
  loadLagMsMax: ["and by so much all", "each worker by itself"],
  callsAtOnceMax: ["calls to one subgraph at once; others wait", "each worker by itself"],
  callsWaitingMax: ["calls that wait for a place at one subgraph", "each worker by itself"],
  callWaitMsMax: ["how long a call waits for a place"],
  queryTriesMax: ["how often a query is tried that finds its subgraph not there"],
  retryMsMax: ["the longest wait before such another try"],
  knownRunsBytesMax: [
    "what subgraphs answered to queries that come again and again, and what came of it: while they say the same, none of it is read and put together once more; 0 keeps nothing",
    "each worker by itself",
  ],
  preferencesMsMax: ["asking what a person prefers"],
  preferencesKeptMs: ["how long that is known", "each worker by itself"],
  preferencesMax: ["people whose preferences are known", "each worker by itself"],
  revokedSessionsMax: ["ended sessions that are remembered until their tokens end", "each worker by itself"],
  connectionsMax: ["connections of clients; what comes beyond is closed at once", "divided among the workers"],
  connectionsWaitingMax: ["connections that wait to be accepted; the system may have a lower limit of its own"],
  headersMsMax: ["the head of a request"],
  requestMsMax: ["a whole request with its body"],
  keepAliveMs: ["how long a connection without requests stays open"],
  streamsPerConnectionMax: ["requests at once on one connection of HTTP/2"],
  drainMsMax: ["what still runs at a stop is cut off after this"],
  drainIdleMs: ["at a stop: a connection without a request for so long is closed"],
  socketsMax: ["websockets", "divided among the workers"],
  socketInitMsMax: ["a websocket's first message"],
  socketPingMs: ["how often a websocket is asked whether it is alive"],
  operationsPerSocketMax: [
    "operations at once on one websocket, among them those whose answer its client has not taken",
  ],
  socketUnsentBytesMax: [
    "events that wait for a client to take them; then its websocket is closed with 1013. An answer may be larger: while it waits nothing more is begun for its client, who is closed so, too, when it takes nothing for `streamStalledMsMax`",
  ],
  socketClosingMsMax: ["how long a client may take to answer that its websocket is being closed"],
  streamsDrainMs: ["at a stop: the time over which websockets and streams are ended, one after the other"],
  eventsWaitingMax: ["events of one subscription that are being completed, or wait for a client that reads slowly"],
  eventBytesWaitingMax: ["bytes of those that wait, without what a transport has taken"],
  upstreamLingerMs: ["how long a subgraph's stream is kept that nobody watches"],
  eventRequestsMax: ["requests at once that complete events in one way; what comes meanwhile goes together"],
  eventsPerRequestMax: ["events that are completed by one request"],
  streamHeartbeatMs: ["how often a stream over HTTP says that it stands"],
  streamStalledMsMax: [
    "a stream or an answer of which its client takes nothing for so long is cut off; one in one piece over HTTP when it is found so, which may be three times as long",
  ],
  streamUnsentBytesMax: ["of one stream over HTTP that wait for its reader"],
};

/** As many ms as a timer takes. */
const LIMIT_MAX = 2 ** 31 - 1;
/** Of a part of calls: with none each success would be too many failures. */
const RATIO_MIN = 0.01;
/** Of these there may be none. Of any other limit 0 would serve nobody, or spin: time that never passes, places for nobody. */
const ZERO_MEANS_NONE: readonly (keyof GatewayLimits)[] = [
  ...(["operationsPerBatchMax", "variablesMax", "aliasesMax", "fragmentsMax"] as const),
  ...(["directivesMax", "directivesPerPlaceMax", "costMax", "listSizeAssumed"] as const),
  ...(["loadAtOnceFewest", "loadSlackMs", "callsWaitingMax", "callWaitMsMax", "retryMsMax"] as const),
  ...(["knownRunsBytesMax", "preferencesKeptMs", "drainMsMax", "drainIdleMs", "streamsDrainMs"] as const),
  ...(["socketsMax", "upstreamLingerMs"] as const),
];
const NAMES = Object.keys(FACTS) as (keyof GatewayLimits)[];

/** Every limit of `gateway/limits.ts` as a setting. */
export const limitSettings = groupByDefault(
  Object.fromEntries(NAMES.map((name) => [name, settingOf(name)])) as Record<
    keyof GatewayLimits,
    ReturnType<typeof settingOf>
  >,
);

function settingOf(name: keyof GatewayLimits) {
  const [meaning, sharing] = FACTS[name];
  const min = ZERO_MEANS_NONE.includes(name) ? 0 : 1;
  const kind = Number.isInteger(LIMITS[name]) ? wholeNumber(min, LIMIT_MAX) : number(RATIO_MIN, LIMIT_MAX);
  return byDefault(kind, LIMITS[name], { unit: unitOf(name), meaning, sharing });
}

function unitOf(name: string): string | undefined {
  if (/Ms(Max)?$/.test(name)) return "ms";
  return /Bytes(Max)?$/.test(name) ? "bytes" : undefined;
}

/** What each of several workers may have of limits that are meant for all of them. */
export function shareOfWorker(limits: z.output<typeof limitSettings>, workers: number): GatewayLimits {
  const shares = NAMES.map((name) => {
    const isDivided = FACTS[name][1] === "divided among the workers";
    return [name, isDivided ? Math.ceil(limits[name] / workers) : limits[name]];
  });
  return Object.fromEntries(shares);
}
