import type { Answer, Expected, Path } from "./monolith.ts";

/**
 * What is wrong with an answer, in words; nothing when it equals the monolith's. Data must agree to the letter, order
 * of fields included. Errors must agree in their paths; where null has risen over several failing places GraphQL lets
 * the executor choose which of them it tells, so there one of them is enough.
 */
export function problemsOf(expected: Expected, actual: Answer): string[] {
  const problems: string[] = [];
  if (JSON.stringify(actual.data) !== JSON.stringify(expected.data)) problems.push("the data differ");

  const told = (actual.errors ?? []).map(({ path }) => path);
  const failing = new Set(expected.failing.map(textOf));
  const seen = new Set<string>();
  for (const path of told) {
    const text = path ? textOf(path) : "nowhere";
    if (!failing.has(text)) problems.push(`an error at ${text}, where nothing fails`);
    if (seen.has(text)) problems.push(`a second error at ${text}`);
    seen.add(text);
  }
  const risen = new Map<string, boolean>();
  for (const path of expected.failing) {
    const place = nullOn(expected.data, path);
    const isTold = seen.has(textOf(path));
    if (place.length === path.length && !isTold) problems.push(`no error at ${textOf(path)}`);
    if (place.length < path.length) risen.set(textOf(place), isTold || risen.get(textOf(place)) === true);
  }
  for (const [place, isTold] of risen) if (!isTold) problems.push(`no error says why ${place} is null`);
  return problems;
}

/** The path up to the null that ends it, or all of it. */
export function nullOn(data: unknown, path: Path): Path {
  let value = data;
  for (const [depth, key] of path.entries()) {
    if (value === null || value === undefined) return path.slice(0, depth);
    value = (value as Record<string | number, unknown>)[key];
  }
  return path;
}

export function textOf(path: Path): string {
  return path.length > 0 ? path.join(".") : "data";
}
