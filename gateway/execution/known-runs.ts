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

/** How runs of an operation with its variables that were recorded turned out. */
interface Attempts {
  isRecording: boolean;
  /** Runs that came out differently from what was known, or could not be recorded, less those that were the same. */
  changes: number;
  /** So many runs from now none is recorded: where answers change all the time, it would be for nothing. */
  rest: number;
}

const ATTEMPTS_MAX = 4_096;
/** After as many 1,024 runs go by until one is recorded again. */
const CHANGES_MAX = 10;
/** Of the variables as JSON. */
const KEY_CHARS_MAX = 1_024;

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
    const none = { isRecording: false, changes: 0, rest: 0 };
    attempts.set(key, none);
    return none;
  };

  const failed = (attempt: Attempts) => {
    attempt.rest = 2 ** attempt.changes;
    // To record costs more than it gives where every third answer is another.
    attempt.changes = Math.min(attempt.changes + 2, CHANGES_MAX);
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
      onRepeated?.(repeated.isSame);
      if (repeated.isSame) {
        attempt.changes = Math.max(0, attempt.changes - 1);
        return known.result;
      }
      // Others may have found it out before.
      if (runs.get(key) === known) {
        runs.delete(key);
        failed(attempt);
      }
      return run(repeated.send);
    }

    if (attempt.isRecording || attempt.rest-- > 0) return run(send);
    attempt.isRecording = true;
    try {
      const recording = record(planned.calls, send);
      const result = await run(recording.send);
      const recorded = recording.known(result);
      if (recorded) runs.set(key, recorded);
      else failed(attempt);
      return result;
    } finally {
      attempt.isRecording = false;
    }
  };
}
