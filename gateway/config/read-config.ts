import type { z } from "zod";
import { err, ok, type Result } from "#kernel/result.ts";
import { allSettings } from "./all-settings.ts";
import { type GatewayConfig, gatewaySettings } from "./gateway-settings.ts";

const PROBLEMS_MAX = 10;
const SHOWN_LENGTH_MAX = 60;
/** So many names of a group are told to somebody who wrote one that is not among them. */
const NAMES_MAX = 12;

/** The settings with every default; or all that is wrong with them, each with its path. */
export function readConfig(given: unknown): Result<GatewayConfig, readonly string[]> {
  const read = gatewaySettings.safeParse(given);
  if (read.success) return ok(read.data);
  const problems = read.error.issues.flatMap((issue) => problemsOf(issue, given));
  const more = problems.length - PROBLEMS_MAX;
  return err(more > 0 ? [...problems.slice(0, PROBLEMS_MAX), `${more} more are wrong`] : problems);
}

function problemsOf(issue: z.core.$ZodIssue, given: unknown): string[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => `${[...path, key].join(".")} is not a setting${knownNames(path)}`);
  const value = path.reduce<any>((group, name) => group?.[name], given);
  const shown = holdsSecret(path) || value === undefined ? "" : ` (it is ${shorten(textOf(value))})`;
  return [`${path.join(".") || "it"} ${issue.message}${shown}`];
}

/** The names that there are in a group. */
function knownNames(path: readonly string[]): string {
  const inGroup = allSettings.filter((setting) => setting.path.length > path.length && leadsTo(path, setting.path));
  const names = [...new Set(inGroup.map((setting) => setting.path[path.length]))];
  return names.length <= NAMES_MAX ? ` (there are ${names.join(", ")})` : "";
}

function holdsSecret(path: readonly string[]): boolean {
  return allSettings.some(
    (setting) => setting.isSecret && (leadsTo(setting.path, path) || leadsTo(path, setting.path)),
  );
}

function leadsTo(path: readonly string[], to: readonly string[]): boolean {
  return path.every((name, place) => name === to[place] || name === "*" || to[place] === "*");
}

/** Settings that are code may hold what JSON does not know. */
function textOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? `a ${typeof value}`;
  } catch {
    return `a ${typeof value}`;
  }
}

function shorten(text: string): string {
  return text.length > SHOWN_LENGTH_MAX ? `${text.slice(0, SHOWN_LENGTH_MAX)}…` : text;
}
