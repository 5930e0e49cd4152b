import { systemClock } from "#kernel/clock.ts";
import type { PostgresConnection } from "#kernel/database.ts";
import type { SubgraphExecutor } from "#kernel/executor.ts";
import { randomIds } from "#kernel/id.ts";
import type { Log } from "#kernel/log.ts";
import { type Messenger, startMessenger } from "#kernel/messenger.ts";
import type { Signals } from "#kernel/signals.ts";
import type { SubgraphName } from "./compose.ts";
import type { Config } from "./config.ts";
import type { Secrets } from "./secrets.ts";
import { shop } from "./shop.ts";
import { openCatalog } from "./subgraphs/catalog.ts";
import { openInventory } from "./subgraphs/inventory.ts";
import { openOrders } from "./subgraphs/orders.ts";
import { openPayments } from "./subgraphs/payments.ts";
import { openReviews } from "./subgraphs/reviews.ts";
import { openUsers } from "./subgraphs/users.ts";
import type { OpenSubgraph, OpenSubgraphIn, World } from "./world.ts";

/** Every subgraph that has a store, by name: the one place that knows them all. */
export const openers: Readonly<Record<SubgraphName, OpenSubgraphIn>> = {
  users: openUsers,
  catalog: openCatalog,
  inventory: openInventory,
  orders: openOrders,
  payments: openPayments,
  reviews: openReviews,
};

export interface Surroundings {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly signals: Signals;
  readonly log: Log;
  neighbour(name: string): SubgraphExecutor;
}

export function worldOf(
  name: string,
  connection: PostgresConnection,
  { config, secrets, ...rest }: Surroundings,
): World {
  return {
    ...rest,
    log: rest.log.child({ subgraph: name }),
    connection,
    clock: systemClock,
    ids: randomIds,
    key: secrets.key,
    settings: {
      production: config.production,
      publicUrl: config.publicUrl,
      accessTokenSeconds: config.accessTokenSeconds,
      paymentDueSeconds: config.paymentDueSeconds,
      sandbox: { slowMs: config.sandboxSlowMs },
      shop,
    },
  };
}

/** Starts what a subgraph does by itself: relaying, handling, its jobs. */
export function startMessengerOf({ subgraph }: OpenSubgraph, { connection, signals, log }: World): Messenger {
  const { name, handlers, jobs } = subgraph;
  return startMessenger({ name, connection, handlers, jobs, signals, log });
}
