/** A document of any shape, valid or not, as a tree that can be written out and counted by brute force. */
export interface RandomDocument {
  readonly operations: readonly { variables: Variable[]; directives: Value[][]; below: Part[] }[];
  /** Each spreads only those behind it. */
  readonly fragments: readonly Fragment[];
  /** What stands between two tokens, over and over. */
  readonly gaps: readonly string[];
}

interface Fragment {
  readonly directives: Value[][];
  readonly below: Part[];
}

type Variable = { readonly lists: number; readonly value: Value; readonly directives: Value[][] };
export type Value = string | readonly Value[] | { readonly member: Value };
export type Part =
  | { kind: "field"; alias: string; name: string; values: Value[]; directives: Value[][]; below: Part[] }
  | { kind: "inline"; directives: Value[][]; below: Part[] }
  | { kind: "spread"; to: number; directives: Value[][] };

const NAMES = ["id", "name", "twin", "part", "__typename", "__schema"];
const GAPS = [" ", ",", "\n", "\r\n", "\r", " # {[(\n", "\uFEFF"];

/** By choices for its operations and for each of its fragments: random numbers, each read once, then zeros. */
export function growDocument([ofOperations, ...ofFragments]: readonly number[][]): RandomDocument {
  let choices: readonly number[] = [];
  let read = 0;
  const startOn = (next: readonly number[] = []) => {
    choices = next;
    read = 0;
  };
  const choose = (among: number): number => (choices[read++] ?? 0) % among;
  const several = <Item>(most: number, item: () => Item): Item[] => Array.from({ length: choose(most + 1) }, item);

  const value = (depth: number): Value => {
    const kind = depth < 4 ? choose(4) : 0;
    if (kind === 2) return several(2, () => value(depth + 1));
    if (kind === 3) return { member: value(depth + 1) };
    return kind === 0 ? "1" : `"{[(#"`;
  };
  const directives = () => (choose(4) === 3 ? several(3, () => several(1, () => value(0))) : []);
  const parts = (depth: number, fragment: number) => [
    part(depth, fragment),
    ...several(3, () => part(depth, fragment)),
  ];
  const part = (depth: number, fragment: number): Part => {
    const kind = choose(6);
    if (kind === 4 && depth < 6) return { kind: "inline", directives: directives(), below: parts(depth + 1, fragment) };
    if (kind === 5 && fragment < ofFragments.length)
      return { kind: "spread", to: fragment + choose(ofFragments.length - fragment), directives: directives() };
    return {
      kind: "field",
      alias: choose(3) === 2 ? NAMES[choose(NAMES.length)]! : "",
      name: NAMES[choose(NAMES.length)]!,
      values: choose(4) === 3 ? several(2, () => value(0)) : [],
      directives: directives(),
      below: kind > 1 && depth < 6 ? parts(depth + 1, fragment) : [],
    };
  };
  const variable = () => ({ lists: choose(3), value: value(0), directives: directives() });
  startOn(ofOperations);
  const gaps = [" ", ...several(3, () => GAPS[choose(GAPS.length)]!)];
  const operations = [0, ...several(1, () => 0)].map(() => ({
    ...{ variables: several(2, variable), directives: directives() },
    below: parts(0, 0),
  }));
  const fragments = ofFragments.map((own, index) => {
    startOn(own);
    return { directives: directives(), below: parts(2, index + 1) };
  });
  return { operations, fragments, gaps };
}

/** The document's tokens. */
export function tokensOf({ operations, fragments }: RandomDocument): string[] {
  const ofValue = (value: Value): string[] => {
    if (typeof value === "string") return [value];
    return isList(value) ? ["[", ...value.flatMap(ofValue), "]"] : ["{", "member", ":", ...ofValue(value.member), "}"];
  };
  const ofValues = (values: readonly Value[]) =>
    values.length > 0 ? ["(", ...values.flatMap((value, index) => [`a${index}`, ":", ...ofValue(value)]), ")"] : [];
  const ofDirectives = (directives: readonly Value[][]) =>
    directives.flatMap((values) => ["@", "d", ...ofValues(values)]);
  const ofSet = (parts: readonly Part[]) => (parts.length > 0 ? ["{", ...parts.flatMap(ofPart), "}"] : []);
  const ofPart = (part: Part): string[] => {
    if (part.kind === "spread") return ["...", `F${part.to}`, ...ofDirectives(part.directives)];
    if (part.kind === "inline") return ["...", ...ofDirectives(part.directives), ...ofSet(part.below)];
    const alias = part.alias ? [part.alias, ":"] : [];
    return [...alias, part.name, ...ofValues(part.values), ...ofDirectives(part.directives), ...ofSet(part.below)];
  };
  const ofVariable = ({ lists, value, directives }: Variable, index: number) => [
    ...["$", `v${index}`, ":", ...Array<string>(lists).fill("["), "Int", ...Array<string>(lists).fill("]"), "="],
    ...ofValue(value),
    ...ofDirectives(directives),
  ];
  return [
    ...operations.flatMap(({ variables, directives, below }, index) => [
      ...["query", `Q${index}`],
      ...(variables.length > 0 ? ["(", ...variables.flatMap(ofVariable), ")"] : []),
      ...ofDirectives(directives),
      ...ofSet(below),
    ]),
    ...fragments.flatMap(({ directives, below }, index) => [
      ...["fragment", `F${index}`, "on", "T"],
      ...ofDirectives(directives),
      ...ofSet(below),
    ]),
  ];
}

export function textOf(document: RandomDocument): string {
  const { gaps } = document;
  return tokensOf(document)
    .map((token, index) => token + gaps[index % gaps.length])
    .join("");
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
