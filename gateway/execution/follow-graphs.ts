import { ClientError } from "#kernel/errors.ts";
import type { Graph } from "../graph.ts";
import type { Graphs } from "../graphs.ts";
import type { EngineRequest } from "./engine.ts";
import type { PlannedOperation } from "./own-engine.ts";
import { broken } from "./stream.ts";

/** An operation that outlives graphs, as the one that serves now runs it. */
export interface Followed {
  /**
   * Planned anew where the graph was replaced meanwhile. Throws SCHEMA_CHANGED where that one does not have all that
   * the operation asks for, and SERVICE_UNAVAILABLE where its events would have to be others.
   */
  now(): Planned;
  end(): void;
}

interface Planned {
  readonly graph: Graph;
  readonly request: EngineRequest;
  readonly plan: PlannedOperation;
}

/** Between a reload and the next event nothing of the old graph is held: it may be large, and events may be rare. */
export function followGraphs(graphs: Graphs, first: EngineRequest): Followed {
  const asked: EngineRequest = { ...first, restriction: undefined };
  let known: Planned | undefined = planOn(graphs.current(), first);
  const source = sourceOf(known);
  const end = graphs.onReload(() => (known = undefined));

  return {
    end,
    now: () => {
      if (known) return known;
      const graph = graphs.current();
      const request = graph.adopt(asked);
      if (!request) throw schemaChanged();
      known = planOn(graph, request);
      if (sourceOf(known) !== source) throw broken();
      return known;
    },
  };
}

function planOn(graph: Graph, request: EngineRequest): Planned {
  return { graph, request, plan: graph.own.planOf(request) };
}

/** What is streamed, and by whom. */
function sourceOf({ plan: { primary } }: Planned): string | undefined {
  return primary && `${primary.serviceName} ${primary.operation}`;
}

function schemaChanged(): ClientError {
  return new ClientError("SCHEMA_CHANGED", "The API no longer has all that this subscription asks for.");
}
