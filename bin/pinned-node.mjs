/**
 * Prints the path of the Node that runs Agora, so that `npm start` works on a fresh clone and under an older Node:
 *
 *     NODE=$(node bin/pinned-node.mjs) && exec "$NODE" bin/platform.ts
 *
 * Plain JavaScript for Node 20 and later. Installs the dependencies first when they are missing or older than the
 * lockfile. Everything but the path goes to stderr.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const NODE_MAJOR_MIN = 24;
const INSTALL_MS_MAX = 15 * 60_000;

const root = fileURLToPath(new URL("..", import.meta.url));
const modules = join(root, "node_modules");
const stampFile = join(modules, ".agora-lockfile-hash");

try {
  if (!isInstalled()) await installOnce();
  console.log(findNode());
} catch (error) {
  console.error(`agora: ${error.message}`);
  process.exit(1);
}

/** The stamp makes this one hash; without it (somebody ran npm by hand) what npm noted down is compared with the lockfile. */
function isInstalled() {
  const lockfile = readFileSync(join(root, "package-lock.json"));
  const hash = hashOf(lockfile);
  if (read(stampFile) === hash) return true;
  const noted = read(join(modules, ".package-lock.json"));
  if (noted === undefined || !holdsAll(JSON.parse(lockfile).packages, JSON.parse(noted).packages)) return false;
  stamp(hash);
  return true;
}

/** Optional packages are missing by right on another platform, development packages in production. */
function holdsAll(wanted, found) {
  return Object.entries(wanted).every(([path, { version, resolved, integrity, optional, dev, devOptional }]) => {
    const its = found[path];
    if (path === "" || !path.startsWith("node_modules/")) return true;
    if (!its) return optional || ((dev || devOptional) && process.env.NODE_ENV === "production");
    return its.version === version && (its.integrity ?? its.resolved) === (integrity ?? resolved);
  });
}

/** Two commands on a fresh clone must not install over each other: the second waits, then finds the work done. */
async function installOnce() {
  const { exclusively } = await import("./exclusively.mjs");
  const onWait = () => console.error("agora: another process is installing the dependencies; waiting for it …");
  await exclusively(`npm ci ${root}`, { waitMsMax: INSTALL_MS_MAX, onWait }, async () => {
    if (isInstalled()) return;
    console.error(
      "agora: installing the dependencies (npm ci); this is needed once, and after a change of the lockfile …",
    );
    await npmCi();
    stamp(hashOf(readFileSync(join(root, "package-lock.json"))));
  });
}

/** npm's words go to stderr, since stdout is the path and nothing else. */
function npmCi() {
  const ownNpm = process.env.npm_execpath?.endsWith("npm-cli.js") ? process.env.npm_execpath : undefined;
  const options = { cwd: root, stdio: ["ignore", 2, 2], shell: !ownNpm && process.platform === "win32" };
  const npm = ownNpm ? spawn(process.execPath, [ownNpm, "ci"], options) : spawn("npm", ["ci"], options);
  return new Promise((resolve, reject) => {
    npm.on("error", () =>
      reject(new Error("npm was not found. Install Node with npm, or run `npm ci` in this folder by other means.")),
    );
    npm.on("exit", (code, signal) => {
      if (code === 0) resolve();
      else
        reject(new Error(`npm ci failed (${signal ?? `exit code ${code}`}). Mend what it says above, then try again.`));
    });
  });
}

/** The locked binary where its package exists; elsewhere (macOS) the Node of the machine, if it is young enough. */
function findNode() {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const binary = process.platform === "win32" ? "node.exe" : "node";
  const pinned = join(modules, `node-${platform}-${process.arch}`, "bin", binary);
  if (existsSync(pinned)) return pinned;
  if (Number.parseInt(process.versions.node, 10) >= NODE_MAJOR_MIN) return process.execPath;
  throw new Error(
    `Agora needs Node ${NODE_MAJOR_MIN} or later and finds ${process.version}; no pinned Node for ${process.platform}-${process.arch} is installed. ` +
      `Install Node ${NODE_MAJOR_MIN} (https://nodejs.org), or run \`npm ci\` without --omit=optional where it is available.`,
  );
}

function hashOf(lockfile) {
  return createHash("sha256").update(lockfile).digest("hex");
}

function read(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** A stamp that cannot be written (a read-only image) costs 15 ms at each start and nothing else. */
function stamp(hash) {
  try {
    writeFileSync(stampFile, hash);
  } catch {}
}
