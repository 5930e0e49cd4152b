import type { PricedField } from "./price-operation.ts";
import { resolve, type Variables } from "./varying.ts";

/** What the fields of an answer did cost, by as many items as have come. */
export function actualCost(fields: readonly PricedField[], data: unknown, variables: Variables): number {
  return sumOf(membersOf(fields, variables), data);
}

/** A member of the answer, with the fields of all types that may stand there. */
interface Member {
  readonly name: string;
  readonly prices: readonly Price[];
  readonly below: readonly Member[];
}

interface Price extends Pick<PricedField, "weight" | "weightOfNull"> {
  readonly given: number;
}

/** What the fields of several types select stands in the answer once. */
function membersOf(fields: readonly PricedField[], variables: Variables): Member[] {
  const included = fields.filter(({ isIncluded }) => resolve(isIncluded, variables));
  return [...Map.groupBy(included, ({ responseName }) => responseName)].map(([name, same]) => ({
    name,
    prices: same.map(({ weight, weightOfNull, given }) => ({ weight, weightOfNull, given: resolve(given, variables) })),
    below: membersOf(
      same.flatMap(({ below }) => below),
      variables,
    ),
  }));
}

function sumOf(members: readonly Member[], data: unknown): number {
  if (typeof data !== "object" || data === null) return 0;
  const values = data as Readonly<Record<string, unknown>>;
  let cost = 0;
  for (const member of members) if (Object.hasOwn(data, member.name)) cost += memberCost(member, values[member.name]);
  return cost;
}

/** Of which type its object is, an answer need not say: then it is the most that it can have been. */
function memberCost({ prices, below }: Member, value: unknown): number {
  let [items, nulls, costBelow] = [0, 0, 0];
  const count = (item: unknown): void => {
    if (Array.isArray(item)) return item.forEach(count);
    if (item === null || item === undefined) nulls += 1;
    else {
      items += 1;
      costBelow += sumOf(below, item);
    }
  };
  count(value);
  const costs = prices.map(({ weight, weightOfNull, given }) => items * weight + nulls * weightOfNull + given);
  return Math.max(0, ...costs) + costBelow;
}
