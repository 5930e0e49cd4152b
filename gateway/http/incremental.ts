import type { GraphQLFormattedError } from "graphql";
import type { DeferredPart, IncrementalAnswer, Place, Step } from "../execution/incremental-answer.ts";
import type { PartsFormat } from "./negotiate.ts";

/** The payloads of one answer in one format, in order. */
export interface Payloads {
  first(): object;
  next(step: Step): object;
  /**
   * What is still pending is said to have failed; undefined when nothing is.
   * @param errorOf asked only then: who makes an error of it logs it
   */
  failed(errorOf: () => GraphQLFormattedError): object | undefined;
}

export function payloadsIn(format: PartsFormat, { first, pending }: IncrementalAnswer): Payloads {
  const owed = new Map<Place, string>();
  let promised = 0;

  const promise = (places: readonly Place[]) =>
    places.map((place) => {
      const id = String(promised++);
      owed.set(place, id);
      return { id, path: place.path, label: place.label };
    });
  const settle = (part: DeferredPart) => {
    const id = owed.get(part.place);
    if (!owed.delete(part.place)) throw new Error(`No part is pending at ${JSON.stringify(part.place)}`);
    return { ...part, id };
  };
  const next = (step: Step): object => {
    const { extensions } = step;
    const promises = promise(step.pending ?? []);
    const parts = step.parts.map(settle);
    const hasNext = owed.size > 0;
    if (format === "20220824") {
      const incremental = parts.map(({ place: { path, label }, data, errors }) => ({ path, label, data, errors }));
      return { incremental, hasNext, extensions };
    }
    const arrived = parts.filter(({ data }) => data !== null);
    return {
      pending: unlessEmpty(promises),
      incremental: unlessEmpty(arrived.map(({ id, data, errors }) => ({ id, data, errors }))),
      completed: parts.map(({ id, data, errors }) => (data === null ? { id, errors } : { id })),
      hasNext,
      extensions,
    };
  };

  return {
    first: () => {
      const promises = promise(pending);
      return { ...first, ...(format === "v0.2" ? { pending: promises } : {}), hasNext: owed.size > 0 };
    },
    next,
    failed: (errorOf) => {
      if (owed.size === 0) return undefined;
      const error = errorOf();
      const parts = [...owed.keys()].map((place) => ({ place, data: null, errors: [{ ...error, path: place.path }] }));
      return next({ parts });
    },
  };
}

function unlessEmpty<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length > 0 ? items : undefined;
}
