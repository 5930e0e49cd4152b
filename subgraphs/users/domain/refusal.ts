import type { CommonRefusal } from "#kernel/user-error.ts";

type Of<Type extends CommonRefusal["type"]> = Extract<CommonRefusal, { type: Type }>;

export type InvalidInput = Of<"InvalidInput">;
export type LimitExceeded = Of<"LimitExceeded">;

/** One and the same for an unknown address and a wrong password, for an unknown token and a used one. */
export interface InvalidCredentials {
  readonly type: "InvalidCredentials";
  readonly path: readonly string[];
}

export interface EmailTaken {
  readonly type: "EmailTaken";
}

export type RegisterRefusal = InvalidInput | EmailTaken;
export type SessionRefusal = InvalidInput | InvalidCredentials | LimitExceeded;
export type UserUpdateRefusal = InvalidInput | Of<"StaleVersion">;
export type AddressRefusal = InvalidInput | Of<"NotFound"> | LimitExceeded;
