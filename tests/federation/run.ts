import { parseArgs } from "node:util";
import { runCampaign } from "./campaign.ts";
import { CHAINED_REQUIRES } from "./coverage.ts";
import { openGateway } from "./engine.ts";

/**
 * `npm run test:federation [-- --seed N --supergraphs N --operations N]`: random supergraphs, each asked random
 * operations, against one service over the same data. Exits 1 when an answer differs, or when a feature of federation
 * was never met. `--from N --supergraphs 1 --operation N` replays one failure; `--no-chained-requires` leaves out fields
 * that require what itself requires.
 */
const SUPERGRAPHS_THAT_COVER_ALL = 100;

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
    supergraphs: { type: "string", default: "200" },
    operations: { type: "string", default: "50" },
    from: { type: "string", default: "0" },
    operation: { type: "string" },
    reports: { type: "string", default: "3" },
    "chained-requires": { type: "boolean", default: true },
  },
  allowNegative: true,
});
/** The schema is always asked for. */
const replayed = values.operation === "schema" ? [] : [Number(values.operation)];
const operations = values.operation ? replayed : [...Array(Number(values.operations)).keys()];
const supergraphsMax = Number(values.supergraphs);

console.log(`seed ${values.seed}, ${supergraphsMax} supergraphs × ${operations.length} operations`);
const result = await runCampaign({
  ...{ seed: Number(values.seed), from: Number(values.from), supergraphsMax, operations, openEngine: openGateway },
  ...{ reportsMax: Number(values.reports), chainedRequires: values["chained-requires"] },
  say: console.log,
});
const { failed, problems, coverage } = result;
for (const [problem, count] of problems) console.log(`  ${count} × ${problem}`);
console.log([...coverage.counts].map(([feature, count]) => `${feature} ${count}`).join(" · "));
const missing = coverage.missing().filter((feature) => values["chained-requires"] || feature !== CHAINED_REQUIRES);
const isCovered = missing.length === 0 || supergraphsMax < SUPERGRAPHS_THAT_COVER_ALL;
if (!isCovered) console.log(`Never met: ${missing.join(", ")}`);
console.log(`${result.supergraphs} supergraphs, ${result.dropped} that do not compose, ${failed} failed operations`);
process.exitCode = failed === 0 && isCovered ? 0 : 1;
