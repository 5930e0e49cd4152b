import type { Answer, Expected, Path } from "./monolith.ts";
import type { Json } from "./truth.ts";

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

/**
 * What is wrong with an answer that was given while a subgraph was down: it lies between what needs nothing of that
 * subgraph and all there is, and an error tells of each null that is too many.
 */
export function problemsOfPartial(expected: Expected, actual: Answer): string[] {
  const told = (actual.errors ?? []).map(({ path }) => path);
  const problems: string[] = [];
  const missing: Path[] = [];
  const isExplained = (place: Path) => told.some((path) => path && path.length > 0 && isOnOneLine(path, place));
  const between = (least: unknown, given: unknown, full: unknown, at: Path): void => {
    if (given === null && full !== null) {
      missing.push(at);
      if (least !== null && least !== undefined)
        problems.push(`null at ${textOf(at)}, which needs nothing that is down`);
      if (!isExplained(at)) problems.push(`no error says why ${textOf(at)} is null`);
    } else if (typeof given !== "object" || given === null || typeof full !== "object" || full === null) {
      if (given !== full) problems.push(`a wrong value at ${textOf(at)}`);
    } else if (Object.keys(given).join() !== Object.keys(full).join()) {
      problems.push(`other fields at ${textOf(at)}`);
    } else {
      for (const [key, value] of Object.entries(full))
        between((least as Json | null)?.[key], (given as Json)[key], value, [
          ...at,
          Array.isArray(full) ? Number(key) : key,
        ]);
    }
  };
  between(expected.least, actual.data, expected.data, []);
  for (const path of told) {
    if (!path) problems.push("an error at nowhere");
    // A fetch that failed may turn out to have left nothing out; but it has to be told where the client asked.
    else if (valueAt(actual.data, path) === undefined && !missing.some((place) => isOnOneLine(path, place)))
      problems.push(`an error at ${textOf(path)}, which is not in the answer`);
  }
  for (const path of expected.failing) {
    const place = nullOn(actual.data, path);
    if (valueAt(actual.data, place) === null && !isExplained(place)) problems.push(`no error at ${textOf(path)}`);
  }
  return problems;
}

/** Null when a null lies on the way. */
function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const key of path) {
    if (value === null) return null;
    value = (value as Json | undefined)?.[key];
  }
  return value;
}

function isOnOneLine(one: Path, other: Path): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.every((key, index) => key === long[index]);
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
