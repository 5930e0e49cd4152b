import { parse } from "graphql";
import { problemsOf, problemsOfPartial } from "./compare.ts";
import type { Engine, OpenEngine } from "./engine.ts";
import { type Call, type Federation, growFederation } from "./federation.ts";
import { growOperation, type Operation } from "./grow-operation.ts";
import type { Answer, Expected } from "./monolith.ts";
import { randomOf, type Seed } from "./random.ts";
import { shrink } from "./shrink.ts";

const OUTAGE_CHANCE = 0.2;

/** An operation that two services answer differently. */
export interface Failure {
  readonly seed: Seed;
  readonly operation: Operation;
  readonly problems: readonly string[];
  readonly expected: Expected;
  readonly actual: Answer;
  readonly traffic: readonly Call[];
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
): Promise<Checked | { readonly dropped: string }> {
  const federation = growFederation(...seed);
  if ("dropped" in federation) return federation;
  const engine = await openEngine(federation.supergraphSdl, federation.executors);
  const failures: Failure[] = [];
  try {
    for (const index of operations) {
      const operation = withOutage(federation, growOperation(federation.monolith.schema, ...seed, index), [
        ...seed,
        index,
      ]);
      const differs = (candidate: Operation) => difference(federation, engine, candidate);
      if (!(await differs(operation))) continue;
      const smallest = await shrink(
        federation.monolith.schema,
        operation,
        async (smaller) => !!(await differs(smaller)),
      );
      failures.push({ seed: [...seed, index], operation: smallest, ...(await differs(smallest))! });
    }
  } finally {
    await engine.close();
  }
  return { federation, failures };
}

async function difference(
  { monolith, truth, traffic, outage }: Federation,
  engine: Engine,
  { query, variables, down }: Operation,
): Promise<Pick<Failure, "problems" | "expected" | "actual" | "traffic"> | undefined> {
  const expected = await monolith.answer(parse(query), variables, down);
  truth.reset();
  traffic.length = 0;
  outage.down = down;
  const actual = await engine.execute(query, variables).catch(thrown);
  const problems = down ? problemsOfPartial(expected, actual) : problemsOf(expected, actual);
  return problems.length > 0 ? { problems, expected, actual, traffic: [...traffic] } : undefined;
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
