import type { Database } from "#kernel/database.ts";
import type { CartReads } from "../../ports.ts";
import { cartFrom, type ReadCart, uuidsOf } from "./rows.ts";

/** Reads carts with their lines, in one statement however many there are. */
export function cartReads(database: Pick<Database, "query">): CartReads {
  return {
    find: async (ids) => {
      const uuids = uuidsOf("Cart", ids);
      return uuids.length === 0
        ? []
        : (await database.query<ReadCart>(cartsSql("id = ANY($1::uuid[])"), [uuids])).map(cartFrom);
    },
    findOpen: async (owners) => {
      const rows = await database.query<ReadCart>(cartsSql("owner = ANY($1) AND status = 'OPEN'"), [owners]);
      return rows.map(cartFrom);
    },
  };
}

export function cartsSql(condition: string): string {
  return `SELECT *, ${LINES} FROM carts WHERE ${condition}`;
}

const LINES = `COALESCE(
  (SELECT jsonb_agg(to_jsonb(line) ORDER BY line.position) FROM cart_lines AS line WHERE line.cart_id = carts.id), '[]'
) AS lines`;
