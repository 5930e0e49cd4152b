import type { DocumentNode } from "graphql";
import { linkedNames } from "../supergraph/linked-names.ts";

/** Specifications with one directive of the same name. */
const SPECIFIED = ["authenticated", "requiresScopes", "policy", "context"];

/**
 * What a directive of the supergraph is called in its specification: `@link` may give it another name. A name that is
 * only like a specified one is empty.
 */
export function specifiedNames(supergraph: DocumentNode): (name: string) => string {
  const { directiveOf } = linkedNames(supergraph);
  const linked = SPECIFIED.flatMap((name) => {
    const called = directiveOf(name, name);
    return called === undefined ? [] : [[called, name] as const];
  });
  const specified = new Map(linked);
  const taken = new Set(linked.map(([, name]) => name));
  return (name) => specified.get(name) ?? (taken.has(name) ? "" : name);
}
