import { type Id, uuidOf } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { availabilityOf } from "../domain/availability.ts";
import type { VariantResolvers } from "./resolvers.generated.ts";

/** A variant of the catalogue: here nothing but its id. */
export interface VariantReference {
  readonly id: Id;
}

export const variantResolvers: VariantResolvers = {
  __resolveReference: ({ id }) => (uuidOf(PREFIXES.Variant, id) === undefined ? null : { id }),
  availability: async ({ id }, _args, { free }) => availabilityOf((await free.load(id))?.free ?? 0),
  stock: ({ id }, _args, { stock }) => stock.load(id),
};
