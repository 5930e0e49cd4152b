import { ClientError } from "#kernel/errors.ts";

export interface CostLimits {
  /** Of one operation, as estimated. */
  readonly costMax: number;
  /** By the name that a client gives itself, instead. Anybody can give any name: a larger one is open to all. */
  readonly costMaxByClient: ReadonlyMap<string, number>;
}

/** A refusal of an operation that is estimated to cost more than its client may spend at once; undefined: it may run. */
export function checkCost(cost: number, client: string | undefined, limits: CostLimits): ClientError | undefined {
  const costMax = limits.costMaxByClient.get(client ?? "") ?? limits.costMax;
  if (cost <= costMax) return undefined;
  const message = `The operation is estimated to cost ${cost}, more than the limit costMax of ${costMax}.`;
  return new ClientError("BAD_USER_INPUT", message, { limit: "costMax", value: costMax, cost });
}
