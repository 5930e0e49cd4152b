import { hashOfArguments } from "#kernel/idempotency.ts";
import type { CallScope } from "#kernel/ask.ts";
import { type Id, uuidOf } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { claimRefusal, type CommonRefusal, invalidInput } from "#kernel/user-error.ts";
import { type Cart, type CartWarning, isLive, touched } from "../domain/cart.ts";
import type { Orderable } from "../domain/facts.ts";
import { mergeCarts } from "../domain/merge-carts.ts";
import { claimedEvent } from "../domain/order-life.ts";
import type { OrderTransaction, Ports } from "../ports.ts";

export interface MergeCart {
  readonly caller: Id;
  readonly guestAccessToken: string;
  readonly key: string;
  readonly scope: CallScope;
}

export interface MergeAnswer {
  /** Null when neither had one. */
  readonly cartId: Id | null;
  readonly warnings: readonly CartWarning[];
}

/** The customer takes over what was theirs as a guest: the cart goes into their own, the orders change hands. */
export async function mergeCart(ports: Ports, command: MergeCart): Promise<Result<MergeAnswer, CommonRefusal[]>> {
  const { store, clock, identities } = ports;
  const { caller, guestAccessToken, key, scope } = command;
  const guest = await identities.subjectOf(guestAccessToken, scope);
  if (guest === undefined || uuidOf(PREFIXES.Guest, guest) === undefined)
    return err([invalidInput(["guestAccessToken"], "This is not a valid access token of a guest.")]);
  const orderable = await orderableOf(ports, guest, scope);
  const args = { token: hashOfArguments(guestAccessToken).toString("base64url") };

  return store.transact<MergeAnswer, CommonRefusal[]>(async (tx) => {
    await tx.lockOwner(caller);
    const now = clock.now();
    const carts = await tx.lockOpenCarts([caller, guest]);
    const merged = merge(carts, caller, guest, orderable, now);
    if (!merged.ok) return merged;
    const answer = { cartId: merged.value.after?.id ?? null, warnings: merged.value.warnings };
    const claimed = await tx.claim<MergeAnswer>({ caller, mutation: "cartMerge", key, args, kept: answer });
    if (claimed.type === "repeated") return ok(claimed.kept);
    if (claimed.type !== "first") return err([claimRefusal(claimed)]);
    await keep(tx, merged.value, now);
    await tx.takeOverCarts(guest, caller);
    const orders = await tx.claimOrders(guest, caller, now);
    for (const order of orders) tx.emit(claimedEvent(order, guest, scope.requestId, now));
    return ok(answer);
  });
}

/** What the guest's lines can be ordered at; not known does not stand in the way. */
async function orderableOf({ store, stock, log }: Ports, guest: Id, scope: CallScope): Promise<Orderable | undefined> {
  const [cart] = await store.carts.findOpen([guest]);
  const variantIds = cart?.lines.map(({ variantId }) => variantId) ?? [];
  if (variantIds.length === 0) return undefined;
  return stock.findOrderable(variantIds, scope).catch((error) => {
    log.warn({ error, requestId: scope.requestId }, "carts are merged without knowing the stock");
    return undefined;
  });
}

interface Merged {
  /** The customer's cart before and after; without `before` the guest's own is handed over. */
  readonly own?: Cart;
  readonly guest?: Cart;
  readonly after?: Cart;
  readonly warnings: readonly CartWarning[];
}

function merge(
  carts: readonly Cart[],
  caller: Id,
  guestId: Id,
  orderable: Orderable | undefined,
  now: Date,
): Result<Merged, CommonRefusal[]> {
  const own = carts.find(({ owner }) => owner === caller);
  const guest = carts.find((cart) => cart.owner === guestId && isLive(cart, now));
  if (!guest) return ok({ after: own, warnings: [] });
  if (!own) return ok({ guest, after: { ...touched(guest, now), owner: caller }, warnings: [] });
  const merged = mergeCarts(own, guest, orderable);
  if (!merged.ok) return merged;
  return ok({ own, guest, after: touched(merged.value.cart, now), warnings: merged.value.warnings });
}

async function keep(tx: OrderTransaction, { own, guest, after }: Merged, now: Date): Promise<void> {
  if (!guest || !after) return;
  if (!own) return tx.updateCart(guest, after);
  const moved = new Set(after.lines.map(({ id }) => id));
  const left = { ...guest, lines: guest.lines.filter(({ id }) => !moved.has(id)) };
  await tx.updateCart(own, after);
  await tx.updateCart(left, { ...touched(left, now), status: "MERGED" });
}
