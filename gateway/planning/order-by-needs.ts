import { Kind, type SelectionSetNode } from "graphql";
import { series } from "./continue-plan.ts";
import { fetchedSet } from "./fetch-operation.ts";
import type { PlanNode, QueryPlan, RequiredNode } from "./query-plan.ts";

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

/** Fields of objects, by their path in the answer. */
type Places = Set<string>;

interface Known {
  readonly places: Places;
  readonly isOfAll: boolean;
}

/** @param known takes what the node gives */
function ordered(node: PlanNode, place: string, known: Known): PlanNode {
  switch (node.kind) {
    case "Fetch":
      factsOf(node, place).gives.forEach((one) => known.places.add(one));
      return node;
    case "Flatten":
      return { ...node, node: ordered(node.node, below(place, node.path), known) };
    case "Sequence":
      return { ...node, nodes: inSequence(node.nodes, place, known) };
    case "Condition": {
      const [ifClause, elseClause] = [node.ifClause, node.elseClause].map(
        (clause) => clause && ordered(clause, place, known),
      );
      return { ...node, ifClause, elseClause };
    }
    case "Parallel": {
      const stages = stagesOf(node.nodes, place, known);
      const made = stages.map((nodes) => {
        const before = [...known.places];
        const all = nodes.map((one) => {
          const own: Known = { ...known, places: new Set(before) };
          const inner = ordered(one, place, own);
          own.places.forEach((given) => known.places.add(given));
          return inner;
        });
        return series("Parallel", all);
      });
      return series("Sequence", made) ?? node;
    }
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
  const nodes = [first, ...later].flatMap(partsOf);
  return [ordered({ kind: "Parallel", nodes }, place, known), ...inSequence(others.slice(later.length), place, known)];
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

/** What can be done at once, and what then can. */
function stagesOf(nodes: readonly PlanNode[], place: string, { places, isOfAll }: Known): (readonly PlanNode[])[] {
  let left = nodes.map((node) => {
    const { needs, gives } = factsOf(node, place);
    return { node, gives, missing: (isOfAll ? needs.difference(places) : needs).difference(gives) };
  });
  if (left.every(({ missing }) => missing.size === 0)) return [nodes];
  const stages: (readonly PlanNode[])[] = [];
  while (left.length > 0) {
    const ready = left.filter((one) => left.every((other) => other === one || other.gives.isDisjointFrom(one.missing)));
    const next = ready.length > 0 ? ready : left;
    stages.push(next.map(({ node }) => node));
    left = left.filter((one) => !next.includes(one));
  }
  return stages;
}

interface Facts {
  readonly needs: Places;
  readonly gives: Places;
}

function factsOf(node: PlanNode, place: string): Facts {
  switch (node.kind) {
    case "Fetch": {
      // The object itself, too.
      const needs = new Set(node.requires ? [place, ...requiredIn(node.requires, place)] : []);
      // What it requires itself, as a key that it asks for again, is there before it.
      return { needs, gives: new Set(fieldsIn(fetchedSet(node).set, place)).difference(needs) };
    }
    case "Flatten":
      return factsOf(node.node, below(place, node.path));
    case "Sequence":
    case "Parallel":
      return together(node.nodes.map((one) => factsOf(one, place)));
    case "Condition":
      return together([node.ifClause, node.elseClause].flatMap((clause) => (clause ? [factsOf(clause, place)] : [])));
  }
}

function together(all: readonly Facts[]): Facts {
  return {
    needs: new Set(all.flatMap(({ needs }) => [...needs])),
    gives: new Set(all.flatMap(({ gives }) => [...gives])),
  };
}

function below(place: string, path: readonly (string | number)[]): string {
  const names = path.map((step) => String(step).split("|[")[0]!).filter((name) => name !== "" && name !== "@");
  return [place, ...names].join(".");
}

function requiredIn(nodes: readonly RequiredNode[], place: string): string[] {
  return nodes.flatMap((node): string[] => {
    if (node.kind === "InlineFragment") return requiredIn(node.selections, place);
    const own = `${place}.${node.alias ?? node.name}`;
    return node.name === "__typename" ? [] : [own, ...requiredIn(node.selections ?? [], own)];
  });
}

function fieldsIn({ selections }: SelectionSetNode, place: string): string[] {
  return selections.flatMap((node): string[] => {
    if (node.kind === Kind.FRAGMENT_SPREAD) return [];
    if (node.kind === Kind.INLINE_FRAGMENT) return fieldsIn(node.selectionSet, place);
    const own = `${place}.${(node.alias ?? node.name).value}`;
    return [own, ...(node.selectionSet ? fieldsIn(node.selectionSet, own) : [])];
  });
}
