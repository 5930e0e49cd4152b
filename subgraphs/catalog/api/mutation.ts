import { z } from "zod";
import { IDEMPOTENCY_KEY_LENGTH_MAX } from "#kernel/idempotency.ts";
import type { Id } from "#kernel/id.ts";
import type { Caller } from "#kernel/identity.ts";
import type { Result } from "#kernel/result.ts";
import { checkInput } from "#kernel/user-error.ts";
import { createCategory } from "../commands/create-category.ts";
import { createProduct } from "../commands/create-product.ts";
import { moveProduct } from "../commands/move-product.ts";
import { updateProduct } from "../commands/update-product.ts";
import { changedProductFields, newCategoryFields, newProductFields } from "../domain/fields.ts";
import type { Refusal } from "../domain/refusal.ts";
import type { Ports } from "../ports.ts";
import type { Context } from "./context.ts";
import type { MutationResolvers } from "./resolvers.generated.ts";
import { productError } from "./errors.ts";

const idempotencyKey = z
  .string()
  .min(1, "must not be empty")
  .max(IDEMPOTENCY_KEY_LENGTH_MAX, `must have at most ${IDEMPOTENCY_KEY_LENGTH_MAX} characters`);
const keyedProduct = newProductFields.extend({ idempotencyKey });
const keyedCategory = newCategoryFields.extend({ idempotencyKey });

export function mutations(ports: Ports): MutationResolvers {
  return {
    productCreate: async (_, { input }, context) => {
      const checked = checkInput(keyedProduct, input);
      if (!checked.ok) return refusedProduct(checked.refusal);
      const { idempotencyKey: _key, ...fields } = checked.value;
      const { requestId } = context;
      return productPayload(context, await createProduct(ports, { fields, ...asked(context, input), requestId }));
    },
    productUpdate: async (_, { input }, context) => {
      const checked = checkInput(changedProductFields, input);
      if (!checked.ok) return refusedProduct(checked.refusal);
      return productPayload(
        context,
        await updateProduct(ports, { fields: checked.value, ...changeOf(context, input) }),
      );
    },
    productPublish: async (_, { input }, context) =>
      productPayload(context, await moveProduct(ports, "publish", changeOf(context, input))),
    productArchive: async (_, { input }, context) =>
      productPayload(context, await moveProduct(ports, "archive", changeOf(context, input))),
    categoryCreate: async (_, { input }, context) => {
      const checked = checkInput(keyedCategory, input);
      if (!checked.ok) return { category: null, errors: checked.refusal.map(productError) };
      const { idempotencyKey: _key, ...fields } = checked.value;
      const created = await createCategory(ports, { fields, ...asked(context, input), requestId: context.requestId });
      if (!created.ok) return { category: null, errors: created.refusal.map(productError) };
      return { category: await context.categoryById.clear(created.value).load(created.value), errors: [] };
    },
  };
}

/** The key's scope and what must stay the same under it. */
function asked({ caller }: Context, { idempotencyKey, ...args }: { idempotencyKey: string }) {
  return { caller: nameOf(caller), idempotencyKey, args };
}

function nameOf({ subject, service }: Caller): string {
  return subject ?? `service:${service}`;
}

function changeOf({ requestId }: Context, { id, expectedVersion }: { id: Id; expectedVersion?: number | null }) {
  return { id, expectedVersion: expectedVersion ?? undefined, requestId };
}

/** Read anew: a write may have met a brand that was there already. */
async function productPayload(context: Context, result: Result<Id, Refusal[]>) {
  if (!result.ok) return refusedProduct(result.refusal);
  const id = result.value;
  context.variantsOf.clear(id);
  return { product: await context.productById.clear(id).load(id), errors: [] };
}

function refusedProduct(refusals: readonly Refusal[]) {
  return { product: null, errors: refusals.map(productError) };
}
