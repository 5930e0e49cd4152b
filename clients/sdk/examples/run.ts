import { AgoraError } from "../agora-error.ts";

/** Runs an example as a command: one line and exit status 1 when it fails. */
export async function run(usage: string, example: () => Promise<void>): Promise<void> {
  try {
    await example();
  } catch (error) {
    const { message } = error as Error;
    const request = error instanceof AgoraError && error.requestId ? ` (request ${error.requestId})` : "";
    console.error(`${message}${request}\nUsage: ${usage}`);
    process.exit(1);
  }
}
