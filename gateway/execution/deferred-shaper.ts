import type { DirectiveNode, FragmentSpreadNode, GraphQLError, InlineFragmentNode, SelectionSetNode } from "graphql";
import { Kind } from "graphql";
import { activeDefer, labelOf } from "../planning/defer-directive.ts";
import { completeObject, rootOf } from "./complete.ts";
import type { Completion, ObjectPlace } from "./completion.ts";
import { deliveredData, isObject, valueAt } from "./delivered-data.ts";
import type { Told } from "./fetch-errors.ts";
import type { Place } from "./incremental-answer.ts";
import { askedBy } from "./operation-parts.ts";
import { isWithin, type ResponsePath } from "./places.ts";
import type { Json } from "./rewrites.ts";
import { unseenErrors, visiblePart } from "./unseen-errors.ts";

/** A fragment of an object that the client gets later. */
export interface Deferred {
  readonly defer: DirectiveNode;
  readonly fragment: FragmentSpreadNode | InlineFragmentNode;
  readonly at: ObjectPlace;
  /** As the client knows it. */
  readonly place: Place;
}

export interface Shaped {
  readonly data: Json | null;
  readonly errors: readonly GraphQLError[];
  /** What of it follows in turn. */
  readonly deferred: readonly Deferred[];
}

export interface DeferredShaper {
  first(): Shaped;
  part(deferred: Deferred): Shaped;
  /** Errors at places that the client does not see, where no part has told of them. */
  rest(): readonly GraphQLError[];
}

/** Shapes an answer part by part, each error told with the part in which it left something empty. */
export function deferredShaper(completion: Completion): DeferredShaper {
  const { operation, fragments, conditions, told, nameOf } = completion;
  const isAsked = askedBy(operation, fragments);
  const seen = new Set<Told>();
  const errors: GraphQLError[] = [];
  const delivered = deliveredData();
  /** Where a part has said null of what an earlier one gave. */
  const takenAway: ResponsePath[] = [];
  const unexplained: ResponsePath[] = [];

  const shape = (at: ObjectPlace, selectionSet: SelectionSetNode): Shaped => {
    const deferred: Deferred[] = [];
    const isLater: Completion["isLater"] = (fragment, inside) => {
      const defer = activeDefer(fragment, conditions);
      if (defer) deferred.push({ defer, fragment, at: inside, place: { path: inside.path, label: labelOf(defer) } });
      return defer !== undefined;
    };
    const completed = completeObject({ ...completion, isLater }, at, selectionSet);
    completed.seen.forEach((one) => seen.add(one));
    errors.push(...completed.errors);
    unexplained.push(...completed.unexplained);
    const { data } = completed;
    if (completed.errors.length > 0) takenAway.push(...delivered.takenAwayBy(at.path, data));
    delivered.add(at.path, data);
    // Of an object that a risen null took away nothing follows.
    const isThere = ({ at: { path } }: Deferred) => isObject(valueAt(data, path.slice(at.path.length)));
    return { data, errors: completed.errors, deferred: deferred.filter(isThere) };
  };

  const first = (): Shaped => {
    const { data, errors: own, deferred } = shape(rootOf(completion), operation.selectionSet);
    const belongsToPart = ({ path }: Told) => {
      const names = path?.map((key) => (typeof key === "string" ? nameOf(key) : key));
      return names !== undefined && deferred.some(({ at }) => isWithin(names, at.path));
    };
    const unseen = told.filter((one) => !seen.has(one) && !belongsToPart(one));
    unseen.forEach((one) => seen.add(one));
    const visible = (path: ResponsePath) => visiblePart(path, data);
    const others = unseenErrors(unseen, { errors: own, unexplained, nameOf, isAsked, visible });
    errors.push(...others);
    return { data, errors: [...own, ...others], deferred };
  };

  return {
    first,
    part: ({ fragment, at }) => {
      if (takenAway.some((path) => isWithin(at.path, path))) return { data: null, errors: [], deferred: [] };
      const { selectionSet } = fragment.kind === Kind.INLINE_FRAGMENT ? fragment : fragments.get(fragment.name.value)!;
      return shape(at, selectionSet);
    },
    rest: () => {
      const unseen = told.filter((one) => !seen.has(one));
      return unseenErrors(unseen, { errors, unexplained, nameOf, isAsked, visible: delivered.visiblePart });
    },
  };
}
