import { parse } from "graphql";
import { problemsOf, problemsOfPartial } from "./compare.ts";
import type { Asked, Coverage } from "./coverage.ts";
import type { Engine, OpenEngine } from "./engine.ts";
import { type Federation, growFederation } from "./federation.ts";
import { growOperation, type Operation } from "./grow-operation.ts";
import type { Answer } from "./monolith.ts";
import { randomOf, type Seed } from "./random.ts";
import { shrink } from "./shrink.ts";

const OUTAGE_CHANCE = 0.2;

/** An operation as both services answered it. */
export interface Answered extends Asked {
  readonly actual: Answer;
  readonly problems: readonly string[];
}

export interface Failure extends Answered {
  readonly seed: Seed;
}

export interface Checked {
  readonly federation: Federation;
  readonly failures: readonly Failure[];
}

/** One random API with its random operations, or why it could not be composed. */
export async function checkFederation(
  openEngine: OpenEngine,
  seed: Seed,
  operations: Iterable<number>,
  coverage: Coverage,
): Promise<Checked | { readonly dropped: string }> {
  const federation = growFederation(...seed);
  if ("dropped" in federation) return federation;
  coverage.addModel(federation.model);
  const engine = await openEngine(federation.supergraphSdl, federation.executors);
  const failures: Failure[] = [];
  try {
    for (const index of operations) {
      const operation = withOutage(federation, growOperation(federation.monolith.schema, ...seed, index), [
        ...seed,
        index,
      ]);
      const answered = await ask(federation, engine, operation);
      coverage.addOperation(answered);
      if (answered.problems.length === 0) continue;
      const fails = async (smaller: Operation) => (await ask(federation, engine, smaller)).problems.length > 0;
      const smallest = await shrink(federation.monolith.schema, operation, fails);
      failures.push({ seed: [...seed, index], ...(await ask(federation, engine, smallest)) });
    }
  } finally {
    await engine.close();
  }
  return { federation, failures };
}

async function ask(federation: Federation, engine: Engine, operation: Operation): Promise<Answered> {
  const { monolith, truth, traffic, outage } = federation;
  const { query, variables, down } = operation;
  const expected = await monolith.answer(parse(query), variables, down);
  truth.reset();
  traffic.length = 0;
  outage.down = down;
  const actual = await engine.execute(query, variables).catch(thrown);
  const problems = down ? problemsOfPartial(expected, actual) : problemsOf(expected, actual);
  return { operation, expected, actual, problems, traffic: [...traffic] };
}

/** Some queries are asked while a subgraph is down; a mutation that one service would have run cannot be compared. */
function withOutage({ model }: Federation, operation: Operation, seed: Seed): Operation {
  const random = randomOf(...seed, "outage");
  if (operation.query.startsWith("mutation") || !random.chance(OUTAGE_CHANCE)) return operation;
  return { ...operation, down: random.pick(model.subgraphs) };
}

/** An engine that throws has not answered, and says why. */
function thrown(error: Error): Answer {
  return { errors: [{ message: `The engine threw: ${error.stack ?? error.message}` }] };
}
