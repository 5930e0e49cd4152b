import { randomUUID } from "node:crypto";
import { shop } from "#bin/shop.ts";
import type { OpenSubgraph, OpenSubgraphIn, Settings, World } from "#bin/world.ts";
import { type Clock, systemClock } from "#kernel/clock.ts";
import type { SubgraphExecutor, SubgraphResult } from "#kernel/executor.ts";
import { randomIds } from "#kernel/id.ts";
import { type Caller, nobody, type RequestContext } from "#kernel/identity.ts";
import { inProcess } from "#kernel/in-process.ts";
import { silentLog } from "#kernel/log.ts";
import { startMessenger } from "#kernel/messenger.ts";
import { deriveKey } from "#kernel/secret.ts";
import { localSignals } from "#kernel/signals.ts";
import { testDatabase, type TestDatabase } from "./database.ts";

export const testSettings: Settings = {
  production: false,
  publicUrl: "http://127.0.0.1:4000",
  accessTokenSeconds: 900,
  paymentDueSeconds: 900,
  sandbox: { slowMs: 200 },
  shop,
};

export const testContext: RequestContext = { market: "IN", currency: "INR", locale: "en-IN" };

export interface TestSubgraph {
  readonly database: TestDatabase;
  readonly opened: OpenSubgraph;
  readonly executor: SubgraphExecutor;
  /** One operation as this caller; the deadline is far. */
  ask(
    document: string,
    variables?: Record<string, unknown>,
    caller?: Caller,
    context?: RequestContext,
  ): Promise<SubgraphResult>;
  close(): Promise<void>;
}

export interface TestSubgraphOptions {
  readonly neighbours?: Readonly<Record<string, SubgraphExecutor>>;
  readonly clock?: Clock;
  readonly settings?: Partial<Settings>;
  /** False to keep relay, handlers and jobs still. */
  readonly messenger?: boolean;
}

/** One subgraph on a database of its own, as `bin/` would open it, with its messenger running. */
export async function openTestSubgraph(
  name: string,
  open: OpenSubgraphIn,
  options: TestSubgraphOptions = {},
): Promise<TestSubgraph> {
  const database = await testDatabase();
  const signals = localSignals();
  const connection = database.connectionOf(name);
  const world: World = {
    connection,
    signals,
    clock: options.clock ?? systemClock,
    ids: randomIds,
    log: silentLog,
    settings: { ...testSettings, ...options.settings },
    key: (purpose) => deriveKey("test", purpose),
    neighbour: (other) => {
      const executor = options.neighbours?.[other];
      if (!executor) throw new Error(`The test gave ${name} no neighbour "${other}"`);
      return executor;
    },
  };
  const opened = await open(world);
  const { handlers, jobs } = opened.subgraph;
  const messenger =
    options.messenger === false
      ? undefined
      : startMessenger({ name, connection, handlers, jobs, signals, log: silentLog });
  const executor = inProcess(opened.subgraph, silentLog);
  return {
    database,
    opened,
    executor,
    ask: (document, variables, caller = nobody, context = testContext) => {
      const signal = new AbortController().signal;
      return executor.execute({
        document,
        variables,
        caller,
        context,
        signal,
        requestId: randomUUID(),
        deadlineAtMs: Date.now() + 30_000,
      });
    },
    close: async () => {
      await messenger?.stop();
      await opened.close();
      await signals.close();
      await database.drop();
    },
  };
}
