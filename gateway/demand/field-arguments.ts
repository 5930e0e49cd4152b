import { type FieldNode, Kind, type ValueNode, valueFromASTUntyped } from "graphql";
import type { Plain, Varying } from "./varying.ts";

/** What a field is given for an argument; undefined: nothing, or a variable that has no value. */
export type ReadArgument = (name: string) => unknown;

/** Something that follows from some arguments of a field: known at once where no variable stands in them. */
export type FromArguments = <Value extends Plain>(
  names: readonly string[],
  how: (read: ReadArgument) => Value,
) => Varying<Value>;

export function argumentsOf({ arguments: given = [] }: FieldNode): FromArguments {
  const nodes = new Map(given.map(({ name, value }) => [name.value, value]));
  const open = new Set(given.filter(({ value }) => hasVariable(value)).map(({ name }) => name.value));
  const known = new Map(
    given
      .filter(({ name }) => !open.has(name.value))
      .map(({ name, value }) => [name.value, valueFromASTUntyped(value)]),
  );
  return (names, how) => {
    if (!names.some((name) => open.has(name))) return how((name) => known.get(name));
    return (variables) =>
      how((name) => (open.has(name) ? valueFromASTUntyped(nodes.get(name)!, variables) : known.get(name)));
  };
}

function hasVariable(node: ValueNode): boolean {
  if (node.kind === Kind.LIST) return node.values.some(hasVariable);
  if (node.kind === Kind.OBJECT) return node.fields.some(({ value }) => hasVariable(value));
  return node.kind === Kind.VARIABLE;
}
