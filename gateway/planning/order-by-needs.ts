import { series } from "./continue-plan.ts";
import { factsOf, placeBelow } from "./fetch-facts.ts";
import type { PlanNode, QueryPlan } from "./query-plan.ts";

/**
 * Puts fetches behind those that give what they require. The planner may forget that one fetch needs another, and would
 * make both at once, or the other one later.
 * @param isOfAll whether what is known once is known of objects of all types
 */
export function orderByNeeds({ node }: QueryPlan, isOfAll = true): QueryPlan {
  if (!node) return {};
  const known: Known = { places: new Set(), isOfAll };
  if (node.kind !== "Subscription") return { node: ordered(node, "", known) };
  ordered(node.primary, "", known);
  return { node: { ...node, rest: node.rest && ordered(node.rest, "", known) } };
}

interface Known {
  /** What has been given so far. */
  readonly places: Set<string>;
  readonly isOfAll: boolean;
}

/** @param known takes what the node gives */
function ordered(node: PlanNode, place: string, known: Known): PlanNode {
  switch (node.kind) {
    case "Fetch":
      factsOf(node, place).gives.forEach((one) => known.places.add(one));
      return node;
    case "Flatten":
      return { ...node, node: ordered(node.node, placeBelow(place, node.path), known) };
    case "Sequence":
      return { ...node, nodes: inSequence(node.nodes, place, known) };
    case "Condition": {
      const [ifClause, elseClause] = [node.ifClause, node.elseClause].map(
        (clause) => clause && ordered(clause, place, known),
      );
      return { ...node, ifClause, elseClause };
    }
    case "Parallel":
      return series("Sequence", inStages(node.nodes, place, known)) ?? node;
  }
}

/** One after another, as they stand; from where one lacks what is given after it only, as it needs. */
function inSequence([first, ...others]: readonly PlanNode[], place: string, known: Known): PlanNode[] {
  if (!first) return [];
  // What asks at the root is done in its turn, as a mutation must be.
  const inItsTurn = others.findIndex(asksAtRoot);
  const later = inItsTurn < 0 ? others : others.slice(0, inItsTurn);
  const { needs, gives } = factsOf(first, place);
  const missing = needs.difference(known.places).difference(gives);
  if (later.every((one) => factsOf(one, place).gives.isDisjointFrom(missing)))
    return [ordered(first, place, known), ...inSequence(others, place, known)];
  const parts = [first, ...later].flatMap(partsOf);
  const stages = inStages(parts, place, { ...known, isOfAll: true }, true);
  return [...stages, ...inSequence(others.slice(later.length), place, known)];
}

function asksAtRoot(node: PlanNode): boolean {
  switch (node.kind) {
    case "Fetch":
      return !node.requires;
    case "Flatten":
      return false;
    case "Condition":
      return [node.ifClause, node.elseClause].some((clause) => clause && asksAtRoot(clause));
    default:
      return node.nodes.some(asksAtRoot);
  }
}

/** What has no order of its own within. */
function partsOf(node: PlanNode): readonly PlanNode[] {
  return node.kind === "Sequence" || node.kind === "Parallel" ? node.nodes.flatMap(partsOf) : [node];
}

/** What can be done at once, and what then can, each of them ordered within. */
function inStages(nodes: readonly PlanNode[], place: string, known: Known, isInOrder = false): PlanNode[] {
  return stagesOf(nodes, place, known, isInOrder).flatMap((stage) => {
    const before = [...known.places];
    const all = stage.map((one) => {
      const own: Known = { ...known, places: new Set(before) };
      const inner = ordered(one, place, own);
      own.places.forEach((given) => known.places.add(given));
      return inner;
    });
    return series("Parallel", all) ?? [];
  });
}

/** @param isInOrder whether the order in which they stand decides where each would have to wait for another */
function stagesOf(
  nodes: readonly PlanNode[],
  place: string,
  { places, isOfAll }: Known,
  isInOrder: boolean,
): (readonly PlanNode[])[] {
  let left = nodes.map((node) => {
    const { needs, gives } = factsOf(node, place);
    return { node, gives, missing: (isOfAll ? needs.difference(places) : needs).difference(gives) };
  });
  if (left.every(({ missing }) => missing.size === 0)) return [nodes];
  const stages: (readonly PlanNode[])[] = [];
  while (left.length > 0) {
    const ready = left.filter((one) => left.every((other) => other === one || other.gives.isDisjointFrom(one.missing)));
    const all = isInOrder ? left.slice(0, 1) : left;
    const next = ready.length > 0 ? ready : all;
    stages.push(next.map(({ node }) => node));
    left = left.filter((one) => !next.includes(one));
  }
  return stages;
}
