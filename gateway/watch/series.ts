/** A label's values beyond its bound, and the absence of one: no client can name itself so in GraphQL. */
const OTHER = "(other)";
const NONE = "(none)";
const VALUE_LENGTH_MAX = 100;

/** The value as it may be told: itself while there is room for it. */
export type Label = (value: string | undefined) => string;

/** Tells `valuesMax` values of a label apart, the reserved ones and then the first to come; the rest are one. */
export function boundedLabel(valuesMax: number, reserved: readonly string[] = []): Label {
  const known = new Map(reserved.map((value) => [value, value]));
  return (value) => {
    if (!value) return NONE;
    const kept = known.get(value);
    if (kept !== undefined) return kept;
    if (value.length > VALUE_LENGTH_MAX || known.size >= valuesMax) return OTHER;
    const copy = copyOf(value);
    known.set(copy, copy);
    return copy;
  };
}

/** Counts by the values of a few labels. */
export interface SeriesTable<Series> {
  /** The counts of these values, in the order of the labels; what comes after `seriesMax` others shares some. */
  of(...values: readonly (string | undefined)[]): Series;
  all(): Iterable<{ readonly labels: Readonly<Record<string, string>>; readonly series: Series }>;
}

/**
 * @param folds what is no longer told apart when there are `seriesMax` series, step by step: with as many after the
 *   first step the second is taken, too. What no step names is told apart for ever, within its own bound.
 */
export function seriesTable<Series>(
  labels: Readonly<Record<string, Label>>,
  seriesMax: number,
  make: () => Series,
  folds: readonly (readonly string[])[] = [Object.keys(labels)],
): SeriesTable<Series> {
  const names = Object.keys(labels);
  const bounds = Object.values(labels);
  const rows = new Map<string, { labels: Record<string, string>; series: Series }>();

  const counts = [...folds.map(() => 0), 0];
  const rowOf = (values: readonly string[], step: number): Series => {
    const key = values.join("\n");
    const known = rows.get(key);
    if (known) return known.series;
    const folded = counts[step]! >= seriesMax && folds[step];
    if (folded)
      return rowOf(
        values.map((value, n) => (folded.includes(names[n]!) ? OTHER : value)),
        step + 1,
      );
    counts[step]! += 1;
    const row = { labels: Object.fromEntries(names.map((name, n) => [name, values[n]!])), series: make() };
    rows.set(key, row);
    return row.series;
  };

  return {
    of: (...values: (string | undefined)[]) => {
      // In place: it happens several times a request.
      for (let n = 0; n < bounds.length; n += 1) values[n] = bounds[n]!(values[n]);
      return rowOf(values as string[], 0);
    },
    all: () => rows.values(),
  };
}

/** A name cut out of a document would keep the whole document in memory. */
function copyOf(value: string): string {
  return Buffer.from(value).toString();
}
