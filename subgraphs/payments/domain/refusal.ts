import type { Id } from "#kernel/id.ts";
import type { Money } from "#kernel/money.ts";
import type { CommonRefusal } from "#kernel/user-error.ts";

export type PaymentRefusal =
  | CommonRefusal
  | { readonly type: "NothingDue"; readonly orderId: Id; readonly because: NothingDueBecause }
  | { readonly type: "AmountTooLarge"; readonly refundable: Money };

export type NothingDueBecause = "notPending" | "pastDue" | "paid" | "inProcess";
