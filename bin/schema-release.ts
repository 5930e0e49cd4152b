import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { compose } from "./compose.ts";
import { compareSchemas } from "./schema-changes.ts";

const RELEASED = new URL("../schema/released/api.graphql", import.meta.url);

/**
 * `npm run schema:release`: makes today's API the one that "breaking" is measured against. It refuses what would break
 * a client without having been released as deprecated, its day passed: deprecate it, release, wait, then remove it.
 */
const next = compose().get("api.graphql")!;
const released = existsSync(RELEASED) ? readFileSync(RELEASED, "utf8") : next;
const { breaking, dangerous } = compareSchemas(released, next, new Date().toISOString().slice(0, 10));
for (const change of dangerous) console.log(`Clients may not know it yet: ${change}`);
if (breaking.length > 0) {
  for (const change of breaking) console.error(`Breaks clients: ${change}`);
  console.error(
    'Not released. Keep it, with @deprecated(reason: "Use X. Removed after YYYY-MM-DD"), release, and remove it after that day.',
  );
  process.exit(1);
}
mkdirSync(new URL(".", RELEASED), { recursive: true });
writeFileSync(RELEASED, next);
console.log("Released: schema/released/api.graphql");
