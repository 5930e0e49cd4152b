import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { allFiles, root, type Source, sources } from "./support/sources.ts";

/** The house rules that a machine can hold: docs/architecture.md says why each of them is there. */
const all = sources();
const files = allFiles();
const isTest = ({ path }: Source) =>
  path.endsWith(".test.ts") || path.startsWith("tests/") || path.startsWith("bench/");
/** The client preset of codegen writes a whole folder; not every file of it is needed. */
const GENERATED_FOLDER = /^clients\/[^/]+\/generated\//;
const isGenerated = ({ path }: Source) => path.endsWith(".generated.ts") || GENERATED_FOLDER.test(path);
const product = all.filter((source) => !isTest(source) && !isGenerated(source));

/** What a room may import of ours besides itself; kernel/ and the types of schema/events.ts are open to all. */
const ROOMS: readonly { room: RegExp; mayImport: readonly RegExp[] }[] = [
  { room: /^kernel\//, mayImport: [] },
  { room: /^schema\//, mayImport: [] },
  { room: /^gateway\//, mayImport: [] },
  { room: /^clients\//, mayImport: [/^schema\//] },
  { room: /^bin\//, mayImport: [/^(gateway|schema|subgraphs|clients)\//] },
  ...subgraphRooms("api", ["commands", "domain", "ports"]),
  ...subgraphRooms("commands", ["domain", "ports"]),
  ...subgraphRooms("domain", []),
  ...subgraphRooms("remote", ["domain", "ports"]),
  ...subgraphRooms("store", ["domain", "ports"]),
  ...subgraphRooms("ports", ["domain"]),
  ...subgraphRooms("subgraph", ["api", "ports"]),
];
const SUBGRAPH_NAMES = [...new Set(files.flatMap((path) => /^subgraphs\/([^/]+)\//.exec(path)?.[1] ?? []))];
const TOP_LEVEL =
  /^(bin|bench|clients|deploy|docs|gateway|kernel|schema|subgraphs|tests|\.ci)\/|^(codegen\.yml|docker-compose\.yml|package(-lock)?\.json|tsconfig\.json|README\.md|LICENSE|\.[a-z]+rc(\.json)?|\.(git|docker|prettier)ignore)$/;
const LINES_PER_FILE_MAX = 320;
const README_LINES_MAX = 30;

function subgraphRooms(name: string, may: readonly string[]) {
  const names = [...new Set(allFiles().flatMap((path) => /^subgraphs\/([^/]+)\//.exec(path)?.[1] ?? []))];
  return names.map((subgraph) => ({
    room: new RegExp(`^subgraphs/${subgraph}/${name}(/|\\.ts$)`),
    mayImport: may.map((other) => new RegExp(`^subgraphs/${subgraph}/${other}(/|\\.ts$)`)),
  }));
}

test("rooms import by the map", () => {
  const violations = product.flatMap((source) => {
    const rule = ROOMS.find(({ room }) => room.test(source.path));
    if (!rule) return [];
    return source.imports
      .filter(({ ours, target, typeOnly }) => {
        if (!ours || rule.room.test(target)) return false;
        if (target.startsWith("kernel/") || (target === "schema/events.ts" && typeOnly)) return false;
        return !rule.mayImport.some((room) => room.test(target));
      })
      .map(({ target }) => `${source.path} must not import ${target}`);
  });
  assert.deepEqual(violations, []);
});

test("every import of ours exists", () => {
  const known = new Set(files);
  const missing = all.flatMap(({ path, imports }) =>
    imports.filter(({ ours, target }) => ours && !known.has(target)).map(({ target }) => `${path} imports ${target}`),
  );
  assert.deepEqual(missing, []);
});

test("subgraphs have the rooms of the plan and no others", () => {
  const ROOM =
    /^subgraphs\/[^/]+\/((api|commands|domain|remote|store)\/.+|ports\.ts|schema\.graphql|subgraph\.ts|README\.md)$/;
  assert.deepEqual(
    files.filter((path) => path.startsWith("subgraphs/") && path !== "subgraphs/README.md" && !ROOM.test(path)),
    [],
  );
  assert.deepEqual(
    files.filter((path) => !TOP_LEVEL.test(path)),
    [],
  );
});

test("files are named in kebab-case and hold one idea each", () => {
  const badlyNamed = all.filter(
    ({ path }) => !/^([a-z0-9.-]+\/)*[a-z0-9-]+(\.(test|generated|d))?\.m?[jt]s$/.test(path),
  );
  const long = product.filter(({ text }) => text.split("\n").length > LINES_PER_FILE_MAX);
  assert.deepEqual(
    badlyNamed.map(({ path }) => path),
    [],
  );
  assert.deepEqual(
    long.map(({ path, text }) => `${path}: ${text.split("\n").length} lines`),
    [],
  );
});

test("no barrels, no default exports, no unfinished marks", () => {
  const FORBIDDEN = [
    /^export \* from/m,
    // The test runner wants its reporters that way.
    /^export default(?! async function\* \w+Reporter\()/m,
    /\b(TODO|FIXME|XXX)\b/,
    /@ts-(ignore|nocheck)/,
    /\.(skip|only)\(/,
  ];
  const self = "tests/tidy.test.ts";
  const found = all
    .filter(({ path }) => path !== self && !/\.generated\.ts$|\/generated\//.test(path))
    .flatMap(({ path, text }) =>
      FORBIDDEN.filter((pattern) => pattern.test(text)).map((pattern) => `${path}: ${pattern}`),
    );
  assert.deepEqual(found, []);
});

test("the domain is synchronous and knows no clock", () => {
  const domain = product.filter(({ path }) => /^subgraphs\/[^/]+\/domain\//.test(path));
  const impure = domain.filter(({ text }) =>
    /\b(async|await)\b(?=[ (])|new Date\(\)|Date\.now\(|Math\.random\(|randomUUID/.test(withoutComments(text)),
  );
  assert.deepEqual(
    impure.map(({ path }) => path),
    [],
  );
});

test("every exported value is used by another file, every exported type somewhere", () => {
  const taken = new Map<string, Set<string>>();
  for (const { imports } of all) {
    for (const { target, names } of imports) {
      const set = taken.get(target) ?? new Set();
      names.forEach((name) => set.add(name));
      taken.set(target, set);
    }
  }
  const config = readFileSync(join(root, "codegen.yml"), "utf8");
  const dead = product.flatMap(({ path, text }) =>
    exportsOf(text)
      .filter(({ name, isType }) => {
        const names = taken.get(path);
        if (names?.has(name) || names?.has("*") || config.includes(path)) return false;
        if (isType)
          return [...text.matchAll(new RegExp(`\\b${name}\\b`, "g"))].length < 2 && !config.includes(`#${name}`);
        return true;
      })
      .map(({ name }) => `${path}: ${name}`),
  );
  assert.deepEqual(dead, []);
});

test("every file is reached from a script, a test or a bench", () => {
  const scripts = ["package.json", "codegen.yml", ".ci/run"]
    .map((path) => readFileSync(join(root, path), "utf8"))
    .join();
  const byPath = new Map(all.map((source) => [source.path, source]));
  const queue = all
    .filter(({ path }) => path.endsWith(".test.ts") || path.startsWith("bench/") || scripts.includes(path))
    .map(({ path }) => path);
  const reached = new Set(queue);
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    for (const { target } of byPath.get(path)?.imports ?? []) {
      if (reached.has(target) || !byPath.has(target)) continue;
      reached.add(target);
      queue.push(target);
    }
    for (const [mentioned] of byPath.get(path)?.text.matchAll(/\b(?:bin|tests|clients)\/[\w./-]+\.m?ts\b/g) ?? []) {
      if (reached.has(mentioned) || !byPath.has(mentioned)) continue;
      reached.add(mentioned);
      queue.push(mentioned);
    }
  }
  assert.deepEqual(
    all.map(({ path }) => path).filter((path) => !reached.has(path) && !GENERATED_FOLDER.test(path)),
    [],
  );
});

test("every subgraph introduces itself in a README of at most 30 lines", () => {
  for (const name of SUBGRAPH_NAMES) {
    const path = `subgraphs/${name}/README.md`;
    assert.ok(files.includes(path), `${path} is missing`);
    assert.ok(
      readFileSync(join(root, path), "utf8").trim().split("\n").length <= README_LINES_MAX,
      `${path} is too long`,
    );
  }
});

function exportsOf(text: string): { name: string; isType: boolean }[] {
  const declared = [
    ...text.matchAll(/^export (?:declare )?(async function\*?|function\*?|const|class|interface|type) (\w+)/gm),
  ];
  return declared.map(([, kind, name]) => ({ name: name!, isType: kind === "interface" || kind === "type" }));
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
}
