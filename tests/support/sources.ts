import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

export interface Source {
  /** From the root, with slashes: `subgraphs/orders/domain/order.ts`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

export interface Import {
  /** A path from the root, or a package's name. */
  readonly target: string;
  readonly ours: boolean;
  readonly typeOnly: boolean;
  /** The names taken, `*` for all. */
  readonly names: readonly string[];
}

/** Every file git knows or would add, so that ignored folders do not count. */
export function allFiles(): string[] {
  const output = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: root, encoding: "utf8" });
  return output.split("\n").filter((path) => path && existsSync(join(root, path)));
}

export function sources(): Source[] {
  return allFiles()
    .filter((path) => /\.m?[jt]s$/.test(path) && !path.endsWith(".d.mts"))
    .map((path) => {
      const text = readFileSync(join(root, path), "utf8");
      return { path, text, imports: importsOf(path, text) };
    });
}

const STATIC = /^\s*(?:import|export)\s+(type\s+)?([^"'`;]*?)\s*from\s+["']([^"']+)["']/gm;
const BARE = /^\s*import\s+["']([^"']+)["']/gm;
const DYNAMIC = /import\(\s*["']([^"']+)["']\s*\)/g;

function importsOf(path: string, text: string): Import[] {
  const found = [...text.matchAll(STATIC)].map(([, type, clause = "", specifier = ""]) => {
    const names = namesOf(clause);
    const typeOnly =
      type !== undefined ||
      (names.length > 0 &&
        clause
          .replace(/[{}]/g, "")
          .split(",")
          .every((part) => /^\s*(type\s|$)/.test(part)));
    return { ...resolve(path, specifier), typeOnly, names };
  });
  const whole = [...text.matchAll(BARE), ...text.matchAll(DYNAMIC)].map(([, specifier = ""]) => {
    return { ...resolve(path, specifier), typeOnly: false, names: ["*"] };
  });
  return [...found, ...whole];
}

function namesOf(clause: string): string[] {
  if (clause.includes("*")) return ["*"];
  const listed = /\{([^}]*)\}/.exec(clause)?.[1]?.split(",") ?? [];
  return listed
    .map((part) =>
      part
        .replace(/\btype\s/, "")
        .split(/\sas\s/)[0]!
        .trim(),
    )
    .filter(Boolean);
}

function resolve(from: string, specifier: string): { target: string; ours: boolean } {
  if (specifier.startsWith("#")) return { target: specifier.slice(1), ours: true };
  if (specifier.startsWith(".")) return { target: normalize(join(dirname(from), specifier)), ours: true };
  return { target: specifier, ours: false };
}
