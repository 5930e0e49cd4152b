import { once } from "node:events";
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { OpenReply, PlanReply, PlanRequest } from "./planner-process.ts";
import type { PlannerThreadData } from "./planner-thread.ts";

export interface RunningPlanner {
  /** `p` of each @override label `percent(p)`. */
  readonly percentages: readonly number[];
  /** Sleeps until the plan is there. */
  plan(request: PlanRequest): PlanReply;
  close(): Promise<void>;
}

/** A plan takes less than a millisecond; a planner that hangs is ended. */
const PLAN_MS_MAX = 5_000;
/** The thread answers in any case: after a plan's time, and that of a new process before it. */
const ANSWER_MS_MAX = 3 * PLAN_MS_MAX;

export async function startNativePlanner(supergraphSdl: string): Promise<RunningPlanner> {
  const { port1: port, port2 } = new MessageChannel();
  const given = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const data: PlannerThreadData = { supergraphSdl, port: port2, given, planMsMax: PLAN_MS_MAX };
  const thread = new Worker(new URL("./planner-thread.ts", import.meta.url), {
    execArgv: [],
    workerData: data,
    transferList: [port2],
  });
  let isClosed = false;
  const close = async () => {
    isClosed = true;
    port.close();
    await thread.terminate();
  };
  const [opened] = (await once(thread, "message")) as [OpenReply];
  if ("fault" in opened) {
    await close();
    throw new Error(
      `The native planner cannot be started: ${opened.fault}. It is the optional dependency @graphql-hive/router-query-planner, for macOS and for Linux with glibc: install it, or choose the other planner.`,
    );
  }
  thread.unref();
  port.unref();
  return {
    percentages: opened.percentages,
    plan: (request) => {
      if (isClosed) return { fault: "The native planner is closed" };
      Atomics.store(given, 0, 0);
      port.postMessage(request);
      if (Atomics.wait(given, 0, 0, ANSWER_MS_MAX) === "timed-out") throw new Error("The planner's thread is gone");
      return receiveMessageOnPort(port)!.message as PlanReply;
    },
    close,
  };
}
