import type { Input, TypeRef } from "./model.ts";
import type { Random } from "./random.ts";

/** Arguments as they stand in a selection of @requires. */
export function constantArgs(random: Random, args: readonly Input[]): Record<string, unknown> | undefined {
  const chosen = args.filter(
    ({ type, byDefault }) => (type.isNonNull && byDefault === undefined) || random.chance(0.6),
  );
  if (chosen.length === 0) return undefined;
  return Object.fromEntries(chosen.map(({ name, type }) => [name, constant(random, type)]));
}

function constant(random: Random, { of }: TypeRef): unknown {
  if (typeof of !== "string") return [constant(random, of)];
  switch (of) {
    case "Int":
      return random.int(1, 3);
    case "Boolean":
      return random.chance(0.5);
    case "Mood":
      return random.pick(["CALM", "BRIGHT", "GRIM"]);
    case "Filter":
      return { text: "need", limit: random.int(1, 3) };
    default:
      return random.pick(["x", "y"]);
  }
}
