import { BREAKER_LIMITS, type BreakerLimits } from "./resilience/breaker.ts";
import { SHEDDER_LIMITS, type ShedderLimits } from "./resilience/load-shedder.ts";
import type { PlacesLimits } from "./resilience/places.ts";

/** Every limit of the gateway by its name; a deployment may choose others, tests choose small ones. */
export interface GatewayLimits extends BreakerLimits, PlacesLimits, ShedderLimits {
  /** Of an operation sent over HTTP, and of one message on a websocket. */
  readonly bodyBytesMax: number;
  /** Of operations sent as one array over HTTP; 0 takes none. */
  readonly operationsPerBatchMax: number;
  /** Structural characters of its JSON (RFC 8259, 2): brackets, colons and commas. */
  readonly bodyTokensMax: number;
  readonly bodyNestingMax: number;
  /**
   * What a document may have, refused before validation and planning. What is in a fragment counts wherever it is
   * spread. Where nothing else is said, each of the document's operations may have so much.
   */
  readonly documentTokensMax: number;
  /** Comments and block strings have lines, too. */
  readonly documentLinesMax: number;
  /** In UTF-16 units. Larger values go into variables. */
  readonly documentCharsMax: number;
  readonly operationsMax: number;
  readonly variablesMax: number;
  /** Brackets of any kind within each other. */
  readonly nestingMax: number;
  /** Fields within each other, and lists and objects within one value. Introspection has a rule of its own. */
  readonly depthMax: number;
  /** In all operations together. */
  readonly fieldsMax: number;
  /** Fields, where those of one response name in one selection set count as one. */
  readonly heightMax: number;
  readonly rootFieldsMax: number;
  readonly aliasesMax: number;
  /** Spread or inline, in all operations together. */
  readonly fragmentsMax: number;
  readonly directivesMax: number;
  /** On one field, fragment, variable or operation. */
  readonly directivesPerPlaceMax: number;
  /** Fields and fragments side by side in one selection set. */
  readonly selectionsMax: number;
  /** With every fragment written out and every field of an interface once for each of its types, as planning does. */
  readonly plannedSelectionsMax: number;
  /**
   * Ways to reach one selection, over subgraphs that share types; with more each object is planned by itself, and where
   * one alone has more there is no plan.
   */
  readonly planPathsMax: number;
  /** Whole plans that are weighed against each other; of more the best is not looked for. */
  readonly plansWeighedMax: number;
  /** Planning holds up everything else: it is given up wherever it is. */
  readonly planMsMax: number;
  /** Of one operation, as estimated by @cost and @listSize (gateway/demand): about the objects it asks for. */
  readonly costMax: number;
  /** Items of a list of which no @listSize says anything. */
  readonly listSizeAssumed: number;
  readonly queryMsMax: number;
  readonly mutationMsMax: number;
  /** One call to one subgraph. A mutation's is longer: to give it up tells nothing of whether it acted. */
  readonly subgraphQueryMsMax: number;
  readonly subgraphMutationMsMax: number;
  /** How often a query is tried that finds nobody there, and the longest wait in between. */
  readonly queryTriesMax: number;
  readonly retryMsMax: number;
  /** Of what subgraphs answered when queries ran, and what came of it; 0 keeps nothing. */
  readonly knownRunsBytesMax: number;
  readonly preferencesMsMax: number;
  readonly preferencesKeptMs: number;
  readonly preferencesMax: number;
  readonly revokedSessionsMax: number;
  readonly connectionsMax: number;
  /** Connections that the system has made and this process has not come to; with more a client waits a second and tries again. */
  readonly connectionsWaitingMax: number;
  readonly headersMsMax: number;
  readonly requestMsMax: number;
  readonly keepAliveMs: number;
  /** Requests at once on one connection of HTTP/2. */
  readonly streamsPerConnectionMax: number;
  /** Until what runs at a stop is cut off. */
  readonly drainMsMax: number;
  /** A connection that had no request for so long at a stop is taken to have none on its way. */
  readonly drainIdleMs: number;
  readonly socketsMax: number;
  readonly socketInitMsMax: number;
  readonly socketPingMs: number;
  readonly operationsPerSocketMax: number;
  /** Bytes that wait for a client to take them, one message aside; then it is asked to come again later. */
  readonly socketUnsentBytesMax: number;
  /** A client is given so long to answer that its websocket is being closed. */
  readonly socketClosingMsMax: number;
  /** At a stop websockets and streams over HTTP are ended one after the other over this time: all their clients come again. */
  readonly streamsDrainMs: number;
  /** Events of one subscription that are being completed, or wait for a client that reads slowly … */
  readonly eventsWaitingMax: number;
  /** … and their bytes, without those that a transport has taken. */
  readonly eventBytesWaitingMax: number;
  /** A stream that nobody watches any more is kept for so long. */
  readonly upstreamLingerMs: number;
  /** Requests under way that complete events in one way; what comes meanwhile goes together … */
  readonly eventRequestsMax: number;
  /** … up to so many events at once. */
  readonly eventsPerRequestMax: number;
  /** How often a stream over HTTP says that it stands, and looks whether its reader still takes anything. */
  readonly streamHeartbeatMs: number;
  /** A reader that takes nothing of what waits for it for so long is cut off. */
  readonly streamStalledMsMax: number;
  /** Bytes of one stream over HTTP that wait for its reader before the next item is asked for. */
  readonly streamUnsentBytesMax: number;
}

export const LIMITS: GatewayLimits = {
  bodyBytesMax: 256 * 1024,
  operationsPerBatchMax: 0,
  bodyTokensMax: 5_000,
  bodyNestingMax: 60,
  documentTokensMax: 1_000,
  documentLinesMax: 2_000,
  documentCharsMax: 64 * 1024,
  operationsMax: 10,
  variablesMax: 200,
  nestingMax: 250,
  depthMax: 15,
  fieldsMax: 2_000,
  heightMax: 1_000,
  rootFieldsMax: 50,
  aliasesMax: 100,
  fragmentsMax: 500,
  directivesMax: 100,
  directivesPerPlaceMax: 8,
  selectionsMax: 300,
  plannedSelectionsMax: 5_000,
  planPathsMax: 1_000,
  plansWeighedMax: 500,
  planMsMax: 2_000,
  costMax: 50_000,
  listSizeAssumed: 10,
  queryMsMax: 10_000,
  mutationMsMax: 20_000,
  subgraphQueryMsMax: 1_500,
  subgraphMutationMsMax: 15_000,
  ...BREAKER_LIMITS,
  ...SHEDDER_LIMITS,
  callsAtOnceMax: 256,
  callsWaitingMax: 1_000,
  callWaitMsMax: 1_000,
  queryTriesMax: 2,
  retryMsMax: 50,
  knownRunsBytesMax: 16 * 1024 * 1024,
  preferencesMsMax: 250,
  preferencesKeptMs: 5_000,
  preferencesMax: 10_000,
  revokedSessionsMax: 100_000,
  connectionsMax: 16_000,
  connectionsWaitingMax: 4_096,
  headersMsMax: 10_000,
  requestMsMax: 30_000,
  keepAliveMs: 65_000,
  streamsPerConnectionMax: 100,
  drainMsMax: 10_000,
  drainIdleMs: 500,
  socketsMax: 12_000,
  socketInitMsMax: 5_000,
  socketPingMs: 12_000,
  operationsPerSocketMax: 100,
  socketUnsentBytesMax: 1024 * 1024,
  socketClosingMsMax: 1_000,
  streamsDrainMs: 5_000,
  eventsWaitingMax: 100,
  eventBytesWaitingMax: 768 * 1024,
  upstreamLingerMs: 500,
  eventRequestsMax: 8,
  eventsPerRequestMax: 100,
  streamHeartbeatMs: 10_000,
  streamStalledMsMax: 30_000,
  streamUnsentBytesMax: 256 * 1024,
};
