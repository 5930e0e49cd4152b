import type { Id } from "#kernel/id.ts";
import type { CommonRefusal, InputPath } from "#kernel/user-error.ts";

/** Why a change of the catalogue is refused. */
export type Refusal = CommonRefusal | Taken;

export interface Taken {
  readonly type: "Taken";
  readonly what: "slug" | "sku" | "externalRef";
  readonly path: InputPath;
  /** The product or category that has it. */
  readonly takenBy: Id;
}
