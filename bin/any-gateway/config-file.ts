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
  const isJson = file.endsWith(".json");
  const text = textOf(file);
  const { value } = await (isJson ? parsed(text) : exportedBy(file, text)).catch((error: unknown) => {
    const problem = error instanceof Error ? withoutText(error.message) : `it throws ${String(error)}`;
    throw wrong(file, problem, "Mend the file.");
  });
  if (value === undefined)
    throw wrong(file, "it exports no `config`", "Write `export const config = { … }`, as docs/gateway.md shows.");
  // A list, a promise or a Map would be taken as a group that says nothing.
  if (!isGroup(value))
    throw wrong(
      file,
      `it must be a group of settings, and is ${kindOf(value)}`,
      "Write `{ … }`, as docs/gateway.md shows.",
    );
  if (!isJson) return value;
  const { $schema: _, ...settings } = value;
  return settings;
}

/** In a shell, or a promise would come as what it promises. */
interface Found {
  readonly value: unknown;
}

async function parsed(text: string): Promise<Found> {
  return { value: JSON.parse(text) };
}

async function exportedBy(file: string, text: string): Promise<Found> {
  // A module is loaded once under its address: what changed has another one.
  const version = createHash("sha256").update(text).digest("hex");
  const module = await import(`${pathToFileURL(file)}?${version}`);
  if (module.config !== undefined) return { value: module.config };
  // A file that exports nothing at all is one of CommonJS for Node, and of those each exports an object.
  const { default: standard } = module;
  const isNothing = "module.exports" in module && isGroup(standard) && Object.keys(standard).length === 0;
  return { value: isNothing ? undefined : standard };
}

function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Not the value itself, which may hold secrets. */
function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (typeof value !== "object") return `a ${typeof value}`;
  return Array.isArray(value) ? "a list" : `a ${value.constructor.name}`;
}

/** What JSON.parse shows of the text may be a secret. */
function withoutText(message: string): string {
  return message.replace(/, (\.{3})?"[^]*(?= is not valid JSON$)/, ": it");
}

function textOf(file: string): string {
  try {
    // Some editors begin a file with a mark, which JSON does not know.
    return readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw wrong(file, `it cannot be read (${code})`, "Name a file of settings: --config FILE.");
  }
}

function wrong(file: string, problem: string, remedy: string): PlatformStartError {
  return new PlatformStartError({ message: `Settings in ${file}: ${problem}.`, remedy });
}
