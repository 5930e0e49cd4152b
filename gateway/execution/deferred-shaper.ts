import type { DirectiveNode, FragmentSpreadNode, GraphQLError, InlineFragmentNode, SelectionSetNode } from "graphql";
import { Kind } from "graphql";
import { activeDefer, labelOf } from "../planning/defer-directive.ts";
import { type Completion, completeObject, type ObjectPlace, rootOf } from "./complete.ts";
import type { Told } from "./fetch-errors.ts";
import type { Place } from "./incremental-answer.ts";
import type { ResponsePath } from "./places.ts";
import type { Json } from "./rewrites.ts";
import { isWithin, unseenErrors, visiblePart } from "./unseen-errors.ts";

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
  const seen = new Set<Told>();
  const errors: GraphQLError[] = [];
  const unexplained: ResponsePath[] = [];
  const delivered: { readonly path: ResponsePath; readonly data: Json | null }[] = [];

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
    delivered.push({ path: at.path, data: completed.data });
    // Of an object that a risen null took away nothing follows.
    const isThere = ({ at: { path } }: Deferred) => reaches(completed.data, path.slice(at.path.length));
    return { data: completed.data, errors: completed.errors, deferred: deferred.filter(isThere) };
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
    const others = unseenErrors(unseen, { errors: own, unexplained, nameOf, visible });
    errors.push(...others);
    return { data, errors: [...own, ...others], deferred };
  };

  return {
    first,
    part: ({ fragment, at }) =>
      shape(at, (fragment.kind === Kind.INLINE_FRAGMENT ? fragment : fragments.get(fragment.name.value)!).selectionSet),
    rest: () => {
      const visible = (path: ResponsePath) =>
        delivered
          .filter((part) => isWithin(path, part.path))
          .map((part) => {
            const { path: inside, isNull } = visiblePart(path.slice(part.path.length), part.data);
            return { path: [...part.path, ...inside], isNull };
          })
          .reduce((deepest, other) => (other.path.length > deepest.path.length ? other : deepest));
      const unseen = told.filter((one) => !seen.has(one));
      return unseenErrors(unseen, { errors, unexplained, nameOf, visible });
    },
  };
}

/** Whether an object stands at the path. */
function reaches(data: unknown, path: ResponsePath): boolean {
  let value = data;
  for (const key of path) value = (value as Record<string | number, unknown> | null | undefined)?.[key];
  return typeof value === "object" && value !== null;
}
