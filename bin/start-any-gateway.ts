import { readFileSync } from "node:fs";
import type { Log } from "#kernel/log.ts";
import type { Group, GroupOptions } from "./any-gateway/group.ts";
import type { Begin } from "./any-gateway/lead-workers.ts";
import { warnOfIdleSettings } from "./any-gateway/idle-settings.ts";
import { type GatewaySettings, readGatewaySettings } from "./any-gateway/settings.ts";
import { fingerprintOf, watchFiles } from "./any-gateway/watch-files.ts";
import type { Config } from "./config.ts";
import { assertPortFree, type Running } from "./entry.ts";
import type { GatewayArguments } from "./gateway-arguments.ts";
import { openPlatformSecrets } from "./secrets.ts";
import { PlatformStartError } from "./start-error.ts";

/** Beyond what the settings give a stop: workers have to be told, and to go. */
const STOP_SPARE_MS = 10_000;

/** A gateway over any supergraph, its subgraphs by URL, which follows its files as they change. */
export async function startAnyGateway(given: GatewayArguments, platform: Config, log: Log): Promise<Running> {
  const settings = await readGatewaySettings(given, platform);
  const { host, port, workers, supergraphFile, config } = settings;
  warnOfIdleSettings(config, log);
  await assertPortFree(host, port);
  const seen = [fingerprintOf([supergraphFile]), fingerprintOf(settings.files)] as const;
  const supergraphSdl = readSupergraphFile(supergraphFile);
  const secret = config.signing.on ? openPlatformSecrets(platform).platform : "";
  const group = await open({ settings, supergraphSdl, secret, log, logTo: platform });
  const serving = { settings, supergraphSdl };
  const tellIdle = async () => {
    const { settings, supergraphSdl } = serving;
    if (!namesInGraph(settings)) return;
    const { idleInGraph } = await import("./any-gateway/idle-in-graph.ts");
    for (const setting of idleInGraph(settings, supergraphSdl))
      log.warn({ setting }, "settings: this one comes to nothing");
  };
  await tellIdle();

  const reload = () =>
    told(log, supergraphFile, "supergraph", async () => {
      const next = readSupergraphFile(supergraphFile);
      await group.reload(next);
      serving.supergraphSdl = next;
      await tellIdle();
    });
  const renew = () =>
    told(log, given.config, "settings", async () => {
      const next = await readGatewaySettings(given, platform);
      if (next.supergraphFile !== supergraphFile) throw new Error("another supergraph file takes a restart");
      warnOfIdleSettings(next.config, log);
      await group.renew(next);
      serving.settings = next;
      await tellIdle();
    });
  const watches = [
    watchFiles({ files: [supergraphFile], seen: seen[0], ...config.reload, onChange: reload, log }),
    watchFiles({ files: settings.files, seen: seen[1], ...config.reload, onChange: renew, log }),
  ];
  process.on("SIGHUP", async () => {
    for (const watch of watches) await watch.now();
  });
  console.log(
    `The gateway answers at ${config.tls ? "https" : "http"}://${host}:${port}/graphql (${workers} worker${workers > 1 ? "s" : ""}).`,
  );
  return {
    stopMsMax: config.drain.noticeMs + config.limits.drainMsMax + STOP_SPARE_MS,
    stop: async (signal) => {
      watches.forEach((watch) => watch.close());
      await group.stop(signal === "SIGTERM" ? config.drain.noticeMs : 0);
    },
  };
}

/** The first process has no use for GraphQL but to look names up. */
function namesInGraph({ config, routes }: GatewaySettings): boolean {
  const { subgraphs, subscriptions, rateLimits } = config;
  return [subgraphs, routes, subscriptions.topics, rateLimits.fields].some((group) => Object.keys(group).length > 0);
}

async function open(options: GroupOptions & Pick<Begin, "logTo">): Promise<Group> {
  // Each without what only the other needs: memory is counted.
  if (options.settings.workers === 1) return (await import("./any-gateway/serve-alone.ts")).serveAlone(options);
  return (await import("./any-gateway/lead-workers.ts")).leadWorkers(options);
}

/** What is refused stays as it was; the log says why. */
async function told(log: Log, file: string | undefined, what: string, takeOver: () => Promise<void>): Promise<void> {
  try {
    await takeOver();
    log.info({ file }, `${what}: taken over`);
  } catch (error) {
    log.error({ file, error: (error as Error).message }, `${what}: refused, the one before serves on`);
  }
}

function readSupergraphFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new PlatformStartError({
      message: `The supergraph ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`,
      remedy: "Name the composed schema's file: --supergraph FILE.",
    });
  }
}
