import { PlatformStartError } from "../start-error.ts";

/** What a person can do about what PostgreSQL says; the first that matches counts. */
const REMEDIES: readonly (readonly [RegExp, (folder: string) => string])[] = [
  [/^chown|^setpriv/, () => "Start Agora as an ordinary user: this root may not run a program as another."],
  [
    /No space left|Disk quota exceeded|ENOSPC|EDQUOT/,
    (folder) => `Free some space on the disk of ${folder}, then start again.`,
  ],
  [
    /Read-only file system|EROFS/,
    (folder) => `Mount the disk of ${folder} for writing, or choose another data folder.`,
  ],
  [
    /Permission denied|ownership|invalid permissions|EACCES|EPERM/,
    (folder) => `Start Agora as the owner of ${folder}, or give the folder to your user (chown -R).`,
  ],
  [/could not look up effective user/, () => "Start Agora as a user with a name (a line in /etc/passwd)."],
  [/administrative permissions/, () => "Start Agora from a terminal without administrator rights."],
  [
    /shared memory|semaphore|Cannot allocate memory/,
    () => "Free memory on this machine, or end another PostgreSQL, then start again.",
  ],
  [
    /control file|pg_control|checkpoint record|database system|could not (open|read) file|incompatible|invalid/,
    damageRemedy,
  ],
];

export function damageRemedy(folder: string): string {
  return `Restore ${folder} from a backup, or move it away to begin with an empty shop.`;
}

/** A program of PostgreSQL ended instead of doing its work; `words` is what it wrote. */
export function explainLog(program: string, folder: string, words: string): PlatformStartError {
  const said = lastUsefulLine(words);
  const remedy = REMEDIES.find(([pattern]) => pattern.test(said))?.[1](folder);
  return new PlatformStartError({
    message: `${program} failed in ${folder}: ${said}`,
    remedy: remedy ?? "Its log, postgres.log beside that folder, may say more.",
  });
}

/** Errors of the operating system become reasons; whatever else was thrown is a fault of ours and stays as it is. */
export function explainFault(folder: string, fault: unknown): unknown {
  if (!(fault instanceof Error) || fault instanceof PlatformStartError || !("syscall" in fault)) return fault;
  const { code, message, syscall, path } = fault as NodeJS.ErrnoException;
  if (syscall?.startsWith("spawn")) return explainSpawn(folder, message, code === "ENOENT" && path === "setpriv");
  const remedy = REMEDIES.find(([pattern]) => pattern.test(syscall === "chown" ? syscall : (code ?? "")))?.[1](folder);
  return new PlatformStartError({
    message: `The data folder ${folder} cannot be used: ${message}`,
    remedy: remedy ?? "Choose another data folder, or put this one in order.",
    cause: fault,
  });
}

function explainSpawn(folder: string, message: string, isSetprivMissing: boolean): PlatformStartError {
  return new PlatformStartError({
    message: isSetprivMissing
      ? `PostgreSQL refuses to run as root, and setpriv, which would run it in ${folder} as another user, is missing.`
      : `PostgreSQL cannot be started in ${folder}: ${message}`,
    remedy: isSetprivMissing
      ? "Start Agora as an ordinary user, or install setpriv (package util-linux)."
      : "Start Agora as an ordinary user; if it is one already, run `npm ci` again.",
  });
}

/** The reason stands in the last line of weight; what follows it tells how the server went down. */
function lastUsefulLine(words: string): string {
  const lines = words
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const line = lines.findLast((candidate) => /PANIC|FATAL|error:/.test(candidate)) ?? lines.at(-1) ?? "it said nothing";
  return line.replace(/^.*?(PANIC|FATAL|error):\s*/, "");
}
