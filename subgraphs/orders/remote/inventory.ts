import { type Ask, asker } from "#kernel/ask.ts";
import type { Execute } from "#kernel/executor.ts";
import type { Stock } from "../ports.ts";
import {
  CommitStockDocument,
  OrderableQuantitiesDocument,
  ReleaseStockDocument,
  ReserveStockDocument,
} from "./inventory.generated.ts";

/** Inventory shows no more than this, so that stock cannot be read: at this number there may be more. */
const ORDERABLE_SHOWN_MAX = 50;

/** Inventory as a subgraph. */
export function inventorySubgraph(execute: Execute): Stock {
  const ask: Ask = asker(execute, "orders", "inventory");
  return {
    findOrderable: async (variantIds, scope) => {
      const variants = variantIds.map((id) => ({ __typename: "Variant", id }));
      const { _entities } = await ask(OrderableQuantitiesDocument, { variants }, scope);
      return new Map(
        _entities.flatMap((found) => {
          const quantity = found && "availability" in found ? found.availability?.orderableQuantity : undefined;
          if (!found || !("id" in found) || quantity === undefined || quantity >= ORDERABLE_SHOWN_MAX) return [];
          return [[found.id, quantity] as const];
        }),
      );
    },
    reserve: async ({ orderId, lines, expiresAt }, scope) => {
      const input = { orderId, lines: [...lines], expiresAt: expiresAt.toISOString() };
      const { reserved, shortages } = (await ask(ReserveStockDocument, { input }, scope)).stockReserve;
      if (reserved) return { type: "reserved" };
      return shortages.length > 0 ? { type: "short", shortages } : { type: "ended" };
    },
    commit: async (orderId, scope) => {
      const { reserved, shortages } = (await ask(CommitStockDocument, { orderId }, scope)).stockCommit;
      if (!reserved && shortages.length > 0) throw new Error(`The goods of the paid order ${orderId} are gone`);
    },
    release: async (orderId, scope) => {
      await ask(ReleaseStockDocument, { orderId }, scope);
    },
  };
}
