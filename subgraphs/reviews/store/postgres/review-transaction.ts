import type { Transaction } from "#kernel/database.ts";
import { type Id, uuidOf } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import type { Stars } from "../../domain/review.ts";
import type { ReviewTransaction } from "../../ports.ts";
import { ReviewEntity } from "./entities.ts";
import { reviewOf, rowOf } from "./rows.ts";

/** Writes of reviews. Locks are taken in one order, the review before its product's summary, so that none deadlock. */
export function reviewTransaction(tx: Transaction): ReviewTransaction {
  const find = async (id: Id, lock?: { mode: "pessimistic_write" }) => {
    const uuid = uuidOf(PREFIXES.Review, id);
    const row = uuid === undefined ? null : await tx.manager.findOne(ReviewEntity, { where: { id: uuid }, lock });
    return row ? reviewOf(row) : undefined;
  };

  return {
    claim: (claim) => tx.claim(claim),
    emit: (event) => tx.emit(event),
    findReview: (id) => find(id),
    lockReview: (id) => find(id, { mode: "pessimistic_write" }),
    insertReview: async (review) => {
      const row = rowOf(review);
      const { productId, authorId } = row;
      const inserted = await tx.query(INSERT_REVIEW, [
        ...[row.id, productId, authorId, row.stars, row.title, row.body],
        ...[row.authorName, row.isVerifiedPurchase, row.createdAt, row.updatedAt, row.version],
      ]);
      if (inserted.length === 0) {
        return reviewOf(await tx.manager.findOneByOrFail(ReviewEntity, { productId, authorId }));
      }
      await tx.query(COUNT_NEW, [productId, ...changeOf(undefined, row.stars)]);
      return review;
    },
    updateReview: async (before, after) => {
      const { id, productId, stars, title, body, updatedAt, version } = rowOf(after);
      await tx.manager.update(ReviewEntity, { id }, { stars, title, body, updatedAt, version });
      if (stars !== before.stars) await tx.query(COUNT_CHANGED, [productId, ...changeOf(before.stars, stars)]);
    },
  };
}

/** What a review's stars change in the five columns of its product's summary. */
function changeOf(before: Stars | undefined, after: Stars): number[] {
  return [1, 2, 3, 4, 5].map((stars) => Number(stars === after) - Number(stars === before));
}

/** Of several at once the unique index lets one through; the others wait for it, then insert nothing. */
const INSERT_REVIEW = `
  INSERT INTO reviews (id, product_id, created_by, stars, title, body, author_name, is_verified_purchase,
                       created_at, updated_at, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
  ON CONFLICT (created_by, product_id) DO NOTHING RETURNING 1`;

/** Relative to what stands there, so that writers of one product at once lose nothing. */
const COUNT_NEW = `
  INSERT INTO rating_summaries AS summary (product_id, stars_1, stars_2, stars_3, stars_4, stars_5)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (product_id) DO UPDATE SET
    stars_1 = summary.stars_1 + excluded.stars_1,
    stars_2 = summary.stars_2 + excluded.stars_2,
    stars_3 = summary.stars_3 + excluded.stars_3,
    stars_4 = summary.stars_4 + excluded.stars_4,
    stars_5 = summary.stars_5 + excluded.stars_5`;

/** No upsert: what is taken away would break the check of a row that is only proposed. */
const COUNT_CHANGED = `
  UPDATE rating_summaries SET
    stars_1 = stars_1 + $2,
    stars_2 = stars_2 + $3,
    stars_3 = stars_3 + $4,
    stars_4 = stars_4 + $5,
    stars_5 = stars_5 + $6
  WHERE product_id = $1`;
