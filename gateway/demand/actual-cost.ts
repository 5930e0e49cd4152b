import type { PricedField } from "./price-operation.ts";
import { resolve, type Variables } from "./varying.ts";

/** What the fields of an answer did cost, by as many items as have come. */
export function actualCost(fields: readonly PricedField[], data: unknown, variables: Variables): number {
  if (typeof data !== "object" || data === null) return 0;
  let cost = 0;
  for (const field of fields) {
    if (!Object.hasOwn(data, field.responseName) || !resolve(field.isIncluded, variables)) continue;
    const value = (data as Readonly<Record<string, unknown>>)[field.responseName];
    cost += valueCost(field, value, variables) + resolve(field.given, variables);
  }
  return cost;
}

function valueCost(field: PricedField, value: unknown, variables: Variables): number {
  if (Array.isArray(value)) return value.reduce<number>((cost, item) => cost + valueCost(field, item, variables), 0);
  if (value === null || value === undefined) return field.weightOfNull;
  return field.weight + actualCost(field.below, value, variables);
}
