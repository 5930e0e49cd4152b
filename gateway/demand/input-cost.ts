import { getNamedType, type GraphQLInputType, isInputObjectType } from "graphql";
import type { Weights } from "./weights.ts";

/** An argument or a member of an input object: its type, and what a directive says that it weighs. */
export interface Input {
  readonly type: GraphQLInputType;
  readonly weight: number | undefined;
}

/** An input object costs 1 and a scalar 0, unless a directive says otherwise; what is null or not given, nothing. */
export function inputCost(value: unknown, { type, weight }: Input, weights: Weights): number {
  if (value === null || value === undefined) return 0;
  if (Array.isArray(value))
    return value.reduce<number>((cost, item) => cost + inputCost(item, { type, weight }, weights), weight ?? 0);
  const parent = getNamedType(type);
  if (!isInputObjectType(parent) || typeof value !== "object") return weight ?? 0;
  const members = value as Readonly<Record<string, unknown>>;
  return Object.values(parent.getFields()).reduce(
    (cost, field) =>
      cost + inputCost(members[field.name], { type: field.type, weight: weights.ofInputField(parent, field) }, weights),
    weight ?? 1,
  );
}

/** Whether any value can cost something: those of most arguments cannot. */
export function canCost({ type, weight }: Input): boolean {
  return weight !== undefined || isInputObjectType(getNamedType(type));
}
