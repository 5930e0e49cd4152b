import type { Id } from "#kernel/id.ts";
import { type Caller, hasScope } from "#kernel/identity.ts";
import type { Actor } from "./order.ts";
import { ORDERS_WRITE } from "./order-life.ts";

/** Who sees a cart, an order or a customer's list of them: its owner, and staff. An id is never a permission. */
export function canSee({ owner }: { readonly owner: Id }, caller: Caller): boolean {
  return owner === caller.subject || (caller.subject !== null && hasScope(caller, "orders:read"));
}

/** As whom this caller may move an order. */
export function actorsOf({ owner }: { readonly owner: Id }, caller: Caller): Actor[] {
  const actors: Actor[] = [];
  if (owner === caller.subject) actors.push("CUSTOMER");
  if (hasScope(caller, ORDERS_WRITE)) actors.push("STAFF");
  return actors;
}
