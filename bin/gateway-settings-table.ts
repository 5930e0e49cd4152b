import { readFileSync, writeFileSync } from "node:fs";
import { allSettings, type Setting } from "#gateway/config/all-settings.ts";

const PAGE = new URL("../docs/gateway.md", import.meta.url);
const BEGIN = "<!-- settings: made by `npm run docs:gateway` -->\n<!-- prettier-ignore-start -->\n";
const END = "<!-- prettier-ignore-end -->\n";

/** docs/gateway.md with the tables of today's settings. */
export function gatewayPage(page = readFileSync(PAGE, "utf8")): string {
  const [before, rest] = page.split(BEGIN);
  const [, after] = rest!.split(END);
  return `${before}${BEGIN}${tables()}\n${END}${after}`;
}

/** A table for each group, under a heading that can be linked to. */
function tables(): string {
  const groups = Map.groupBy(allSettings, ({ path }) => (path.length > 1 ? path[0]! : ""));
  return [...groups].map(([name, settings]) => `${headingOf(name)}\n${tableOf(settings)}\n`).join("\n");
}

function headingOf(group: string): string {
  return group === "" ? "" : `### ${group}\n`;
}

function tableOf(settings: readonly Setting[]): string {
  const rows = settings.map(({ path, kind, unit, fallback, value, meaning, sharing }) => {
    const shown = fallback ?? (value === undefined ? "" : `\`${JSON.stringify(value)}\``);
    return [`\`${nameOf(path)}\``, kind, unit ?? "", shown, meaning, sharing ?? ""];
  });
  const all = [
    ["setting", "type", "unit", "default", "meaning", "with several workers"],
    rows[0]!.map(() => "---"),
    ...rows,
  ];
  return all.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function nameOf(path: readonly string[]): string {
  return path.map((name) => (name !== "*" ? name : path[0] === "rateLimits" ? "N" : "NAME")).join(".");
}

if (import.meta.main) writeFileSync(PAGE, gatewayPage());
