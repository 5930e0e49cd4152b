import { createHash } from "node:crypto";

export const SLUG_LENGTH_MAX = 120;
/** Made slugs leave room for what tells them apart. */
const MADE_SLUG_LENGTH_MAX = 80;
const FOLDED_LENGTH_MAX = 300;
const HASH_LENGTH = 10;

/** Small letters, digits and single hyphens: what a URL shows and a person can type. */
export const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** How texts are sorted and searched: without regard to case and accents, the same in every store. */
export function fold(text: string): string {
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase().slice(0, FOLDED_LENGTH_MAX);
}

/** The slug of a name; where no letter of it fits into one, the kind and a hash that is the same every time. */
export function slugOf(name: string, kind: "product" | "category" | "brand"): string {
  const words = fold(name).match(/[a-z0-9]+/g) ?? [];
  const slug = words.join("-").slice(0, MADE_SLUG_LENGTH_MAX).replace(/-$/, "");
  return slug || `${kind}-${shortHash(name)}`;
}

const NUMBERED_MAX = 20;

/** The slugs to try for a name, the nicest first; the last one, of the thing's id, is nobody else's. */
export function slugCandidates(slug: string, id: string): string[] {
  const numbered = Array.from({ length: NUMBERED_MAX }, (_, index) => (index === 0 ? slug : `${slug}-${index + 1}`));
  return [...numbered, `${slug}-${shortHash(id)}`];
}

export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, HASH_LENGTH);
}
