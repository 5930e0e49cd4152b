import type { FieldRateLimit, RateLimit } from "#gateway/plugins/rate-limits.ts";

export interface PlatformRateLimits {
  readonly requests: readonly RateLimit[];
  readonly fields: readonly FieldRateLimit[];
}

const MINUTE = 60;
const QUARTER = 15 * MINUTE;
const HOUR = 60 * MINUTE;
const SIGN_IN = ["Mutation.sessionCreate"];
const SIGN_UP = ["Mutation.userRegister"];

/**
 * What one address or one account may ask in a time. An address may be an office or a mobile operator with many people
 * behind it; an account is one person. Who guesses passwords has many addresses for one account, or one for many.
 */
export const RATE_LIMITS: PlatformRateLimits = {
  requests: [
    { name: "requestsPerAddress", by: "ip", pointsMax: 6_000, windowSeconds: MINUTE },
    { name: "requestsPerAccount", by: "subject", pointsMax: 3_000, windowSeconds: MINUTE },
  ],
  fields: [
    { name: "signInsPerAddress", fields: SIGN_IN, by: "ip", pointsMax: 100, windowSeconds: QUARTER },
    { name: "signInsPerAccount", fields: SIGN_IN, by: "args.input.email", pointsMax: 30, windowSeconds: QUARTER },
    { name: "signUpsPerAddress", fields: SIGN_UP, by: "ip", pointsMax: 50, windowSeconds: HOUR },
    { name: "signUpsPerAccount", fields: SIGN_UP, by: "args.input.email", pointsMax: 10, windowSeconds: HOUR },
    {
      ...{ name: "guestsPerAddress", fields: ["Mutation.guestSessionCreate"], by: "ip" },
      ...{ pointsMax: 1_000, windowSeconds: HOUR },
    },
  ],
};

export const RATE_LIMIT_NAMES = [...RATE_LIMITS.requests, ...RATE_LIMITS.fields].map(({ name }) => name);

/** With other figures, `NAME=POINTS`; 0 leaves a limit out. */
export function rateLimitsWith(figures: readonly string[]): PlatformRateLimits {
  const given = new Map(figures.map((figure) => figure.split("=") as [string, string]));
  const changed = <Limit extends RateLimit | FieldRateLimit>(limits: readonly Limit[]) =>
    limits
      .map((limit) => ({ ...limit, pointsMax: Number(given.get(limit.name) ?? limit.pointsMax) }))
      .filter(({ pointsMax }) => pointsMax > 0);
  return { requests: changed(RATE_LIMITS.requests), fields: changed(RATE_LIMITS.fields) };
}
