import type { ZodError } from "zod";
import type { ImportRow } from "#subgraphs/catalog/domain/import.ts";

/** A place in a row: `["variants", 0, "sku"]`. */
export type Field = readonly PropertyKey[];

export interface Problem {
  /** The column, `variants[0].sku`, or `row` for the whole. */
  readonly field: string;
  readonly reason: string;
}

export interface ReadRow {
  readonly row: ImportRow;
  /** What a field that the catalogue complains of is called in the file. */
  columnOf(path: Field): string;
}

export type RowResult = ReadRow | { readonly problems: readonly Problem[] };

export function violationsOf(error: ZodError, columnOf: (path: Field) => string): Problem[] {
  return error.issues.map(({ path, message, code }) => {
    const isMissing = code === "invalid_type" && message.includes("received undefined");
    return { field: columnOf(path), reason: isMissing ? "is required" : message };
  });
}

export function fieldOf(path: Field): string {
  if (path.length === 0) return "row";
  return path
    .map((step, index) => (/^\d+$/.test(String(step)) ? `[${String(step)}]` : `${index > 0 ? "." : ""}${String(step)}`))
    .join("");
}
