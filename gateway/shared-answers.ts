import { nobody } from "#kernel/identity.ts";
import type { Client } from "./operation.ts";
import type { Waiters } from "./waiters.ts";

/** Answers on their way, shared by all who ask the same meanwhile. */
export interface SharedAnswers<Answer> {
  /** The answer under this key: the one on its way, or a new one, for which `waiters` wait. */
  of(key: string, waiters: Waiters, make: () => Promise<Answer>): Promise<Answer>;
  /** One more waits for the one on its way, if there is one, and leaves if it goes before. */
  join(key: string): Shared<Answer> | undefined;
}

export interface Shared<Answer> {
  readonly answer: Promise<Answer>;
  readonly waiters: Waiters;
}

/** Nothing is kept: what is asked after the answer was given, or given up, is worked out anew. */
export function sharedAnswers<Answer>(): SharedAnswers<Answer> {
  const running = new Map<string, Shared<Answer>>();
  const join: SharedAnswers<Answer>["join"] = (key) => {
    const known = running.get(key);
    if (!known || known.waiters.signal.aborted) return undefined;
    known.waiters.join();
    return known;
  };
  return {
    join,
    of: (key, waiters, make) => {
      const known = join(key);
      if (known) {
        whenAborted(waiters.signal, () => known.waiters.leave());
        return known.answer;
      }
      const end = () => running.get(key) === shared && running.delete(key);
      const shared: Shared<Answer> = { answer: make().finally(end), waiters };
      running.set(key, shared);
      return shared.answer;
    },
  };
}

function whenAborted(signal: AbortSignal, then: () => void): void {
  if (signal.aborted) then();
  else signal.addEventListener("abort", then, { once: true });
}

/** All that may make a difference to an answer beside the request itself. */
export function identityOf({ caller, context, forwarded = [], program }: Identified): string {
  return JSON.stringify([caller === nobody ? null : caller, context, forwarded, program?.name]);
}

/** Who asks, and how the request is read. */
export type Identified = Pick<Client, "caller" | "context" | "forwarded" | "program">;
