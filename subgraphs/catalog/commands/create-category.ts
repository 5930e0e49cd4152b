import type { z } from "zod";
import type { Id } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { notFound } from "#kernel/user-error.ts";
import { CATEGORY_DEPTH_MAX, isTooDeep, newCategory } from "../domain/category.ts";
import type { newCategoryFields } from "../domain/fields.ts";
import type { Refusal } from "../domain/refusal.ts";
import { categoryCreated } from "../domain/events.ts";
import { slugCandidates, slugOf } from "../domain/text.ts";
import type { Ports, ProductStore } from "../ports.ts";
import { takenFrom } from "./names.ts";

export interface CreateCategory {
  readonly fields: z.infer<typeof newCategoryFields>;
  readonly caller: string;
  readonly idempotencyKey: string;
  readonly args: unknown;
  readonly requestId: string;
}

/** A slug that was free when we looked may be taken when we write. */
const TRIES_MAX = 3;

export async function createCategory(
  { store, clock, ids }: Pick<Ports, "store" | "clock" | "ids">,
  { fields, caller, idempotencyKey: key, args, requestId }: CreateCategory,
): Promise<Result<Id, Refusal[]>> {
  const { name, parentId } = fields;
  const [parent] = parentId == null ? [] : await store.categoriesById([parentId]);
  if (parentId != null && !parent) return err([notFound(["parentId"], parentId)]);

  for (let attempt = 1; ; attempt++) {
    const id = ids.next(PREFIXES.Category);
    const slug = fields.slug ?? (await freeSlug(store, name, id));
    const category = newCategory(id, name, slug, parent ?? null, clock.now(), caller);
    if (isTooDeep(category)) {
      const message = `Categories are at most ${CATEGORY_DEPTH_MAX} levels deep.`;
      return err([{ type: "LimitExceeded", path: ["parentId"], limit: CATEGORY_DEPTH_MAX, message }]);
    }
    const claim = { caller, mutation: "categoryCreate", key, args, kept: { id } };
    const written = await store.addCategories([{ category, event: categoryCreated(category, requestId) }], claim);
    if (written.ok) return ok(written.value.type === "repeated" ? written.value.kept.id : id);
    const { refusal } = written;
    switch (refusal.type) {
      case "Taken":
        if (fields.slug == null && attempt < TRIES_MAX) continue;
        return err(takenFrom(refusal.owners, []));
      case "Stale":
        throw new Error(`The new id ${refusal.id} exists already`);
      case "IdempotencyKeyReused":
      case "InProgress":
        return err([refusal]);
    }
  }
}

async function freeSlug(store: ProductStore, name: string, id: Id): Promise<string> {
  const candidates = slugCandidates(slugOf(name, "category"), id);
  const taken = new Set((await store.owners({ categorySlugs: candidates })).map((owner) => owner.name));
  return candidates.find((slug) => !taken.has(slug)) ?? candidates.at(-1)!;
}
