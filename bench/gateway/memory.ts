import { readFileSync } from "node:fs";
import { familyOf } from "../cpu.ts";

/** Resident memory in MB of the largest process of a target (its worker): at its peak since it started, and now. */
export function memoryOf(pid: number): { readonly peak: number; readonly now: number } {
  try {
    const statuses = familyOf(pid).map((stat) => readFileSync(`/proc/${stat.pid}/status`, "utf8"));
    const most = (field: string) => Math.max(...statuses.map((status) => megabytes(status, field)));
    return { peak: most("VmHWM"), now: most("VmRSS") };
  } catch {
    return { peak: Number.NaN, now: Number.NaN };
  }
}

function megabytes(status: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? Number.NaN) / 1_024;
}
