/** Chance that comes out the same for the same seed: every part of a run can be replayed alone. */
export interface Random {
  /** At least 0, below 1. */
  next(): number;
  chance(probability: number): boolean;
  int(min: number, max: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** Between `min` and `max` of the items (all when there are fewer), in their order. */
  some<Item>(items: readonly Item[], min: number, max: number): Item[];
}

export type Seed = readonly (string | number)[];

/** mulberry32: small, fast, and good enough to roll dice. */
export function randomOf(...seed: Seed): Random {
  let state = hashOf(seed.join("/"));
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (items) => {
      if (items.length === 0) throw new Error("There is nothing to pick from");
      return items[int(0, items.length - 1)]!;
    },
    some: (items, min, max) => {
      const left = [...items.keys()];
      const taken = new Set<number>();
      for (let count = int(min, max); count > 0 && left.length > 0; count--)
        taken.add(left.splice(int(0, left.length - 1), 1)[0]!);
      return items.filter((_, index) => taken.has(index));
    },
  };
}

/** 32 bits of FNV-1a, stirred once more so that texts that differ in their end only differ everywhere. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
