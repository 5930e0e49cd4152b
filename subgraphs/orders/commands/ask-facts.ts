import type { CallScope } from "#kernel/ask.ts";
import type { Id } from "#kernel/id.ts";
import type { Facts } from "../domain/facts.ts";
import type { Ports } from "../ports.ts";

/** For carts, which can be filled and looked at while the catalogue cannot be asked; orders are not made of these. */
export async function askFacts(
  { catalog, log }: Pick<Ports, "catalog" | "log">,
  variantIds: readonly Id[],
  currency: string,
  scope: CallScope,
): Promise<Facts | undefined> {
  if (variantIds.length === 0) return new Map();
  try {
    return await catalog.findVariants([...new Set(variantIds)], currency, scope);
  } catch (error) {
    log.warn({ error, requestId: scope.requestId }, "a cart is edited without the catalogue");
    return undefined;
  }
}
