import { destination } from "pino";

/** Lines wait for each other: a system call for each would cost more than the line. */
const CHARACTERS_MIN = 65_536;
const FLUSH_MS = 100;

/** Where a program's log goes by default, without holding it up. What waits is written when the process ends. */
export function standardOutput(): { write(line: string): void } {
  const output = destination({ dest: 1, sync: false });
  // Gathered here and not by the destination, which copies all that waits with each line that comes.
  let lines: string[] = [];
  let characters = 0;
  const flush = () => {
    if (lines.length === 0) return;
    output.write(lines.join(""));
    lines = [];
    characters = 0;
  };
  setInterval(flush, FLUSH_MS).unref();
  process.on("exit", () => {
    flush();
    output.flushSync();
  });
  return {
    write: (line) => {
      lines.push(line);
      characters += line.length;
      if (characters >= CHARACTERS_MIN) flush();
    },
  };
}
