import type { CallScope } from "#kernel/ask.ts";
import type { Id } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { OrderDraft } from "../domain/draft-order.ts";
import type { PlacementInput } from "../domain/placement.ts";
import type { PlaceRefusal } from "../domain/refusals.ts";
import type { Ports } from "../ports.ts";
import { checkOut } from "./check-out.ts";
import { draftOf, shortages } from "./drive-placement.ts";

/** The order that placing would make now, with ids and a number that nobody keeps; the stock is looked at, not taken. */
export async function previewOrder(
  ports: Ports,
  { caller, order, scope }: { readonly caller: Id; readonly order: PlacementInput; readonly scope: CallScope },
): Promise<Result<OrderDraft, PlaceRefusal[]>> {
  const { stock, ids, clock } = ports;
  const checked = await checkOut(ports, caller, order, scope);
  if (!checked.ok) return checked;
  const { lines } = checked.value.cart;
  const orderable = await stock.findOrderable(
    lines.map(({ variantId }) => variantId),
    scope,
  );
  const short = lines.flatMap(({ variantId, quantity }) => {
    const available = orderable.get(variantId) ?? quantity;
    return available < quantity ? [{ variantId, available }] : [];
  });
  if (short.length > 0) return err(shortages({ type: "short", shortages: short }));
  return ok(draftOf(ports, ids.next(PREFIXES.Order), checked.value, scope.requestId, clock.now()));
}
