import { type CallRefusedError, isTooLarge, type SubgraphResult } from "#kernel/executor.ts";

/** What clients read at the places of a call that came to nothing. */
const MESSAGES = {
  TIMEOUT: "This part of the answer did not come in time. Ask again.",
  SERVICE_UNAVAILABLE: "This part of the answer cannot be given right now. Ask again in a few seconds.",
  UNAUTHENTICATED: "This part of the answer was refused: send a valid access token.",
  FORBIDDEN: "This part of the answer was refused: it is not for whoever asked.",
  BAD_USER_INPUT: "This part of the answer was refused as it was asked for. Asking the same again is no use.",
  /** Masked, and logged. */
  INTERNAL_SERVER_ERROR: "A subgraph refused a call for no reason that its client has a part in.",
};
type Code = keyof typeof MESSAGES;

const MAY_HAVE_ACTED = "It is not known whether this was carried out. It may have been: look before you ask again.";

/** By the status of a refusal that says nothing else. Any other is about how we call, such as to a wrong address. */
const CODES = new Map<number | undefined, Code>([
  [400, "BAD_USER_INPUT"],
  [401, "UNAUTHENTICATED"],
  [403, "FORBIDDEN"],
  [413, "BAD_USER_INPUT"],
  [414, "BAD_USER_INPUT"],
  [422, "BAD_USER_INPUT"],
  [429, "SERVICE_UNAVAILABLE"],
  [431, "BAD_USER_INPUT"],
]);

/** Not by way of an Error: its stack would cost more than all else, and just when much fails. */
export function failed(code: Code, retryAfterSeconds?: number): SubgraphResult {
  const extensions = retryAfterSeconds === undefined ? { code } : { code, retryAfterSeconds };
  return { errors: [{ message: MESSAGES[code], extensions }], isFutile: true };
}

/** Of a mutation that was sent, and whose answer is not known: whoever only asked again might order twice. */
export function mayHaveActed(code: "TIMEOUT" | "SERVICE_UNAVAILABLE"): SubgraphResult {
  return { errors: [{ message: MAY_HAVE_ACTED, extensions: { code } }], isFutile: true };
}

export function refusedCall({ status, retryAfterSeconds }: CallRefusedError): SubgraphResult {
  const refused = failed(CODES.get(status) ?? "INTERNAL_SERVER_ERROR", retryAfterSeconds);
  return isTooLarge(status) ? { errors: refused.errors } : refused;
}
