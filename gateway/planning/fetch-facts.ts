import { Kind, type SelectionSetNode } from "graphql";
import { fetchedSet } from "./fetch-operation.ts";
import { namesIn } from "./fetch-place.ts";
import { responseName } from "./placed-fields.ts";
import type { FetchNode, KeyRenamer, PlanNode, RequiredNode } from "./query-plan.ts";

/** What a part of a plan needs to be there, and what it fills in: fields of objects, by their path in the answer. */
export interface Facts {
  readonly needs: ReadonlySet<string>;
  readonly gives: ReadonlySet<string>;
}

const UP = "..";
const FRAGMENT = "... on ";

/** To read a fetch is to parse it; one node may stand in two places. */
const read = new WeakMap<PlanNode, { readonly place: string; readonly facts: Facts }>();

export function factsOf(node: PlanNode, place: string): Facts {
  const known = read.get(node);
  if (known?.place === place) return known.facts;
  const facts = readFacts(node, place);
  read.set(node, { place, facts });
  return facts;
}

export function placeBelow(place: string, path: readonly (string | number)[]): string {
  return [place, ...namesIn(path)].join(".");
}

function readFacts(node: PlanNode, place: string): Facts {
  switch (node.kind) {
    case "Fetch": {
      // The object itself, too.
      const objects = place === "" ? [] : [place];
      const needs = new Set([...objects, ...requiredIn(node.requires ?? [], place), ...takenFromAbove(node, place)]);
      // What it requires itself, as a key that it asks for again, is there before it.
      const gives = new Set([...fieldsIn(fetchedSet(node).set, place), ...renamedIn(node, place)]);
      return { needs, gives: gives.difference(needs) };
    }
    case "Flatten":
      return factsOf(node.node, placeBelow(place, node.path));
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

function requiredIn(nodes: readonly RequiredNode[], place: string): string[] {
  return nodes.flatMap((node): string[] => {
    if (node.kind === "InlineFragment") return requiredIn(node.selections, place);
    const own = `${place}.${node.alias ?? node.name}`;
    return node.name === "__typename" ? [] : [own, ...requiredIn(node.selections ?? [], own)];
  });
}

/** @fromContext. */
function takenFromAbove({ contextRewrites = [] }: FetchNode, place: string): string[] {
  return contextRewrites.map(({ path }) => {
    const ups = path.filter((step) => step === UP).length;
    const above = ups === 0 ? place : place.split(".").slice(0, -ups).join(".");
    return placeBelow(above, fieldsAlong(path));
  });
}

/** What stands under another name in the answer than in the fetch. */
function renamedIn({ outputRewrites = [] }: FetchNode, place: string): string[] {
  return outputRewrites
    .filter((rewrite): rewrite is KeyRenamer => rewrite.kind === "KeyRenamer")
    .map(({ path, renameKeyTo }) => placeBelow(place, [...fieldsAlong(path).slice(0, -1), renameKeyTo]));
}

function fieldsAlong(path: readonly string[]): string[] {
  return path.filter((step) => step !== UP && !step.startsWith(FRAGMENT));
}

function fieldsIn({ selections }: SelectionSetNode, place: string): string[] {
  return selections.flatMap((node): string[] => {
    if (node.kind === Kind.FRAGMENT_SPREAD) return [];
    if (node.kind === Kind.INLINE_FRAGMENT) return fieldsIn(node.selectionSet, place);
    const own = `${place}.${responseName(node)}`;
    return [own, ...(node.selectionSet ? fieldsIn(node.selectionSet, own) : [])];
  });
}
