import { nobody } from "#kernel/identity.ts";
import { PassingMap } from "#kernel/passing-map.ts";
import type { Client } from "./operation.ts";
import type { Waiters } from "./waiters.ts";

/** Answers on their way, shared by all who ask the same meanwhile. */
export interface SharedAnswers<Answer> {
  /** The answer under a key: the one on its way, or a new one, for which its waiters wait. */
  of(share: Share, make: () => Promise<Answer>): Promise<Answer>;
  /** One more waits for the one on its way, if there is one, and leaves if it goes before. */
  join(key: string): Shared<Answer> | undefined;
}

/** By what an answer is known while it is on its way, and who asks for it. */
export interface Share {
  readonly key: string;
  readonly waiters: Waiters;
}

export interface Shared<Answer> {
  readonly answer: Promise<Answer>;
  readonly waiters: Waiters;
}

/** Nothing is kept: what is asked after the answer was given, or given up, is worked out anew. */
export function sharedAnswers<Answer>(): SharedAnswers<Answer> {
  const running = new PassingMap<string, Shared<Answer>>();
  const onItsWay = (key: string) => {
    const known = running.get(key);
    return known?.waiters.signal.aborted ? undefined : known;
  };
  return {
    join: (key) => {
      const known = onItsWay(key);
      known?.waiters.join();
      return known;
    },
    of: ({ key, waiters }, make) => {
      const known = onItsWay(key);
      if (known) {
        waiters.follow(known.waiters);
        return known.answer;
      }
      const end = () => running.get(key) === shared && running.delete(key);
      const shared: Shared<Answer> = { answer: make().finally(end), waiters };
      running.set(key, shared);
      return shared.answer;
    },
  };
}

/** All that may make a difference to an answer beside the request itself. */
export function identityOf({ caller, context, forwarded = [], program }: Identified): string {
  return JSON.stringify([caller === nobody ? null : caller, context, forwarded, program?.name]);
}

/** Who asks, and how the request is read. */
export type Identified = Pick<Client, "caller" | "context" | "forwarded" | "program">;
