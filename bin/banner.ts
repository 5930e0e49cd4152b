import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "./config.ts";
import { demoLogins } from "./demo/logins.ts";
import type { Secrets } from "./secrets.ts";

const FIRST_OPERATION = `{ products(first: 3) { nodes { title priceRange { min { formatted } } rating { average } } } }`;

/** What a person needs first: where it is, who may sign in, and something to try. Also kept in DATA/demo.json. */
export function printBanner(config: Config, secrets: Secrets, services: ReadonlyMap<string, string> = new Map()): void {
  const url = config.publicUrl;
  const lines = [`Agora is ready at ${url}/graphql (HTTP and websocket)`];
  if (!config.production) {
    const logins = demoLogins(secrets.key);
    const demo = { url, logins: logins.map(({ role, email, password }) => ({ role, email, password })) };
    writeFileSync(join(config.data, "demo.json"), `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
    lines.push(`Explorer ${url}/explorer · Apollo Sandbox ${url}/sandbox (online)`, "", "Demo logins");
    lines.push(
      ...logins.map(({ role, email, password }) => `  ${role.toLowerCase().padEnd(9)} ${email.padEnd(24)} ${password}`),
    );
    lines.push("", "Paste this into the explorer", `  ${FIRST_OPERATION}`);
  }
  if (services.size > 0) lines.push("", `Services ${[...services].map(([name, at]) => `${name} ${at}`).join(" · ")}`);
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  console.log(`${lines.join("\n")}\n\nCtrl-C stops it; everything is kept in ${config.data}`);
}
