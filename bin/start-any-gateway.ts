import type { GatewayConfig } from "#gateway/config/gateway-settings.ts";
import type { Log } from "#kernel/log.ts";
import type { Group, GroupOptions } from "./any-gateway/group.ts";
import type { Begin } from "./any-gateway/lead-workers.ts";
import { readGatewaySettings } from "./any-gateway/settings.ts";
import { readSupergraphFile } from "./any-gateway/supergraph-file.ts";
import { tellIdleSettings } from "./any-gateway/tell-idle-settings.ts";
import { fingerprintsOf, watchFiles } from "./any-gateway/watch-files.ts";
import type { Config } from "./config.ts";
import { type AddressNames, assertPortFree, type Running } from "./entry.ts";
import type { GatewayArguments } from "./gateway-arguments.ts";
import { openPlatformSecrets } from "./secrets.ts";
import { PlatformStartError } from "./start-error.ts";

/** Beyond what the settings give a stop: workers have to be told, and to go. */
const STOP_SPARE_MS = 10_000;

/** A gateway over any supergraph, its subgraphs by URL, which follows its files as they change. */
export async function startAnyGateway(given: GatewayArguments, platform: Config, log: Log): Promise<Running> {
  const asked = { isEarly: false };
  const remember = () => void (asked.isEarly = true);
  process.on("SIGHUP", remember);
  const first = await readGatewaySettings(given, platform);
  let settings = first;
  const { host, port, workers, supergraphFile, config } = first;
  await assertPortFree(host, port, addressNames(given, config));
  const seen = [fingerprintsOf([supergraphFile]), fingerprintsOf(first.files)] as const;
  let supergraphSdl = readSupergraphFile(supergraphFile);
  const secret = config.signing.on ? secretOf(platform) : "";
  const group = await open({ settings, supergraphSdl, secret, log, logTo: platform });
  const tellIdle = () => tellIdleSettings(settings, supergraphSdl, log);
  await tellIdle();

  const reload = () =>
    told(log, supergraphFile, "supergraph", async () => {
      const next = readSupergraphFile(supergraphFile);
      await group.reload(next);
      supergraphSdl = next;
      await tellIdle();
    });
  const renew = () =>
    told(log, given.config, "settings", async () => {
      const next = await readGatewaySettings(given, platform);
      if (next.supergraphFile !== supergraphFile) throw new Error("another supergraph file takes a restart");
      if (next.config.signing.on && secret === "") throw new Error("signing.on: it takes a restart to begin to sign");
      // Those of settings that are refused, too: what they miss may come.
      settingsWatch.follow({ files: [...new Set([...next.files, ...settings.files])] });
      await group.renew(next);
      settings = next;
      await tellIdle();
      settingsWatch.follow({ files: next.files, ...next.config.reload });
      supergraphWatch.follow(next.config.reload);
    });
  const supergraphWatch = watchFiles({
    ...{ files: [supergraphFile], seen: seen[0], onChange: reload, log },
    ...config.reload,
  });
  const settingsWatch = watchFiles({ files: first.files, seen: seen[1], ...config.reload, onChange: renew, log });
  const readAgain = async () => {
    await supergraphWatch.now();
    await settingsWatch.now();
  };
  process.on("SIGHUP", readAgain).off("SIGHUP", remember);
  if (asked.isEarly) void readAgain();
  const authority = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  console.log(
    `The gateway answers at ${config.tls ? "https" : "http"}://${authority}/graphql (${workers} worker${workers > 1 ? "s" : ""}).`,
  );
  return {
    get stopMsMax() {
      const { drain, limits } = settings.config;
      return drain.noticeMs + limits.drainMsMax + STOP_SPARE_MS;
    },
    stop: async (signal) => {
      supergraphWatch.close();
      settingsWatch.close();
      await group.stop(signal === "SIGTERM" ? settings.config.drain.noticeMs : 0);
    },
  };
}

function addressNames({ port }: GatewayArguments, { server }: GatewayConfig): AddressNames {
  const portName = server.port === undefined ? "AGORA_PORT" : "server.port";
  return { host: server.host === undefined ? "AGORA_HOST" : "server.host", port: port ? "--port" : portName };
}

function secretOf(platform: Config): string {
  try {
    return openPlatformSecrets(platform).platform;
  } catch (error) {
    if (error instanceof PlatformStartError) throw error;
    throw new PlatformStartError({
      message: `The secret by which calls of subgraphs are signed cannot be kept in ${platform.data} (${(error as NodeJS.ErrnoException).code}).`,
      remedy:
        "Set AGORA_DATA to a folder that is yours, or AGORA_SECRET to the secret itself; or sign nothing: signing.on in the settings.",
      cause: error,
    });
  }
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
