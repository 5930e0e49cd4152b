/** Faults that the API names, and two that are seen only from here. */
export type AgoraErrorCode =
  | "BAD_USER_INPUT"
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  /** Asked too often: `retryAfterSeconds` says when to come again. */
  | "RATE_LIMITED"
  | "TIMEOUT"
  /** A part of the shop is away, or more is asked of it than it can serve. */
  | "SERVICE_UNAVAILABLE"
  | "INTERNAL_SERVER_ERROR"
  /** No answer came, or the live connection was cut. */
  | "NETWORK_ERROR"
  /** An answer came that is not one of this API. */
  | "UNEXPECTED_ANSWER"
  | (string & {});

/** Codes after which the same request may well succeed a moment later. */
const TRANSIENT = new Set<string>(["NETWORK_ERROR", "SERVICE_UNAVAILABLE", "TIMEOUT"]);

/** A fault: the request was not answered, or a part of it was not. Refusals of mutations are values instead. */
export class AgoraError extends Error {
  readonly code: AgoraErrorCode;
  /** Names the request in the shop's logs; tell it to support. Undefined when no answer came. */
  readonly requestId: string | undefined;
  /** The field that failed: `["productBySlug", "reviews"]`. Empty when it was the whole. */
  readonly path: readonly (string | number)[];
  /** When to come again, where the shop says it. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: AgoraErrorCode,
    message: string,
    details: {
      requestId?: string;
      path?: readonly (string | number)[];
      retryAfterSeconds?: number;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: details.cause });
    this.name = "AgoraError";
    this.code = code;
    this.requestId = details.requestId;
    this.path = details.path ?? [];
    this.retryAfterSeconds = details.retryAfterSeconds;
  }

  get isTransient(): boolean {
    return TRANSIENT.has(this.code);
  }
}

interface GraphqlFault {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export function faultOf({ message, path, extensions = {} }: GraphqlFault, requestId?: string): AgoraError {
  const { code, requestId: own, retryAfterSeconds } = extensions;
  return new AgoraError(typeof code === "string" ? code : "UNEXPECTED_ANSWER", message, {
    path,
    requestId: typeof own === "string" ? own : requestId,
    retryAfterSeconds: typeof retryAfterSeconds === "number" ? retryAfterSeconds : undefined,
  });
}
