import cluster from "node:cluster";

/** A worker's ties to the other processes that serve the same port on this machine. */
export interface WorkerGroup {
  /** Asks the primary process; rejects when it does not know the topic or fails. */
  ask<Answer>(topic: string, question: unknown): Promise<Answer>;
  /** Tells all other workers; nobody says whether they heard. */
  tell(topic: string, message: unknown): void;
  /** Hears what other workers tell; returns the function that ends the listening. */
  onTold(topic: string, listener: (message: any) => void): () => void;
}

/** What the primary answers, by topic. Questions and answers are what JSON can carry. */
export type Answers = Readonly<Record<string, (question: any) => unknown>>;

type Message =
  | { readonly agora: "ask"; readonly id: number; readonly topic: string; readonly question: unknown }
  | { readonly agora: "answer"; readonly id: number; readonly answer?: unknown; readonly fault?: string }
  | { readonly agora: "tell"; readonly topic: string; readonly message: unknown };

/** In a worker of node:cluster; undefined in a process that stands alone. */
export function joinWorkerGroup(): WorkerGroup | undefined {
  if (!cluster.isWorker) return undefined;
  const waiting = new Map<number, PromiseWithResolvers<any>>();
  const listeners = new Map<string, Set<(message: any) => void>>();
  let lastId = 0;

  process.on("message", (message: Message) => {
    if (message?.agora === "tell") listeners.get(message.topic)?.forEach((listener) => listener(message.message));
    if (message?.agora !== "answer") return;
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.fault === undefined) asked?.resolve(message.answer);
    else asked?.reject(new Error(message.fault));
  });
  process.once("disconnect", () => waiting.forEach(({ reject }) => reject(new Error("The primary process is gone."))));

  const send = (message: Message) => {
    if (process.connected) process.send!(message);
  };

  return {
    ask: (topic, question) => {
      const asked = Promise.withResolvers<any>();
      if (!process.connected) return Promise.reject(new Error("The primary process is gone."));
      waiting.set(++lastId, asked);
      send({ agora: "ask", id: lastId, topic, question });
      return asked.promise;
    },
    tell: (topic, message) => send({ agora: "tell", topic, message }),
    onTold: (topic, listener) => {
      const ofTopic = listeners.get(topic) ?? new Set();
      listeners.set(topic, ofTopic.add(listener));
      return () => void ofTopic.delete(listener);
    },
  };
}

/** In the primary process: answers its workers, and passes on what each tells to the others. */
export function leadWorkerGroup(answers: Answers): void {
  cluster.on("message", async (from, message: Message) => {
    if (message?.agora === "tell")
      for (const worker of Object.values(cluster.workers ?? {}))
        if (worker && worker !== from && worker.isConnected()) worker.send(message);
    if (message?.agora !== "ask") return;
    const { id, topic, question } = message;
    const reply: Message = await answerTo(answers[topic], question).then(
      (answer) => ({ agora: "answer", id, answer }),
      (error: Error) => ({ agora: "answer", id, fault: `${topic}: ${error.message}` }),
    );
    if (from.isConnected()) from.send(reply);
  });
}

async function answerTo(answer: Answers[string] | undefined, question: unknown): Promise<unknown> {
  if (!answer) throw new Error("nobody answers this");
  return answer(question);
}
