import { commonUserError } from "#kernel/user-error.ts";
import type { Refusal, Taken } from "../domain/refusal.ts";

const TAKEN = {
  slug: { code: "SLUG_TAKEN", message: "Something else has this slug, or had it. Choose another." },
  sku: { code: "SKU_TAKEN", message: "Another product has this SKU. Choose another." },
  externalRef: {
    code: "EXTERNAL_REF_TAKEN",
    message: "Another product has this externalRef. Update that one instead.",
  },
} as const satisfies Record<Taken["what"], object>;

/** A refusal as clients read it. */
export function productError(refusal: Refusal) {
  if (refusal.type !== "Taken") return commonUserError(refusal);
  const { what, path, takenBy } = refusal;
  return { __typename: "TakenError", ...TAKEN[what], path, takenBy } as const;
}
