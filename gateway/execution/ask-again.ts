import { type GraphQLFormattedError, Kind, type SelectionNode, type SelectionSetNode } from "graphql";
import { fetchedSet } from "../planning/fetch-operation.ts";
import { responseName } from "../planning/placed-fields.ts";
import { type Member, requestText } from "./call-graph.ts";
import type { NamePath } from "./fetch-fields.ts";
import { clientPath } from "./fetch-errors.ts";
import { TYPENAME } from "./cut-selections.ts";
import { compact } from "./join-fetches.ts";
import type { ResponsePath } from "./places.ts";
import { visiblePart } from "./unseen-errors.ts";

/** A fetch without what failed and only others required, and the errors of that. */
export interface Again {
  readonly member: Member;
  readonly errors: readonly GraphQLFormattedError[];
}

/**
 * What is only required fails for those who require it, and for nobody else: where its null has risen and taken more
 * along, the fetch is made once more without it. Undefined where that would change nothing, as where what the client asks
 * for has failed beside it.
 * @param depth how much of the errors' paths leads to the fetch's place
 */
export function withoutHidden(
  member: Member,
  answer: unknown,
  errors: readonly GraphQLFormattedError[],
  { depth, isAsked }: { readonly depth: number; readonly isAsked: (path: ResponsePath) => boolean },
): Again | undefined {
  const places = member.paths.map((path) => path.at(-1)?.at ?? "").map((at) => (at === "" ? [] : at.split(".")));
  const isHidden = (path: ResponsePath) => {
    const own = namesIn(clientPath(path.slice(depth), member)!);
    return own.length > 0 && places.every((place) => !isAsked([...place, ...own]));
  };
  const [own = [], others = []] = [true, false].map((wanted) =>
    errors.filter(({ path }) => path && path.length > depth && isHidden(path) === wanted),
  );
  /** Every place within which something else has failed. */
  const failed = new Set(others.flatMap(({ path }) => [...path!, ""].map((_, depth) => keyOf(path!.slice(0, depth)))));
  const hidden = own.filter(({ path }) => {
    const { path: lost, isNull } = visiblePart(path!, answer ?? null);
    return isNull && lost.length < path!.length && !failed.has(keyOf(lost));
  });
  if (hidden.length === 0) return undefined;
  const left = new Set(hidden.map(({ path }) => namesIn(path!.slice(depth)).join(".")));
  return { member: lessOf(member, left), errors: hidden };
}

const made = new WeakMap<Member, Map<string, Member>>();
/** What fails together is mostly the same. */
const KEPT_MAX = 16;

function lessOf(member: Member, left: ReadonlySet<string>): Member {
  const kept = made.get(member) ?? new Map<string, Member>();
  const key = [...left].toSorted().join(" ");
  const known = kept.get(key);
  if (known) return known;
  const { set, withSet } = fetchedSet(member.fetch);
  const fetch = withSet(without(set, left, []));
  const whole = member.whole ?? member;
  const less: Member = { ...member, fetch, alone: requestText(compact(fetch.operation)), whole };
  if (kept.size < KEPT_MAX) made.set(member, kept.set(key, less));
  return less;
}

function without(set: SelectionSetNode, left: ReadonlySet<string>, above: NamePath): SelectionSetNode {
  const selections = set.selections.flatMap((node): SelectionNode[] => {
    if (node.kind === Kind.FRAGMENT_SPREAD) return [node];
    const path = node.kind === Kind.FIELD ? [...above, responseName(node)] : above;
    if (node.kind === Kind.FIELD && left.has(path.join("."))) return [];
    return [node.selectionSet ? { ...node, selectionSet: without(node.selectionSet, left, path) } : node];
  });
  return { ...set, selections: selections.length > 0 ? selections : [TYPENAME] };
}

function namesIn(path: ResponsePath): string[] {
  return path.filter((key) => typeof key === "string");
}

function keyOf(path: ResponsePath): string {
  return path.join(".");
}
