import type { Job } from "#kernel/jobs.ts";
import { signInWindowStart } from "../domain/session.ts";
import type { Ports } from "../ports.ts";

const FORGET_EVERY_MS = 3_600_000;
/** So long a used refresh token is known as used, and an ended session as ended; later both are as unknown as any. */
const RETENTION_MS = 30 * 86_400_000;

export function forgetSessionsJob({ sessions, clock }: Ports): Job {
  return {
    name: "forget sessions",
    everyMs: FORGET_EVERY_MS,
    run: async () => {
      const now = clock.now();
      await sessions.forget(new Date(now.getTime() - RETENTION_MS), signInWindowStart(now));
    },
  };
}
