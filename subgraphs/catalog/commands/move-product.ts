import type { Id } from "#kernel/id.ts";
import { ok, type Result } from "#kernel/result.ts";
import { type Move, moveProduct as moved } from "../domain/lifecycle.ts";
import type { Refusal } from "../domain/refusal.ts";
import type { Ports } from "../ports.ts";
import { changeUnderVersion, type ChangeOf } from "./change-product.ts";

/** Into the shop or off it. */
export async function moveProduct(
  { store, clock }: Pick<Ports, "store" | "clock">,
  move: Move,
  command: ChangeOf,
): Promise<Result<Id, Refusal[]>> {
  return changeUnderVersion(store, command, [], (product) => ok(moved(product, move, clock.now())));
}
