import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getVariableValues,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { responseName } from "../planning/placed-fields.ts";
import type { ResponsePath } from "./places.ts";

export function fragmentsOf({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])),
  );
}

const NONE: Readonly<Record<string, unknown>> = {};

/** The variables with their defaults, as @skip and @include read them. They are known to be valid. */
export function conditionsOf(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (variableDefinitions.length === 0) return NONE;
  return getVariableValues(schema, variableDefinitions, variables).coerced ?? NONE;
}

/** @param conditions as `conditionsOf` tells them */
export function isIncluded({ directives = [] }: SelectionNode, conditions: Readonly<Record<string, unknown>>): boolean {
  return directives.every(({ name, arguments: args }) => {
    if (name.value !== "skip" && name.value !== "include") return true;
    const value = args?.[0]?.value;
    const given =
      value?.kind === Kind.VARIABLE ? conditions[value.name.value] : value?.kind === Kind.BOOLEAN && value.value;
    return (given === true) === (name.value === "include");
  });
}

/** Whether an operation asks for a field at a path in the data, whatever the types on the way. Each is looked for once. */
export function askedBy(
  { selectionSet }: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): (path: ResponsePath) => boolean {
  const named = (set: SelectionSetNode, name: string): readonly (SelectionSetNode | undefined)[] =>
    set.selections.flatMap((node) => {
      if (node.kind === Kind.FIELD) return responseName(node) === name ? [node.selectionSet] : [];
      const below = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value)!;
      return named(below.selectionSet, name);
    });
  const find = (names: readonly string[]): boolean => {
    let found: readonly (SelectionSetNode | undefined)[] = [selectionSet];
    for (const name of names) found = found.flatMap((set) => (set ? named(set, name) : []));
    return found.length > 0;
  };
  let known: Map<string, boolean> | undefined;
  return (path) => {
    const names = path.filter((key) => typeof key === "string");
    const key = names.join(".");
    known ??= new Map();
    const isAsked = known.get(key) ?? find(names);
    known.set(key, isAsked);
    return isAsked;
  };
}
