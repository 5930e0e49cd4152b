import { In } from "typeorm";
import { TOTAL_COUNT_MAX } from "#kernel/connection.ts";
import type { Database } from "#kernel/database.ts";
import { uuidOf } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import type { OrderReads } from "../../ports.ts";
import { OrderLineEntity } from "../entities.ts";
import { orderFilterSql } from "./order-filter-sql.ts";
import { listOrders } from "./order-lists.ts";
import { orderFrom, orderLineFrom, uuidsOf } from "./rows.ts";
import { findEntries } from "./timeline.ts";

export function orderReads({ manager, query }: Database): OrderReads {
  return {
    find: async (ids) => {
      const uuids = uuidsOf("Order", ids);
      if (uuids.length === 0) return [];
      return (await query(`SELECT * FROM orders WHERE id = ANY($1::uuid[])`, [uuids])).map(orderFrom);
    },
    findByNumber: async (number) => {
      return (await query(`SELECT * FROM orders WHERE number = $1`, [number])).map(orderFrom)[0];
    },
    findLines: async (orderIds) => {
      const uuids = uuidsOf("Order", orderIds);
      if (uuids.length === 0) return [];
      const order = { orderId: "ASC", position: "ASC" } as const;
      return (await manager.find(OrderLineEntity, { where: { orderId: In(uuids) }, order })).map(orderLineFrom);
    },
    list: (queries) => listOrders(query, queries),
    count: async (wanted) => {
      const parameters: unknown[] = [];
      const parameter = (value: unknown) => `$${parameters.push(value)}`;
      const ofOwner = wanted.owner === undefined ? "true" : `owner = ${parameter(wanted.owner)}`;
      const condition = `${ofOwner} AND ${orderFilterSql(wanted.where, parameter)}`;
      const sql = `SELECT count(*)::int AS count FROM (SELECT FROM orders WHERE ${condition} LIMIT ${TOTAL_COUNT_MAX + 1}) AS counted`;
      return (await query(sql, parameters))[0].count;
    },
    findEntries: (queries) => findEntries(query, queries),
    hasDelivered: async (owner, productId) => {
      const uuid = uuidOf(PREFIXES.Product, productId);
      if (uuid === undefined) return false;
      const sql = `SELECT FROM orders JOIN order_lines ON order_lines.order_id = orders.id
        WHERE orders.owner = $1 AND orders.status = 'DELIVERED' AND order_lines.product_id = $2 LIMIT 1`;
      return (await query(sql, [owner, uuid])).length > 0;
    },
    hasOverdue: async (now) => {
      const sql = `SELECT FROM orders WHERE status = 'PENDING' AND payment_due_by <= $1 LIMIT 1`;
      return (await query(sql, [now])).length > 0;
    },
  };
}
