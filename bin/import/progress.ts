import { statSync } from "node:fs";
import { MultiBar, Presets } from "cli-progress";
import type { Problem } from "./row.ts";
import type { ImportCounts } from "./run-import.ts";

/** Without a terminal: a line this often, so that a log stays readable. */
const LINE_EVERY_MS = 2_000;

/** What the person sees while it runs. */
export interface Progress {
  step(message: string): void;
  onBytes(bytes: number): void;
  onProgress(counts: ImportCounts): void;
  onProblem(line: number, problem: Problem): void;
  stop(): void;
}

export function startProgress(file: string): Progress {
  const bytesMax = statSync(file).size;
  return process.stderr.isTTY ? barOf(bytesMax) : linesOf(bytesMax);
}

export function inWords({ created, changed, unchanged, refused }: ImportCounts): string {
  return `${created} new, ${changed} changed, ${unchanged} unchanged, ${refused} refused`;
}

function problemLine(line: number, { field, reason }: Problem): string {
  return `line ${line}: ${field}: ${reason}`;
}

function barOf(bytesMax: number): Progress {
  const format = "{bar} {percentage} % of the file | {rows}";
  const bars = new MultiBar({ format, clearOnComplete: false, hideCursor: true }, Presets.shades_classic);
  const bar = bars.create(bytesMax, 0, { rows: "starting" });
  return {
    step: (message) => bar.update({ rows: message }),
    onBytes: (bytes) => bar.increment(bytes),
    onProgress: (counts) => bar.update({ rows: inWords(counts) }),
    onProblem: (line, problem) => bars.log(`${problemLine(line, problem)}\n`),
    stop: () => {
      if (bars.isActive) bars.stop();
    },
  };
}

function linesOf(bytesMax: number): Progress {
  let bytesRead = 0;
  let saidAtMs = Date.now();
  const say = (text: string) => void process.stderr.write(`${text}\n`);
  return {
    step: (message) => say(`… ${message}`),
    onBytes: (bytes) => void (bytesRead += bytes),
    onProgress: (counts) => {
      if (Date.now() - saidAtMs < LINE_EVERY_MS) return;
      saidAtMs = Date.now();
      say(`${Math.floor((100 * bytesRead) / bytesMax)} % of the file: ${inWords(counts)}`);
    },
    onProblem: (line, problem) => say(problemLine(line, problem)),
    stop: () => {},
  };
}
