import type { Id } from "#kernel/id.ts";

/** Deeper trees lose those who look for something. */
export const CATEGORY_DEPTH_MAX = 8;

export interface Category {
  readonly id: Id;
  readonly slug: string;
  readonly name: string;
  readonly parentId: Id | null;
  /** From the root down to the parent. */
  readonly ancestorIds: readonly Id[];
  readonly createdAt: Date;
  readonly createdBy: Id | null;
}

/** Below its parent, or as a root. */
export function newCategory(
  id: Id,
  name: string,
  slug: string,
  parent: Category | null,
  now: Date,
  createdBy: Id | null,
): Category {
  const ancestorIds = parent ? [...parent.ancestorIds, parent.id] : [];
  return { id, slug, name, parentId: parent?.id ?? null, ancestorIds, createdAt: now, createdBy };
}

export function isTooDeep({ ancestorIds }: Category): boolean {
  return ancestorIds.length + 1 > CATEGORY_DEPTH_MAX;
}
