import { type GraphQLField, isListType, isNonNullType, type GraphQLOutputType } from "graphql";
import { ClientError } from "#kernel/errors.ts";
import type { ListSize, SizedFields } from "./cost-directives.ts";
import type { FromArguments, ReadArgument } from "./field-arguments.ts";
import { combine, type Varying } from "./varying.ts";

type Field = GraphQLField<unknown, unknown>;

/** The size that a `@listSize` gives to its field, and to lists below it. */
export interface Sizing {
  readonly size: Varying<number | undefined>;
  readonly sizedFields: SizedFields;
}

export function sizingOf(listSize: ListSize, field: Field, from: FromArguments): Sizing {
  const { assumedSize, sizedFields } = listSize;
  const size = from(argumentNames(listSize), (read) => {
    const { given, byDefault } = slicesOf(listSize, field, read);
    const sizes = [...given, ...byDefault];
    return sizes.length > 0 ? Math.max(0, ...sizes) : assumedSize;
  });
  return { size, sizedFields };
}

/** Nothing; but a refusal is thrown where exactly one argument must say how long the list is, and does not. */
export function requireOneSlice(listSize: ListSize, field: Field, from: FromArguments): Varying<number> {
  const isRight = from(argumentNames(listSize), (read) => {
    const { given, byDefault } = slicesOf(listSize, field, read);
    return given.length === 1 || (given.length === 0 && byDefault.length === 1);
  });
  if (!listSize.requireOneSlicingArgument || isRight === true) return 0;
  return (variables) => {
    if (typeof isRight === "function" && isRight(variables)) return 0;
    throw notOneSlice(listSize, field);
  };
}

/** How many items a list is to have: of one sized from above, by what is said of the field, or else as assumed. */
export function itemsIn(
  type: GraphQLOutputType,
  sizedFromAbove: readonly Varying<number | undefined>[],
  said: readonly Varying<number | undefined>[],
  listSizeAssumed: number,
): Varying<number> {
  const list = isNonNullType(type) ? type.ofType : type;
  if (!isListType(list)) return 1;
  const within = itemsIn(list.ofType, [], [], listSizeAssumed);
  return combine(
    [most(sizedFromAbove), most(said), within],
    (above, here, inner) => (above ?? here ?? listSizeAssumed) * inner,
  );
}

function most(sizes: readonly Varying<number | undefined>[]): Varying<number | undefined> {
  return combine<readonly (number | undefined)[], number | undefined>(sizes, (...all) => {
    const known = all.filter((size) => size !== undefined);
    return known.length > 0 ? Math.max(...known) : undefined;
  });
}

/** The sizes that the slicing arguments give, and those that they have by default where they are not given. */
function slicesOf({ slicingArguments }: ListSize, { args }: Field, read: ReadArgument) {
  const given: number[] = [];
  const byDefault: number[] = [];
  for (const [name, ...path] of slicingArguments) {
    const value = read(name!);
    const standard = args.find((argument) => argument.name === name)?.defaultValue;
    const size = sizeOf(value === undefined ? standard : value, path);
    if (size !== undefined) (value === undefined ? byDefault : given).push(size);
  }
  return { given, byDefault };
}

function sizeOf(value: unknown, path: readonly string[]): number | undefined {
  const [member, ...rest] = path;
  if (member === undefined) return Array.isArray(value) ? value.length : typeof value === "number" ? value : undefined;
  return typeof value === "object" && value !== null
    ? sizeOf((value as Record<string, unknown>)[member], rest)
    : undefined;
}

function argumentNames({ slicingArguments }: ListSize): string[] {
  return slicingArguments.map(([name]) => name!);
}

function notOneSlice({ slicingArguments }: ListSize, { name }: Field): ClientError {
  const choices = slicingArguments.map((path) => path.join("."));
  const message = `Give "${name}" exactly one of ${choices.join(", ")}: it says how long the list is to be.`;
  return new ClientError("BAD_USER_INPUT", message, { argument: choices[0] });
}
