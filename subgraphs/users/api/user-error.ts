import { type CommonRefusal, commonUserError } from "#kernel/user-error.ts";
import type { EmailTaken, InvalidCredentials } from "../domain/refusal.ts";

type AnyRefusal = CommonRefusal | InvalidCredentials | EmailTaken;
type AnyUserError = ReturnType<typeof told>;

/** A refusal as the member of an error union that clients read; the two go by the same name. */
export function userErrorOf<Type extends AnyRefusal["type"]>(
  refusal: AnyRefusal & { readonly type: Type },
): Extract<AnyUserError, { readonly __typename: `${Type}Error` }> {
  return told(refusal) as Extract<AnyUserError, { readonly __typename: `${Type}Error` }>;
}

function told(refusal: AnyRefusal) {
  if (refusal.type === "InvalidCredentials") return invalidCredentials(refusal.path);
  if (refusal.type === "EmailTaken") return emailTaken;
  return commonUserError(refusal);
}

const emailTaken = {
  __typename: "EmailTakenError",
  code: "EMAIL_TAKEN",
  message: "There is an account with this e-mail address. Sign in instead.",
  path: ["email"],
} as const;

function invalidCredentials(path: readonly string[]) {
  const message =
    path.length === 0 ? "E-mail address and password do not go together." : "This token is not taken. Sign in again.";
  return { __typename: "InvalidCredentialsError", code: "INVALID_CREDENTIALS", message, path } as const;
}
