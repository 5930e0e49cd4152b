import type { ZodError, ZodType } from "zod";
import type { ClaimOutcome } from "./idempotency.ts";
import { err, ok, type Result } from "./result.ts";

/** Where in the input: `["actions", "0", "addLine", "quantity"]`; empty when it concerns the whole. */
export type InputPath = readonly string[];

/** The refusals that every subgraph knows; a subgraph adds its own beside them. */
export type CommonRefusal =
  | { readonly type: "InvalidInput"; readonly path: InputPath; readonly message: string }
  | { readonly type: "NotFound"; readonly path: InputPath; readonly id: string }
  | { readonly type: "StaleVersion"; readonly currentVersion: number }
  | { readonly type: "LimitExceeded"; readonly path: InputPath; readonly limit: number; readonly message: string }
  | { readonly type: "IdempotencyKeyReused" }
  | { readonly type: "InProgress" };

export function invalidInput(path: InputPath, message: string): CommonRefusal {
  return { type: "InvalidInput", path, message };
}

/** Missing and another's are told in the same words. */
export function notFound(path: InputPath, id: string): CommonRefusal {
  return { type: "NotFound", path, id };
}

/** The refusal of an idempotency row, for the outcomes that have one. */
export function claimRefusal(
  outcome: Extract<ClaimOutcome<never>, { type: "keyReused" | "inProgress" }>,
): CommonRefusal {
  return { type: outcome.type === "keyReused" ? "IdempotencyKeyReused" : "InProgress" };
}

/** A refusal as the member of an error union that clients read. */
export function commonUserError(refusal: CommonRefusal) {
  switch (refusal.type) {
    case "InvalidInput":
      return {
        __typename: "InvalidInputError",
        code: "INVALID_INPUT",
        message: refusal.message,
        path: refusal.path,
      } as const;
    case "NotFound": {
      const { id, path } = refusal;
      return {
        __typename: "NotFoundError",
        code: "NOT_FOUND",
        message: "There is no such thing, or it is not yours.",
        path,
        id,
      } as const;
    }
    case "StaleVersion": {
      const message = "Somebody changed it since you read it. Read it again, then decide.";
      const { currentVersion } = refusal;
      return {
        __typename: "StaleVersionError",
        code: "STALE_VERSION",
        message,
        path: ["expectedVersion"],
        currentVersion,
      } as const;
    }
    case "LimitExceeded": {
      const { message, path, limit } = refusal;
      return { __typename: "LimitExceededError", code: "LIMIT_EXCEEDED", message, path, limit } as const;
    }
    case "IdempotencyKeyReused": {
      const message = "This idempotency key came with other arguments before. Use a new key for a new request.";
      return {
        __typename: "IdempotencyError",
        code: "IDEMPOTENCY_KEY_REUSED",
        message,
        path: ["idempotencyKey"],
        retryable: false,
      } as const;
    }
    case "InProgress": {
      const message = "The first call with this key is still running. Ask again with the same key.";
      return {
        __typename: "IdempotencyError",
        code: "IN_PROGRESS",
        message,
        path: ["idempotencyKey"],
        retryable: true,
      } as const;
    }
  }
}

/** Checks an input's values (GraphQL has checked its shape); every violation is named, with its path. */
export function checkInput<Value>(schema: ZodType<Value>, input: unknown): Result<Value, CommonRefusal[]> {
  const parsed = schema.safeParse(input);
  return parsed.success ? ok(parsed.data) : err(violations(parsed.error));
}

function violations(error: ZodError): CommonRefusal[] {
  return error.issues.map(({ path, message }) => invalidInput(path.map(String), message));
}
