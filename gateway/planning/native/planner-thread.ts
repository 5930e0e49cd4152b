import { type ChildProcess, fork } from "node:child_process";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import type { OpenReply, PlannerFault, PlannerRequest, PlanReply, PlanRequest } from "./planner-process.ts";

/** What a thread is given that keeps a planner process running. */
export interface PlannerThreadData {
  readonly supergraphSdl: string;
  /** Plans are asked for and given here. */
  readonly port: MessagePort;
  /** 1 when a plan has been given: the asker sleeps until then. */
  readonly given: Int32Array<SharedArrayBuffer>;
  readonly planMsMax: number;
}

const { supergraphSdl, port, given, planMsMax } = workerData as PlannerThreadData;
let running: ChildProcess | undefined;

give(parentPort!, await open());
port.on("message", (request: PlanRequest) => {
  void plan(request).then((reply) => {
    give(port, reply);
    Atomics.store(given, 0, 1);
    Atomics.notify(given, 0);
  });
});

/** A process that ended is replaced when the next plan is wanted. */
async function plan(request: PlanRequest): Promise<PlanReply> {
  const opened = running ? undefined : await open();
  return opened && "fault" in opened ? opened : ask(request);
}

function open(): Promise<OpenReply> {
  running = fork(new URL("./planner-process.ts", import.meta.url), {
    execArgv: [],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  return ask({ supergraphSdl });
}

/** Whatever happens to the process is an answer. */
function ask<Reply>(request: PlannerRequest): Promise<Reply | PlannerFault> {
  const { promise, resolve } = Promise.withResolvers<Reply | PlannerFault>();
  const asked = running!;
  const end = (fault: string) => {
    if (running === asked) running = undefined;
    resolve({ fault });
  };
  const timer = setTimeout(() => asked.kill("SIGKILL"), planMsMax);
  asked.once("message", (reply) => resolve(reply as Reply));
  asked.once("exit", (code, signal) => end(`The native planner ended (${signal ?? code})`));
  asked.once("error", (error) => end(error.message));
  asked.send(request);
  return promise.finally(() => {
    clearTimeout(timer);
    asked.removeAllListeners();
  });
}

function give(port: MessagePort, reply: OpenReply | PlanReply): void {
  port.postMessage(reply);
}
