import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PlatformStartError } from "../start-error.ts";
import type { Place } from "./place.ts";
import { giveTo } from "./server-user.ts";

const PORT = 5432;
const SOCKET_FILE = `.s.PGSQL.${PORT}`;
/** `sun_path` in <sys/un.h>, less the closing zero. */
const SOCKET_PATH_BYTES_MAX = process.platform === "linux" ? 107 : 103;
/** Above begin the ports that Linux hands out to outgoing connections. */
const PORT_MIN = 20_000;
const PORT_MAX = 32_767;

/** Where the server listens, in PostgreSQL's own settings. */
export type Endpoint = Readonly<Record<string, string | number>>;

/** A unix socket that only we can reach; on Windows, where PostgreSQL's are unreliable, a port of the loopback. */
export async function chooseEndpoint(place: Place): Promise<Endpoint> {
  if (process.platform === "win32") return { listen_addresses: "127.0.0.1", port: await freePort() };
  const folder = socketFolder(place.directory);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!folder.startsWith(place.directory)) refuseForeign(folder, place);
  giveTo(place.user, folder);
  // Litter of a killed server: its lock file names a process id that may by now be somebody else's. None lives here, see clearAway.
  for (const file of [SOCKET_FILE, `${SOCKET_FILE}.lock`]) rmSync(join(folder, file), { force: true });
  return { listen_addresses: "", port: PORT, unix_socket_directories: folder, unix_socket_permissions: "0700" };
}

/** A deep data folder gets a short name elsewhere: the kernel takes no longer path for a socket. */
function socketFolder(directory: string): string {
  const short = `agora-${createHash("sha256").update(directory).digest("hex").slice(0, 16)}`;
  const folders = [join(directory, "socket"), join(tmpdir(), short), join("/tmp", short)];
  return folders.find((folder) => Buffer.byteLength(join(folder, SOCKET_FILE)) <= SOCKET_PATH_BYTES_MAX)!;
}

/** The temporary folder is everybody's: somebody else may have taken the name to listen in our stead. */
function refuseForeign(folder: string, { user }: Place): void {
  const entry = lstatSync(folder);
  const ours = [process.getuid?.(), user.kind === "other" ? user.uid : undefined];
  if (entry.isDirectory() && ours.includes(entry.uid) && (entry.mode & 0o077) === 0) return;
  throw new PlatformStartError({
    message: `The folder for PostgreSQL's socket, ${folder}, belongs to another user or is open to others.`,
    remedy: `Remove ${folder}, then start again.`,
  });
}

async function freePort(): Promise<number> {
  for (;;) {
    const port = PORT_MIN + Math.floor(Math.random() * (PORT_MAX - PORT_MIN));
    const probe = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      probe.once("error", () => resolve(false));
      probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}
