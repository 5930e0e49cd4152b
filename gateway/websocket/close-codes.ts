/** Why we close a websocket, beside the codes of graphql-transport-ws (`CloseCode` of graphql-ws). Clients come again on each. */
export const CLOSE = {
  /** RFC 6455, 7.4.1. */
  goingAway: 1001,
  /** Registered with IANA for RFC 6455. */
  tryAgainLater: 1013,
  /** A subscription asks for what the API no longer has; those of its others go on with the next socket. */
  schemaChanged: 4499,
} as const;
