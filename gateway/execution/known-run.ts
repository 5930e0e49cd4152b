import type { FormattedExecutionResult } from "graphql";
import { isFlawless, type KnownAnswer, type SubgraphResult } from "#kernel/executor.ts";
import { nobody } from "#kernel/identity.ts";
import { heapBytesOf } from "#kernel/plain-data.ts";
import type { ClientScope } from "../scope.ts";
import type { Call, CallGraph } from "./call-graph.ts";
import { inOrder } from "./in-order.ts";
import { requestOf, type Send } from "./send.ts";

/** What was asked and answered when an operation ran, and what came of it. */
export interface KnownRun {
  /** By the plan's calls; undefined where there was nothing to ask. */
  readonly asked: readonly (KnownCall | undefined)[];
  readonly result: FormattedExecutionResult;
  readonly bytes: number;
  /** Whether it was the run of somebody of whom nothing is known: what it asks for, anybody may be shown. */
  isPublic: boolean;
}

export interface KnownCall {
  readonly document: string;
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

export function record(calls: CallGraph, scope: ClientScope, send: Send): Recording {
  const asked = calls.map((): KnownCall | undefined => undefined);
  let isPlain = true;
  return {
    send: async (call, request) => {
      const { document, body } = request;
      const index = calls.indexOf(call);
      let answer: KnownAnswer | undefined;
      const result = await send(call, { ...request, hear: (heard) => (answer = heard) });
      if (!answer || !body || !isFlawless(result) || index < 0 || asked[index]) isPlain = false;
      else asked[index] = { document, body, answer };
      return result;
    },
    known: (result) => {
      if (!isPlain || !result.data || result.errors) return undefined;
      lasting.add(result.data);
      return { asked, result, bytes: bytesOf(asked, result), isPublic: isAnybody(scope) };
    },
  };
}

/** Its JSON is kept beside the data: counted as much, to be on the safe side. */
function bytesOf(asked: KnownRun["asked"], result: FormattedExecutionResult): number {
  let bytes = 2 * heapBytesOf(result);
  for (const call of asked) if (call) bytes += call.document.length + call.body.length + call.answer.bytes;
  return bytes;
}

/**
 * Everybody said the same again; or one did not, and what was heard until then goes into a run that asks the rest.
 * `isOther`: he said something else, instead of nothing.
 */
export type Repeated =
  { readonly isSame: true } | { readonly isSame: false; readonly isOther: boolean; readonly send: Send };

/**
 * Asks all over again what a known run asked. What comes of an operation depends on nothing but what subgraphs say: as
 * long as each says the very same as before, what is asked next is the same, too, and none of it has to be read,
 * written down and put together once more.
 *
 * Where both the run and who asks now are public, all is asked at once: it takes as long as the slowest call, and not as
 * all that wait for each other. Of nobody else's run: what it asks for may be a secret.
 */
export function repeat(known: KnownRun, calls: CallGraph, scope: ClientScope, send: Send): Promise<Repeated> {
  const { asked } = known;
  const { facts } = scope;
  const isPublic = isAnybody(scope);
  const isAtOnce = isPublic && known.isPublic;
  const heard = calls.map((): Promise<SubgraphResult> | undefined => undefined);
  const { promise, resolve, reject } = Promise.withResolvers<Repeated>();
  let isSame = true;
  const resume: Send = async (call, request) => {
    const index = calls.indexOf(call);
    const before = asked[index];
    const answering = before?.body === request.body ? heard[index] : undefined;
    if (!before || !answering) return send(call, request);
    heard[index] = undefined;
    const result = await answering;
    // Before its turn it stood in its own way perhaps, or asked for what is not there any more.
    if (isAtOnce && call.waitsFor > 0 && !result.data) return send(call, request);
    facts.fetches -= 1;
    return result === before.answer.same ? before.answer.read() : result;
  };
  const ask = async (call: Call, index: number) => {
    const before = asked[index];
    if (!before || !isSame) return;
    const { document, body, answer } = before;
    const answering = send(call, requestOf(scope, { document, body, known: answer }));
    heard[index] = answering;
    facts.fetches += 1;
    const result = await answering;
    if (result === answer.same || !isSame) return;
    isSame = false;
    // The next asks in order: so an early answer that was to be expected makes nobody keep what has changed.
    known.isPublic = false;
    // The others may take longer; whoever needs them waits for them.
    resolve({ isSame, isOther: Boolean(result.data), send: resume });
  };
  const all = isAtOnce ? Promise.all(calls.map(ask)) : inOrder(calls, ask);
  all.then(() => {
    known.isPublic ||= isSame && isPublic;
    resolve({ isSame: true });
  }, reject);
  return promise;
}

/** Nothing is known of who asks, nothing that he sent goes on to subgraphs, and no header of theirs to him. */
function isAnybody({ caller, forwarded, hearHeaders }: ClientScope): boolean {
  return caller === nobody && !forwarded?.length && !hearHeaders;
}
