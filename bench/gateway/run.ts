import { once } from "node:events";
import { aimsReport, type MemoryGrowth } from "./aims.ts";
import { type Case, CASES, type Figures, measureCase, type Measuring, memoryAfter } from "./cases.ts";
import { startClient } from "./drive.ts";
import { type Options, readOptions, USAGE } from "./options.ts";
import { installPeers } from "./peers.ts";
import { leaveTargetCore } from "./processes.ts";
import { compare, type Questions, questionsOf } from "./questions.ts";
import { circumstances, tableOf } from "./report.ts";
import { readSharedData } from "./shared-data.ts";
import { isPeer, startTarget, type Target } from "./targets.ts";
import { openWorld, type World } from "./world.ts";

/** `npm run bench:gateway -- --help` says what it can do; README.md beside this file says what the figures mean. */
const MEMORY_REQUESTS = [100_000, 1_000_000];

const closing: (() => Promise<unknown>)[] = [];
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void end(130));
try {
  await main(readOptions(process.argv.slice(2)));
  await end(0);
} catch (error) {
  console.error(`bench:gateway: ${(error as Error).message}`);
  await end(1);
}

async function main(options: Options): Promise<void> {
  if (options.mode === "help") return console.log(USAGE);
  const data = readSharedData(options.dataFolder);
  if (!data) return console.log(`No gateway-bench in ${options.dataFolder}: nothing is measured (see --data).`);
  leaveTargetCore();
  const questions = questionsOf(data);
  if (options.attached) {
    const { url, pid } = options.attached;
    await compare(url, questions);
    const attached: Target = { name: "agora", url, pid, workers: [pid], stop: async () => {} };
    return measure([attached], questions, options);
  }
  const world = await openWorld(data, options.port);
  closing.push(world.close);
  if (options.mode === "serve") return serve(world);
  await measure(await startAll(world, questions, options), questions, options);
}

/** For a developer's own hand: `node --cpu-prof …` before these, then --attach from a second shell. */
async function serve({ cheap, real }: World): Promise<void> {
  for (const [title, { supergraphFile, urls }] of Object.entries({ cheap, real })) {
    const routes = [...urls].map(([name, url]) => `  --route ${name}=${url}`);
    console.log([`${title} subgraphs`, `  --supergraph ${supergraphFile}`, ...routes].join("\n"));
  }
  console.log("Cheap ones answer each request body once, real ones execute every request. Ctrl-C ends them.");
  await once(cheap.process.process, "exit");
}

/** Those that the cases need and that can be had; the others are named with the reason. */
async function startAll(world: World, questions: Questions, options: Options): Promise<Target[]> {
  const needed = new Set(casesOf(options).flatMap(({ targets }) => targets));
  if (options.cases.includes("memory")) needed.add("agora-fresh");
  const names = options.targets.filter((name) => needed.has(name));
  if (names.some(isPeer)) installPeers();
  const targets: Target[] = [];
  for (const [index, name] of names.entries()) {
    try {
      const target = await startTarget(name, world, questions, world.portMin + index);
      closing.unshift(target.stop);
      targets.push(target);
    } catch (error) {
      console.log(`${name} is not there: ${(error as Error).message}`);
    }
  }
  return targets;
}

async function measure(targets: readonly Target[], { queries }: Questions, options: Options): Promise<void> {
  const client = startClient();
  closing.unshift(client.stop);
  const measuring = { ...options, client, queries };
  const results = new Map<string, Map<string, Figures>>();
  console.log(circumstances(options));
  for (const its of casesOf(options)) {
    const present = its.targets.flatMap((name) => targets.find((target) => target.name === name) ?? []);
    if (present.length === 0) continue;
    const figures = await measureCase(its, present, measuring);
    results.set(its.title, figures);
    console.log(tableOf(its, figures));
  }
  const subject = targets.find(({ name }) => name === "agora-fresh") ?? (options.attached && targets[0]);
  const growth = options.cases.includes("memory") && subject ? await growthOf(subject, measuring) : undefined;
  console.log(aimsReport(results, growth));
}

async function growthOf(target: Target, measuring: Measuring): Promise<MemoryGrowth> {
  console.log(`\nmemory: sending ${MEMORY_REQUESTS.at(-1)!.toLocaleString("en")} small requests …`);
  const [early, late] = await memoryAfter(target, MEMORY_REQUESTS, measuring);
  return { early: early!, late: late! };
}

function casesOf({ cases }: Options): Case[] {
  return CASES.filter(({ name }) => cases.includes(name));
}

async function end(code: number): Promise<never> {
  for (const close of closing) await close();
  process.exit(code);
}
