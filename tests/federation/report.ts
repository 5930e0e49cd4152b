import type { Answered } from "./ask.ts";
import { textOf } from "./compare.ts";
import type { Federation } from "./federation.ts";
import type { Seed } from "./random.ts";
import { canonical } from "./truth.ts";

/** All that is needed to see a failure, and to see it again. */
export function reportOf({ sdls, model, truth }: Federation, answered: Answered, seed: Seed): string {
  const { operation, problems, expected, actual, traffic, logged } = answered;
  const [run, supergraph, index] = seed;
  const told = (errors: Answered["actual"]["errors"] = []) =>
    errors.map(({ message, path }) => `\n    error at ${path ? textOf(path) : "nowhere"}: ${message}`).join("");
  const data = [...model.objects.values()]
    .filter(({ kind, presence }) => kind === "entity" && presence.size > 0)
    .flatMap(({ name, count, keys }) =>
      Array.from(
        { length: count },
        (_, id) =>
          `    ${name} ${id}: ${keys.map(({ fields }) => canonical(truth.select({ type: name, id }, fields))).join(" ")}`,
      ),
    );
  return [
    "",
    `✖ seed ${run}, supergraph ${supergraph}, operation ${index}`,
    `  replay: npm run test:federation -- --seed ${run} --from ${supergraph} --supergraphs 1 --operation ${index}${model.chainedRequires ? "" : " --no-chained-requires"}`,
    ...problems.map((problem) => `  - ${problem}`),
    ...[...sdls].map(([name, sdl]) => `  --- subgraph ${name}\n${relevantPartOf(sdl)}`),
    `  --- entities\n${data.join("\n")}`,
    `  --- operation${operation.rehearsals ? ", asked before" : ""}${operation.down ? `, while ${operation.down} is down` : ""}\n${operation.query}`,
    `  --- variables ${JSON.stringify(operation.variables)}`,
    ...traffic.map(
      ({ subgraph, request, said }) =>
        `  --- ${subgraph} was asked\n${request.document}\n${JSON.stringify(request.variables)}\n${said}`,
    ),
    `  --- one service answers\n${JSON.stringify(expected.data)}${told(expected.errors)}`,
    `  --- the gateway answers\n${JSON.stringify(actual.data)}${told(actual.errors)}`,
    ...logged.map((line) => `  --- the gateway logged\n${line.trim()}`),
    "",
  ].join("\n");
}

const SHARED = /^(extend schema|scalar|enum|input|#)/;

/** Without what every subgraph begins with. */
function relevantPartOf(sdl: string): string {
  return sdl
    .split("\n\n")
    .filter((block) => !SHARED.test(block))
    .join("\n");
}
