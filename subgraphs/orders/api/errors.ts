import { type CommonRefusal, commonUserError, invalidInput } from "#kernel/user-error.ts";
import type { MoveRefusal, PlaceRefusal } from "../domain/refusals.ts";
import { variantReference } from "./references.ts";

/** Refusals as members of `CartError`. */
export function cartErrors(refusals: readonly CommonRefusal[]) {
  return refusals.map(commonUserError);
}

/** Refusals as members of `OrderPlaceError`. */
export function orderPlaceErrors(refusals: readonly PlaceRefusal[]) {
  return refusals.map(orderPlaceError);
}

/** Refusals as members of `OrderError`. */
export function orderErrors(refusals: readonly MoveRefusal[], path: readonly string[]) {
  return refusals.map((refusal) => {
    if (refusal.type !== "TransitionNotAllowed") return orderUserError(refusal);
    const { status, allowed } = refusal;
    const message = `From ${status} you cannot move the order there.`;
    return {
      __typename: "TransitionNotAllowedError",
      code: "TRANSITION_NOT_ALLOWED",
      message,
      path,
      status,
      allowed,
    } as const;
  });
}

function orderPlaceError(refusal: PlaceRefusal) {
  switch (refusal.type) {
    case "CartNotReady": {
      const { problems } = refusal;
      const message = problems.map((problem) => problem.message).join(" ");
      return { __typename: "CartNotReadyError", code: "CART_NOT_READY", message, path: ["cartId"], problems } as const;
    }
    case "OutOfStock": {
      const { variantId, available } = refusal;
      const message = available === 0 ? "It is sold out." : `At most ${available} can be ordered now.`;
      const variant = variantReference(variantId);
      return {
        __typename: "OutOfStockError",
        code: "OUT_OF_STOCK",
        message,
        path: ["cartId"],
        variant,
        available,
      } as const;
    }
    case "PriceChanged": {
      const message = "The total is not the one you were shown. Look at it again, then decide.";
      const { totals } = refusal;
      return {
        __typename: "PriceChangedError",
        code: "PRICE_CHANGED",
        message,
        path: ["expectedTotal"],
        totals,
      } as const;
    }
    default:
      return orderUserError(refusal);
  }
}

type CommonUserError = ReturnType<typeof commonUserError>;

/** The unions of orders have no LimitExceededError: there a limit is a wrong input. */
function orderUserError(refusal: CommonRefusal) {
  const told = refusal.type === "LimitExceeded" ? invalidInput(refusal.path, refusal.message) : refusal;
  return commonUserError(told) as Exclude<CommonUserError, { __typename: "LimitExceededError" }>;
}
