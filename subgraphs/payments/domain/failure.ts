/** Why no money came. */
export type FailureCode =
  "DECLINED" | "INSUFFICIENT_FUNDS" | "AUTHENTICATION_FAILED" | "EXPIRED" | "PROVIDER_UNAVAILABLE";

/** What the buyer reads. */
export function failureMessage(code: FailureCode): string {
  return MESSAGES[code];
}

const MESSAGES: Readonly<Record<FailureCode, string>> = {
  DECLINED: "Your bank declined the payment. Try again or pay with something else.",
  INSUFFICIENT_FUNDS: "There is not enough money on this account. Pay with something else.",
  AUTHENTICATION_FAILED: "Your bank could not confirm that it was you. Try again or pay with something else.",
  EXPIRED: "The payment was not confirmed in time. Try again.",
  PROVIDER_UNAVAILABLE: "The payment company could not be reached, and nothing was taken. Try again.",
};
