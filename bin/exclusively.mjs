import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 25;

/**
 * Runs `action` while no other process of this machine runs one under the same name; waits for its turn.
 * The lock is a listening socket: the kernel takes it back however its holder dies, where a lock file would have to
 * guess from a process id that may by now be somebody else's. Throws when the turn does not come within `waitMsMax`.
 */
export async function exclusively(name, { waitMsMax, onWait }, action) {
  const giveUpAt = performance.now() + waitMsMax;
  const address = addressOf(name);
  let lock = await tryListen(address);
  if (!lock) onWait?.();
  while (!lock) {
    if (performance.now() > giveUpAt) throw new Error(`Another process has held "${name}" for ${waitMsMax} ms.`);
    await sleep(POLL_MS);
    lock = await tryListen(address);
  }
  try {
    return await action();
  } finally {
    lock.close();
  }
}

/** Names that leave no file behind where there are such (Linux's abstract sockets, Windows' pipes), else a file in the temporary folder. */
function addressOf(name) {
  const id = `agora-${createHash("sha256").update(name).digest("hex").slice(0, 32)}`;
  if (process.platform === "linux") return `\0${id}`;
  if (process.platform === "win32") return `\\\\.\\pipe\\${id}`;
  return join(tmpdir(), `${id}.lock`);
}

async function tryListen(address) {
  const server = createServer((visitor) => visitor.destroy());
  const taken = await new Promise((resolve, reject) => {
    server.once("error", (error) => (error.code === "EADDRINUSE" ? resolve(true) : reject(error)));
    server.listen(address, () => resolve(false));
  });
  if (!taken) return server;
  if (address.endsWith(".lock") && !(await answers(address))) rmSync(address, { force: true });
  return undefined;
}

/** A socket file whose listener died refuses; then the file is only litter. */
function answers(address) {
  return new Promise((resolve) => {
    const visitor = connect(address, () => resolve(true)).on("error", () => resolve(false));
    visitor.on("close", () => visitor.destroy());
  });
}
