import type { FetchNode, PlanNode } from "../planning/query-plan.ts";
import { compact, joinFetches, REPRESENTATIONS } from "./join-fetches.ts";
import { mergeOf } from "./merge-named.ts";
import { type Merge, merge, parsePath, type PathStep } from "./places.ts";
import { type QuickKey, quickKeyOf } from "./quick-key.ts";

/** The calls of a plan, each waiting for those before it whose answers it needs. */
export type CallGraph = readonly Call[];

/** One request to one subgraph. */
export interface Call {
  readonly service: string;
  /** Of the answer, where some of it is deferred. */
  readonly part: string;
  readonly isMutation: boolean;
  /** One, or several fetches of entities that are asked for together. */
  readonly members: readonly Member[];
  /** For all members at once, when more than one of them has something to ask. */
  readonly joined: RequestText;
  /** How many calls come before it. */
  readonly waitsFor: number;
  /** Those that come after it, by their place in the graph. */
  readonly next: readonly number[];
}

/** A fetch at all places where it asks the same. */
export interface Member {
  readonly fetch: FetchNode;
  readonly paths: readonly (readonly PathStep[])[];
  readonly conditions: readonly Condition[];
  readonly quickKey: QuickKey | undefined;
  /** Adds what was answered to an object. */
  readonly merge: Merge;
  /** What lies below its objects is written alike at all places of a path: no value there depends on what is above (@fromContext). */
  readonly isSharedBelow: boolean;
  /** When it asks alone. */
  readonly alone: RequestText;
  /** What it was before it was made once more for less. */
  readonly whole?: Member;
  /** Where its entities stand in a joined answer, and the variable of their representations there. */
  readonly alias: string;
  readonly variable: string;
}

/** A Boolean variable that must have this value. */
export interface Condition {
  readonly variable: string;
  readonly value: boolean;
}

/** An operation as it is sent, with the beginning of its JSON body made ahead. */
export interface RequestText {
  readonly document: string;
  /** `{"query":"…","variables":{` */
  readonly bodyHead: string;
}

/** A fetch as the plan places it. */
export interface PlacedFetch {
  readonly fetch: FetchNode;
  readonly path: readonly (string | number)[];
  readonly conditions: readonly Condition[];
  /** Those whose answers it may need. */
  readonly after: ReadonlySet<PlacedFetch>;
}

/**
 * Turns a plan's tree into calls. What one subgraph is asked at the same step becomes one request, and what nobody waits
 * for is asked when that subgraph is called anyway: fewer requests cost both sides less, and no answer comes later than
 * the plan's last step.
 */
export function compileCalls(plan: PlanNode | undefined): CallGraph {
  return joinCalls(placedFetches(plan));
}

/** Every fetch of a plan, behind those it comes after. */
export function placedFetches(plan: PlanNode | undefined): readonly PlacedFetch[] {
  const fetches: PlacedFetch[] = [];
  if (plan) collect(plan, [], [], new Set(), fetches);
  return fetches;
}

/** @param partOf keeps those apart that different parts of the answer wait for */
export function joinCalls(
  fetches: readonly PlacedFetch[],
  partOf: (fetch: PlacedFetch) => string = () => "",
): CallGraph {
  const targetOf = (fetch: PlacedFetch) => `${fetch.fetch.serviceName} ${partOf(fetch)}`;
  const stepOf = steps(fetches, targetOf);
  const groups = new Map<string, PlacedFetch[]>();
  fetches.forEach((fetch, index) => {
    const isJoinable = fetch.fetch.requires !== undefined && fetch.fetch.contextRewrites === undefined;
    const key = isJoinable ? `${stepOf.get(fetch)} ${targetOf(fetch)}` : `alone ${index}`;
    groups.set(key, [...(groups.get(key) ?? []), fetch]);
  });
  const isSharedBelow = fetches.every(({ fetch }) => fetch.contextRewrites === undefined);
  const calls = [...groups.values()].toSorted((a, b) => stepOf.get(a[0]!)! - stepOf.get(b[0]!)!);
  const callOf = new Map(calls.flatMap((group, index) => group.map((fetch) => [fetch, index])));
  const before = calls.map((group) => new Set(group.flatMap(({ after }) => [...after].map((one) => callOf.get(one)!))));
  return calls.map((group, index) => {
    const next = before.flatMap((waits, later) => (waits.has(index) ? [later] : []));
    return { ...toCall(group, isSharedBelow), part: partOf(group[0]!), waitsFor: before[index]!.size, next };
  });
}

/** Every fetch of the tree; returns those of `node`. */
function collect(
  node: PlanNode,
  path: readonly (string | number)[],
  conditions: readonly Condition[],
  after: ReadonlySet<PlacedFetch>,
  found: PlacedFetch[],
): PlacedFetch[] {
  switch (node.kind) {
    case "Fetch": {
      const placed = { fetch: node, path, conditions, after };
      found.push(placed);
      return [placed];
    }
    case "Sequence": {
      const done = new Set(after);
      for (const next of node.nodes)
        collect(next, path, conditions, new Set(done), found).forEach((one) => done.add(one));
      return [...done].filter((one) => !after.has(one));
    }
    case "Parallel":
      return node.nodes.flatMap((next) => collect(next, path, conditions, after, found));
    case "Flatten":
      return collect(node.node, [...path, ...node.path], conditions, after, found);
    case "Condition": {
      const branch = (next: PlanNode | undefined, value: boolean) =>
        next ? collect(next, path, [...conditions, { variable: node.condition, value }], after, found) : [];
      return [...branch(node.ifClause, true), ...branch(node.elseClause, false)];
    }
  }
}

/** At which step of the plan each fetch is made. */
function steps(fetches: readonly PlacedFetch[], targetOf: (fetch: PlacedFetch) => string): Map<PlacedFetch, number> {
  const stepOf = new Map<PlacedFetch, number>();
  for (const fetch of fetches) stepOf.set(fetch, 1 + Math.max(0, ...[...fetch.after].map((one) => stepOf.get(one)!)));
  const awaited = new Set(fetches.flatMap(({ after }) => [...after]));
  for (const group of Map.groupBy(fetches, targetOf).values()) {
    const fixed = group.filter((fetch) => awaited.has(fetch)).map((fetch) => stepOf.get(fetch)!);
    const leaves = group.filter((fetch) => !awaited.has(fetch) && fetch.fetch.requires !== undefined);
    const latest = Math.max(0, ...leaves.map((fetch) => stepOf.get(fetch)!));
    for (const leaf of leaves) {
      const own = stepOf.get(leaf)!;
      const anyway = fixed.filter((step) => step >= own);
      stepOf.set(leaf, anyway.length > 0 ? Math.min(...anyway) : latest);
    }
  }
  return stepOf;
}

function toCall(group: readonly PlacedFetch[], isSharedBelow: boolean): Omit<Call, "part" | "waitsFor" | "next"> {
  const asking = ({ fetch, conditions }: PlacedFetch) => {
    const { operation, requires, inputRewrites, outputRewrites } = fetch;
    return JSON.stringify([operation, requires, inputRewrites, outputRewrites, conditions]);
  };
  const members = [...Map.groupBy(group, asking).values()].map(([first, ...others], index): Member => {
    const { fetch, conditions } = first!;
    return {
      fetch,
      paths: [first!, ...others].map(({ path }) => parsePath(path)),
      conditions,
      quickKey: fetch.requires && quickKeyOf(fetch.requires),
      merge: fetch.requires ? mergeOf(fetch) : merge,
      isSharedBelow,
      alone: requestText(compact(fetch.operation)),
      alias: `_${index}`,
      variable: `${REPRESENTATIONS}_${index}`,
    };
  });
  const { serviceName, operationKind } = group[0]!.fetch;
  const joined =
    members.length === 1
      ? members[0]!.alone
      : requestText(
          joinFetches(
            members.map(({ fetch, alias, variable }) => ({
              operation: fetch.operation,
              ownVariables: new Map([[REPRESENTATIONS, variable]]),
              alias,
            })),
          ),
        );
  return { service: serviceName, isMutation: operationKind === "mutation", members, joined };
}

export function requestText(document: string): RequestText {
  return { document, bodyHead: `{"query":${JSON.stringify(document)},"variables":{` };
}
