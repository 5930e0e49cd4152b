import { maskAll } from "../plugins/mask-all.ts";
import type { ClientScope } from "../scope.ts";
import type { Deferred, DeferredShaper } from "./deferred-shaper.ts";
import type { Step } from "./incremental-answer.ts";

export interface StepsOptions {
  readonly shaper: DeferredShaper;
  readonly deferred: readonly Deferred[];
  /** When all is there that a fragment holds. */
  readonly whenReady: (deferred: Deferred) => Promise<unknown>;
  readonly mask: ClientScope["mask"];
  /** Called when nobody waits for more. */
  readonly stop: () => void;
}

/** Gives parts as they become ready, those inside a part after it. */
export function stepsOf({ shaper, deferred, whenReady, mask, stop }: StepsOptions): AsyncIterableIterator<Step> {
  const ready: Deferred[] = [];
  let owed = 0;
  let fault: { readonly error: unknown } | undefined;
  let wake = () => {};

  const isIdle = () => ready.length === 0 && owed > 0 && !fault;
  const wait = (one: Deferred) =>
    whenReady(one)
      .then(
        () => void ready.push(one),
        (error: unknown) => void (fault = { error }),
      )
      .then(() => wake());
  const expect = (more: readonly Deferred[]) => {
    owed += more.length;
    for (const one of more) void wait(one);
  };
  const end = (): IteratorReturnResult<undefined> => {
    owed = 0;
    stop();
    wake();
    return { done: true, value: undefined };
  };

  const step = (): Step => {
    const shaped = ready.splice(0).map((one) => ({ place: one.place, ...shaper.part(one) }));
    const inside = shaped.flatMap((part) => part.deferred);
    owed -= shaped.length;
    expect(inside);
    const rest = owed === 0 ? shaper.rest() : [];
    const parts = shaped.map(({ place, data, errors }, index) => {
      const all = index === shaped.length - 1 ? [...errors, ...rest] : errors;
      return all.length > 0 ? { place, data, errors: maskAll(all, mask) } : { place, data };
    });
    return inside.length > 0 ? { parts, pending: inside.map(({ place }) => place) } : { parts };
  };

  expect(deferred);
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: async () => {
      while (isIdle()) await new Promise<void>((resolve) => (wake = resolve));
      if (owed > 0 && ready.length > 0) return { done: false, value: step() };
      const failed = fault;
      fault = undefined;
      const over = end();
      if (failed) throw failed.error;
      return over;
    },
    return: async () => end(),
  };
}
