import { In } from "typeorm";
import type { Transaction } from "#kernel/database.ts";
import { type Id, uuidOf } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import type { Cart } from "../../domain/cart.ts";
import type { Order } from "../../domain/order.ts";
import type { OrderChange } from "../../domain/order-life.ts";
import type { OrderTransaction } from "../../ports.ts";
import { CartEntity, CartLineEntity, type CartLineRow } from "../entities.ts";
import { cartsSql } from "./carts.ts";
import { insertOrder } from "./insert-order.ts";
import { finishPlacement } from "./placements.ts";
import { cartFrom, cartLineRowsOf, cartRowOf, orderFrom, type ReadCart, uuidIn } from "./rows.ts";

/** Wakes who watches this order; see `Changes`. */
export function orderSignal(orderId: Id): string {
  return `order/${orderId}`;
}

export function orderTransaction(tx: Transaction): OrderTransaction {
  const { manager, query } = tx;
  const orders = async (sql: string, parameters: readonly unknown[]): Promise<Order[]> =>
    (await query(sql, parameters)).map(orderFrom);

  /** First the lock, then the lines: read in one statement they would be those from before the wait. */
  const lockedCarts = async (condition: string, parameter: unknown): Promise<Cart[]> => {
    const locked = await query<{ id: string }>(`SELECT id FROM carts WHERE ${condition} ORDER BY id FOR UPDATE`, [
      parameter,
    ]);
    if (locked.length === 0) return [];
    return (await query<ReadCart>(cartsSql("id = ANY($1::uuid[])"), [locked.map(({ id }) => id)])).map(cartFrom);
  };

  return {
    claim: (claim) => tx.claim(claim),
    receive: (eventId) => tx.receive(eventId),
    emit: (event) => tx.emit(event),

    lockOwner: async (owner) => {
      await query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`open cart of ${owner}`]);
    },
    setAsideCarts: async (owner) => {
      await manager.update(CartEntity, { owner, status: "OPEN" }, { status: "SET_ASIDE" });
    },
    insertCart: async (cart) => {
      await manager.insert(CartEntity, { ...cartRowOf(cart), createdBy: cart.owner });
      if (cart.lines.length > 0) await manager.insert(CartLineEntity, cartLineRowsOf(cart));
    },
    lockCart: async (id) => {
      const uuid = uuidOf(PREFIXES.Cart, id);
      return uuid === undefined ? undefined : (await lockedCarts("id = $1", uuid))[0];
    },
    lockOpenCarts: (owners) => lockedCarts("owner = ANY($1) AND status = 'OPEN'", owners),
    updateCart: async (before, after) => {
      const { removed, written } = differences(before, after);
      if (removed.length > 0) await manager.delete(CartLineEntity, { id: In(removed) });
      if (written.length > 0) await manager.upsert(CartLineEntity, written, ["id"]);
      const { id, ...row } = cartRowOf(after);
      await manager.update(CartEntity, { id }, row);
    },
    closeCart: async ({ id, version, owner }, now) => {
      const closed = await query(
        `UPDATE carts SET status = 'ORDERED', version = version + 1, updated_at = $3
         WHERE id = $1 AND version = $2 AND owner = $4 AND status IN ('OPEN', 'SET_ASIDE') RETURNING 1`,
        [uuidIn("Cart", id), version, now, owner],
      );
      return closed.length > 0;
    },
    takeOverCarts: async (from, to) => {
      await manager.update(CartEntity, { owner: from, status: "SET_ASIDE" }, { owner: to });
    },

    lockOrder: async (id) => {
      const uuid = uuidOf(PREFIXES.Order, id);
      return uuid === undefined
        ? undefined
        : (await orders(`SELECT * FROM orders WHERE id = $1 FOR UPDATE`, [uuid]))[0];
    },
    lockOverdue: (now, limit) =>
      orders(
        `SELECT * FROM orders WHERE status = 'PENDING' AND payment_due_by <= $1
         ORDER BY payment_due_by LIMIT $2 FOR UPDATE SKIP LOCKED`,
        [now, limit],
      ),
    insertOrder: async (draft) => {
      if (!(await insertOrder(query, draft))) return false;
      tx.signal(orderSignal(draft.order.id));
      return true;
    },
    keepChanges: async (changes) => {
      if (changes.length === 0) return;
      await query(KEEP_CHANGES, [JSON.stringify(changes.map(changedRow))]);
      tx.emit(...changes.map(({ event }) => event));
      changes.forEach(({ order }) => tx.signal(orderSignal(order.id)));
    },
    claimOrders: (from, to, now) =>
      orders(`UPDATE orders SET owner = $2, version = version + 1, updated_at = $3 WHERE owner = $1 RETURNING *`, [
        from,
        to,
        now,
      ]),
    finishPlacement: (placement) => finishPlacement(query, placement),
  };
}

function differences(before: Cart, after: Cart): { removed: string[]; written: CartLineRow[] } {
  const kept = new Set(after.lines.map(({ id }) => id));
  const known = new Map(before.lines.map((line) => [line.id, line]));
  const changed = after.lines.filter((line) => known.get(line.id) !== line);
  return {
    removed: before.lines.filter(({ id }) => !kept.has(id)).map(({ id }) => uuidIn("CartLine", id)),
    written: cartLineRowsOf({ id: after.id, lines: changed }),
  };
}

function changedRow({ order, entry }: OrderChange) {
  return {
    order_id: uuidIn("Order", order.id),
    version: order.version,
    sequence: entry.sequence,
    cancel_reason: order.cancelReason,
    payment_due_by: order.paymentDueBy,
    occurred_at: entry.occurredAt,
    from_status: entry.fromStatus,
    status: entry.status,
    actor: entry.actor,
    actor_id: entry.actorId,
    note: entry.note,
  };
}

/** State and history in one statement, however many orders. */
const KEEP_CHANGES = `
  WITH change AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS c(
      order_id uuid, version int, sequence int, cancel_reason text, payment_due_by timestamptz, occurred_at timestamptz,
      from_status text, status text, actor text, actor_id text, note text
    )
  ), moved AS (
    UPDATE orders SET status = change.status, cancel_reason = change.cancel_reason, version = change.version,
      payment_due_by = change.payment_due_by, sequence = change.sequence, updated_at = change.occurred_at
    FROM change WHERE orders.id = change.order_id
  )
  INSERT INTO timeline (order_id, sequence, occurred_at, from_status, status, actor, actor_id, note)
  SELECT order_id, sequence, occurred_at, from_status, status, actor, actor_id, note FROM change`;
