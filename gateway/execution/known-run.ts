import type { FormattedExecutionResult } from "graphql";
import type { KnownAnswer, SubgraphRequest, SubgraphResult } from "#kernel/executor.ts";
import type { ClientScope } from "../scope.ts";
import type { Call, CallGraph } from "./call-graph.ts";
import { inOrder } from "./in-order.ts";
import { requestOf, type Send } from "./send.ts";

/** What was asked and answered when an operation ran, and what came of it. */
export interface KnownRun {
  readonly asked: ReadonlyMap<Call, KnownCall>;
  readonly result: FormattedExecutionResult;
  readonly bytes: number;
}

export interface KnownCall {
  readonly document: string;
  readonly variables: SubgraphRequest["variables"];
  readonly body: string;
  readonly answer: KnownAnswer;
}

const lasting = new WeakSet<object>();

/** Whether it is the data of a known run: given again as it is, to whoever asks. */
export function isLasting(data: object): boolean {
  return lasting.has(data);
}

/** A run that asks as always, and what is known of it when it is over. */
export interface Recording {
  readonly send: Send;
  /** Undefined where one of its calls was not answered in one piece, and without an error. */
  known(result: FormattedExecutionResult): KnownRun | undefined;
}

export function record(calls: CallGraph, send: Send): Recording {
  const asked = new Map<Call, KnownCall>();
  let isPlain = true;
  return {
    send: async (call, request) => {
      const { document, variables, body } = request;
      let answer: KnownAnswer | undefined;
      const result = await send(call, { ...request, hear: (heard) => (answer = heard) });
      if (!answer || !body || !result.data || result.errors?.length || asked.has(call)) isPlain = false;
      else asked.set(call, { document, variables, body, answer });
      return result;
    },
    known: (result) => {
      if (!isPlain || !result.data || result.errors || !asked.keys().every((call) => calls.includes(call)))
        return undefined;
      lasting.add(result.data);
      return { asked, result, bytes: bytesOf(asked, result) };
    },
  };
}

/** Objects take a multiple of their JSON. */
const HEAP_PER_JSON = 5;

function bytesOf(asked: ReadonlyMap<Call, KnownCall>, result: FormattedExecutionResult): number {
  let bytes = JSON.stringify(result).length * (1 + HEAP_PER_JSON);
  for (const { body, answer } of asked.values()) bytes += body.length * (1 + HEAP_PER_JSON) + answer.bytes;
  return bytes;
}

/** Everybody said the same again; or one did not, and what was heard until then goes into a run that asks the rest. */
export type Repeated = { readonly isSame: true } | { readonly isSame: false; readonly send: Send };

/**
 * Asks all over again what a known run asked. What comes of an operation depends on nothing but what subgraphs say: as
 * long as each says the very same as before, what is asked next is the same, too, and none of it has to be read,
 * written down and put together once more.
 */
export function repeat(known: KnownRun, calls: CallGraph, scope: ClientScope, send: Send): Promise<Repeated> {
  const heard = new Map<Call, Promise<SubgraphResult>>();
  const { promise, resolve, reject } = Promise.withResolvers<Repeated>();
  let isSame = true;
  const resume: Send = async (call, request) => {
    const before = known.asked.get(call);
    const answering = before?.body === request.body ? heard.get(call) : undefined;
    if (!before || !answering) return send(call, request);
    heard.delete(call);
    const result = await answering;
    return result === before.answer.same ? before.answer.read() : result;
  };
  inOrder(calls, async (call) => {
    const before = known.asked.get(call);
    if (!before || !isSame) return;
    const { document, variables, body, answer } = before;
    const answering = send(call, requestOf(scope, { document, variables, body, known: answer }));
    heard.set(call, answering);
    if ((await answering) === answer.same || !isSame) return;
    isSame = false;
    // The others may take longer; whoever needs them waits for them.
    resolve({ isSame, send: resume });
  }).then(() => {
    if (isSame) scope.facts.fetches += known.asked.size;
    resolve({ isSame: true });
  }, reject);
  return promise;
}
