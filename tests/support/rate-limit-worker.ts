import { sharedByWorkers } from "#gateway/rate-limit/shared-by-workers.ts";
import { createRateLimits } from "#gateway/plugins/rate-limits.ts";
import { joinWorkerGroup } from "#gateway/worker-group.ts";
import { systemClock } from "#kernel/clock.ts";
import { silentLog } from "#kernel/log.ts";

/** A worker that only counts: told how often to ask for which client, it tells how many were let in. */
const limits = createRateLimits({
  requests: JSON.parse(process.env.LIMITS!),
  costs: [],
  keysMax: 1_000,
  share: sharedByWorkers(joinWorkerGroup()!),
  clock: systemClock,
  log: silentLog,
});

process.on("message", async ({ ip, times }: { ip?: string; times: number }) => {
  if (ip === undefined) return;
  const verdicts = await Promise.all(Array.from({ length: times }, () => limits.check({ ip })));
  process.send!({ let: verdicts.filter((verdict) => verdict === undefined).length });
});
