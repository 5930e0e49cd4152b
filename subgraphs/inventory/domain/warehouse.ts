import type { Id } from "#kernel/id.ts";

/** A place where goods lie. */
export interface Warehouse {
  readonly id: Id;
  readonly code: string;
  readonly name: string;
  /** Of exactly one: adjustments without a warehouse go there, and orders are served from there first. */
  readonly isDefault: boolean;
}
