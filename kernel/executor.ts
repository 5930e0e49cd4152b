import type { GraphQLFormattedError } from "graphql";
import type { RequestScope } from "./subgraph.ts";

/** One operation for one subgraph, with all that decides about it. */
export interface SubgraphRequest extends RequestScope {
  readonly document: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** The same as JSON, where the asker has made it already. */
  readonly body?: string;
  readonly isMutation?: boolean;
  /** What was answered to the same before: told again as its `same`, where it is the very same. The body says what is asked. */
  readonly known?: KnownAnswer;
  /** Told of an answer without errors, unless it is the known one. */
  readonly hear?: (answer: KnownAnswer) => void;
}

/** An answer without errors, kept by whoever asked and compared by the executor that gave it. */
export interface KnownAnswer {
  /** Stands for an answer that is the very same. */
  readonly same: SubgraphResult;
  readonly bytes: number;
  /** As the executor gave it: to be written into only where it hands its answers over. */
  read(): SubgraphResult;
}

export interface SubgraphResult<Data = any> {
  readonly data?: Data | null;
  readonly errors?: readonly GraphQLFormattedError[];
  /** It was kept, and the subgraph not asked. */
  readonly isKept?: true;
  /** The call as such came to nothing, whatever it asked for: for less of it there would be no more. */
  readonly isFutile?: true;
}

export function isFlawless({ data, errors }: SubgraphResult): boolean {
  return Boolean(data) && !errors?.length;
}

/**
 * All that the gateway and a `remote/` port know of a subgraph. Faults are errors in the result, masked; it rejects
 * only when the subgraph cannot be reached.
 */
export type Execute = (request: SubgraphRequest) => Promise<SubgraphResult>;

/** A stream of results, or one result when the subscription was refused. */
export type Subscribe = (request: SubgraphRequest) => Promise<AsyncIterableIterator<SubgraphResult> | SubgraphResult>;

export interface SubgraphExecutor {
  /** Its answers belong to who asked. A subgraph in this process hands out its own objects, which nobody may write into. */
  readonly handsOverAnswers?: boolean;
  /** It gives up by itself at the request's deadline, and when the request's signal says so. */
  readonly keepsDeadlines?: boolean;
  /** It heeds `known` and `hear`. */
  readonly comparesAnswers?: boolean;
  readonly execute: Execute;
  readonly subscribe: Subscribe;
}

/** The subgraph cannot be reached, or did not answer in time. Nothing is said of whether it acted. */
export class SubgraphUnreachableError extends Error {
  readonly subgraph: string;
  readonly isTimeout: boolean;
  /** False where it is known that the subgraph heard nothing of the call. */
  readonly isSent: boolean;

  constructor(subgraph: string, reason: string, { isTimeout = false, isSent = true } = {}) {
    super(`${subgraph} cannot be reached: ${reason}`);
    this.name = "SubgraphUnreachableError";
    this.subgraph = subgraph;
    this.isTimeout = isTimeout;
    this.isSent = isSent;
  }
}

/**
 * It cannot be reached with this call, which was not taken as it is, so that nothing was done: what its client sent may
 * be why. No failure of the subgraph.
 */
export class CallRefusedError extends SubgraphUnreachableError {
  /** The subgraph's, as HTTP tells it; undefined where the call could not even be sent. */
  readonly status: number | undefined;
  /** When to come again, where the subgraph says it. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    subgraph: string,
    reason: string,
    { status, retryAfterSeconds }: { readonly status?: number; readonly retryAfterSeconds?: number } = {},
  ) {
    super(subgraph, reason, { isSent: status !== undefined });
    this.name = "CallRefusedError";
    this.message =
      status === undefined ? `no call to ${subgraph}: ${reason}` : `${subgraph} refused the call: ${reason}`;
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** HTTP's statuses for a body, a target or a head of which less may do. */
export function isTooLarge(status: number | undefined): boolean {
  return status === 413 || status === 414 || status === 431;
}
