import type { Log } from "#kernel/log.ts";
import type { GatewaySettings } from "./settings.ts";

/** Some settings by their paths. */
export type Fixed = (settings: GatewaySettings) => Readonly<Record<string, unknown>>;

/** What stays what it is as long as one process serves: its port, and how it listens there. */
export const fixedAlone: Fixed = (settings) => {
  const { host, port, workers, config } = settings;
  const { tls, metrics, limits } = config;
  const { connectionsMax, headersMsMax, requestMsMax, keepAliveMs, streamsPerConnectionMax } = limits;
  const ofListener = { connectionsMax, headersMsMax, requestMsMax, keepAliveMs, streamsPerConnectionMax };
  return {
    ...{ "server.host": host, "server.port": port, workers, tls: tls !== undefined, "tls.http2": tls?.http2 },
    ...pathsIn("metrics", metrics),
    ...pathsIn("limits", ofListener),
    ...fixedInFront(settings),
  };
};

/** What the first process has where others serve, and does not begin anew with each of them. */
export const fixedInFront: Fixed = ({ config: { metrics, limits } }) => {
  const { on, host, port } = metrics;
  const { connectionsWaitingMax } = limits;
  return { ...pathsIn("metrics", { on, host, port }), ...pathsIn("limits", { connectionsWaitingMax }) };
};

/** Nobody is left to think that a setting holds which does not. */
export function tellFixed(fixed: Fixed, first: GatewaySettings, next: GatewaySettings, log: Log): void {
  const before = fixed(first);
  const changed = Object.entries(fixed(next)).flatMap(([path, value]) => (value === before[path] ? [] : [path]));
  if (changed.length > 0) log.warn({ settings: changed }, "settings: these take a restart of the process");
}

function pathsIn(group: string, settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [`${group}.${name}`, value]));
}
