import type { Id } from "#kernel/id.ts";
import type { CommonRefusal } from "#kernel/user-error.ts";
import type { OrderStatus } from "./order.ts";
import type { AllowedTransition } from "./order-life.ts";
import type { Totals } from "./pricing.ts";
import type { CartProblem } from "./readiness.ts";

/** Why an order is not placed. */
export type PlaceRefusal =
  | CommonRefusal
  | { readonly type: "CartNotReady"; readonly problems: readonly CartProblem[] }
  | { readonly type: "OutOfStock"; readonly variantId: Id; readonly available: number }
  | { readonly type: "PriceChanged"; readonly totals: Totals };

/** Why an order is not moved. */
export type MoveRefusal =
  | CommonRefusal
  | {
      readonly type: "TransitionNotAllowed";
      readonly status: OrderStatus;
      readonly allowed: readonly AllowedTransition[];
    };
