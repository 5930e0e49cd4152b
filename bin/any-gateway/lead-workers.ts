import cluster, { type Worker } from "node:cluster";
import { leadWorkerGroup, type WorkerGroupLead } from "#gateway/worker-group.ts";
import { sleep, systemClock } from "#kernel/clock.ts";
import type { Config } from "../config.ts";
import { TIMER_MS_MAX } from "../entry.ts";
import { PlatformStartError } from "../start-error.ts";
import { fixedInFront, tellFixed } from "./fixed-settings.ts";
import type { Group, GroupOptions } from "./group.ts";
import { takeTurns } from "./in-turn.ts";
import { openMetricsPort } from "./metrics-port.ts";
import type { GatewaySettings } from "./settings.ts";

/** What a worker is told when it begins. */
export type Begin = Omit<GroupOptions, "log"> & { readonly logTo: Pick<Config, "log" | "logLevel"> };

/** A worker that died comes back after this, twice as long each time it dies again soon … */
const RESTART_MS_MIN = 100;
const RESTART_MS_MAX = 10_000;
/** … and at once when the one before lived so long. */
const STEADY_MS = 30_000;
const RELOAD_MS_MAX = 60_000;
/** Beyond the notice and the drain limit, until a worker that hangs is ended. */
const STOP_SPARE_MS = 2_000;

interface Member {
  readonly worker: Worker;
  readonly startedAtMs: number;
  /** What it serves, as far as it was told. */
  supergraphSdl: string;
  /** Rejects when it died before. */
  readonly up: Promise<void>;
  readonly gone: Promise<void>;
  /** When it dies, another takes its place. */
  isKept: boolean;
}

/** Workers on one port. This process accepts connections, hands them out in turn, and serves none itself. */
export async function leadWorkers(options: GroupOptions & Pick<Begin, "logTo">): Promise<Group> {
  const { log, secret, logTo } = options;
  let { settings, supergraphSdl } = options;
  const lead = leadWorkerGroup();
  const count = counterOf(lead);
  const members = new Set<Member>();
  const inTurn = takeTurns();
  let lastWords = { message: "A worker ended before it served.", remedy: "The log may say more." };
  let soonDead = 0;
  let isStopping = false;

  lead.onAsked("begin", (): Begin => ({ settings, supergraphSdl, secret, logTo }));
  lead.onAsked("failed", (words) => void (lastWords = words));
  lead.onAsked("retire", (id: number) => {
    const member = [...members].find(({ worker }) => worker.id === id);
    if (!member || isStopping) return;
    inTurn(() => replace(member)).catch((error: Error) =>
      log.error({ worker: member.worker.process.pid, error: error.message }, "a worker could not be replaced"),
    );
  });
  cluster.schedulingPolicy = cluster.SCHED_RR;
  cluster.setupPrimary({ exec: process.argv[1]!, args: process.argv.slice(2) });

  const begin = (isKept: boolean): Member => {
    const worker = cluster.fork();
    const up = Promise.withResolvers<void>();
    const gone = Promise.withResolvers<void>();
    up.promise.catch(() => {});
    const member: Member = {
      ...{ worker, supergraphSdl, up: up.promise, gone: gone.promise },
      ...{ startedAtMs: Date.now(), isKept },
    };
    worker.once("listening", () => up.resolve());
    worker.once("exit", (code, signal) => {
      members.delete(member);
      up.reject(new PlatformStartError(lastWords));
      gone.resolve();
      if (member.isKept && !isStopping) void beginAgain(member, code ?? signal);
    });
    members.add(member);
    return member;
  };

  const beginAgain = async ({ worker, startedAtMs, up }: Member, ended: unknown) => {
    soonDead = Date.now() - startedAtMs < STEADY_MS ? soonDead + 1 : 0;
    const waitMs = soonDead === 0 ? 0 : Math.min(RESTART_MS_MAX, RESTART_MS_MIN * 2 ** (soonDead - 1));
    const reason = await up.then(
      () => ({}),
      ({ message }) => ({ reason: message }),
    );
    log.error({ worker: worker.process.pid, ended, ...reason, waitMs }, "a worker ended, another takes its place");
    await sleep(waitMs);
    if (!isStopping) begin(true);
  };

  /** It answers what runs and goes; one that hangs is ended. */
  const end = async (member: Member) => {
    member.isKept = false;
    const { worker, gone } = member;
    const ms = Math.min(settings.config.limits.drainMsMax + STOP_SPARE_MS, TIMER_MS_MAX);
    await lead.ask(worker, "stop", undefined, ms).catch(() => {});
    if (worker.isConnected()) worker.disconnect();
    const late = setTimeout(() => worker.process.kill("SIGKILL"), STOP_SPARE_MS);
    await gone;
    clearTimeout(late);
  };

  /** One that serves; rejects where it does not come to that. */
  const first = async (): Promise<void> => {
    const member = begin(false);
    await member.up;
    member.isKept = true;
  };

  const replace = async (member: Member) => {
    await first();
    await end(member);
  };

  /** One after another, so that the others serve meanwhile; the first one's refusal speaks for all. */
  const reload = async (sdl: string) => {
    for (const member of members) {
      if (member.supergraphSdl === sdl) continue;
      await member.up.catch(() => {});
      if (!members.has(member)) continue;
      await lead.ask(member.worker, "reload", sdl, RELOAD_MS_MAX).catch((error) => {
        if (members.has(member)) throw error;
      });
      member.supergraphSdl = sdl;
      supergraphSdl = sdl;
    }
  };

  /** Processes by the new settings for those by the old ones: the first one's refusal speaks for all. */
  const renew = async (next: GatewaySettings) => {
    const before = settings;
    const old = [...members];
    tellFixed(fixedInFront, options.settings, next, log);
    settings = next;
    await count(next);
    for (const [at, member] of old.entries()) {
      if (at < next.workers)
        await replace(member).catch((error) => {
          if (at === 0) settings = before;
          throw error;
        });
      else await end(member);
    }
    for (let at = old.length; at < next.workers; at += 1) begin(true);
  };

  await count(settings);
  const closeMetrics = await openMetricsPort(settings, await textOfGroup(lead, settings), log);
  await first();
  await Promise.all(Array.from({ length: settings.workers - 1 }, () => begin(true).up));

  return {
    reload: (sdl) => inTurn(() => reload(sdl)),
    renew: (next) => inTurn(() => renew(next)),
    stop: async (noticeMs) => {
      isStopping = true;
      const all = [...members];
      const ms = noticeMs + STOP_SPARE_MS;
      // All doors are shut before the first connection is ended: whoever comes again finds nobody, not somebody half gone.
      await Promise.all(all.map(({ worker }) => lead.ask(worker, "leave", noticeMs, ms).catch(() => {})));
      await Promise.all(all.map((member) => end(member)));
      closeMetrics();
    },
  };
}

/** Rate limits hold for all workers: this process counts from the first of them on, and its counts outlive each worker. */
function counterOf(lead: WorkerGroupLead): (settings: GatewaySettings) => Promise<void> {
  let isCounting = false;
  return async ({ config }) => {
    const { requests, costs, fields, keysMax, share } = config.rateLimits;
    if (isCounting || requests.length + costs.length + fields.length === 0 || share === "redis") return;
    isCounting = true;
    const { countForWorkers } = await import("#gateway/rate-limit/shared-by-workers.ts");
    countForWorkers(lead, keysMax, systemClock);
  };
}

/** What all workers count, as one. */
async function textOfGroup(lead: WorkerGroupLead, { config }: GatewaySettings): Promise<() => Promise<string>> {
  if (!config.metrics.on || config.metrics.port === undefined) return async () => "";
  const { gatherMetrics } = await import("#gateway/watch/worker-metrics.ts");
  return gatherMetrics(lead).text;
}
