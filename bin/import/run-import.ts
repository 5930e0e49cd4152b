import { randomUUID } from "node:crypto";
import type { Clock } from "#kernel/clock.ts";
import type { Ids } from "#kernel/id.ts";
import { importProducts } from "#subgraphs/catalog/commands/import-products.ts";
import { IMPORT_BATCH_SIZE } from "#subgraphs/catalog/domain/import.ts";
import type { ProductStore } from "#subgraphs/catalog/ports.ts";
import { isIcecat, readIcecatRow } from "./icecat-row.ts";
import { type Line, linesOf, UnreadableFileError } from "./lines.ts";
import { readNativeRow, unknownColumns } from "./native-row.ts";
import type { Problem, ReadRow } from "./row.ts";

export type OnError = "stop" | "skip" | "report";
export type Format = "native" | "icecat";

export interface ImportOptions {
  readonly file: string;
  readonly onError: OnError;
  /** Undefined: told from the first row. */
  readonly format?: Format;
  readonly store: ProductStore;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Ends the run after the batch in hand. */
  readonly interrupt?: AbortSignal;
  /** Of the file as it lies on disk. */
  onBytes?(bytes: number): void;
  onProgress?(counts: ImportCounts): void;
  /** Every problem, in the order of the file within a batch. */
  onProblem?(line: number, problem: Problem): void;
}

export interface ImportCounts {
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
}

export interface ImportResult extends ImportCounts {
  /** Why it ended before the end of the file. */
  readonly stopped?: string;
  /** Columns that are not known, and were not read. */
  readonly ignoredColumns: readonly string[];
}

/**
 * Reads a file into the catalogue, batch by batch; the next batch is read while one is written. Interrupted anywhere it
 * can simply be run again: what is there already is recognised by its externalRef and left alone.
 */
export async function runImport(options: ImportOptions): Promise<ImportResult> {
  const run = new Run(options);
  let stopped: string | undefined;
  try {
    for await (const line of linesOf(options.file, options.onBytes ?? (() => {}))) {
      run.read(line);
      if (run.isStopped || options.interrupt?.aborted) break;
      if (run.isFull) await run.flush();
    }
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    stopped = `the file cannot be read to its end: ${error.message}`;
  }
  await run.finish();
  if (options.interrupt?.aborted) stopped = "it was interrupted";
  if (run.isStopped) stopped = "a line was refused";
  return { ...run.counts, stopped, ignoredColumns: [...run.ignored] };
}

class Run {
  counts: ImportCounts = { created: 0, changed: 0, unchanged: 0, refused: 0 };
  isStopped = false;
  readonly ignored = new Set<string>();
  readonly #options: ImportOptions;
  readonly #requestId = `import-${randomUUID()}`;
  /** The line each externalRef stands in: a file says each product once. */
  readonly #lineOf = new Map<string, number>();
  #format: Format | undefined;
  #batch: ReadRow[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(options: ImportOptions) {
    this.#options = options;
    this.#format = options.format;
  }

  get isFull(): boolean {
    return this.#batch.length >= IMPORT_BATCH_SIZE;
  }

  read({ number, content }: Line): void {
    if ("problem" in content) return this.#refuse(number, [{ field: "row", reason: content.problem }]);
    const value = parseJson(content.text);
    if (value === undefined) return this.#refuse(number, [{ field: "row", reason: "is not JSON" }]);
    if (typeof value !== "object" || value === null || Array.isArray(value))
      return this.#refuse(number, [{ field: "row", reason: "must be a JSON object" }]);
    this.#format ??= isIcecat(value) ? "icecat" : "native";
    if (this.#format === "native") unknownColumns(value).forEach((name) => this.ignored.add(name));
    const result = this.#format === "icecat" ? readIcecatRow(value, number) : readNativeRow(value, number);
    if ("problems" in result) return this.#refuse(number, result.problems);
    const { externalRef } = result.row;
    const before = this.#lineOf.get(externalRef);
    if (before !== undefined)
      return this.#refuse(number, [
        { field: result.columnOf(["externalRef"]), reason: `stands in line ${before} already` },
      ]);
    this.#lineOf.set(externalRef, number);
    this.#batch.push(result);
  }

  /** Waits for the batch before, then lets this one be written while the next is read. */
  async flush(): Promise<void> {
    await this.#writing;
    const batch = this.#batch;
    this.#batch = [];
    this.#writing = this.#write(batch);
    // It is awaited later; until then a failure must not count as unhandled.
    this.#writing.catch(() => {});
  }

  async finish(): Promise<void> {
    await this.flush();
    await this.#writing;
  }

  async #write(batch: readonly ReadRow[]): Promise<void> {
    if (batch.length === 0) return;
    const outcomes = await importProducts(
      this.#options,
      batch.map(({ row }) => row),
      this.#requestId,
    );
    outcomes.forEach((outcome, index) => {
      if (outcome.type !== "refused") this.counts = { ...this.counts, [outcome.type]: this.counts[outcome.type] + 1 };
      else
        this.#refuse(
          outcome.line,
          outcome.problems.map(({ path, reason }) => ({ field: batch[index]!.columnOf(path), reason })),
        );
    });
    this.#options.onProgress?.(this.counts);
  }

  #refuse(line: number, problems: readonly Problem[]): void {
    this.counts = { ...this.counts, refused: this.counts.refused + 1 };
    problems.forEach((problem) => this.#options.onProblem?.(line, problem));
    if (this.#options.onError === "stop") this.isStopped = true;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
