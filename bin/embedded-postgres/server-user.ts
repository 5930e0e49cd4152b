import { spawn, type ChildProcess } from "node:child_process";
import { chownSync, lchownSync, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { PlatformStartError } from "../start-error.ts";
import type { Binaries } from "./binaries.ts";

/** A descriptor above this is nobody's forgotten lock or pipe. */
const INHERITED_DESCRIPTOR_MAX = 4_096;
/** The numbers are those of <linux/capability.h>. */
const CAPABILITIES = [
  { name: "dac_read_search", bit: 2 },
  { name: "dac_override", bit: 1 },
] as const;

/** By whom PostgreSQL's programs are run: by us, or, since they refuse to run as root, by somebody else. */
export type ServerUser =
  | { readonly kind: "ourselves" }
  | { readonly kind: "other"; readonly uid: number; readonly gid: number; readonly capability?: string };

/**
 * Root runs the server as the owner of the data, so that the owner can start it again without root; data of root's own
 * goes to the user `postgres`, or `nobody`.
 */
export function chooseServerUser(directory: string, cluster: string, binaries: Binaries): ServerUser {
  if (process.getuid?.() !== 0) return { kind: "ourselves" };
  const users = readUsers();
  const data = statSync(cluster, { throwIfNoEntry: false });
  const owner = data?.uid ? data : users.find(({ uid }) => uid !== 0 && uid === statSync(directory).uid);
  const { uid, gid } = owner ??
    users.find(byName("postgres")) ??
    users.find(byName("nobody")) ?? { uid: 65_534, gid: 65_534 };
  const needed = [directory, binaries.postgres, join(binaries.native, "share/postgresql/postgres.bki")];
  const closed = needed.map((path) => closedFor(realpathSync(path), uid, gid)).find((path) => path !== undefined);
  return { kind: "other", uid, gid, capability: closed === undefined ? undefined : capabilityToPass(closed, uid) };
}

/**
 * Starts a program with none of our environment but the path, so that neither our secrets nor a PGOPTIONS of the shell
 * reach it, and with `output` for both its streams.
 *
 * The capability, where one is needed, lets the server pass folders that only root may enter (a clone in root's home,
 * in `mktemp -d`, an install under umask 077) without opening them to everybody. `dac_read_search` is the least that
 * does: pass and read everything, write only what we chowned; for SQL that means a superuser's pg_read_file reads as
 * root, and the superuser's password is root's file anyway. `no_setuid_fixup` keeps it effective in access(2) too, by
 * which the programs look for each other: the kernel drops it there for users other than root (capabilities(7)).
 */
export function spawnAs(
  user: ServerUser,
  program: string,
  args: string[],
  { output, detached }: { output: number; detached: boolean },
): ChildProcess {
  const options = { stdio: stdioOf(output), detached, env: environment(), cwd: "/", windowsHide: true };
  if (user.kind === "ourselves") return spawn(program, args, options);
  const { uid, gid, capability } = user;
  if (!capability) return spawn(program, args, { ...options, uid, gid });
  const flags = [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", "--securebits=+no_setuid_fixup"];
  const capabilities = [`--inh-caps=+${capability}`, `--ambient-caps=+${capability}`];
  return spawn("setpriv", [...flags, ...capabilities, "--", program, ...args], options);
}

/** Gives a file or a folder with all that is in it to the server; what a link in it points to stays whose it is. */
export function giveTo(user: ServerUser, path: string): void {
  if (user.kind === "ourselves") return;
  const entry = lstatSync(path);
  if (entry.uid === user.uid) return;
  lchownSync(path, user.uid, user.gid);
  if (entry.isDirectory()) for (const name of readdirSync(path)) giveTo(user, join(path, name));
}

/** What is ours and not the server's (password, log) root leaves to the owner of the folder, who may start next. */
export function leaveToOwner(directory: string, file: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(directory);
  if (statSync(file).uid !== uid) chownSync(file, uid, gid);
}

function readUsers(): { name: string; uid: number; gid: number }[] {
  const lines = statSync("/etc/passwd", { throwIfNoEntry: false })
    ? readFileSync("/etc/passwd", "utf8").split("\n")
    : [];
  return lines
    .map((line) => line.split(":"))
    .map(([name = "", , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}

function byName(wanted: string): (user: { name: string }) => boolean {
  return ({ name }) => name === wanted;
}

/** The first folder on the way that this user may not enter, or the file itself when the user may not read it. */
function closedFor(path: string, uid: number, gid: number): string | undefined {
  const parent = dirname(path);
  const above = parent === path ? undefined : closedFor(parent, uid, gid);
  if (above !== undefined) return above;
  const entry = statSync(path);
  const granted = entry.uid === uid ? entry.mode >> 6 : entry.gid === gid ? entry.mode >> 3 : entry.mode;
  const wanted = entry.isDirectory() ? 0o1 : 0o4;
  return (granted & wanted) === wanted ? undefined : path;
}

/** Containers often grant root only the stronger, which writes everywhere too (so may their root already), or none. */
function capabilityToPass(closed: string, uid: number): string {
  const ours = process.platform === "linux" ? ownCapabilities() : 0n;
  const capability = CAPABILITIES.find(({ bit }) => (ours >> BigInt(bit)) & 1n);
  if (capability) return capability.name;
  throw new PlatformStartError({
    message: `PostgreSQL refuses to run as root, and user ${uid}, as whom it would run, may not enter ${closed}.`,
    remedy: `Start Agora as an ordinary user, or let others pass: chmod o+rX ${closed}`,
  });
}

function ownCapabilities(): bigint {
  const status = readFileSync("/proc/self/status", "utf8");
  const [permitted, bounding] = ["CapPrm", "CapBnd"].map((set) =>
    BigInt(`0x${new RegExp(`${set}:\\s*(\\w+)`).exec(status)?.[1] ?? 0}`),
  );
  return permitted! & bounding!;
}

/**
 * Node closes its own descriptors in a child, but not those its parent left open (a shell's `flock 200`, a runner's
 * pipe): a server that holds them keeps the lock or the pipe open after we are gone. Putting the log in their place
 * closes them.
 */
function stdioOf(output: number): ("ignore" | number)[] {
  const inherited = process.platform === "linux" ? readdirSync("/proc/self/fd").map(Number).filter(outlivesExec) : [];
  const length = Math.max(2, ...inherited) + 1;
  return Array.from({ length }, (_, index) =>
    index === 0 || (index > 2 && !inherited.includes(index)) ? "ignore" : output,
  );
}

function outlivesExec(descriptor: number): boolean {
  const file = `/proc/self/fdinfo/${descriptor}`;
  if (descriptor < 3 || descriptor > INHERITED_DESCRIPTOR_MAX || !statSync(file, { throwIfNoEntry: false }))
    return false;
  const flags = Number.parseInt(/flags:\s*(\d+)/.exec(readFileSync(file, "utf8"))?.[1] ?? "0", 8);
  const closeOnExec = 0o2_000_000;
  return (flags & closeOnExec) === 0;
}

function environment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP } = process.env;
  const kept = Object.entries({ PATH, SystemRoot, TEMP }).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(kept), LC_ALL: "C" };
}
