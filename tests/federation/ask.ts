import { buildClientSchema, getIntrospectionQuery, lexicographicSortSchema, parse, printSchema } from "graphql";
import { problemsOf, problemsOfPartial } from "./compare.ts";
import type { Asked } from "./coverage.ts";
import type { Engine } from "./engine.ts";
import type { Federation } from "./federation.ts";
import type { Operation } from "./grow-operation.ts";
import type { Answer } from "./monolith.ts";

/** An operation as both answered it. */
export interface Answered extends Asked {
  readonly actual: Answer;
  readonly problems: readonly string[];
  readonly logged: readonly string[];
}

/** Asks the engine and the one service the same. */
export async function ask(federation: Federation, engine: Engine, operation: Operation): Promise<Answered> {
  const { monolith, truth, traffic, outage } = federation;
  const { query, variables, down, rehearsals = 0 } = operation;
  const expected = await monolith.answer(parse(query), variables, down);
  truth.reset();
  outage.down = undefined;
  for (let left = rehearsals; left > 0; left -= 1) await engine.execute(query, variables).catch(thrown);
  traffic.length = 0;
  engine.logged.length = 0;
  outage.down = down;
  const actual = await engine.execute(query, variables).catch(thrown);
  const problems = down ? problemsOfPartial(expected, actual) : problemsOf(expected, actual);
  return { operation, expected, actual, problems, traffic: [...traffic], logged: [...engine.logged] };
}

/** What the engine says of its API, against the API of the one service. */
export async function askForSchema({ monolith }: Federation, engine: Engine): Promise<Answered> {
  const operation = { query: getIntrospectionQuery(), variables: {} };
  const actual = await engine.execute(operation.query, {}).catch(thrown);
  const [told, real] = [actual.data ? buildClientSchema(actual.data as never) : undefined, monolith.schema].map(
    (schema) => schema && printSchema(lexicographicSortSchema(schema)),
  );
  const problems = told === real ? [] : ["another schema than that of the one service"];
  return {
    operation,
    expected: { data: real, failing: [] },
    actual: { data: told },
    problems,
    traffic: [],
    logged: [],
  };
}

/** An engine that throws has not answered, and says why. */
function thrown(error: Error): Answer {
  return { errors: [{ message: `The engine threw: ${error.stack ?? error.message}` }] };
}
