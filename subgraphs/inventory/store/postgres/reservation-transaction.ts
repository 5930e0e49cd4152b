import { Any, LessThanOrEqual } from "typeorm";
import type { Transaction } from "#kernel/database.ts";
import { uuidOf } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import type { InventoryTransaction } from "../../ports.ts";
import { ReservationEntity, type ReservationRow } from "./entities.ts";
import { reservationOf, uuidsOf, uuidToKeep } from "./rows.ts";

type ReservationTransaction = Pick<
  InventoryTransaction,
  "openReservation" | "lockReservation" | "lockExpired" | "keepState" | "keepLines"
>;

/** Locks and changes of reservations. */
export function reservationTransaction(tx: Transaction): ReservationTransaction {
  const { manager } = tx;
  return {
    openReservation: async ({ orderId, state, expiresAt }, now) => {
      const asked = [uuidToKeep(PREFIXES.Order, orderId), state, expiresAt, now];
      const [row] = await tx.query<ReservationRow>(OPEN_RESERVATION, asked);
      return { reservation: reservationOf(row!), isNew: row!.version === 1 };
    },

    lockReservation: async (orderId) => {
      const uuid = uuidOf(PREFIXES.Order, orderId);
      if (uuid === undefined) return undefined;
      const lock = { mode: "pessimistic_write" } as const;
      const row = await manager.findOne(ReservationEntity, { where: { orderId: uuid }, lock });
      return row ? reservationOf(row) : undefined;
    },

    lockExpired: async (now, limit) => {
      const rows = await manager.find(ReservationEntity, {
        where: { state: "HELD", expiresAt: LessThanOrEqual(now) },
        order: { expiresAt: "ASC" },
        take: limit,
        lock: { mode: "pessimistic_write", onLocked: "skip_locked" },
      });
      return rows.map(reservationOf);
    },

    keepState: async (orderIds, state, now) => {
      const changed = { state, updatedAt: now, version: () => "version + 1" };
      await manager.update(ReservationEntity, { orderId: Any(uuidsOf(PREFIXES.Order, orderIds)) }, changed);
    },

    keepLines: async (orderId, state, lines, now) => {
      await tx.query(KEEP_LINES, [
        uuidToKeep(PREFIXES.Order, orderId),
        state,
        now,
        lines.map(({ stockItemId }) => uuidToKeep(PREFIXES.StockItem, stockItemId)),
        lines.map(({ quantity }) => quantity),
      ]);
    },
  };
}

/** The row that is there is locked and answered; its version tells it from a new one. */
const OPEN_RESERVATION = `
  INSERT INTO reservations AS known (order_id, state, expires_at, created_at, updated_at, version)
  VALUES ($1, $2, $3, $4, $4, 1)
  ON CONFLICT (order_id) DO UPDATE SET
    expires_at = greatest(known.expires_at, excluded.expires_at), updated_at = $4, version = known.version + 1
  RETURNING order_id AS "orderId", state, expires_at AS "expiresAt", version`;

const KEEP_LINES = `
  WITH kept AS (
    UPDATE reservations SET state = $2, updated_at = $3, version = version + 1 WHERE order_id = $1 AND state <> $2
  ), gone AS (
    DELETE FROM reservation_lines WHERE order_id = $1 AND stock_id <> ALL ($4::uuid[])
  )
  INSERT INTO reservation_lines (order_id, stock_id, quantity)
  SELECT $1, line.stock_id, line.quantity FROM unnest($4::uuid[], $5::int[]) AS line(stock_id, quantity)
  ON CONFLICT (order_id, stock_id) DO UPDATE SET quantity = excluded.quantity`;
