import type { Endpoint } from "./endpoint.ts";

/**
 * Given on the command line, so that they hold for every data folder, old or new, and no edit of a file in it turns
 * durability off.
 */
const SETTINGS = {
  // What is acknowledged is on disk, and whole: orders and money are in here.
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  // Thirteen subgraphs with pools of ten, the bus's listeners and an administrator, with room to spare.
  max_connections: 200,
  shared_buffers: "128MB",
  // A burst of imports should not force a checkpoint every few seconds; recovery of so much takes seconds.
  max_wal_size: "1GB",
  // Two cores serve two queries better side by side than one query twice; it also spares containers' small /dev/shm.
  max_parallel_workers: 0,
  // Our statements are short: compiling them costs more than it saves.
  jit: "off",
  // A statement whose asker died is given up; after a crash it would hold the data, and with it the next start.
  ...(process.platform === "win32" ? {} : { client_connection_check_interval: "500ms" }),
  timezone: "UTC",
  log_timezone: "UTC",
  // The log is for faults, and holds no customer's data: details would quote the values of refused rows.
  log_checkpoints: "off",
  log_error_verbosity: "terse",
};

export function settingsAsArguments(endpoint: Endpoint): string[] {
  return Object.entries({ ...SETTINGS, ...endpoint }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}
