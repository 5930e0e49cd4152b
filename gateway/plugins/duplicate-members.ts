/** Strings, with the colon that makes one a member's name, and the brackets around. */
const TOKENS = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g;

/**
 * True for a JSON object that names a member twice (RFC 7519, 4: claims are unique). Parsers disagree on which of the
 * two counts, and what two readers read differently nobody has signed.
 */
export function hasDuplicateMembers(json: string): boolean {
  const names = new Set<string>();
  let depth = 0;
  for (const [token, colon] of json.matchAll(TOKENS)) {
    if (token === "{" || token === "[") depth += 1;
    else if (token === "}" || token === "]") depth -= 1;
    else if (colon !== undefined && depth === 1) {
      const name = JSON.parse(token.slice(0, -colon.length)) as string;
      if (names.has(name)) return true;
      names.add(name);
    }
  }
  return false;
}
