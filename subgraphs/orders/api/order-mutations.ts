import { checkInput, notFound } from "#kernel/user-error.ts";
import { cancelOrder, transitionOrder } from "../commands/move-order.ts";
import { placeOrder } from "../commands/place-order.ts";
import { previewOrder } from "../commands/preview-order.ts";
import type { OrderDraft } from "../domain/draft-order.ts";
import type { Order } from "../domain/order.ts";
import type { MoveRefusal, PlaceRefusal } from "../domain/refusals.ts";
import { canSee } from "../domain/viewer.ts";
import type { Ports } from "../ports.ts";
import { type Context, ownerOf } from "./context.ts";
import { orderErrors, orderPlaceErrors } from "./errors.ts";
import { orderMoveInput, orderPlaceInput } from "./inputs.ts";
import type { MutationResolvers } from "./resolvers.generated.ts";

type OrderMutations = Required<Pick<MutationResolvers<Context>, "orderPlace" | "orderCancel" | "orderTransition">>;

export function orderMutations(ports: Ports): OrderMutations {
  return {
    orderPlace: async (_, { input }, context) => {
      const checked = checkInput(orderPlaceInput, input);
      if (!checked.ok) return notPlaced(checked.refusal);
      const { idempotencyKey: key, dryRun, ...order } = checked.value;
      const command = { caller: ownerOf(context), key, order, scope: context };
      if (dryRun) {
        const preview = await previewOrder(ports, command);
        if (!preview.ok) return notPlaced(preview.refusal);
        return { order: drafted(preview.value, context), errors: [] };
      }
      const placed = await placeOrder(ports, command);
      if (!placed.ok) return notPlaced(placed.refusal);
      const { value } = placed;
      const answer =
        value.type === "placed" ? drafted(value.draft, context) : await visibleOrder(value.orderId, context);
      return answer ? { order: answer, errors: [] } : notPlaced([notFound(["cartId"], order.cartId)]);
    },
    orderCancel: async (_, { input }, context) => {
      const checked = checkInput(orderMoveInput, input);
      if (!checked.ok) return notMoved(checked.refusal, []);
      const { idempotencyKey: key, ...order } = checked.value;
      const moved = await cancelOrder(ports, { ...order, key, caller: context.caller, requestId: context.requestId });
      return moved.ok
        ? { order: await visibleOrder(moved.value, context), errors: [] }
        : notMoved(moved.refusal, ["id"]);
    },
    orderTransition: async (_, { input }, context) => {
      const checked = checkInput(orderMoveInput, input);
      if (!checked.ok) return notMoved(checked.refusal, []);
      const { idempotencyKey: key, ...order } = checked.value;
      const { caller, requestId } = context;
      const moved = await transitionOrder(ports, { ...order, to: input.to, key, caller, requestId });
      return moved.ok
        ? { order: await visibleOrder(moved.value, context), errors: [] }
        : notMoved(moved.refusal, ["to"]);
    },
  };
}

/** Not read again: it is what was written, or would have been. */
function drafted({ order, lines }: OrderDraft, context: Context): Order {
  context.orderLines.prime(order.id, lines);
  return order;
}

/** As it is now; null when it has changed hands since. */
async function visibleOrder(id: string, context: Context): Promise<Order | null> {
  const order = await context.orders.clear(id).load(id);
  const { caller } = context;
  return order && (canSee(order, caller) || caller.scopes.includes("orders:write")) ? order : null;
}

function notPlaced(refusals: readonly PlaceRefusal[]) {
  return { order: null, errors: orderPlaceErrors(refusals) };
}

function notMoved(refusals: readonly MoveRefusal[], path: readonly string[]) {
  return { order: null, errors: orderErrors(refusals, path) };
}
