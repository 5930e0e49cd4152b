import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type ImportOptions, type ImportResult, runImport } from "#bin/import/run-import.ts";
import { openCatalogStore } from "#bin/subgraphs/catalog.ts";
import { systemClock } from "#kernel/clock.ts";
import { randomIds } from "#kernel/id.ts";
import { silentLog } from "#kernel/log.ts";
import { localSignals } from "#kernel/signals.ts";
import type { TestSubgraph } from "./subgraph.ts";

const directory = mkdtempSync(join(tmpdir(), "agora-import-"));
let files = 0;

/** A file of these lines; what is not text is written as JSON. */
export function fileOf(lines: readonly unknown[], { gzip = false } = {}): string {
  const text = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
  const file = join(directory, `${files++}.ndjson${gzip ? ".gz" : ""}`);
  writeFileSync(file, gzip ? gzipSync(text) : text);
  return file;
}

/** Imports as `npm run import` does, with a pool of its own; `problems` as they are told. */
export async function importInto(
  catalog: TestSubgraph,
  options: Pick<ImportOptions, "file"> & Partial<ImportOptions>,
): Promise<ImportResult & { problems: string[] }> {
  const problems: string[] = [];
  const connection = catalog.database.connectionOf("catalog");
  const { database, store } = await openCatalogStore({ connection, signals: localSignals(), log: silentLog });
  try {
    const result = await runImport({
      onError: "report",
      store,
      clock: systemClock,
      ids: randomIds,
      onProblem: (line, { field, reason }) => problems.push(`line ${line}: ${field}: ${reason}`),
      ...options,
    });
    return { ...result, problems };
  } finally {
    await database.close();
  }
}

/** The least row there is. */
export function rowOf(n: number, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { externalRef: `row-${n}`, title: `Row ${n}`, sku: `ROW-${n}`, prices: { INR: 1_000 + n }, ...more };
}
