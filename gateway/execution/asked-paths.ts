import { type GraphQLFormattedError, Kind, type SelectionSetNode } from "graphql";
import { fetchedSet } from "../planning/fetch-operation.ts";
import { responseName } from "../planning/placed-fields.ts";
import type { Member } from "./call-graph.ts";
import type { ResponsePath } from "./places.ts";

/** Response names with those below them, whatever the types. */
type Names = Map<string, Names>;

/** Lists within lists, at one field. */
const LISTS_NESTED_MAX = 8;

const known = new WeakMap<Member, Names>();

/**
 * Errors of a fetch, of each path as much as leads to what is asked for: a subgraph may say any path, and what is done with
 * it is done for each part of it.
 * @param depth how much of the paths leads to the fetch's place
 */
export function withAskedPaths(
  member: Member,
  errors: readonly GraphQLFormattedError[],
  depth: number,
): readonly GraphQLFormattedError[] {
  return errors.map((error) => {
    const { path } = error;
    if (!path || path.length <= depth) return error;
    return { ...error, path: [...path.slice(0, depth), ...askedPath(member, path.slice(depth))] };
  });
}

/** In the subgraph's names. */
function askedPath(member: Member, path: ResponsePath): ResponsePath {
  let names = known.get(member);
  if (!names) known.set(member, (names = namesIn(fetchedSet(member.fetch).set, new Map())));
  let lists = LISTS_NESTED_MAX;
  for (const [index, key] of path.entries()) {
    if (typeof key === "number") {
      lists += 1;
      if (lists > LISTS_NESTED_MAX) return path.slice(0, index);
      continue;
    }
    names = names.get(key);
    if (!names) return path.slice(0, index);
    lists = 0;
  }
  return path;
}

function namesIn({ selections }: SelectionSetNode, names: Names): Names {
  for (const node of selections) {
    if (node.kind === Kind.FRAGMENT_SPREAD) continue;
    if (node.kind === Kind.INLINE_FRAGMENT) {
      namesIn(node.selectionSet, names);
      continue;
    }
    if (node.name.value.startsWith("__")) continue;
    const name = responseName(node);
    const below = names.get(name) ?? new Map();
    names.set(name, node.selectionSet ? namesIn(node.selectionSet, below) : below);
  }
  return names;
}
