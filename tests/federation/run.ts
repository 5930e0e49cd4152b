import { parseArgs } from "node:util";
import { checkFederation } from "./check.ts";
import { createCoverage } from "./coverage.ts";
import { openGateway } from "./engine.ts";
import { reportOf } from "./report.ts";

/**
 * `npm run test:federation [-- --seed N --supergraphs N --operations N --from N]`: random supergraphs, each asked
 * random operations, against one service over the same data. Exits 1 when an answer differs. `--from` and
 * `--supergraphs 1` replay one supergraph of a run.
 */
const SUPERGRAPHS_THAT_COVER_ALL = 100;

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
    supergraphs: { type: "string", default: "200" },
    operations: { type: "string", default: "50" },
    from: { type: "string", default: "0" },
    "reports-max": { type: "string", default: "5" },
  },
});
const [seed, supergraphs, operations, from, reportsMax] = [
  values.seed,
  values.supergraphs,
  values.operations,
  values.from,
  values["reports-max"],
].map(Number) as [number, number, number, number, number];

console.log(`seed ${seed}, ${supergraphs} supergraphs × ${operations} operations`);
const startedAt = performance.now();
const failedBy = new Map<string, number>();
const coverage = createCoverage();
let [failed, checked, dropped, tried] = [0, 0, 0, from];
for (; checked < supergraphs; tried++) {
  const result = await checkFederation(openGateway, [seed, tried], Array.from({ length: operations }).keys(), coverage);
  if ("dropped" in result) {
    dropped += 1;
    if (dropped > supergraphs) throw new Error(`Hardly anything can be composed; the last time: ${result.dropped}`);
    continue;
  }
  checked += 1;
  for (const failure of result.failures) {
    if (failed < reportsMax) console.log(reportOf(result.federation, failure));
    failed += 1;
    for (const kind of new Set(failure.problems.map((problem) => problem.replace(/ [\w.]+\.[\w.]+|data$/g, ""))))
      failedBy.set(kind, (failedBy.get(kind) ?? 0) + 1);
  }
  if (checked % 20 === 0) console.log(`${checked} supergraphs, ${failed} failed operations, ${seconds()} s`);
}
console.log(`${checked} supergraphs, ${dropped} that do not compose, ${failed} failed operations, ${seconds()} s`);
for (const [kind, count] of failedBy) console.log(`  ${count} × ${kind}`);
console.log([...coverage.counts].map(([name, count]) => `${name} ${count}`).join(" · "));
const missing = [...coverage.counts].filter(([, count]) => count === 0).map(([name]) => name);
if (missing.length > 0) console.log(`Never met: ${missing.join(", ")}`);
process.exitCode = failed > 0 || (missing.length > 0 && supergraphs >= SUPERGRAPHS_THAT_COVER_ALL) ? 1 : 0;

function seconds(): string {
  return ((performance.now() - startedAt) / 1_000).toFixed(1);
}
