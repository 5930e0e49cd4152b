import { nobody } from "#kernel/identity.ts";
import type { Client } from "./operation.ts";

/** Answers on their way, shared by all who ask the same meanwhile. */
export interface SharedAnswers<Answer> {
  /**
   * The answer under this key: the one on its way, or a new one. `signal` is the asker's; the work is given up when all
   * who asked for it have gone.
   */
  of(key: string, signal: AbortSignal, make: (signal: AbortSignal) => Promise<Answer>): Promise<Answer>;
  /** The one on its way, if there is one. */
  join(key: string, signal: AbortSignal): Promise<Answer> | undefined;
}

interface Shared<Answer> {
  readonly answer: Promise<Answer>;
  join(signal: AbortSignal): void;
}

/** Nothing is kept: what is asked after the answer was given is worked out anew. */
export function sharedAnswers<Answer>(): SharedAnswers<Answer> {
  const running = new Map<string, Shared<Answer>>();
  const join: SharedAnswers<Answer>["join"] = (key, signal) => {
    const known = running.get(key);
    known?.join(signal);
    return known?.answer;
  };
  return {
    join,
    of: (key, signal, make) => {
      const known = join(key, signal);
      if (known) return known;
      const shared: Shared<Answer> = start(make, () => running.get(key) === shared && running.delete(key));
      running.set(key, shared);
      shared.join(signal);
      return shared.answer;
    },
  };
}

/** @param end for whoever comes from then on there is none to share */
function start<Answer>(make: (signal: AbortSignal) => Promise<Answer>, end: () => void): Shared<Answer> {
  const work = new AbortController();
  let left = 0;
  const leave = () => {
    left -= 1;
    if (left > 0) return;
    end();
    work.abort();
  };
  return {
    answer: make(work.signal).finally(end),
    join: (signal) => {
      left += 1;
      if (signal.aborted) leave();
      else signal.addEventListener("abort", leave, { once: true });
    },
  };
}

/** All that may make a difference to an answer beside the request itself. */
export function identityOf({ caller, context, forwarded = [], program }: Client): string {
  return JSON.stringify([caller === nobody ? null : caller, context, forwarded, program?.name]);
}
