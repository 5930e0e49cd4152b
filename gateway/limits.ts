/** Every limit of the gateway by its name; a deployment may choose others, tests choose small ones. */
export interface GatewayLimits {
  /** Of an operation sent over HTTP, and of one message on a websocket. */
  readonly bodyBytesMax: number;
  /** Of operations sent as one array over HTTP; 0 takes none. */
  readonly operationsPerBatchMax: number;
  /** Refused while parsing: what no honest client writes must not cost a validation. */
  readonly documentTokensMax: number;
  readonly depthMax: number;
  readonly aliasesMax: number;
  readonly rootFieldsMax: number;
  /** With every fragment written out where it is spread. */
  readonly fieldsMax: number;
  /** Fields and fragments side by side in one selection set: validation compares each with each. */
  readonly selectionsMax: number;
  readonly queryMsMax: number;
  readonly mutationMsMax: number;
  /** One call to one subgraph. A mutation's is longer: to give it up tells nothing of whether it acted. */
  readonly subgraphQueryMsMax: number;
  readonly subgraphMutationMsMax: number;
  /** So many failures one after another, and a subgraph is left alone … */
  readonly breakerFailuresMax: number;
  /** … for so long; then one request may try. */
  readonly breakerOpenMs: number;
  readonly preferencesMsMax: number;
  readonly preferencesKeptMs: number;
  readonly preferencesMax: number;
  readonly revokedSessionsMax: number;
  readonly connectionsMax: number;
  readonly headersMsMax: number;
  readonly requestMsMax: number;
  readonly keepAliveMs: number;
  readonly drainMsMax: number;
  readonly socketsMax: number;
  readonly socketInitMsMax: number;
  readonly socketPingMs: number;
  readonly operationsPerSocketMax: number;
  /** Bytes that wait for a client to take them, one message aside; then it is asked to come again later. */
  readonly socketUnsentBytesMax: number;
  /** A client is given so long to answer that its websocket is being closed. */
  readonly socketClosingMsMax: number;
  /** Before a stop websockets are closed one after the other over this time: all their clients will come again. */
  readonly socketsDrainMs: number;
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
  documentTokensMax: 4_000,
  depthMax: 15,
  aliasesMax: 100,
  rootFieldsMax: 50,
  fieldsMax: 2_000,
  selectionsMax: 300,
  queryMsMax: 10_000,
  mutationMsMax: 20_000,
  subgraphQueryMsMax: 1_500,
  subgraphMutationMsMax: 15_000,
  breakerFailuresMax: 5,
  breakerOpenMs: 2_000,
  preferencesMsMax: 250,
  preferencesKeptMs: 5_000,
  preferencesMax: 10_000,
  revokedSessionsMax: 100_000,
  connectionsMax: 16_000,
  headersMsMax: 10_000,
  requestMsMax: 30_000,
  keepAliveMs: 65_000,
  drainMsMax: 10_000,
  socketsMax: 12_000,
  socketInitMsMax: 5_000,
  socketPingMs: 12_000,
  operationsPerSocketMax: 100,
  socketUnsentBytesMax: 1024 * 1024,
  socketClosingMsMax: 2_000,
  socketsDrainMs: 5_000,
  eventsWaitingMax: 100,
  eventBytesWaitingMax: 768 * 1024,
  upstreamLingerMs: 500,
  eventRequestsMax: 8,
  eventsPerRequestMax: 100,
  streamHeartbeatMs: 10_000,
  streamStalledMsMax: 30_000,
  streamUnsentBytesMax: 256 * 1024,
};
