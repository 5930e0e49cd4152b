import cluster, { type Worker } from "node:cluster";
import { PassingMap } from "#kernel/passing-map.ts";

/** A worker's ties to the other processes that serve the same port on this machine. Messages are what JSON can carry. */
export interface WorkerGroup {
  /** Asks the primary process; rejects when it does not know the topic, fails or is gone. */
  ask<Answer>(topic: string, question?: unknown): Promise<Answer>;
  /** Answers the primary. */
  onAsked(topic: string, answer: Answer): void;
  /** Tells all other workers; nobody says whether they heard. */
  tell(topic: string, message: unknown): void;
  /** Hears what other workers tell. */
  onTold(topic: string, listener: (message: any) => void): void;
}

/** The primary's side. It passes on what a worker tells to the others, and listens to none of it. */
export interface WorkerGroupLead {
  onAsked(topic: string, answer: Answer): void;
  /** One worker's answer; rejects when it fails, is gone, or gives none within `msMax`. */
  ask<Answer>(worker: Worker, topic: string, question: unknown, msMax: number): Promise<Answer>;
  /** The answers of all workers that gave one within `msMax`. */
  askAll<Answer>(topic: string, msMax: number): Promise<Answer[]>;
}

type Answer = (question: any) => unknown;
type Answers = Map<string, Answer>;

type Message =
  | { readonly agora: "ask"; readonly id: number; readonly topic: string; readonly question: unknown }
  | { readonly agora: "answer"; readonly id: number; readonly answer?: unknown; readonly fault?: string }
  | { readonly agora: "tell"; readonly topic: string; readonly message: unknown };

/** In a worker of node:cluster; undefined in a process that stands alone. */
export function joinWorkerGroup(): WorkerGroup | undefined {
  if (!cluster.isWorker) return undefined;
  const answers: Answers = new Map();
  const listeners = new Map<string, (message: any) => void>();
  const primary = lineTo((message) => process.connected && process.send!(message), answers);

  process.on("message", (message: Message) => {
    if (message?.agora === "tell") listeners.get(message.topic)?.(message.message);
    else primary.receive(message);
  });
  process.once("disconnect", primary.end);

  return {
    ask: primary.ask,
    onAsked: (topic, answer) => void answers.set(topic, answer),
    tell: (topic, message) => void (process.connected && process.send!({ agora: "tell", topic, message })),
    onTold: (topic, listener) => void listeners.set(topic, listener),
  };
}

/** In the primary process, before it begins its workers. */
export function leadWorkerGroup(): WorkerGroupLead {
  const answers: Answers = new Map();
  const lines = new Map<Worker, Line>();

  const lineOf = (worker: Worker): Line => {
    const line = lines.get(worker) ?? lineTo((message) => worker.isConnected() && worker.send(message), answers);
    lines.set(worker, line);
    return line;
  };

  cluster.on("message", (from, message: Message) => {
    if (message?.agora !== "tell") return lineOf(from).receive(message);
    for (const worker of Object.values(cluster.workers ?? {}))
      if (worker && worker !== from && worker.isConnected()) worker.send(message);
  });
  cluster.on("disconnect", (worker) => {
    lines.get(worker)?.end();
    lines.delete(worker);
  });

  return {
    onAsked: (topic, answer) => void answers.set(topic, answer),
    ask: (worker, topic, question, msMax) => lineOf(worker).ask(topic, question, AbortSignal.timeout(msMax)),
    askAll: async <Answer>(topic: string, msMax: number) => {
      const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker?.isConnected());
      const tooLate = AbortSignal.timeout(msMax);
      const asked = workers.map((worker) => lineOf(worker!).ask<Answer>(topic, undefined, tooLate));
      const outcomes = await Promise.allSettled(asked);
      return outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
    },
  };
}

/** Questions and answers both ways over one channel. */
interface Line {
  ask<Answer>(topic: string, question?: unknown, signal?: AbortSignal): Promise<Answer>;
  receive(message: Message): void;
  end(): void;
}

function lineTo(send: (message: Message) => unknown, answers: Answers): Line {
  const waiting = new PassingMap<number, PromiseWithResolvers<any>>();
  let lastId = 0;
  let isOver = false;

  return {
    ask: (topic, question, signal) => {
      if (isOver) return Promise.reject(gone());
      const id = ++lastId;
      const asked = Promise.withResolvers<any>();
      waiting.set(id, asked);
      signal?.addEventListener("abort", () => waiting.delete(id) && asked.reject(signal.reason));
      send({ agora: "ask", id, topic, question });
      return asked.promise;
    },
    receive: async (message) => {
      if (message?.agora === "ask") return void send(await answerTo(message, answers));
      if (message?.agora !== "answer") return;
      const asked = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.fault === undefined) asked?.resolve(message.answer);
      else asked?.reject(new Error(message.fault));
    },
    end: () => {
      isOver = true;
      waiting.values().forEach(({ reject }) => reject(gone()));
      waiting.clear();
    },
  };
}

async function answerTo({ id, topic, question }: Message & { agora: "ask" }, answers: Answers): Promise<Message> {
  try {
    const answer = answers.get(topic);
    if (!answer) throw new Error("nobody answers this");
    return { agora: "answer", id, answer: await answer(question) };
  } catch (error) {
    return { agora: "answer", id, fault: `${topic}: ${(error as Error).message}` };
  }
}

function gone(): Error {
  return new Error("The other process is gone.");
}
