import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { GatewayConfig } from "#gateway/config/gateway-settings.ts";
import { readConfig } from "#gateway/config/read-config.ts";
import { PlatformStartError } from "../start-error.ts";

/**
 * The settings in a file: TypeScript or JavaScript that exports `config`, so that an editor checks it and secrets come
 * from `process.env` by ordinary code; or JSON, for files that programs write. Throws a PlatformStartError that names
 * all that is wrong with its path.
 */
export async function readConfigFile(file: string): Promise<GatewayConfig> {
  const read = readConfig(await valueIn(file));
  if (read.ok) return read.value;
  throw wrong(file, `${read.refusal.join("; ")}`, "docs/gateway.md lists every setting.");
}

async function valueIn(file: string): Promise<unknown> {
  const text = textOf(file);
  try {
    if (file.endsWith(".json")) {
      const { $schema: _, ...settings } = JSON.parse(text);
      return settings;
    }
    // A module is loaded once under its address: what changed has another one.
    const version = createHash("sha256").update(text).digest("hex");
    const { config, default: standard } = await import(`${pathToFileURL(file)}?${version}`);
    if (config ?? standard) return config ?? standard;
  } catch (error) {
    throw wrong(file, withoutText((error as Error).message), "Mend the file.");
  }
  throw wrong(file, "it exports no `config`", "Write `export const config = { … }`, as docs/gateway.md shows.");
}

/** What JSON.parse shows of the text may be a secret. */
function withoutText(message: string): string {
  return message.replace(/, (\.{3})?"[^]*(?= is not valid JSON$)/, ": it");
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw wrong(file, `it cannot be read (${code})`, "Name a file of settings: --config FILE.");
  }
}

function wrong(file: string, problem: string, remedy: string): PlatformStartError {
  return new PlatformStartError({ message: `Settings in ${file}: ${problem}.`, remedy });
}
