import type { GraphQLFormattedError } from "graphql";
import type { IncrementalAnswer } from "../execution/incremental-answer.ts";
import { payloadsIn } from "./incremental.ts";

/**
 * An answer in parts, as JSON, for transports that send a message for each, in the format that Apollo's clients read without
 * being asked to.
 */
export function payloadStream(
  answer: IncrementalAnswer,
  faultOf: (error: unknown) => GraphQLFormattedError,
): AsyncIterableIterator<string, undefined> {
  const payloads = payloadsIn("20220824", answer);
  const steps = answer.later[Symbol.asyncIterator]();
  const done = { done: true, value: undefined } as const;
  let isFirst = true;

  const next = async (): Promise<object | undefined> => {
    if (isFirst) {
      isFirst = false;
      return payloads.first();
    }
    try {
      const { done, value } = await steps.next();
      return done ? undefined : payloads.next(value);
    } catch (error) {
      const fault = faultOf(error);
      return payloads.failed(() => fault);
    }
  };

  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: async () => {
      const value = await next();
      return value ? { done: false, value: JSON.stringify(value) } : done;
    },
    return: async () => {
      await steps.return?.();
      return done;
    },
  };
}
