import { type Graph, type GraphOptions, type GraphSource, openGraph } from "./graph.ts";

/** The graph that serves, and its successors. */
export interface Graphs {
  current(): Entered;
  /** The graph that serves now, or one that was entered before, for one request: it stays open until `leave`. */
  enter(graph?: Entered): Entered;
  leave(entered: Entered): void;
  /**
   * Builds and warms another graph beside the present one, which then only ends what runs on it. Rejects where the new
   * one cannot be served: the present one stays.
   */
  reload(source: GraphSource): Promise<void>;
  /** Called after each swap; returns the function that ends the listening. */
  onReload(listener: () => void): () => void;
  close(): Promise<void>;
}

export interface Entered extends Graph {
  /** How many were before it. */
  readonly generation: number;
  running: number;
}

interface Opened {
  readonly graph: Entered;
  readonly release: (() => void) | undefined;
}

/** The documents of the old graph that the new one has prepared and planned before it serves: those used most. */
const WARMED_DOCUMENTS_MAX = 200;

export async function openGraphs(first: GraphSource, options: GraphOptions): Promise<Graphs> {
  const { log } = options;
  const listeners = new Set<() => void>();
  const leaving = new Map<Graph, Opened>();
  let current = await open(first, options, 0);
  let lastReload: Promise<unknown> = Promise.resolve();

  const closeOnce = async ({ graph, release }: Opened) => {
    if (!leaving.delete(graph)) return;
    await graph.close().catch((error) => log.error({ error }, "an old graph could not be closed"));
    release?.();
  };

  const reload = async (source: GraphSource) => {
    const next = await open(source, options, current.graph.generation + 1);
    await next.graph.warm(current.graph.documents.mostUsed(WARMED_DOCUMENTS_MAX));
    const old = current;
    current = next;
    leaving.set(old.graph, old);
    listeners.forEach((listener) => listener());
    if (old.graph.running === 0) void closeOnce(old);
  };

  return {
    current: () => current.graph,
    enter: (graph = current.graph) => {
      graph.running += 1;
      return graph;
    },
    leave: (graph) => {
      graph.running -= 1;
      const old = graph.running === 0 ? leaving.get(graph) : undefined;
      if (old) void closeOnce(old);
    },
    /** One after another: the last one asked for is the last one to take over. */
    reload: (source) => {
      const reloaded = lastReload.then(() => reload(source));
      lastReload = reloaded.catch(() => {});
      return reloaded;
    },
    onReload: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: async () => {
      leaving.set(current.graph, current);
      await Promise.all([...leaving.values()].map(closeOnce));
    },
  };
}

async function open(source: GraphSource, options: GraphOptions, generation: number): Promise<Opened> {
  try {
    return { graph: { ...(await openGraph(source, options)), generation, running: 0 }, release: source.release };
  } catch (error) {
    source.release?.();
    throw error;
  }
}
