import { type Id, uuidOf } from "#kernel/id.ts";

/** Ids of another kind are unknown, so they are not asked for. */
export function uuids(prefix: string, ids: readonly Id[]): string[] {
  return ids.flatMap((id) => uuidOf(prefix, id) ?? []);
}

/** PostgreSQL keeps no NUL in a text: one with it is nobody's name. */
export function storable(texts: readonly string[]): string[] {
  return texts.filter((text) => !text.includes("\0"));
}
