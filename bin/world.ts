import type { Clock } from "#kernel/clock.ts";
import type { PostgresConnection } from "#kernel/database.ts";
import type { SubgraphExecutor } from "#kernel/executor.ts";
import type { Ids } from "#kernel/id.ts";
import type { Log } from "#kernel/log.ts";
import type { Signals } from "#kernel/signals.ts";
import type { Subgraph } from "#kernel/subgraph.ts";

/** What a subgraph is given to live in, the same in one process and in many. */
export interface World {
  /** To its own schema, in its own role. */
  readonly connection: PostgresConnection;
  readonly signals: Signals;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly settings: Settings;
  /** A key for one purpose; the same in all processes of one shop, and after a restart. */
  key(purpose: string): Buffer;
  /** Another subgraph, however it is reached. Looked up at the first call, so that subgraphs may need each other. */
  neighbour(name: string): SubgraphExecutor;
}

/** What the operator decides (`npm start -- --help`) and what the shop is. */
export interface Settings {
  readonly production: boolean;
  /** Where clients reach the gateway, without a trailing slash: `http://127.0.0.1:4000`. */
  readonly publicUrl: string;
  readonly accessTokenSeconds: number;
  readonly paymentDueSeconds: number;
  readonly sandbox: SandboxSettings;
  readonly shop: ShopSettings;
}

export interface SandboxSettings {
  /** When `tok_slow` settles. */
  readonly slowMs: number;
}

export interface ShopSettings {
  readonly name: string;
  readonly country: string;
  readonly timeZone: string;
  readonly currencies: readonly string[];
  readonly locales: readonly string[];
  /** The flat rate of one order by currency, in its smallest unit. Every currency of the shop has one. */
  readonly shipping: Readonly<Record<string, number>>;
  /** By currency; every currency of the shop has an entry. `included` is what `Shop.pricesIncludeTax` says. */
  readonly taxes: Readonly<Record<string, TaxSettings>>;
}

/** How a currency's prices are taxed. Rates are in millionths: 180,000 is 18 %, 68,750 is 6.875 %. */
export type TaxSettings =
  /** The tax is part of every price. */
  | { readonly included: true; readonly rateMillionths: number; readonly onShipping: boolean }
  /** Added at the till by the region (ISO 3166-2 without the country) an order goes to; nothing anywhere else. */
  | {
      readonly included: false;
      readonly country: string;
      readonly byRegionMillionths: Readonly<Record<string, number>>;
      readonly onShipping: boolean;
    };

/** A subgraph that stands ready to serve. */
export interface OpenSubgraph {
  readonly subgraph: Subgraph;
  /** Whether its stores answer. */
  isReady(): Promise<boolean>;
  /** Writes its part of the demo shop: deterministic, and nothing when it is already there. */
  seed(): Promise<void>;
  close(): Promise<void>;
}

export type OpenSubgraphIn = (world: World) => Promise<OpenSubgraph>;
