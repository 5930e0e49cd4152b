import type { Id } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { type Category, newCategory } from "../domain/category.ts";
import { categoryCreated } from "../domain/events.ts";
import { fold, slugCandidates, slugOf } from "../domain/text.ts";
import type { Ports } from "../ports.ts";

export type CategoryPath = readonly string[];

/** Another import may make the same categories at the same time. */
const TRIES_MAX = 5;

/** The categories at the ends of these paths, made where they are missing. Names differ by more than case and accents. */
export async function ensureCategories(
  ports: Pick<Ports, "store" | "clock" | "ids">,
  paths: readonly CategoryPath[],
  requestId: string,
): Promise<(path: CategoryPath) => Id> {
  for (let attempt = 1; ; attempt++) {
    const known = await knownCategories(ports, paths);
    const missing = await missingCategories(ports, paths, known);
    const additions = missing.map((category) => ({ category, event: categoryCreated(category, requestId) }));
    const added = missing.length === 0 || (await ports.store.addCategories(additions)).ok;
    if (added) return (path) => known.get(keyOf(path))!.id;
    if (attempt >= TRIES_MAX)
      throw new Error("The categories of this import are made by somebody else again and again");
  }
}

async function knownCategories(
  { store }: Pick<Ports, "store">,
  paths: readonly CategoryPath[],
): Promise<Map<string, Category>> {
  const known = new Map<string, Category>();
  const depthMax = Math.max(0, ...paths.map(({ length }) => length));
  for (let depth = 1; depth <= depthMax; depth++) {
    const prefixes = prefixesOf(paths, depth);
    const parents = new Map(
      prefixes.map((path) => [known.get(keyOf(path.slice(0, -1)))?.id ?? null, path.slice(0, -1)]),
    );
    const reachable = [...parents].filter(([id, path]) => id !== null || path.length === 0).map(([id]) => id);
    const children = reachable.length === 0 ? [] : await store.categoriesBelow(reachable);
    for (const child of children.toReversed()) known.set(keyOf([...parents.get(child.parentId)!, child.name]), child);
  }
  return known;
}

/** Parents before their children; each is added to what is known. */
async function missingCategories(
  { store, clock, ids }: Pick<Ports, "store" | "clock" | "ids">,
  paths: readonly CategoryPath[],
  known: Map<string, Category>,
): Promise<Category[]> {
  const depthMax = Math.max(0, ...paths.map(({ length }) => length));
  const missing = Array.from({ length: depthMax }, (_, index) => prefixesOf(paths, index + 1))
    .flat()
    .filter((path) => !known.has(keyOf(path)))
    .map((path) => {
      const id = ids.next(PREFIXES.Category);
      return { path, id, slugs: slugCandidates(slugOf(path.at(-1)!, "category"), id) };
    });
  if (missing.length === 0) return [];
  const owners = await store.owners({ categorySlugs: missing.flatMap(({ slugs }) => slugs) });
  const taken = new Set(owners.map(({ name }) => name));
  return missing.map(({ path, id, slugs }) => {
    const slug = slugs.find((candidate) => !taken.has(candidate)) ?? slugs.at(-1)!;
    taken.add(slug);
    const category = newCategory(
      id,
      path.at(-1)!,
      slug,
      known.get(keyOf(path.slice(0, -1))) ?? null,
      clock.now(),
      null,
    );
    known.set(keyOf(path), category);
    return category;
  });
}

/** The different beginnings of this length. */
function prefixesOf(paths: readonly CategoryPath[], length: number): CategoryPath[] {
  const prefixes = paths.filter((path) => path.length >= length).map((path) => path.slice(0, length));
  return [...new Map(prefixes.map((path) => [keyOf(path), path])).values()];
}

function keyOf(path: CategoryPath): string {
  return JSON.stringify(path.map(fold));
}
