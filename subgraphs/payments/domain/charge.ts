import type { FailureCode } from "./failure.ts";
import type { NextAction } from "./payment.ts";

/** What a provider says of a charge, whichever way it says it: at once, by webhook, or when it is looked up. */
export type ChargeReport =
  | { readonly type: "processing" }
  | { readonly type: "actionRequired"; readonly nextAction: NextAction }
  | { readonly type: "succeeded" }
  | { readonly type: "failed"; readonly failure: FailureCode }
  | { readonly type: "cancelled" };

/** What a provider says of a refund. */
export type RefundReport = { readonly type: "pending" | "succeeded" | "failed" };
