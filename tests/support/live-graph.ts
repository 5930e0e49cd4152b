import { buildSchema, parse } from "graphql";
import type { EngineRequest } from "#gateway/execution/engine.ts";
import { LIMITS } from "#gateway/limits.ts";
import { noFacts } from "#gateway/operation.ts";
import type { LiveGraph } from "#gateway/subscriptions/reading.ts";
import { createSubscriptions, type Events } from "#gateway/subscriptions/subscriptions.ts";
import type { SubgraphResult } from "#kernel/executor.ts";
import { type Caller, nobody } from "#kernel/identity.ts";

/** A stream of a subgraph, moved by hand. */
export interface HandStream {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  say(event: SubgraphResult): void;
  end(): void;
  fail(): void;
  isOpen(): boolean;
}

/** Subscriptions over a supergraph that answers each event with its own name, without a subgraph to ask. */
export function handSubscriptions(limits: Partial<typeof LIMITS> = {}) {
  const opened: HandStream[] = [];
  const completions: { readonly event: unknown; readonly caller: Caller; readonly signal: AbortSignal }[] = [];
  const setting: { graph: LiveGraph; adopted: number; delayMs: (event: any) => number; refusal?: SubgraphResult } = {
    graph: undefined as never,
    adopted: 0,
    delayMs: () => 0,
  };

  /** Without `primary` it does not know the field any more. */
  const graph = (name: string, primary?: string): LiveGraph => ({
    events: {
      fullSchema: buildSchema("type Query { a: Int }"),
      planOf: () => ({ primary: { serviceName: "tills", operation: primary, variableUsages: ["id"] } }) as never,
      answer: async ({ scope }, _plan, data, errors) => {
        completions.push({ event: data, caller: scope.caller, signal: scope.signal });
        const delayMs = setting.delayMs(data);
        if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
        return { data: { ...data, by: name }, ...(errors.length > 0 && { errors: errors as never }) };
      },
    },
    streamsOf: () => ({
      execute: async () => ({}),
      subscribe: async ({ document, variables = {}, signal }) => {
        if (setting.refusal) return setting.refusal;
        const { stream, hand } = handStream(document, variables);
        signal.addEventListener("abort", hand.end);
        opened.push(hand);
        return stream;
      },
    }),
    adopt: (request) => {
      setting.adopted += 1;
      return primary ? request : undefined;
    },
  });
  setting.graph = graph("first", "subscription { change }");
  /** Aborted as a client's signal is when its connection is gone. */
  const leaving = new AbortController();
  const reloads = new Set<() => void>();
  const graphs = {
    current: () => setting.graph,
    onReload: (listener: () => void) => {
      reloads.add(listener);
      return () => void reloads.delete(listener);
    },
  };
  const reload = () => reloads.forEach((listener) => listener());

  const subscriptions = createSubscriptions({ graphs, limits: { ...LIMITS, ...limits } });
  const watch = async (variables: Record<string, unknown> = {}, caller: Caller = nobody): Promise<Events> => {
    const outcome = await subscriptions.subscribe(setting.graph, requestOf(variables, caller, leaving.signal));
    if (!(Symbol.asyncIterator in outcome)) throw new Error(JSON.stringify(outcome));
    return outcome;
  };
  const leaveAll = () => leaving.abort();
  const streaming = () => opened.filter((stream) => stream.isOpen());
  return {
    subscriptions,
    watch,
    graph,
    setting,
    reload,
    leaveAll,
    adopted: () => setting.adopted,
    opened,
    streaming,
    completions,
    requestOf,
  };
}

function requestOf(
  variables: Record<string, unknown>,
  caller: Caller,
  signal = new AbortController().signal,
): EngineRequest {
  const context = { market: "IN", currency: "INR", locale: "en-IN" };
  return {
    prepared: { hash: "h", document: parse("subscription { change }") },
    ast: undefined as never,
    operationName: undefined,
    variables,
    restriction: undefined,
    scope: {
      caller,
      context,
      requestId: "r",
      deadlineAtMs: Infinity,
      signal,
      mask: (error) => (error.message ? error : { ...error, message: "masked" }),
      facts: noFacts(),
    },
  };
}

function handStream(document: string, variables: Readonly<Record<string, unknown>>) {
  const said: SubgraphResult[] = [];
  const state: { over?: "ended" | "failed" } = {};
  let wake = () => {};
  const finish = (how: "ended" | "failed") => {
    state.over ??= how;
    wake();
  };
  const hand: HandStream = {
    document,
    variables,
    say: (event) => {
      said.push(event);
      wake();
    },
    end: () => finish("ended"),
    fail: () => finish("failed"),
    isOpen: () => state.over === undefined,
  };
  const stream: AsyncIterableIterator<SubgraphResult> = {
    [Symbol.asyncIterator]: () => stream,
    next: async () => {
      while (said.length === 0 && !state.over) await new Promise<void>((resolve) => (wake = resolve));
      const value = said.shift();
      if (value) return { done: false, value };
      if (state.over === "failed") throw new Error("the log is gone");
      return { done: true, value: undefined };
    },
    return: async () => {
      hand.end();
      return { done: true, value: undefined };
    },
  };
  return { stream, hand };
}
