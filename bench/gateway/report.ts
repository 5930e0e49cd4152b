import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import type { Case, Figures } from "./cases.ts";
import { cores, root } from "./processes.ts";

/** Figures by case title and target. */
export type Results = ReadonlyMap<string, ReadonlyMap<string, Figures>>;

/** What figures depend on, so that two runs can be compared. */
export function circumstances({ rounds, seconds }: { readonly rounds: number; readonly seconds: number }): string {
  const commit = execFileSync("git", ["describe", "--always", "--dirty"], { cwd: root, encoding: "utf8" }).trim();
  const { dependencies } = JSON.parse(readFileSync(join(root, "bench/peers/package.json"), "utf8"));
  const peers = Object.entries(dependencies).map(([name, version]) => `${name} ${version}`);
  const pinning = cores
    ? `target on core ${cores.target}, subgraphs and client on ${cores.others}`
    : "nothing pinned (taskset or a second core is missing)";
  return [
    `Agora ${commit}, Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model}), load ${loadavg()[0]!.toFixed(1)} at the start: ${pinning}`,
    `peers: ${peers.join(", ")}`,
    `${rounds} rounds of ${seconds} s in turn; the most requests/s and the least CPU count; one worker each`,
  ].join("\n");
}

const HEADS = ["req/s", "×", "CPU ms", "×", "p50 ms", "p99 ms", "busy", "RSS peak", "RSS now"];

/** × is the ratio to the first target. */
export function tableOf({ title, connections }: Case, figures: ReadonlyMap<string, Figures>): string {
  const [first] = figures.values();
  const rows = [...figures].map(([name, its]) =>
    row(name, [
      its.requestsPerSecond.toFixed(0),
      (its.requestsPerSecond / first!.requestsPerSecond).toFixed(2),
      its.cpuMs.toFixed(3),
      (its.cpuMs / first!.cpuMs).toFixed(3),
      its.p50.toFixed(1),
      its.p99.toFixed(1),
      `${(its.busy * 100).toFixed(0)} %`,
      its.memoryPeak.toFixed(0),
      its.memoryNow.toFixed(0),
    ]),
  );
  return [`\n${title} (${connections} connections)`, row("", HEADS), ...rows].join("\n");
}

function row(name: string, cells: readonly string[]): string {
  return name.padEnd(18) + cells.map((cell) => cell.padStart(9)).join("");
}
