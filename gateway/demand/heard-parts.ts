import { copyOf } from "#kernel/plain-data.ts";
import { isObject, valueAt } from "../execution/delivered-data.ts";
import type { DeferredPart, IncrementalAnswer, Step } from "../execution/incremental-answer.ts";
import { merge } from "../execution/places.ts";
import type { Json } from "../execution/rewrites.ts";

/** All that was delivered of an answer. */
export interface WholeAnswer {
  readonly data: unknown;
  readonly hasErrors: boolean;
}

type Extensions = Readonly<Record<string, unknown>>;

/** The same answer in parts; with the last of them it is told what all of them said, and may say something of it. */
export function heardParts<Parts extends IncrementalAnswer>(
  parts: Parts,
  tell: (whole: WholeAnswer) => Extensions | undefined,
): Parts {
  const { first, pending } = parts;
  let owed = pending.length;
  let hasErrors = isFaulty(first);
  if (owed === 0) {
    const extensions = tell({ data: first.data, hasErrors });
    return extensions ? { ...parts, first: { ...first, extensions } } : parts;
  }
  const whole = copyOf(first.data);

  const add = (part: DeferredPart) => {
    hasErrors ||= isFaulty(part);
    const target = valueAt(whole, part.place.path);
    // What is said twice stands in both parts, and once in the whole.
    if (isObject(target) && part.data) merge(target as Json, copyOf(part.data) as Json);
  };
  const hear = (step: Step): Step => {
    step.parts.forEach(add);
    owed += (step.pending?.length ?? 0) - step.parts.length;
    const extensions = owed === 0 ? tell({ data: whole, hasErrors }) : undefined;
    return extensions ? { ...step, extensions } : step;
  };
  // No generator: it would hear that nobody waits any more only with its next step.
  const later = (): AsyncIterator<Step, undefined> => {
    const steps = parts.later[Symbol.asyncIterator]();
    const done = { done: true, value: undefined } as const;
    return {
      next: async () => {
        const step = await steps.next();
        return step.done ? done : { done: false, value: hear(step.value) };
      },
      return: async () => {
        await steps.return?.();
        return done;
      },
    };
  };
  return { ...parts, later: { [Symbol.asyncIterator]: later } };
}

function isFaulty({ errors = [] }: { readonly errors?: readonly unknown[] }): boolean {
  return errors.length > 0;
}
