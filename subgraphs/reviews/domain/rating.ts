import type { Stars } from "./review.ts";

/** How many reviews gave each number of stars. */
export type StarCounts = Readonly<Record<Stars, number>>;

export const NO_STARS: StarCounts = { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 };

/** A product's reviews in one line of figures. */
export interface RatingSummary {
  readonly count: number;
  /** Two decimals; null without reviews. */
  readonly average: number | null;
  /** Always five rows, from 5 stars down to 1. */
  readonly histogram: readonly { readonly stars: Stars; readonly count: number }[];
}

/** From the best down, as shops draw it. */
const ROWS = [5, 4, 3, 2, 1] as const;

export function ratingSummaryOf(counts: StarCounts): RatingSummary {
  const histogram = ROWS.map((stars) => ({ stars, count: counts[stars] }));
  const count = histogram.reduce((sum, row) => sum + row.count, 0);
  const stars = histogram.reduce((sum, row) => sum + row.stars * row.count, 0);
  return { count, average: count === 0 ? null : Math.round((stars * 100) / count) / 100, histogram };
}
