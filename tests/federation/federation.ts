import { composeServices } from "@apollo/composition";
import { parse } from "graphql";
import type { SubgraphExecutor, SubgraphRequest, SubgraphResult } from "#kernel/executor.ts";
import { growModel } from "./grow-model.ts";
import type { Model } from "./model.ts";
import { createMonolith, type Monolith } from "./monolith.ts";
import type { Seed } from "./random.ts";
import { renderMonolith, renderSubgraph } from "./render.ts";
import { subgraphExecutor } from "./subgraph-executor.ts";
import { createTruth, type Truth } from "./truth.ts";

/** One random API in both its forms, over the same data. */
export interface Federation {
  readonly model: Model;
  readonly sdls: ReadonlyMap<string, string>;
  readonly supergraphSdl: string;
  readonly executors: ReadonlyMap<string, SubgraphExecutor>;
  readonly monolithSdl: string;
  readonly monolith: Monolith;
  readonly truth: Truth;
  /** What the subgraphs were asked since the truth was last reset, and what they said. */
  readonly traffic: Call[];
  /** The subgraph that refuses every call. */
  readonly outage: { down?: string };
}

export interface Call {
  readonly subgraph: string;
  readonly request: SubgraphRequest;
  readonly result: SubgraphResult;
}

/** The federation of a seed, or why there is none: not every random API can be composed. */
export function growFederation(
  ...seed: Seed
): Federation | { readonly dropped: string; readonly sdls: ReadonlyMap<string, string> } {
  const model = growModel(...seed);
  const sdls = new Map(model.subgraphs.map((name) => [name, renderSubgraph(model, name)]));
  const services = [...sdls].map(([name, sdl]) => ({ name, typeDefs: parse(sdl), url: `http://${name}.internal` }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) return { dropped: errors!.map(({ message }) => message).join("\n"), sdls };
  const truth = createTruth(model);
  const traffic: Call[] = [];
  const outage: Federation["outage"] = {};
  const monolithSdl = renderMonolith(model);
  return {
    ...{ model, sdls, supergraphSdl, monolithSdl, truth, traffic, outage },
    executors: new Map(
      [...sdls].map(([name, sdl]) => [name, watched(name, subgraphExecutor(model, name, sdl, truth), traffic, outage)]),
    ),
    monolith: createMonolith(model, monolithSdl, truth),
  };
}

function watched(
  subgraph: string,
  executor: SubgraphExecutor,
  traffic: Call[],
  outage: Federation["outage"],
): SubgraphExecutor {
  return {
    ...executor,
    execute: async (request) => {
      if (outage.down === subgraph) throw new Error(`${subgraph} is down`);
      const result = await executor.execute(request);
      traffic.push({ subgraph, request, result });
      return result;
    },
  };
}
