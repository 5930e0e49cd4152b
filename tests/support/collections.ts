import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import "#bin/young-objects.ts";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as (options?: { type: "minor" }) => void;

/** Bytes that are old after a piece of work and were not before: the dead among them stay until a full collection. */
export async function becameOld(work: () => unknown): Promise<number> {
  gc();
  gc();
  const before = oldBytes();
  await work();
  collectYoung();
  return oldBytes() - before;
}

/** What survives it twice is old. */
export function collectYoung(): void {
  gc({ type: "minor" });
}

function oldBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === "old_space")!.space_used_size;
}
