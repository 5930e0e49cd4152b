import { getOperationAST, parse, validate } from "graphql";
import { type Answered, ask, askForSchema } from "./ask.ts";
import type { Engine, OpenEngine } from "./engine.ts";
import { buildFederation, type Federation } from "./federation.ts";
import type { Operation } from "./grow-operation.ts";
import type { Model } from "./model.ts";
import type { Seed } from "./random.ts";
import { reportOf } from "./report.ts";
import { shrinkModel } from "./shrink-model.ts";
import { shrinkOperation } from "./shrink-operation.ts";

const SHRINK_MS_MAX = 30_000;

export interface Failure extends Answered {
  readonly seed: Seed;
}

/** The failure made small: the operation first, then the supergraph, then the operation once more. */
export async function smallestReport(openEngine: OpenEngine, model: Model, failure: Failure): Promise<string> {
  const { operation, seed, ...first } = failure;
  if (seed.at(-1) === "schema") return reportOf(built(model)!, failure, seed);
  const kinds = new Set(first.problems.map(kindOf));
  const fails = ({ problems }: Answered) => problems.some((problem) => kinds.has(kindOf(problem)));

  const endsAtMs = performance.now() + SHRINK_MS_MAX;
  const isLate = () => performance.now() > endsAtMs;
  const shrunkIn = (federation: Federation, longer: Operation) =>
    withAnswers(openEngine, federation, (answer) =>
      shrinkOperation(longer, async (shorter) => {
        if (isLate()) return false;
        const answered = await answer(shorter);
        return answered !== undefined && fails(answered);
      }),
    );
  const stillFails = async (smaller: Model, asked: Operation) => {
    if (isLate()) return false;
    const federation = built(smaller);
    if (!federation) return false;
    const isTheSame = async (answer: Answer, engine: Engine) => {
      const answered = await answer(asked);
      // Removing too much would fail for a reason of its own.
      return (
        answered !== undefined && fails(answered) && (await askForSchema(federation, engine)).problems.length === 0
      );
    };
    // What composes may still be more than the planner can read.
    return withAnswers(openEngine, federation, isTheSame).catch(() => false);
  };

  const shorter = await shrunkIn(built(model)!, operation);
  const smallest = built(await shrinkModel(model, (smaller) => stillFails(smaller, shorter)))!;
  const shortest = await shrunkIn(smallest, shorter);
  const answered = await withAnswers(openEngine, smallest, (answer) => answer(shortest));
  return reportOf(smallest, answered ?? { operation, ...first }, seed);
}

type Answer = (operation: Operation) => Promise<Answered | undefined>;

/** An engine open for a while; it answers nothing to what is no valid operation. */
async function withAnswers<Result>(
  openEngine: OpenEngine,
  federation: Federation,
  work: (answer: Answer, engine: Engine) => Promise<Result>,
): Promise<Result> {
  const engine = await openEngine(federation.supergraphSdl, federation.executors);
  const answer: Answer = async (operation) =>
    isValid(federation, operation) ? ask(federation, engine, operation) : undefined;
  try {
    return await work(answer, engine);
  } finally {
    await engine.close();
  }
}

/** A shrunk model need not compose, nor even be one. */
function built(model: Model): Federation | undefined {
  try {
    const federation = buildFederation(model);
    return "dropped" in federation ? undefined : federation;
  } catch {
    return undefined;
  }
}

/** What has lost its last selection does not even parse. */
function isValid({ monolith }: Federation, { query }: Operation): boolean {
  try {
    const document = parse(query);
    const { operation } = getOperationAST(document)!;
    return !!monolith.schema.getRootType(operation) && validate(monolith.schema, document).length === 0;
  } catch {
    return false;
  }
}

/** The problem without its place. */
export function kindOf(problem: string): string {
  return problem.replace(/ (at|why) \S+?(,|$| )/g, " $1 …$2");
}
