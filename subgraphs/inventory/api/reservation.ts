import { z, type ZodError } from "zod";
import { badInput, type ClientError } from "#kernel/errors.ts";
import { uuidOf } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { commitStock } from "../commands/commit-stock.ts";
import { releaseStock } from "../commands/release-stock.ts";
import { reserveStock } from "../commands/reserve-stock.ts";
import type { Shortage } from "../domain/allocate.ts";
import { ORDERABLE_QUANTITY_MAX } from "../domain/availability.ts";
import type { Ports } from "../ports.ts";
import type { Context } from "./context.ts";
import type { MutationResolvers } from "./resolvers.generated.ts";

const LINES_PER_ORDER_MAX = 500;
const QUANTITY_MAX = 1_000_000;
/** Somewhat longer than the longest time an order may wait for its payment. */
const HOLD_DAYS_MAX = 31;
const DAY_MS = 86_400_000;

/** What orders asks. A violation here is a mistake of that program, so it is a fault with the argument's name. */
export function reservationResolvers(
  ports: Ports,
): Pick<MutationResolvers, "stockReserve" | "stockCommit" | "stockRelease"> {
  const { clock } = ports;
  return {
    stockReserve: async (_parent, { input }, context) => {
      const checked = stockReserveInput.safeParse(input);
      if (!checked.success) throw faultOf(checked.error);
      const { orderId, lines, expiresAt } = checked.data;
      if (expiresAt.getTime() > clock.now().getTime() + HOLD_DAYS_MAX * DAY_MS)
        throw badInput("expiresAt", `Goods are held for ${HOLD_DAYS_MAX} days at most.`);
      const result = await reserveStock(ports, { orderId, lines, expiresAt, ...callOf(context) });
      if (result.ok) return answer(result.value);
      if (result.refusal.type === "OtherLines")
        throw badInput("lines", "This order was reserved with other lines. Use a new order id for other lines.");
      return answer(false, result.refusal.shortages);
    },
    stockCommit: async (_parent, { orderId }, context) => {
      const result = await commitStock(ports, { orderId, ...callOf(context) });
      return result.ok ? answer(result.value) : answer(false, result.refusal);
    },
    stockRelease: async (_parent, { orderId }, context) => {
      if (uuidOf(PREFIXES.Order, orderId) !== undefined) await releaseStock(ports, { orderId, ...callOf(context) });
      return answer(false);
    },
  };
}

const stockReserveInput = z.object({
  orderId: z.string().refine((id) => uuidOf(PREFIXES.Order, id) !== undefined, "Give the id of an order."),
  lines: z
    .array(
      z.object({
        variantId: z.string(),
        quantity: z.int().min(1, "Give at least 1.").max(QUANTITY_MAX, `Give at most ${QUANTITY_MAX}.`),
      }),
    )
    .min(1, "Give at least one line.")
    .max(LINES_PER_ORDER_MAX, `Give at most ${LINES_PER_ORDER_MAX} lines.`),
  expiresAt: z.date(),
});

function faultOf({ issues }: ZodError): ClientError {
  const { path, message } = issues[0]!;
  return badInput(path.join("."), message);
}

function callOf({ caller, requestId }: Context) {
  return { actor: `service:${caller.service}`, requestId };
}

/** What is free is told as far as a shopper may know it: this ends in an answer to one. */
function answer(reserved: boolean, shortages: readonly Shortage[] = []) {
  const told = shortages.map(({ variantId, available }) => {
    return { variantId, available: Math.min(available, ORDERABLE_QUANTITY_MAX) };
  });
  return { reserved, shortages: told };
}
