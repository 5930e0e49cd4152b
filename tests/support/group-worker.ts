import { joinWorkerGroup } from "#gateway/worker-group.ts";

/** A worker that asks and tells what it is told to, and reports what it hears. */
const group = joinWorkerGroup()!;
group.onAsked("name", () => process.env.NAME);
group.onAsked("slow", () => new Promise(() => {}));
group.onTold("news", (news) => process.send!({ heard: news }));

process.on("message", async ({ ask, question, tell }: { ask?: string; question?: unknown; tell?: unknown }) => {
  if (tell !== undefined) group.tell("news", tell);
  if (ask !== undefined) process.send!(await group.ask(ask, question).then(answered, failed));
});

function answered(answer: unknown) {
  return { answered: answer };
}

function failed(error: Error) {
  return { failed: error.message };
}
