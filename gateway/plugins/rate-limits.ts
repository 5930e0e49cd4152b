import type { Clock } from "#kernel/clock.ts";
import { ClientError } from "#kernel/errors.ts";
import type { Log } from "#kernel/log.ts";
import { type ShareCount, sharing, type Sharing } from "../rate-limit/sharing.ts";
import { type Window, type WindowOf, windowsByKey } from "../rate-limit/windows.ts";

/** One limit: so many points in each window of its key, which begins with the key's first request. */
export interface RateLimit {
  /** As clients read it. */
  readonly name: string;
  /** `client` is the most telling thing known: API key, else subject, else address. */
  readonly by: "ip" | "subject" | "apiKey" | "client";
  readonly pointsMax: number;
  readonly windowSeconds: number;
}

/** What is known of who asks. A limit by something that is not given does not apply. */
export interface RateLimitedClient {
  /** The group of `client-address.ts`. */
  readonly ip?: string;
  /** Verified. */
  readonly subject?: string | null;
  /** Verified, or its hash. */
  readonly apiKey?: string;
}

export interface RateLimitRefusal {
  readonly limit: string;
  readonly retryAfterSeconds: number;
}

/** At once where this process can tell by itself; a promise where it has to ask the others first. */
export type RateLimitVerdict = RateLimitRefusal | undefined | Promise<RateLimitRefusal | undefined>;

export interface RateLimits {
  /** Counts requests. What is refused takes no points, of no limit. */
  check(client: RateLimitedClient, points?: number): RateLimitVerdict;
  /** Counts what operations cost, before they run: the cost as estimated. */
  charge(client: RateLimitedClient, cost: number): RateLimitVerdict;
  /** Corrects a charge afterwards by actual minus estimated cost; refuses nothing. */
  settle(client: RateLimitedClient, difference: number): void;
}

export interface RateLimitsOptions {
  readonly requests: readonly RateLimit[];
  readonly costs: readonly RateLimit[];
  /** Of each limit. */
  readonly keysMax: number;
  /** How the gateways of a group count together; without it this process counts alone. */
  readonly share?: (limit: RateLimit) => ShareCount;
  readonly clock: Clock;
  readonly log: Log;
}

interface Meter {
  readonly limit: RateLimit;
  readonly windowOf: WindowOf;
  readonly sharing: Sharing | undefined;
}

/** A request's share in one window. */
interface Place {
  readonly meter: Meter;
  readonly key: string;
  readonly window: Window;
}

/** Limits per client. All counting is done in this process; gateways that share tell each other as they go. */
export function createRateLimits(options: RateLimitsOptions): RateLimits {
  const { share, keysMax, clock, log } = options;
  const meterOf = (limit: RateLimit): Meter => ({
    limit,
    windowOf: windowsByKey(limit.windowSeconds * 1_000, keysMax),
    sharing: share && sharing({ limit, share: share(limit), clock, log }),
  });
  const requests = options.requests.map(meterOf);
  const costs = options.costs.map(meterOf);

  const take = (meters: readonly Meter[], client: RateLimitedClient, points: number): RateLimitVerdict => {
    const nowMs = clock.now().getTime();
    const places = placesOf(meters, client, nowMs);
    const full = places.find(({ meter, window }) => window.heard + window.own + points > meter.limit.pointsMax);
    if (full) return refusal(full, nowMs);
    const unsure = places.filter(({ meter, window }) => meter.sharing?.mustHear(window));
    add(places, points);
    return unsure.length === 0 ? undefined : decide(places, unsure, points);
  };

  /** The points are taken already, as the others will hear: if it is too many by then, they go back. */
  const decide = async (places: readonly Place[], unsure: readonly Place[], points: number) => {
    await Promise.all(unsure.map(({ meter, key, window }) => meter.sharing!.hear(key, window)));
    const over = unsure.find(({ meter, window }) => window.heard + window.own > meter.limit.pointsMax);
    if (!over) return undefined;
    add(places, -points);
    return refusal(over, clock.now().getTime());
  };

  return {
    check: (client, points = 1) => take(requests, client, points),
    charge: (client, cost) => take(costs, client, Math.ceil(cost)),
    settle: (client, difference) => add(placesOf(costs, client, clock.now().getTime()), Math.ceil(difference)),
  };
}

/** The refusal as the client reads it: HTTP 429 with `Retry-After`. */
export function rateLimited({ limit, retryAfterSeconds }: RateLimitRefusal): ClientError {
  const message = `Too much at once: wait ${retryAfterSeconds} s before you ask again.`;
  return new ClientError("RATE_LIMITED", message, { limit, retryAfterSeconds });
}

function placesOf(meters: readonly Meter[], client: RateLimitedClient, nowMs: number): Place[] {
  const places: Place[] = [];
  for (const meter of meters) {
    const key = keyOf(meter.limit, client);
    if (key !== undefined) places.push({ meter, key, window: meter.windowOf(key, nowMs) });
  }
  return places;
}

function add(places: readonly Place[], points: number): void {
  for (const { meter, key, window } of places) {
    /** What is given back may have been taken in the window before: nobody gets more than a whole one. */
    window.own = Math.max(window.own + points, -window.heard);
    meter.sharing?.taken(key, window);
  }
}

function keyOf({ by }: RateLimit, { ip, subject, apiKey }: RateLimitedClient): string | undefined {
  if (by === "ip") return ip;
  if (by === "subject") return subject ?? undefined;
  if (by === "apiKey") return apiKey;
  if (apiKey !== undefined) return `key ${apiKey}`;
  return typeof subject === "string" ? `subject ${subject}` : ip;
}

function refusal({ meter, window }: Place, nowMs: number): RateLimitRefusal {
  return { limit: meter.limit.name, retryAfterSeconds: Math.max(1, Math.ceil((window.endsAtMs - nowMs) / 1_000)) };
}
