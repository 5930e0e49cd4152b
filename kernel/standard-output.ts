import { destination } from "pino";

/** Small beside a pipe: while its reader keeps up, workers that share one do not write into each other's lines. */
const WRITTEN_BYTES_MIN = 12_288;
const GATHERED_CHARACTERS_MIN = 2_048;
const FLUSH_MS = 100;

/**
 * Where a program's log goes by default, without holding it up: a system call for each line would cost more than the
 * line. What waits is written when the process ends; a write under way then is not waited for, so whoever ends a process
 * in order gives it a moment after the last rush.
 */
export function standardOutput(): { write(line: string): void } {
  const output = destination({ dest: 1, sync: false, minLength: WRITTEN_BYTES_MIN });
  // Gathered here first, since the destination copies all that waits with each piece that comes.
  let lines: string[] = [];
  let characters = 0;
  const handOver = () => {
    if (lines.length > 0) output.write(lines.join(""));
    lines = [];
    characters = 0;
  };
  const timer = setInterval(() => {
    handOver();
    output.flush();
  }, FLUSH_MS);
  timer.unref();
  process.on("exit", () => {
    // First what would make the rest enough for a write that nobody waits for any more.
    output.flushSync();
    handOver();
    output.flushSync();
  });
  return {
    write: (line) => {
      lines.push(line);
      characters += line.length;
      if (characters >= GATHERED_CHARACTERS_MIN) handOver();
    },
  };
}
