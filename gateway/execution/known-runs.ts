import type { FormattedExecutionResult } from "graphql";
import type { SubgraphExecutor } from "#kernel/executor.ts";
import { LruMap } from "../lru-map.ts";
import type { EngineRequest } from "./engine.ts";
import { type KnownRun, record, repeat } from "./known-run.ts";
import type { PlannedOperation } from "./own-engine.ts";
import { seenBefore } from "./seen-before.ts";
import type { Send } from "./send.ts";

export interface KnownRunsOptions {
  /** Of all runs that are known; 0 keeps none. */
  readonly bytesMax: number;
  readonly executorOf: (subgraph: string) => SubgraphExecutor;
  readonly send: Send;
  /** Told of each repeated run whether everybody said the same. */
  readonly onRepeated?: (isSame: boolean) => void;
}

/** Runs an operation, or repeats a run that is known. */
export type RunOrRepeat = (
  request: EngineRequest,
  planned: PlannedOperation,
  run: (send: Send) => Promise<FormattedExecutionResult>,
) => Promise<FormattedExecutionResult>;

/** Whether recording runs of an operation with its variables is worth while. */
interface Attempts {
  isRecording: boolean;
  /** Two for each recording, less one for each run that was the same. */
  unpaid: number;
  /** So many runs from now none is recorded: where answers change all the time, it would be for nothing. */
  rest: number;
}

const ATTEMPTS_MAX = 2_048;
/** With so much unpaid 1,024 runs go by until one is recorded again. */
const UNPAID_MAX = 10;
/** Of the plan's number and the variables as JSON. */
const KEY_CHARS_MAX = 512;

/**
 * A run is recorded when its operation comes again with the same variables, and repeated from then on, as long as
 * subgraphs say the same.
 */
export function knownRuns({ bytesMax, executorOf, send, onRepeated }: KnownRunsOptions): RunOrRepeat {
  const runs = new LruMap<string, KnownRun>(bytesMax, ({ bytes }) => bytes);
  const attempts = new LruMap<string, Attempts>(ATTEMPTS_MAX);
  const wasSeen = seenBefore();
  const keys = new WeakMap<PlannedOperation, string>();
  let plans = 0;

  /** Empty where the plan's runs cannot be compared. */
  const keyOf = (planned: PlannedOperation): string => {
    const known = keys.get(planned);
    if (known !== undefined) return known;
    const { calls } = planned;
    const isComparable = calls.every(({ service, isMutation }) => !isMutation && executorOf(service).comparesAnswers);
    const key = isComparable && calls.length > 0 ? `${++plans} ` : "";
    keys.set(planned, key);
    return key;
  };

  const attemptsAt = (key: string): Attempts | undefined => {
    const known = attempts.get(key);
    if (known || !wasSeen(key)) return known;
    const none = { isRecording: false, unpaid: 0, rest: 0 };
    attempts.set(key, none);
    return none;
  };

  return async (request, planned, run) => {
    const { variables, scope } = request;
    const plan = bytesMax > 0 && !scope.span?.isKept && keyOf(planned);
    if (!plan) return run(send);
    const key = plan + JSON.stringify(variables);
    if (key.length > KEY_CHARS_MAX) return run(send);
    const attempt = attemptsAt(key);
    if (!attempt) return run(send);

    const known = runs.get(key);
    if (known) {
      const repeated = await repeat(known, planned.calls, scope, send);
      if (repeated.isSame) {
        onRepeated?.(true);
        attempt.unpaid = Math.max(0, attempt.unpaid - 1);
        return known.result;
      }
      if (repeated.isOther) {
        onRepeated?.(false);
        // Others may have found it out before, and recorded anew.
        if (runs.get(key) === known) runs.delete(key);
      }
      return run(repeated.send);
    }

    if (attempt.isRecording || attempt.rest-- > 0) return run(send);
    attempt.isRecording = true;
    attempt.rest = 2 ** attempt.unpaid;
    // To record costs more than it gives where every third answer is another, or where runs are soon forgotten.
    attempt.unpaid = Math.min(attempt.unpaid + 2, UNPAID_MAX);
    try {
      const recording = record(planned.calls, scope, send);
      const result = await run(recording.send);
      const recorded = recording.known(result);
      if (recorded) runs.set(key, { ...recorded, bytes: recorded.bytes + 2 * key.length });
      return result;
    } finally {
      attempt.isRecording = false;
    }
  };
}
