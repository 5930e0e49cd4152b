import { ClientError } from "#kernel/errors.ts";
import type { GatewayLimits } from "../limits.ts";

export type BodyLimits = Pick<GatewayLimits, "bodyTokensMax" | "bodyNestingMax">;

const QUOTE = '"';
const BACKSLASH = "\\";

/**
 * Reads the JSON of a body within the limits of its shape; throws what the client did wrong. A few hundred kilobytes of
 * nothing but brackets or members keep JSON.parse, and what reads the variables after it, busy for tens of milliseconds.
 */
export function parseBodyWithinLimits(text: string, limits: BodyLimits): unknown {
  checkShape(text, limits);
  try {
    return JSON.parse(text);
  } catch {
    throw new ClientError("BAD_USER_INPUT", "The body is not valid JSON.");
  }
}

function checkShape(text: string, limits: BodyLimits): void {
  let tokens = 0;
  let nesting = 0;
  for (let index = 0; index < text.length; index++) {
    switch (text[index]) {
      case QUOTE:
        index = endOfString(text, index);
        continue;
      case "{":
      case "[":
        if (++nesting > limits.bodyNestingMax) throw tooMuch("bodyNestingMax", limits);
        break;
      case "}":
      case "]":
        nesting -= 1;
        break;
      case ":":
      case ",":
        break;
      default:
        continue;
    }
    if (++tokens > limits.bodyTokensMax) throw tooMuch("bodyTokensMax", limits);
  }
}

/** Where the quote stands that ends it: the next one that an even number of backslashes precedes. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf(QUOTE, start + 1); end !== -1; end = text.indexOf(QUOTE, end + 1)) {
    let from = end;
    while (text[from - 1] === BACKSLASH) from -= 1;
    if ((end - from) % 2 === 0) return end;
  }
  return text.length;
}

function tooMuch(limit: keyof BodyLimits, { [limit]: value }: BodyLimits): ClientError {
  return new ClientError("BAD_USER_INPUT", `The body exceeds the limit ${limit} of ${value}.`, { limit, value });
}
