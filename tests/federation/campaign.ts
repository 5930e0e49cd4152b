import { ask, askForSchema } from "./ask.ts";
import { type Coverage, createCoverage } from "./coverage.ts";
import type { OpenEngine } from "./engine.ts";
import { buildFederation, type Federation } from "./federation.ts";
import { growModel } from "./grow-model.ts";
import { growOperation, type Operation } from "./grow-operation.ts";
import { randomOf, type Seed } from "./random.ts";
import { type Failure, kindOf, smallestReport } from "./smallest-report.ts";
import { WRONGLY_ASKED } from "./truth.ts";

export interface CampaignOptions {
  readonly seed: number;
  readonly openEngine: OpenEngine;
  /** The first supergraph, and how many. */
  readonly from: number;
  readonly supergraphsMax: number;
  /** Which operations each of them is asked. */
  readonly operations: readonly number[];
  readonly untilMs?: number;
  /** May a field require what itself requires? Unless told otherwise it may. */
  readonly chainedRequires?: boolean;
  /** How many failures are shrunk and told in full. */
  readonly reportsMax: number;
  readonly say: (line: string) => void;
}

export interface CampaignResult {
  readonly supergraphs: number;
  readonly operations: number;
  readonly dropped: number;
  readonly failed: number;
  /** How often each kind of problem was met. */
  readonly problems: ReadonlyMap<string, number>;
  readonly coverage: Coverage;
}

const OUTAGE_CHANCE = 0.2;
const REHEARSED_CHANCE = 0.3;
/** The second run is recorded. */
const REHEARSALS = 2;
const SUPERGRAPHS_PER_LINE = 20;

/** Random supergraphs, each asked random operations, against one service over the same data. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const { seed, from, supergraphsMax, untilMs = Infinity, reportsMax, say } = options;
  const coverage = createCoverage();
  const problems = new Map<string, number>();
  let [supergraphs, operations, dropped, failed] = [0, 0, 0, 0];
  const startedAt = performance.now();
  for (let index = from; supergraphs < supergraphsMax && performance.now() < untilMs; index++) {
    const federation = buildFederation(growModel([seed, index], options));
    if ("dropped" in federation) {
      dropped += 1;
      if (dropped > 20 && dropped > supergraphs) throw new Error(`Hardly anything composes: ${federation.dropped}`);
      continue;
    }
    supergraphs += 1;
    coverage.addModel(federation.model);
    for await (const answered of askAll(federation, options, [seed, index])) {
      operations += 1;
      coverage.addOperation(answered);
      if (answered.problems.length === 0) continue;
      failed += 1;
      for (const kind of kindsOf(answered)) problems.set(kind, (problems.get(kind) ?? 0) + 1);
      if (failed <= reportsMax) say(await smallestReport(options.openEngine, federation.model, answered));
    }
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
    if (supergraphs % SUPERGRAPHS_PER_LINE === 0)
      say(`${supergraphs} supergraphs, ${operations} operations, ${failed} failed, ${seconds} s`);
  }
  return { supergraphs, operations, dropped, failed, problems, coverage };
}

async function* askAll(federation: Federation, options: CampaignOptions, seed: Seed): AsyncGenerator<Failure> {
  const { openEngine, operations, untilMs = Infinity } = options;
  const engine = await openEngine(federation.supergraphSdl, federation.executors);
  try {
    yield { ...(await askForSchema(federation, engine)), seed: [...seed, "schema"] };
    for (const index of operations) {
      if (performance.now() > untilMs) return;
      const operation = growOperation(federation.monolith.schema, ...seed, index);
      yield {
        ...(await ask(federation, engine, staged(federation, operation, [...seed, index]))),
        seed: [...seed, index],
      };
    }
  } finally {
    await engine.close();
  }
}

/**
 * Some queries are asked while a subgraph is down, some after they were asked before, when their runs are known; a
 * mutation that one service would have run cannot be compared.
 */
function staged({ model }: Federation, operation: Operation, seed: Seed): Operation {
  if (operation.query.startsWith("mutation")) return operation;
  const random = randomOf(...seed, "outage");
  const rehearsals = randomOf(...seed, "rehearsals").chance(REHEARSED_CHANCE) ? REHEARSALS : undefined;
  return { ...operation, rehearsals, down: random.chance(OUTAGE_CHANCE) ? random.pick(model.subgraphs) : undefined };
}

/** The problems without their places; and whether the plan was at fault, which no executor can make good. */
function kindsOf({ problems, traffic }: Failure): Set<string> {
  const isWronglyAsked = traffic.some(({ said }) => said.includes(WRONGLY_ASKED));
  return new Set([...problems.map(kindOf), ...(isWronglyAsked ? ["a subgraph was wrongly asked"] : [])]);
}
