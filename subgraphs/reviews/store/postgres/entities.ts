import { EntitySchema } from "typeorm";
import type { Stars } from "../../domain/review.ts";

/** A row of `reviews`; ids are bare UUIDs here. */
export interface ReviewRow {
  readonly id: string;
  readonly productId: string;
  readonly authorId: string;
  readonly stars: Stars;
  readonly title: string | null;
  readonly body: string | null;
  readonly authorName: string;
  readonly isVerifiedPurchase: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
}

export const ReviewEntity = new EntitySchema<ReviewRow>({
  name: "Review",
  tableName: "reviews",
  columns: {
    id: { type: "uuid", primary: true, primaryKeyConstraintName: "reviews_pkey" },
    productId: { type: "uuid", name: "product_id" },
    authorId: { type: "uuid", name: "created_by" },
    stars: { type: "smallint" },
    title: { type: "text", nullable: true },
    body: { type: "text", nullable: true },
    authorName: { type: "text", name: "author_name" },
    isVerifiedPurchase: { type: "boolean", name: "is_verified_purchase" },
    createdAt: { type: "timestamptz", precision: 3, name: "created_at" },
    updatedAt: { type: "timestamptz", precision: 3, name: "updated_at" },
    version: { type: "int" },
  },
});

/** A row of `rating_summaries`: how many reviews of a product gave each number of stars. */
export interface RatingSummaryRow {
  readonly productId: string;
  readonly stars1: number;
  readonly stars2: number;
  readonly stars3: number;
  readonly stars4: number;
  readonly stars5: number;
}

export const RatingSummaryEntity = new EntitySchema<RatingSummaryRow>({
  name: "RatingSummary",
  tableName: "rating_summaries",
  columns: {
    productId: { type: "uuid", primary: true, primaryKeyConstraintName: "rating_summaries_pkey", name: "product_id" },
    stars1: { type: "int", name: "stars_1" },
    stars2: { type: "int", name: "stars_2" },
    stars3: { type: "int", name: "stars_3" },
    stars4: { type: "int", name: "stars_4" },
    stars5: { type: "int", name: "stars_5" },
  },
});
