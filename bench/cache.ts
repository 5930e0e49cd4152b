import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Client, clientAt, register } from "#tests/support/client.ts";
import { type Platform, startPlatform } from "#tests/support/platform.ts";
import { cpuMsOf, postgresPid } from "./cpu.ts";

/**
 * `npm run bench:cache`: product pages of the whole platform in one process, with what is kept and without, in turn in
 * the same run. Tells for each page the CPU of a request, the database's part of it, and the calls of subgraphs.
 */
const { values } = parseArgs({
  options: { requests: { type: "string", default: "1000" }, rounds: { type: "string", default: "3" } },
});
const [REQUESTS, ROUNDS] = [Number(values.requests), Number(values.rounds)];
const AT_ONCE = 4;
const SLUGS = ["stoneware-mug", "kulhad-set"];

const PRODUCT = `productBySlug(slug: $slug) {
  id slug title description images { url altText } priceRange { min { formatted } max { formatted } }
  categories { name slug } variants { id sku title price { formatted } availability { status orderableQuantity } }
  rating { average count } reviews(first: 5) { nodes { stars title body authorName } } }`;
const PAGES = {
  "a page that all may see": { query: `query ($slug: String!) { ${PRODUCT} }`, isMine: false },
  "with a part of one's own": { query: `query ($slug: String!) { me { name } ${PRODUCT} }`, isMine: true },
} as const;

interface Figures {
  cpuMs: number;
  databaseMs: number;
  calls: number;
}

const sides = {
  kept: await startPlatform("one process", { AGORA_CACHE: "memory" }),
  "not kept": await startPlatform("one process", { AGORA_CACHE: "off" }),
};
try {
  const table = [];
  for (const [page, { query, isMine }] of Object.entries(PAGES)) {
    const best = new Map<string, Figures>();
    for (let round = 0; round < ROUNDS; round += 1)
      for (const [side, platform] of Object.entries(sides)) {
        const client = isMine ? await register(platform.url) : clientAt(platform.url);
        await ask(client, query, REQUESTS / 10);
        const figures = await measured(platform, () => ask(client, query, REQUESTS));
        const before = best.get(side);
        if (!before || figures.cpuMs < before.cpuMs) best.set(side, figures);
      }
    for (const [side, { cpuMs, databaseMs, calls }] of best)
      table.push({
        ...{ page, side, "CPU ms/request": each(cpuMs), "of it the database": each(databaseMs) },
        "calls of subgraphs/request": each(calls),
      });
  }
  console.log(`${REQUESTS} requests, ${AT_ONCE} at once, the best of ${ROUNDS} rounds; fsync is on`);
  console.table(table);
} finally {
  for (const platform of Object.values(sides)) await platform.stop();
}

async function ask(client: Client, query: string, count: number): Promise<void> {
  let left = count;
  const one = async () => {
    while (left > 0) {
      left -= 1;
      await client.must(query, { slug: SLUGS[left % SLUGS.length] });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

async function measured(platform: Platform, run: () => Promise<void>): Promise<Figures> {
  const now = () => ({
    cpuMs: cpuMsOf(platform.process.pid!),
    databaseMs: cpuMsOf(postgresPid(platform.data)),
    calls: callsOf(platform),
  });
  const before = now();
  await run();
  const after = now();
  return {
    cpuMs: after.cpuMs - before.cpuMs,
    databaseMs: after.databaseMs - before.databaseMs,
    calls: after.calls - before.calls,
  };
}

/** All so far, as the access lines tell. */
function callsOf({ data }: Platform): number {
  const lines = readFileSync(join(data, "agora.log"), "utf8").matchAll(/"fetches":(\d+)/g);
  return [...lines].reduce((sum, [, fetches]) => sum + Number(fetches), 0);
}

function each(sum: number): string {
  return (sum / REQUESTS).toFixed(2);
}
