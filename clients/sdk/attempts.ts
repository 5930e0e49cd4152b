import { backoffMs, TRIES_MAX, wait } from "./retry.ts";
import type { AgoraStorage } from "./storage.ts";

interface Payload {
  readonly errors: readonly { readonly __typename: string; readonly code: string }[];
}

/**
 * Idempotency keys, made for the caller: one per attempt, kept until the shop has answered it. Whoever asks for the same
 * thing again after a cut line, even after a reload, asks under the same key and gets the one order or payment there is.
 */
export interface Attempts {
  once<Result extends Payload>(
    mutation: string,
    args: object,
    ask: (idempotencyKey: string) => Promise<Result>,
  ): Promise<Result>;
}

export function createAttempts(storage: AgoraStorage): Attempts {
  const underWay = new Map<string, Promise<unknown>>();
  return {
    once: async <Result extends Payload>(
      mutation: string,
      args: object,
      ask: (idempotencyKey: string) => Promise<Result>,
    ) => {
      const attempt = `agora.attempt.${mutation}.${await fingerprint(args)}`;
      const run = async (): Promise<Result> => {
        const key = (await storage.getItem(attempt)) ?? crypto.randomUUID();
        await storage.setItem(attempt, key);
        const payload = await settled(() => ask(key));
        if (!isInProgress(payload)) await storage.removeItem(attempt);
        return payload;
      };
      const running = (underWay.get(attempt) ?? run().finally(() => underWay.delete(attempt))) as Promise<Result>;
      underWay.set(attempt, running);
      return running;
    },
  };
}

/** Asks again while an earlier call under the same key still runs. */
export async function settled<Result extends Payload>(ask: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    const payload = await ask();
    if (!isInProgress(payload) || tries >= TRIES_MAX) return payload;
    await wait(backoffMs(tries));
  }
}

function isInProgress({ errors }: Payload): boolean {
  return errors.some(({ code }) => code === "IN_PROGRESS");
}

/** A hash, so that no payment token is left in the storage. */
async function fingerprint(args: object): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(args)));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
