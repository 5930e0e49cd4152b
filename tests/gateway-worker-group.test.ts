import assert from "node:assert/strict";
import cluster, { type Worker } from "node:cluster";
import { once } from "node:events";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { joinWorkerGroup, leadWorkerGroup, type WorkerGroupLead } from "#gateway/worker-group.ts";
import { root } from "#tests/support/sources.ts";

let lead: WorkerGroupLead;
const workers: Worker[] = [];
const messages: { from: Worker; message: any }[] = [];

before(async () => {
  lead = leadWorkerGroup();
  lead.onAsked("double", (number: number) => number * 2);
  lead.onAsked("broken", () => {
    throw new Error("out of order");
  });
  cluster.setupPrimary({ exec: join(root, "tests/support/group-worker.ts"), execArgv: [] });
  for (const NAME of ["a", "b", "c"]) workers.push(cluster.fork({ NAME }));
  cluster.on("message", (from, message) => void messages.push({ from, message }));
  await Promise.all(workers.map((worker) => once(worker, "online")));
});
after(() => workers.forEach((worker) => worker.kill()));

/** The next message of a worker that holds this. */
async function next(worker: Worker, member: string): Promise<any> {
  for (;;) {
    const [message] = await once(worker, "message");
    if (member in message) return message[member];
  }
}

test("a worker asks the primary and gets the answer, or the reason why there is none", async () => {
  const [a] = workers as [Worker];
  const ask = (topic: string, question?: unknown) => void a.send({ ask: topic, question });
  ask("double", 21);
  assert.equal(await next(a, "answered"), 42);
  ask("broken");
  assert.equal(await next(a, "failed"), "broken: out of order");
  ask("unheard of");
  assert.equal(await next(a, "failed"), "unheard of: nobody answers this");
});

test("what a worker tells all others hear, and it does not", async () => {
  const [a, b, c] = workers as [Worker, Worker, Worker];
  messages.splice(0);
  a.send({ tell: { state: "open" } });
  assert.deepEqual(await Promise.all([next(b, "heard"), next(c, "heard")]), [{ state: "open" }, { state: "open" }]);
  a.send({ ask: "double", question: 1 });
  await next(a, "answered");
  assert.ok(!messages.some(({ from, message }) => from === a && "heard" in message));
});

test("the primary asks all, waits for none that is silent, and forgets those that are gone", async () => {
  assert.deepEqual((await lead.askAll("name", 5_000)).toSorted(), ["a", "b", "c"]);
  const startedAt = performance.now();
  assert.deepEqual(await lead.askAll("slow", 100), []);
  assert.ok(performance.now() - startedAt < 2_000);
  const asked = lead.askAll("slow", 60_000);
  workers.splice(0).forEach((worker) => worker.kill());
  assert.deepEqual(await asked, []);
  assert.deepEqual(await lead.askAll("name", 100), []);
});

test("a process that stands alone belongs to no group", () => {
  assert.equal(joinWorkerGroup(), undefined);
});
