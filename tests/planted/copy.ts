import { spawnSync } from "node:child_process";
import { appendFileSync, copyFileSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { allFiles, root } from "../support/sources.ts";
import type { Patch } from "./patches.ts";

/** A copy of the sources, as they are now, in which bugs can be planted. */
export interface Copy {
  readonly directory: string;
  /** False: the patch is not of these sources any more. */
  plant(patch: Patch): boolean;
  clean(): void;
}

/** git's own variables, which a hook sets, would lead it back to the checkout. */
const OWN_ENV = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_")));

export function copySources(directory: string): Copy {
  for (const path of allFiles()) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    copyFileSync(join(root, path), join(directory, path));
  }
  symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));

  const git = (...args: string[]) => spawnSync("git", args, { cwd: directory, env: OWN_ENV, encoding: "utf8" });
  const must = (...args: string[]) => {
    const { status, stderr, error } = git(...args);
    if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr || error}`);
  };
  must("init", "--quiet");
  must("config", "core.autocrlf", "false");
  appendFileSync(join(directory, ".git/info/exclude"), "node_modules\n");
  must("add", "--all");
  return {
    directory,
    plant: (patch) => git("apply", patch.file).status === 0,
    clean: () => must("checkout", "--quiet", "--", "."),
  };
}
