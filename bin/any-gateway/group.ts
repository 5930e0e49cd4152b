import type { Log } from "#kernel/log.ts";
import type { GatewaySettings } from "./settings.ts";

/** What it takes to serve; nobody reads a file again for it. */
export interface GroupOptions {
  readonly settings: GatewaySettings;
  readonly supergraphSdl: string;
  /** The platform's, from which the keys between gateway and subgraphs follow. */
  readonly secret: string;
  readonly log: Log;
}

/** The process, or the processes, that serve a gateway's port. */
export interface Group {
  /** Another supergraph takes over; rejects where it is refused, and the one before serves on. */
  reload(supergraphSdl: string): Promise<void>;
  /** Other settings take over; rejects where they are refused, and those before hold on. */
  renew(settings: GatewaySettings): Promise<void>;
  /** Serves on for `noticeMs` without being ready, answers what runs, and is gone. */
  stop(noticeMs: number): Promise<void>;
}
