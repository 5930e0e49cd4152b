import { sleep } from "./clock.ts";
import type { Log } from "./log.ts";

/** Work by the clock. Runs on the subgraph's leader only, one run of it at a time; must be safe to run twice. */
export interface Job {
  readonly name: string;
  readonly everyMs: number;
  run(): Promise<void>;
}

/** Runs every job at its own pace until the signal; a job that fails is logged and comes again at its next time. */
export async function runJobs(jobs: readonly Job[], log: Log, stop: AbortSignal): Promise<void> {
  await Promise.all(jobs.map((job) => repeat(job, log, stop)));
}

async function repeat({ name, everyMs, run }: Job, log: Log, stop: AbortSignal): Promise<void> {
  for (;;) {
    await sleep(everyMs, stop);
    if (stop.aborted) return;
    await run().catch((error) => log.error({ error, job: name }, "a job failed"));
  }
}
