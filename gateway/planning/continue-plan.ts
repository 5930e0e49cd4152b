import { Kind, type SelectionNode } from "graphql";
import { fetchedSet } from "./fetch-operation.ts";
import { ofTypes } from "./narrow-fetches.ts";
import type { FetchNode, PlanNode, QueryPlan, Rewrite } from "./query-plan.ts";

/** What comes of a fetch: itself, changed, and what follows it. */
export interface Continued {
  readonly fetch: FetchNode;
  readonly later?: PlanNode;
}

/** The plan with each of its fetches continued. */
export function continuePlan({ node }: QueryPlan, continued: (fetch: FetchNode) => Continued): QueryPlan {
  const inside = (one: PlanNode): PlanNode => {
    switch (one.kind) {
      case "Fetch": {
        const { fetch, later } = continued(one);
        return later ? { kind: "Sequence", nodes: [fetch, later] } : fetch;
      }
      case "Sequence":
      case "Parallel":
        return { ...one, nodes: one.nodes.map(inside) };
      case "Flatten":
        return { ...one, node: inside(one.node) };
      case "Condition": {
        const [ifClause, elseClause] = [one.ifClause, one.elseClause].map((clause) => clause && inside(clause));
        return { ...one, ifClause, elseClause };
      }
    }
  };
  if (node?.kind !== "Subscription") return { node: node && inside(node) };
  const { fetch: primary, later } = continued(node.primary);
  return { node: { ...node, primary, rest: series("Sequence", [later, node.rest && inside(node.rest)]) } };
}

/** A plan from an entry, for a place where its subgraph has given such an object. */
export interface Way {
  /** What else the subgraph is asked there and then … */
  readonly here: readonly SelectionNode[];
  /** … and what of it is to be renamed. */
  readonly rewrites: readonly Rewrite[];
  readonly later: PlanNode | undefined;
}

/** The fetch with what is renamed of the ways that begin with it; what is below comes first. */
export function withRewrites(fetch: FetchNode, ways: readonly Way[]): FetchNode {
  const rewrites = ways.flatMap((way) => way.rewrites);
  return rewrites.length === 0 ? fetch : { ...fetch, outputRewrites: [...rewrites, ...(fetch.outputRewrites ?? [])] };
}

/** Undefined where the plan does not begin at its entry. */
export function wayFrom(place: readonly string[], { node }: QueryPlan): Way | undefined {
  const [first, ...steps] = node && node.kind !== "Subscription" ? stepsOf(node) : [];
  if (first?.kind !== "Fetch" || first.requires) return undefined;
  const [entry] = fetchedSet(first).set.selections;
  const here = entry?.kind === Kind.FIELD ? (entry.selectionSet?.selections ?? []) : [];
  const names = place.map((step) => step.split("|[")[0]!).filter((name) => name !== "" && name !== "@");
  const rewrites = (first.outputRewrites ?? []).map(({ path, ...one }) => ({
    ...one,
    path: [...names, ...path.slice(1)],
  }));
  return {
    here,
    rewrites,
    later: series(
      "Sequence",
      steps.map((step) => from(place, step)),
    ),
  };
}

export function series(kind: "Sequence" | "Parallel", nodes: readonly (PlanNode | undefined)[]): PlanNode | undefined {
  const there = nodes.filter((node) => node !== undefined);
  return there.length > 1 ? { kind, nodes: there } : there[0];
}

function stepsOf(node: PlanNode): PlanNode[] {
  if (node.kind !== "Sequence") return [node];
  const [first, ...rest] = node.nodes;
  return first ? [...stepsOf(first), ...rest] : [];
}

function from(place: readonly string[], node: PlanNode): PlanNode {
  switch (node.kind) {
    case "Fetch":
      return node;
    case "Sequence":
    case "Parallel":
      return { ...node, nodes: node.nodes.map((inner) => from(place, inner)) };
    case "Flatten": {
      const [entry, ...rest] = node.path[0] === "" ? node.path.slice(1) : node.path;
      const [, types] = String(entry).split("|[");
      const start = types ? ofTypes(new Set(types.replace("]", "").split(",")), place) : place;
      return { ...node, path: [...start, ...rest] };
    }
    case "Condition": {
      const [ifClause, elseClause] = [node.ifClause, node.elseClause].map((clause) => clause && from(place, clause));
      return { ...node, ifClause, elseClause };
    }
  }
}
