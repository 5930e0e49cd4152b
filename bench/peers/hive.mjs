/** Configuration of @graphql-hive/gateway: each request's Authorization goes on to the subgraphs. */
export const gatewayConfig = {
  propagateHeaders: {
    fromClientToSubgraphs({ request }) {
      return { authorization: request.headers.get("authorization") };
    },
  },
  /** Off by default; the variants for identical requests turn it on. */
  inboundInflightRequestDeduplication: process.env.HIVE_DEDUPLICATION === "on",
};
