import { createGateway } from "#gateway/gateway.ts";
import { systemClock } from "#kernel/clock.ts";
import type { SubgraphExecutor } from "#kernel/executor.ts";
import { nobody } from "#kernel/identity.ts";
import { createLog } from "#kernel/log.ts";
import type { Answer } from "./monolith.ts";
import type { Json } from "./truth.ts";

/** What is under test: anything that answers operations over a supergraph. */
export interface Engine {
  /** What it wrote into its log; emptied by who reads it. */
  readonly logged: string[];
  execute(query: string, variables: Json): Promise<Answer>;
  close(): Promise<void>;
}

export type OpenEngine = (supergraphSdl: string, executors: ReadonlyMap<string, SubgraphExecutor>) => Promise<Engine>;

/**
 * Limits that random operations meet are not what is tested here, nor how long a busy machine plans them; a breaker would
 * remember earlier operations.
 */
export const UNLIMITED = {
  documentTokensMax: 1_000_000,
  documentCharsMax: Infinity,
  documentLinesMax: Infinity,
  nestingMax: 10_000,
  heightMax: Infinity,
  fragmentsMax: Infinity,
  directivesMax: Infinity,
  directivesPerPlaceMax: Infinity,
  costMax: Infinity,
  depthMax: 1_000,
  aliasesMax: 100_000,
  rootFieldsMax: 100_000,
  fieldsMax: 1_000_000,
  selectionsMax: 100_000,
  plannedSelectionsMax: Infinity,
  planPathsMax: Infinity,
  // What goes round in circles is noticed by the time that it takes.
  planMsMax: 20_000,
  queryMsMax: 3_600_000,
  mutationMsMax: 3_600_000,
  subgraphQueryMsMax: 3_600_000,
  subgraphMutationMsMax: 3_600_000,
  breakerFailuresMax: Infinity,
  breakerFailureRatioMax: Infinity,
};

export const openGateway: OpenEngine = async (supergraphSdl, executors) => {
  const logged: string[] = [];
  const gateway = await createGateway({
    supergraphSdl,
    executors: (name) => executors.get(name)!,
    verifyToken: () => Promise.reject(new Error("Nobody signs in here")),
    shop: { market: "IN", currencies: ["INR"], locales: ["en-IN"] },
    introspection: true,
    // The one service's schema has no @defer.
    defer: false,
    limits: UNLIMITED,
    // The one service has no @defer, and its schema is compared.
    clock: systemClock,
    log: createLog("warn", { write: (line) => void logged.push(line) }),
  });
  const context = { market: "IN", currency: "INR", locale: "en-IN" };
  return {
    logged,
    execute: async (query, variables) => {
      const client = { caller: nobody, context, requestId: "federation", signal: new AbortController().signal };
      const { answer } = await gateway.run({ query, variables }, client);
      if (Symbol.asyncIterator in answer) throw new Error("A stream was not asked for");
      return answer;
    },
    close: () => gateway.close(),
  };
};
