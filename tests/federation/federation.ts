import { setImmediate } from "node:timers/promises";
import { composeServices } from "@apollo/composition";
import { parse } from "graphql";
import type { SubgraphExecutor, SubgraphRequest } from "#kernel/executor.ts";
import type { Model } from "./model.ts";
import { createMonolith, type Monolith } from "./monolith.ts";
import { renderMonolith, renderSubgraph } from "./render.ts";
import { subgraphExecutor } from "./subgraph-executor.ts";
import { hashOf } from "./random.ts";
import { createTruth, type Truth } from "./truth.ts";

/** One API in both its forms, over the same data. */
export interface Federation {
  readonly model: Model;
  readonly sdls: ReadonlyMap<string, string>;
  readonly supergraphSdl: string;
  readonly executors: ReadonlyMap<string, SubgraphExecutor>;
  readonly monolith: Monolith;
  readonly truth: Truth;
  /** What the subgraphs were asked, and what they said; emptied by who reads it. */
  readonly traffic: Call[];
  /** The subgraph that refuses every call. */
  readonly outage: { down?: string };
}

export interface Call {
  readonly subgraph: string;
  readonly request: SubgraphRequest;
  /** As text, because the engine may write into the answer. */
  readonly said: string;
}

/** A model put to work, or why it cannot be composed. */
export function buildFederation(model: Model): Federation | { readonly dropped: string } {
  const sdls = new Map(model.subgraphs.map((name) => [name, renderSubgraph(model, name)]));
  const services = [...sdls].map(([name, sdl]) => ({ name, typeDefs: parse(sdl), url: `http://${name}.internal` }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) return { dropped: errors!.map(({ message }) => message).join("\n") };
  const truth = createTruth(model);
  const [traffic, outage]: [Call[], Federation["outage"]] = [[], {}];
  const executorOf = ([name, sdl]: [string, string]): [string, SubgraphExecutor] => {
    const executor = subgraphExecutor(model, name, sdl, truth);
    const execute = async (request: SubgraphRequest) => {
      const dice = hashOf(request.document);
      // The order in which subgraphs answer must not matter.
      for (let turns = dice % 3; turns > 0; turns--) await setImmediate();
      if (outage.down === name && dice % 2 === 0) throw new Error(`${name} is down`);
      if (outage.down === name) return { errors: [{ message: `${name} is not itself today` }] };
      const variables = request.known ? JSON.parse(request.body!).variables : request.variables;
      const result = await executor.execute({ ...request, variables });
      const said = JSON.stringify(result);
      traffic.push({ subgraph: name, request, said });
      if (request.known && said === JSON.stringify(request.known.read())) return request.known.same;
      request.hear?.({ same: { data: {} }, bytes: said.length, read: () => JSON.parse(said) });
      return result;
    };
    return [name, { ...executor, execute, comparesAnswers: true }];
  };
  return {
    ...{ model, sdls, supergraphSdl, truth, traffic, outage },
    executors: new Map([...sdls].map(executorOf)),
    monolith: createMonolith(model, renderMonolith(model), truth),
  };
}
