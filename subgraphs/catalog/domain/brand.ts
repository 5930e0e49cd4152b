import type { Id } from "#kernel/id.ts";
import type { Brand } from "./product.ts";
import { slugOf } from "./text.ts";

/** The brand of a name. Names that differ in case or marks only are one brand, so the present one stays. */
export function brandNamed(name: string, present: Brand | null, nextId: () => Id): Brand {
  const slug = slugOf(name, "brand");
  return present?.slug === slug ? present : { id: nextId(), slug, name };
}
