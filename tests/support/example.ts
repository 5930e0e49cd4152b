import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { root } from "./sources.ts";

/** One of clients/sdk/examples/ at work, as a developer starts it. */
interface Example {
  readonly child: ChildProcess;
  /** All it has printed. */
  output(): string;
}

export function example(path: string, ...args: string[]): Example {
  const child = spawn(process.execPath, [path, ...args], { cwd: root });
  let output = "";
  child.stdout.on("data", (chunk) => void (output += chunk));
  child.stderr.on("data", (chunk) => void (output += chunk));
  return { child, output: () => output };
}

export async function finished({ child, output }: Example): Promise<{ code: number | null; output: string }> {
  await once(child, "close");
  return { code: child.exitCode, output: output() };
}
