import type { FormattedExecutionResult } from "graphql";
import { ownBytes } from "#kernel/own-bytes.ts";
import type { HttpKeeping } from "../cache/http-keeping.ts";
import type { IncrementalAnswer } from "../execution/incremental-answer.ts";
import { isLasting } from "../execution/known-run.ts";
import type { HeardHeaders } from "../plugins/answer-headers.ts";
import type { Refusal } from "./refusal.ts";

/** What the gateway has to say to one operation; HTTP decides how it is said. */
export type Answer =
  | CompleteAnswer
  | AnswerInParts
  /** An event is a result, or its JSON where many watchers get the same. */
  | { readonly kind: "events"; readonly events: AsyncIterable<FormattedExecutionResult | string> }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** The headers of those that were asked for the first part: what later ones say comes too late. */
interface AnswerInParts extends WithHeaders {
  readonly kind: "parts";
  readonly answer: IncrementalAnswer;
  /** Resolves when nothing more will come. */
  readonly ended: Promise<void>;
}

export interface WithHeaders {
  /** Of subgraphs, for the client. */
  readonly headers?: HeardHeaders;
}

export interface CompleteAnswer extends WithHeaders {
  readonly kind: "complete";
  /**
   * JSON of a result. Emptied when all who asked have it: what waited for it long has become old to the collector, and
   * would keep it in memory long after.
   */
  body: string | Buffer;
  /** How long the client, or a cache before it, may give it again; without it never. */
  readonly keeping?: HttpKeeping & { readonly vary: string };
  /** The first error's code, where the operation was not run: the result has no `data`. */
  readonly refusedWith?: string;
  /** Of a refusal that has a status of its own. */
  readonly status?: number;
  /** When to come again, where the refusal says it. */
  readonly retryAfterSeconds?: number;
}

/** A short text goes out in one write with its headers; a long one as bytes, which are not copied for each client that shares it. */
const BYTES_FROM_LENGTH = 8_192;

export function completeAnswer(result: FormattedExecutionResult): CompleteAnswer {
  const body = bodyOf(result);
  if ("data" in result) return { kind: "complete", body };
  const { code, retryAfterSeconds } = result.errors?.[0]?.extensions ?? {};
  return {
    ...{ kind: "complete", body, refusedWith: String(code) },
    retryAfterSeconds: retryAfterSeconds as number | undefined,
  };
}

/** Of data that comes again and again, alone. */
const known = new WeakMap<object, string | Buffer>();

function bodyOf(result: FormattedExecutionResult): string | Buffer {
  const { data, errors, extensions } = result;
  const isAlone = data && !errors && !extensions;
  const before = isAlone && known.get(data);
  if (before) return before;
  const json = JSON.stringify(result);
  const isKept = isAlone && isLasting(data);
  const body = json.length < BYTES_FROM_LENGTH ? json : isKept ? ownBytes(json) : Buffer.from(json);
  if (isKept) known.set(data, body);
  return body;
}
