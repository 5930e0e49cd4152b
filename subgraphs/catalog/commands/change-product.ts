import type { Id } from "#kernel/id.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { notFound } from "#kernel/user-error.ts";
import { productChanged } from "../domain/events.ts";
import type { FullProduct } from "../domain/product.ts";
import type { Refusal } from "../domain/refusal.ts";
import type { ProductStore } from "../ports.ts";
import { takenFrom } from "./names.ts";

export interface ChangeOf {
  readonly id: Id;
  /** Undefined: whatever it is now. */
  readonly expectedVersion: number | undefined;
  readonly requestId: string;
}

/** Without an expected version the last one wins; this often others may come first. */
const TRIES_MAX = 5;

/** Reads a product, lets `change` decide, and writes under the version it read; the same object means nothing to do. */
export async function changeUnderVersion(
  store: ProductStore,
  { id, expectedVersion, requestId }: ChangeOf,
  variants: readonly { readonly sku: string }[],
  change: (product: FullProduct) => Result<FullProduct, Refusal[]>,
): Promise<Result<Id, Refusal[]>> {
  for (let attempt = 1; ; attempt++) {
    const [product] = await store.fullProducts({ ids: [id] });
    if (!product) return err([notFound(["id"], id)]);
    const isStale = expectedVersion !== undefined && expectedVersion !== product.version;
    if (isStale || attempt > TRIES_MAX) return err([{ type: "StaleVersion", currentVersion: product.version }]);
    const changed = change(product);
    if (!changed.ok) return changed;
    if (changed.value === product) return ok(id);
    const event = productChanged(changed.value, requestId);
    const written = await store.write([{ product: changed.value, event }]);
    if (written.ok) return ok(id);
    const { refusal } = written;
    switch (refusal.type) {
      case "Taken":
        return err(takenFrom(refusal.owners, variants));
      case "Stale":
        continue;
      case "IdempotencyKeyReused":
      case "InProgress":
        return err([refusal]);
    }
  }
}
