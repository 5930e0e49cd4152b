import { type GraphQLSchema, isInterfaceType } from "graphql";
import type { AccessRule } from "#kernel/access.ts";
import type { WrittenRules } from "./access-rules.ts";

/** A sum of rules with more alternatives is taken for one that was written. */
const ALTERNATIVES_MAX = 1_000;

/**
 * Whether every interface and each of its fields carries exactly what its types carry together. So composes Apollo
 * Federation since 2.9.5, 2.10.4, 2.11.5 and 2.12.1, which refuses rules of an interface's own (GHSA-mx7m-j9xf-62hw); a
 * supergraph in which one interface differs was made by something else, and there rules on interfaces mean what they say.
 */
export function areSums(schema: GraphQLSchema, written: WrittenRules): boolean {
  const textOf = (names: readonly string[]) => textOfAll(names.flatMap((name) => written.get(name) ?? []));
  return Object.values(schema.getTypeMap())
    .filter(isInterfaceType)
    .every((type) => {
      const objects = schema.getPossibleTypes(type).map(({ name }) => name);
      const own = ["", ...Object.keys(type.getFields()).map((field) => `.${field}`)];
      return own.every((of) => {
        const sum = textOf(objects.map((name) => `${name}${of}`));
        return sum !== undefined && sum === textOf([`${type.name}${of}`]);
      });
    });
}

/** The same text for rules that say the same together; undefined when that would be too long. */
function textOfAll(rules: readonly AccessRule[]): string | undefined {
  const scopes = alternativesOf(rules.flatMap((rule) => (rule.kind === "requiresScopes" ? [rule.anyOf] : [])));
  const policies = alternativesOf(rules.flatMap((rule) => (rule.kind === "policy" ? [rule.anyOf] : [])));
  if (!scopes || !policies) return undefined;
  return JSON.stringify([rules.some(({ kind }) => kind === "authenticated"), scopes, policies]);
}

/** "(a or b) and c" as "(a and c) or (b and c)", each alternative once and none that another one covers. */
function alternativesOf(all: readonly (readonly (readonly string[])[])[]): string[] | undefined {
  let alternatives: ReadonlySet<string>[] = [new Set()];
  for (const anyOf of new Set(all)) {
    if (alternatives.length * anyOf.length > ALTERNATIVES_MAX) return undefined;
    alternatives = shortest(alternatives.flatMap((one) => anyOf.map((names) => new Set([...one, ...names]))));
  }
  return alternatives.map((names) => JSON.stringify([...names].toSorted())).toSorted();
}

function shortest(alternatives: readonly ReadonlySet<string>[]): ReadonlySet<string>[] {
  return alternatives.filter((one, index) =>
    alternatives.every(
      (other, place) => place === index || !other.isSubsetOf(one) || (other.size === one.size && place > index),
    ),
  );
}
