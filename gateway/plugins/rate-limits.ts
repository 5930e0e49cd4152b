import type { Clock } from "#kernel/clock.ts";
import { ClientError } from "#kernel/errors.ts";
import type { Log } from "#kernel/log.ts";
import type { ApiKey } from "../rate-limit/api-keys.ts";
import { argumentOf, type AskedOperation, findLimitedFields, type LimitedField } from "../rate-limit/limited-fields.ts";
import { type ShareCount, type SharedLimit, sharing, type Sharing } from "../rate-limit/sharing.ts";
import { type Window, type WindowOf, windowsByKey } from "../rate-limit/windows.ts";

/** One limit: so many points in each window of its key, which begins with the key's first request. */
export interface RateLimit {
  /** As clients read it. */
  readonly name: string;
  /** `client` is the most telling thing that is sure: a known API key, else subject, else address. */
  readonly by: "ip" | "subject" | "apiKey" | "client";
  readonly pointsMax: number;
  readonly windowSeconds: number;
}

/** One limit of certain fields at the root of operations: each takes a point, as often as it is asked. */
export interface FieldRateLimit extends Omit<RateLimit, "by"> {
  /** `Mutation.sessionCreate`. */
  readonly fields: readonly string[];
  /** Who asks, or what the field is about: `args.input.email`. */
  readonly by: RateLimit["by"] | `args.${string}`;
}

/** What is known of who asks. A limit by something that is not given does not apply. */
export interface RateLimitedClient {
  /** The group of `client-address.ts`. */
  readonly ip?: string;
  /** Verified. */
  readonly subject?: string | null;
  readonly apiKey?: ApiKey;
}

export interface RateLimitRefusal {
  readonly limit: string;
  readonly retryAfterSeconds: number;
}

/** At once where this process can tell by itself; a promise where it has to ask the others first. */
export type RateLimitVerdict = RateLimitRefusal | undefined | Promise<RateLimitRefusal | undefined>;

export interface RateLimits {
  /** Whether there are limits by what operations cost. */
  readonly hasCosts: boolean;
  /** Counts requests. What is refused takes no points, of no limit. */
  check(client: RateLimitedClient, points?: number): RateLimitVerdict;
  /** Counts the fields of an operation that have limits of their own. */
  checkFields(client: RateLimitedClient, asked: AskedOperation): RateLimitVerdict;
  /** Counts what operations cost, before they run: the cost as estimated. */
  charge(client: RateLimitedClient, cost: number): RateLimitVerdict;
  /** Corrects a charge afterwards by actual minus estimated cost; refuses nothing. */
  settle(client: RateLimitedClient, difference: number): void;
}

export interface RateLimitsOptions {
  readonly requests: readonly RateLimit[];
  readonly costs: readonly RateLimit[];
  readonly fields?: readonly FieldRateLimit[];
  /** Of each limit. */
  readonly keysMax: number;
  /** How the gateways of a group count together; without it this process counts alone. */
  readonly share?: (limit: SharedLimit) => ShareCount;
  readonly clock: Clock;
  readonly log: Log;
}

interface Meter<Limit = RateLimit | FieldRateLimit> {
  readonly limit: Limit;
  readonly windowOf: WindowOf;
  readonly sharing: Sharing | undefined;
}

/** A request's share in one window. */
interface Place {
  readonly meter: Meter;
  readonly key: string;
  readonly window: Window;
  readonly points: number;
}

/** Limits per client. All counting is done in this process; gateways that share tell each other as they go. */
export function createRateLimits(options: RateLimitsOptions): RateLimits {
  const { share, keysMax, clock, log } = options;
  const metersOf = <Limit extends RateLimit | FieldRateLimit>(kind: string, limits: readonly Limit[]): Meter<Limit>[] =>
    limits.map((limit, at) => ({
      limit,
      windowOf: windowsByKey(limit.windowSeconds * 1_000, keysMax),
      sharing: share && sharing({ limit, share: share({ ...limit, id: idOf(kind, limits, at) }), clock, log }),
    }));
  const requests = metersOf("requests", options.requests);
  const costs = metersOf("costs", options.costs);
  const fields = metersOf("fields", options.fields ?? []);
  const limitedIn = findLimitedFields(new Set(fields.flatMap(({ limit }) => limit.fields)));

  const take = (places: readonly Place[], nowMs: number): RateLimitVerdict => {
    const full = places.find(({ meter, window, points }) => window.heard + window.own + points > meter.limit.pointsMax);
    if (full) return refusal(full, nowMs);
    const unsure = places.filter(({ meter, window }) => meter.sharing?.mustHear(window));
    add(places);
    return unsure.length === 0 ? undefined : decide(places, unsure);
  };

  /** The points are taken already, as the others will hear: if it is too many by then, they go back. */
  const decide = async (places: readonly Place[], unsure: readonly Place[]) => {
    await Promise.all(unsure.map(({ meter, key, window }) => meter.sharing!.hear(key, window)));
    const over = unsure.find(({ meter, window }) => window.heard + window.own > meter.limit.pointsMax);
    if (!over) return undefined;
    add(places, -1);
    return refusal(over, clock.now().getTime());
  };

  const nowMs = () => clock.now().getTime();
  return {
    hasCosts: costs.length > 0,
    check: (client, points = 1) => take(placesOf(requests, client, points, nowMs()), nowMs()),
    checkFields: (client, asked) => {
      const limited = limitedIn(asked);
      if (limited.length === 0) return undefined;
      return take(fieldPlaces(fields, limited, client, asked, nowMs()), nowMs());
    },
    charge: (client, cost) => take(placesOf(costs, client, Math.max(0, Math.ceil(cost)), nowMs()), nowMs()),
    settle: (client, difference) => add(placesOf(costs, client, Math.ceil(difference), nowMs())),
  };
}

/** Limits of one name are two: a request is not a point of cost. Others before it make no difference to a limit's id. */
function idOf(kind: string, limits: readonly Pick<RateLimit, "name">[], at: number): string {
  const { name } = limits[at]!;
  const place = limits.slice(0, at).filter((limit) => limit.name === name).length;
  return `${kind}${place === 0 ? "" : place + 1}:${name}`;
}

/** The refusal as the client reads it: HTTP 429 with `Retry-After`. */
export function rateLimited({ limit, retryAfterSeconds }: RateLimitRefusal): ClientError {
  const message = `Too much at once: wait ${retryAfterSeconds} s before you ask again.`;
  return new ClientError("RATE_LIMITED", message, { limit, retryAfterSeconds });
}

function placesOf(
  meters: readonly Meter<RateLimit>[],
  client: RateLimitedClient,
  points: number,
  nowMs: number,
): Place[] {
  const places: Place[] = [];
  for (const meter of meters) {
    const key = keyOf(meter.limit.by, client);
    if (key !== undefined) places.push({ meter, key, window: meter.windowOf(key, nowMs), points });
  }
  return places;
}

/** One of each window, whose points are the fields that it counts. */
function fieldPlaces(
  meters: readonly Meter<FieldRateLimit>[],
  limited: readonly LimitedField[],
  client: RateLimitedClient,
  asked: AskedOperation,
  nowMs: number,
): Place[] {
  return meters.flatMap((meter) => {
    const { by, fields } = meter.limit;
    const keys = limited
      .filter(({ name }) => fields.includes(name))
      .map(({ node }) => (isOfWho(by) ? keyOf(by, client) : argumentOf(node, by.split(".").slice(1), asked)))
      .filter((key) => key !== undefined);
    const counts = Map.groupBy(keys, (key) => key);
    return [...counts].map(([key, { length }]) => ({ meter, key, window: meter.windowOf(key, nowMs), points: length }));
  });
}

function add(places: readonly Place[], times = 1): void {
  for (const { meter, key, window, points } of places) {
    /** What is given back may have been taken in the window before: nobody gets more than a whole one. */
    window.own = Math.max(window.own + times * points, -window.heard);
    meter.sharing?.taken(key, window);
  }
}

function isOfWho(by: FieldRateLimit["by"]): by is RateLimit["by"] {
  return !by.startsWith("args.");
}

function keyOf(by: RateLimit["by"], { ip, subject, apiKey }: RateLimitedClient): string | undefined {
  if (by === "ip") return ip;
  if (by === "subject") return subject ?? undefined;
  if (by === "apiKey") return apiKey?.hash;
  if (apiKey?.isKnown) return `key ${apiKey.hash}`;
  return typeof subject === "string" ? `subject ${subject}` : ip;
}

function refusal({ meter, window }: Place, nowMs: number): RateLimitRefusal {
  return { limit: meter.limit.name, retryAfterSeconds: Math.max(1, Math.ceil((window.endsAtMs - nowMs) / 1_000)) };
}
