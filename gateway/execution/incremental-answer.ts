import type { FormattedExecutionResult, GraphQLFormattedError } from "graphql";

/** An answer with @defer carried out: it is complete when each place that was pending has had its part. */
export interface IncrementalAnswer {
  readonly first: FormattedExecutionResult;
  readonly pending: readonly Place[];
  readonly later: AsyncIterable<Step>;
}

/** Where a deferred fragment belongs. Two may have the same path and label: a place is known by its identity. */
export interface Place {
  readonly path: readonly (string | number)[];
  readonly label?: string;
}

/** What a deferred fragment holds; null where an error took all of it. */
export interface DeferredPart {
  /** One of those that were pending. */
  readonly place: Place;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

/** Parts that are ready at the same time, and the places of fragments inside them that are deferred in turn. */
export interface Step {
  readonly parts: readonly DeferredPart[];
  readonly pending?: readonly Place[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}
