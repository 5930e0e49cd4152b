import { Any } from "typeorm";
import { keysetSql, type SortKey } from "#kernel/connection.ts";
import type { Database } from "#kernel/database.ts";
import { idFromUuid } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import type { ListedReview, ProductStars, ReviewStore } from "../../ports.ts";
import { RatingSummaryEntity, type RatingSummaryRow, ReviewEntity, type ReviewRow } from "./entities.ts";
import { reviewTransaction } from "./review-transaction.ts";
import { reviewOf, uuidsOf } from "./rows.ts";

/** The store of reviews on PostgreSQL. */
export function postgresReviews(database: Database): ReviewStore {
  return {
    transact: (work) => database.transact((tx) => work(reviewTransaction(tx))),

    findReviews: async (ids) => {
      const uuids = uuidsOf(PREFIXES.Review, ids);
      if (uuids.length === 0) return [];
      return (await database.manager.findBy(ReviewEntity, { id: Any(uuids) })).map(reviewOf);
    },

    findStarCounts: async (productIds) => {
      const uuids = uuidsOf(PREFIXES.Product, productIds);
      if (uuids.length === 0) return [];
      return (await database.manager.findBy(RatingSummaryEntity, { productId: Any(uuids) })).map(starsOf);
    },

    listReviews: async (productIds, page) => {
      const uuids = uuidsOf(PREFIXES.Product, productIds);
      if (uuids.length === 0) return [];
      const keyset = keysetSql(NEWEST_FIRST, { ...page, list: "" }, 3);
      const rows = await database.query<ListedRow>(
        `SELECT ${COLUMNS}, review.keys
         FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted(product_id, position)
         CROSS JOIN LATERAL (
           SELECT review.*, ${keyset.select} FROM reviews AS review
           WHERE review.product_id = wanted.product_id AND ${keyset.where}
           ORDER BY ${keyset.orderBy} LIMIT $2
         ) AS review
         ORDER BY wanted.position, ${keyset.orderBy}`,
        [uuids, page.limit + 1, ...keyset.parameters],
      );
      return rows.map(listedOf);
    },
  };
}

/** Ids break the tie of reviews written in the same millisecond. */
const NEWEST_FIRST: readonly SortKey[] = [
  { sql: "review.created_at", type: "timestamptz", direction: "DESC" },
  { sql: "review.id", type: "uuid", direction: "DESC" },
];

const COLUMNS = `
  review.id, review.product_id AS "productId", review.created_by AS "authorId", review.stars, review.title, review.body,
  review.author_name AS "authorName", review.is_verified_purchase AS "isVerifiedPurchase",
  review.created_at AS "createdAt", review.updated_at AS "updatedAt", review.version`;

type ListedRow = ReviewRow & { readonly keys: readonly string[] };

function listedOf({ keys, ...row }: ListedRow): ListedReview {
  const node = reviewOf(row);
  return { productId: node.productId, keys, node };
}

function starsOf(row: RatingSummaryRow): ProductStars {
  const { productId, stars1, stars2, stars3, stars4, stars5 } = row;
  const counts = { 1: stars1, 2: stars2, 3: stars3, 4: stars4, 5: stars5 };
  return { productId: idFromUuid(PREFIXES.Product, productId), counts };
}
