import { nobody } from "#kernel/identity.ts";
import { PassingMap } from "#kernel/passing-map.ts";
import type { Client, OperationFacts } from "./operation.ts";
import type { Waiters } from "./waiters.ts";

/** Answers on their way, shared by all who ask the same meanwhile. */
export interface SharedAnswers<Answer> {
  /** The answer under a key: the one on its way, or a new one, for which its waiters wait. */
  of(share: Share, make: Make<Answer>): Promise<Answer>;
  /** One more waits for the one on its way, if there is one, and leaves if it goes before. */
  join(key: string): Shared<Answer> | undefined;
}

/** Calls `decline` as soon as it turns out that each must have an answer of its own. */
export type Make<Answer> = (decline: () => void) => Promise<Answer>;

/** By what an answer is known while it is on its way, and who asks for it. */
export interface Share {
  readonly key: string;
  readonly waiters: Waiters;
  /** Of the operation that is run for all. */
  readonly facts: Readonly<OperationFacts>;
}

export interface Shared<Answer> {
  /** Undefined where it was declined, or failed: whoever joined leaves, and asks for himself. */
  readonly answer: Promise<Answer | undefined>;
  readonly waiters: Waiters;
  readonly facts: Readonly<OperationFacts>;
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
    of: async ({ key, waiters, facts }, make) => {
      const known = onItsWay(key);
      if (known) {
        waiters.follow(known.waiters);
        return (await known.answer) ?? make(() => {});
      }
      const { promise, resolve } = Promise.withResolvers<Answer | undefined>();
      const shared: Shared<Answer> = { answer: promise, waiters, facts };
      // From now on, not from when it is known what is asked: those who ask the same come together.
      running.set(key, shared);
      const end = (answer?: Answer) => {
        if (running.get(key) === shared) running.delete(key);
        resolve(answer);
      };
      try {
        const answer = await make(end);
        end(answer);
        return answer;
      } finally {
        // A fault is the first one's; the others try for themselves.
        end();
      }
    },
  };
}

/**
 * Tells keys of requests: who asks, on which graph, for which answer. In a rush of the same each gets the very same
 * string, whose hash is known: to hash a text is most of what a look into a map costs.
 */
export function shareKeys(): (asked: Asked, client: Identified) => string {
  let last = { identity: "", text: "", key: "" };
  return ({ generation, parts = "", text }, client) => {
    const identity = `${generation}\n${parts}\n${identityOf(client)}`;
    if (text !== last.text || identity !== last.identity) last = { identity, text, key: `${identity}\n${text}` };
    return last.key;
  };
}

/** A request as it came, on a graph; who takes an answer in parts may wait for something else than who does not. */
export interface Asked {
  readonly generation: number;
  readonly parts: string | undefined;
  readonly text: string;
}

/** All that may make a difference to an answer beside the request itself. */
function identityOf({ caller, context, forwarded = [], program }: Identified): string {
  return JSON.stringify([caller === nobody ? null : caller, context, forwarded, program?.name]);
}

/** Who asks, and how the request is read. */
export type Identified = Pick<Client, "caller" | "context" | "forwarded" | "program">;
