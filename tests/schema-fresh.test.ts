import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { before, test } from "node:test";
import { createContext, executeCodegen, parseArgv } from "@graphql-codegen/cli";
import { compose } from "#bin/compose.ts";
import { allFiles, root } from "./support/sources.ts";

/** What is generated is committed, so that readers and reviews see it; these tests prove that it is today's. */
test("the committed schemas are what the contracts compose to, without a hint", () => {
  const composed = new Map([...compose()].map(([path, text]) => [`schema/${path}`, text]));
  const stale = [...composed].filter(([path, text]) => textOf(path) !== text).map(([path]) => path);
  const left = committed(/^schema\/subgraphs\//).filter((path) => !composed.has(path));

  assert.deepEqual({ stale, left }, { stale: [], left: [] }, "run `npm run compose`");
});

let generated: ReadonlyMap<string, string>;
before(async () => {
  generated = await generate();
});

test("the committed types are what codegen makes of the schemas today", () => {
  const stale = [...generated].filter(([path, text]) => textOf(path) !== text).map(([path]) => path);

  assert.deepEqual(stale, [], "run `npm run codegen`");
});

test("no generated file is left over that codegen no longer makes", () => {
  const left = committed(/\.generated\.ts$|^clients\/[^/]+\/generated\//).filter((path) => !generated.has(path));

  assert.deepEqual(left, []);
});

/** Runs codegen as `npm run codegen` does, and keeps what it would write instead of writing it. */
async function generate(): Promise<Map<string, string>> {
  const context = await createContext(parseArgv(["--config", join(root, "codegen.yml"), "--silent"]));
  context.cwd = root;
  const { result, error } = await executeCodegen(context);
  if (error) throw error;
  return new Map(result.map(({ filename, content }) => [relative(root, resolve(root, filename)), content]));
}

function committed(pattern: RegExp): string[] {
  return allFiles().filter((path) => pattern.test(path));
}

/** Nothing for a file that is not there, which is as stale as can be. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), "utf8");
  } catch {
    return undefined;
  }
}
