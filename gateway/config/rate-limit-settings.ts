import { headerName } from "./header-kinds.ts";
import {
  byDefault,
  COUNT,
  fieldNames,
  fieldRateBy,
  group,
  groupByDefault,
  list,
  needed,
  oneOf,
  optional,
  SECONDS,
  sha256s,
  text,
} from "./setting.ts";

const NAME = { name: needed(text, { meaning: "as a refused client reads it" }) };
const WINDOW = {
  pointsMax: needed(COUNT, { meaning: "requests, fields or cost in each window", sharing: "counted together" }),
  windowSeconds: needed(SECONDS, { unit: "s", meaning: "a window begins with the client's first request" }),
};

/** How much clients may ask for in a time. */
export const rateLimitSettings = groupByDefault({
  requests: list(rateLimit(), { meaning: "limits by number of requests" }),
  costs: list(rateLimit(), { meaning: "limits by what operations cost (@cost, @listSize)" }),
  fields: list(fieldRateLimit(), {
    meaning: "limits of certain fields at the root of operations; each takes a point, as often as it is asked",
  }),
  apiKeyHeader: byDefault(headerName, "x-api-key", {
    meaning: "where a client's API key stands, over HTTP and in connection_init of a websocket",
  }),
  apiKeys: optional(sha256s, {
    meaning: "the SHA-256 (hex) of each key that was given out; others are none then",
    fallback: "any key is counted by `apiKey`, and none by `client`",
    isSecret: true,
  }),
  keysMax: byDefault(COUNT, 100_000, { meaning: "clients that are counted at once, of each limit" }),
  share: byDefault(oneOf("workers", "redis"), "workers", {
    meaning: "who counts together: the workers of this machine by their first process, or all gateways on one Redis",
    sharing: "counted together",
  }),
});

function rateLimit() {
  return group({
    ...NAME,
    by: needed(oneOf("ip", "subject", "apiKey", "client"), {
      meaning:
        "who is counted; `client` is the most telling thing that is sure: an API key of `rateLimits.apiKeys`, else subject, else address",
    }),
    ...WINDOW,
  });
}

function fieldRateLimit() {
  return group({
    ...NAME,
    fields: needed(fieldNames, { meaning: "such as `Mutation.signIn`" }),
    by: needed(fieldRateBy, {
      meaning: "who is counted, as above, or what the field is about: one of its arguments, or a member of it",
    }),
    ...WINDOW,
  });
}
