import type { Redis } from "ioredis";
import { RateLimiterRedis } from "rate-limiter-flexible";
import type { ShareCount, SharedLimit } from "./sharing.ts";

/** Counts together with every gateway on the same Redis. */
export function sharedByRedis(redis: Redis, keyPrefix: string): (limit: SharedLimit) => ShareCount {
  return ({ id, pointsMax, windowSeconds }) => {
    const counts = new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: `${keyPrefix}:${id}`,
      points: pointsMax,
      duration: windowSeconds,
      rejectIfRedisNotReady: true,
    });
    return async (key, points) => {
      const { consumedPoints, msBeforeNext } = await counts.penalty(key, points);
      return { points: consumedPoints, endsInMs: msBeforeNext };
    };
  };
}
