import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/sources.ts";

/** One known bug: `tests/planted/NAME.patch`. */
export interface Patch {
  readonly name: string;
  readonly file: string;
  /** The test files that must turn red. */
  readonly tests: readonly string[];
  /** A pattern of test names, where one test of the files is enough. */
  readonly only: string | undefined;
}

const FOLDER = join(root, "tests/planted");
const ENDING = ".patch";

/** All of them, or those of these names. */
export function readPatches(names: readonly string[]): Patch[] {
  const known = readdirSync(FOLDER)
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length))
    .sort();
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`There is no ${unknown.join(", ")} among: ${known.join(", ")}`);
  return known.filter((name) => names.length === 0 || names.includes(name)).map(readPatch);
}

/** git ignores what stands before the first `diff`, so the header can say what is broken and who notices. */
function readPatch(name: string): Patch {
  const file = join(FOLDER, name + ENDING);
  const [header = ""] = readFileSync(file, "utf8").split(/^diff /m);
  const tests = /^# Tests: (.+)$/m.exec(header)?.[1]?.trim().split(/\s+/);
  if (!header.startsWith("# ") || !tests)
    throw new Error(`${file} must start with "# what is broken" and "# Tests: FILE …"`);
  return { name, file, tests, only: /^# Only: (.+)$/m.exec(header)?.[1]?.trim() };
}
