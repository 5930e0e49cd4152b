import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Of the kernel's clock in /proc (USER_HZ): the same on every Linux that node runs on. */
const TICK_MS = 10;

/** CPU milliseconds that a process and all that came from it have used so far; Linux only, elsewhere NaN. */
export function cpuMsOf(pid: number): number {
  try {
    return familyOf(pid).reduce((sum, { ticks }) => sum + ticks, 0) * TICK_MS;
  } catch {
    return Number.NaN;
  }
}

/** A process and all that came from it; Linux only. */
export function familyOf(pid: number): Stat[] {
  const parents = new Map(processes().map((stat) => [stat.pid, stat]));
  const isOurs = (stat: Stat): boolean => {
    if (stat.pid === pid) return true;
    const parent = parents.get(stat.parent);
    return parent !== undefined && isOurs(parent);
  };
  return [...parents.values()].filter(isOurs);
}

/** The embedded PostgreSQL's main process. */
export function postgresPid(data: string): number {
  return Number(readFileSync(join(data, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
}

interface Stat {
  readonly pid: number;
  readonly parent: number;
  /** Its own and its ended children's, in user and kernel mode. */
  readonly ticks: number;
}

function processes(): Stat[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const text = readFileSync(`/proc/${name}/stat`, "utf8");
        const fields = text
          .slice(text.lastIndexOf(")") + 2)
          .split(" ")
          .map(Number);
        return [
          { pid: Number(name), parent: fields[1]!, ticks: fields[11]! + fields[12]! + fields[13]! + fields[14]! },
        ];
      } catch {
        return [];
      }
    });
}
