import { err, ok, type Result } from "#kernel/result.ts";
import { type CommonRefusal, invalidInput } from "#kernel/user-error.ts";
import type { Movement } from "./movement.ts";
import type { StockItem } from "./stock-item.ts";

/** More of one variant in one warehouse is a mistyped number. */
export const ON_HAND_MAX = 1_000_000_000;

/** By how many units, or to how many that were counted. */
export type StockChange = { readonly by: number } | { readonly to: number };

/** The movement that makes the change true. What orders hold cannot be adjusted away. */
export function adjust(item: StockItem, change: StockChange, reason: string): Result<Movement, CommonRefusal> {
  const isCount = "to" in change;
  const path = ["change", isCount ? "to" : "by"];
  const onHand = isCount ? change.to : item.onHand + change.by;
  if (onHand > ON_HAND_MAX) {
    return err(invalidInput(path, `This would make ${onHand} units; one warehouse has at most ${ON_HAND_MAX}.`));
  }
  if (onHand < 0) return err(invalidInput(path, `There are only ${item.onHand} units.`));
  if (onHand < item.reserved) {
    return err(invalidInput(path, `Orders hold ${item.reserved} of the ${item.onHand} units; fewer cannot be left.`));
  }
  const kind = isCount ? "COUNTED" : "ADJUSTED";
  return ok({ stockItemId: item.id, kind, onHandDelta: onHand - item.onHand, reservedDelta: 0, reason });
}
