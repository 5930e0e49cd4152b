import type { Id } from "#kernel/id.ts";

/** What payments remembers of an order: whose it is, and whether it still takes money. Its lock orders all changes. */
export interface OrderAccount {
  readonly orderId: Id;
  readonly owner: Id;
  /** When the order was cancelled; null while it takes money. */
  readonly closedAt: Date | null;
}
