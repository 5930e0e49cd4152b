import type { Id } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { invalidInput } from "#kernel/user-error.ts";
import { brandNamed } from "../domain/brand.ts";
import { draftProduct } from "../domain/draft.ts";
import { productChanged } from "../domain/events.ts";
import type { NewProductFields } from "../domain/fields.ts";
import type { Refusal } from "../domain/refusal.ts";
import { slugCandidates, slugOf } from "../domain/text.ts";
import type { Ports, ProductStore } from "../ports.ts";
import { takenFrom, unknownCategories } from "./names.ts";

export interface CreateProduct {
  readonly fields: NewProductFields;
  /** Who asks: the scope of the key. */
  readonly caller: string;
  readonly idempotencyKey: string;
  /** As they were sent. */
  readonly args: unknown;
  readonly requestId: string;
}

/** A slug that was free when we looked may be taken when we write. */
const TRIES_MAX = 3;

export async function createProduct(
  ports: Pick<Ports, "store" | "clock" | "ids">,
  command: CreateProduct,
): Promise<Result<Id, Refusal[]>> {
  const { store, clock, ids } = ports;
  const { fields, caller, idempotencyKey: key, args, requestId } = command;
  const foreign = fields.variants.flatMap(({ id }, index) =>
    id == null ? [] : [invalidInput(["variants", String(index), "id"], "a new product has new variants: leave it out")],
  );
  const unknown = await unknownCategories(store, fields.categoryIds ?? []);
  if (foreign.length + unknown.length > 0) return err([...foreign, ...unknown]);

  for (let attempt = 1; ; attempt++) {
    const id = ids.next(PREFIXES.Product);
    const product = draftProduct(fields, {
      id,
      slug: fields.slug ?? (await freeSlug(store, fields.title, id)),
      brand: fields.brandName == null ? null : brandNamed(fields.brandName, null, () => ids.next(PREFIXES.Brand)),
      now: clock.now(),
      createdBy: caller,
      nextVariantId: () => ids.next(PREFIXES.Variant),
    });
    const claim = { caller, mutation: "productCreate", key, args, kept: { id } };
    const written = await store.write([{ product, event: productChanged(product, requestId) }], claim);
    if (written.ok) return ok(written.value.type === "repeated" ? written.value.kept.id : id);
    const { refusal } = written;
    switch (refusal.type) {
      case "Taken": {
        const isOnlyTheMadeSlug = fields.slug == null && refusal.owners.every(({ kind }) => kind === "slugs");
        if (isOnlyTheMadeSlug && attempt < TRIES_MAX) continue;
        return err(takenFrom(refusal.owners, fields.variants));
      }
      case "Stale":
        throw new Error(`The new id ${refusal.id} exists already`);
      case "IdempotencyKeyReused":
      case "InProgress":
        return err([refusal]);
    }
  }
}

async function freeSlug(store: ProductStore, title: string, id: Id): Promise<string> {
  const candidates = slugCandidates(slugOf(title, "product"), id);
  const taken = new Set((await store.owners({ slugs: candidates })).map(({ name }) => name));
  return candidates.find((slug) => !taken.has(slug)) ?? candidates.at(-1)!;
}
