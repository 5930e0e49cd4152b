import type { Failure } from "./check.ts";
import { textOf } from "./compare.ts";
import type { Federation } from "./federation.ts";

/** All that is needed to see a failure, and to see it again. */
export function reportOf(
  { sdls }: Federation,
  { seed, operation, problems, expected, actual, traffic }: Failure,
): string {
  const [run, supergraph, index] = seed;
  const told = (errors: Failure["actual"]["errors"] = []) =>
    errors.map(({ message, path }) => `    ${path ? textOf(path) : "nowhere"}: ${message}`).join("\n");
  return [
    "",
    `✖ seed ${run}, supergraph ${supergraph}, operation ${index}`,
    `  replay: npm run test:federation -- --seed ${run} --from ${supergraph} --supergraphs 1`,
    ...problems.map((problem) => `  - ${problem}`),
    ...[...sdls].map(([name, sdl]) => `  --- subgraph ${name}\n${withoutShared(sdl)}`),
    `  --- operation\n${operation.query}`,
    ...(operation.down ? [`  --- while ${operation.down} is down`] : []),
    `  --- variables ${JSON.stringify(operation.variables)}`,
    ...traffic.map(
      ({ subgraph, request, result }) =>
        `  --- ${subgraph} was asked\n${request.document}\n${JSON.stringify(request.variables)}\n  and said\n${JSON.stringify(result)}`,
    ),
    `  --- one service answers\n${JSON.stringify(expected.data, null, 1)}\n${told(expected.errors)}`,
    `  --- the gateway answers\n${JSON.stringify(actual.data, null, 1)}\n${told(actual.errors)}`,
    "",
  ].join("\n");
}

/** Every subgraph begins with the same. */
function withoutShared(sdl: string): string {
  return sdl.replace(/^[\s\S]*?\n(?=(interface|union|type) )/, "");
}
