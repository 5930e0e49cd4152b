import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import { randomIds } from "#kernel/id.ts";
import { silentLog } from "#kernel/log.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { err, ok } from "#kernel/result.ts";
import { localSignals } from "#kernel/signals.ts";
import { NO_STARS, type StarCounts } from "#subgraphs/reviews/domain/rating.ts";
import { amendReview, draftReview, type Review, type Stars } from "#subgraphs/reviews/domain/review.ts";
import type { ReviewStore } from "#subgraphs/reviews/ports.ts";
import { openReviewsDatabase } from "#subgraphs/reviews/store/postgres/open-reviews-database.ts";
import { postgresReviews } from "#subgraphs/reviews/store/postgres/reviews.ts";
import { testDatabase } from "../support/database.ts";

/** Every store of reviews, opened empty. */
const stores: Record<string, () => Promise<{ store: ReviewStore; close(): Promise<void> }>> = {
  PostgreSQL: async () => {
    const place = await testDatabase();
    const connection = place.connectionOf("reviews");
    const database = await openReviewsDatabase({ connection, signals: localSignals(), log: silentLog });
    const close = () => database.close().then(() => place.drop());
    return { store: postgresReviews(database), close };
  },
};

for (const [name, open] of Object.entries(stores)) {
  describe(`reviews kept in ${name}`, () => {
    let store: ReviewStore;
    let close: () => Promise<void>;
    before(async () => ({ store, close } = await open()));
    after(() => close());

    test("a review is found as it was written, and unknown, foreign and malformed ids are not", async () => {
      const review = reviewOf({ title: "Ünïcode 🪔", body: "Two\nlines" });
      await insert(store, review);

      const found = await store.findReviews([review.id, reviewOf({}).id, review.productId, "rev_1", ""]);

      assert.deepEqual(found, [review]);
    });

    test("a second review of the same author and product is not written: the first is answered", async () => {
      const first = reviewOf({ stars: 5 });
      const second = { ...reviewOf({ stars: 1 }), productId: first.productId, authorId: first.authorId };
      await insert(store, first);

      assert.deepEqual(await insert(store, second), first);
      assert.deepEqual(await countsOf(store, first.productId), { ...NO_STARS, 5: 1 });
    });

    test("of many reviews of one author and product at once, one is written and all are answered it", async () => {
      const { productId, authorId } = reviewOf({});
      const rivals = Array.from({ length: 30 }, () => ({ ...reviewOf({ stars: 3 }), productId, authorId }));

      const answers = await Promise.all(rivals.map((review) => insert(store, review)));

      assert.equal(new Set(answers.map(({ id }) => id)).size, 1);
      assert.deepEqual(await countsOf(store, productId), { ...NO_STARS, 3: 1 });
    });

    test("what a refused transaction wrote is not there, nor counted", async () => {
      const review = reviewOf({});
      await store.transact(async (tx) => {
        await tx.insertReview(review);
        return err("refused");
      });

      assert.deepEqual(await store.findReviews([review.id]), []);
      assert.deepEqual(await store.findStarCounts([review.productId]), []);
    });

    test("changes of one review at once are made one after the other", async () => {
      const review = reviewOf({ stars: 1 });
      await insert(store, review);

      await Promise.all(Array.from({ length: 20 }, (_, n) => change(store, review.id, { title: `Change ${n}` })));

      const [found] = await store.findReviews([review.id]);
      assert.equal(found!.version, 21);
    });

    test("a page of many products holds each product's own newest reviews, one more than asked, ties by id", async () => {
      const [one, two, none] = [productId(), productId(), productId()];
      const ofOne = Array.from({ length: 5 }, () => ({ ...reviewOf({}), productId: one }));
      const ofTwo = Array.from({ length: 2 }, () => ({ ...reviewOf({}), productId: two }));
      for (const review of [...ofOne, ...ofTwo]) await insert(store, review);

      const listed = await store.listReviews([two, none, one], { limit: 3, backward: false });

      const newest = (reviews: readonly Review[]) =>
        reviews
          .map(({ id }) => id)
          .sort()
          .toReversed();
      const idsOf = (product: string) => listed.filter((row) => row.productId === product).map(({ node }) => node.id);
      assert.deepEqual(idsOf(one), newest(ofOne).slice(0, 4));
      assert.deepEqual(idsOf(two), newest(ofTwo));
      assert.equal(listed.length, 6);

      const { keys } = listed.find((row) => row.productId === one)!;
      const rest = await store.listReviews([one], { limit: 10, backward: false, from: keys });
      assert.deepEqual(
        rest.map(({ node }) => node.id),
        newest(ofOne).slice(1),
      );
    });

    test("after any writes at once the counted stars equal a recount", async () => {
      const stars = fc.constantFrom<Stars>(1, 2, 3, 4, 5);
      const writes = fc.array(fc.record({ first: stars, next: fc.array(stars, { maxLength: 3 }) }), { maxLength: 12 });

      await fc.assert(
        fc.asyncProperty(writes, async (authors) => {
          const product = productId();
          await Promise.all(
            authors.map(async ({ first, next }) => {
              const review = { ...reviewOf({ stars: first }), productId: product };
              await insert(store, review);
              await Promise.all(next.map((each) => change(store, review.id, { stars: each })));
            }),
          );

          const listed = await store.listReviews([product], { limit: 100, backward: false });
          const recount: Record<Stars, number> = { ...NO_STARS };
          for (const { node } of listed) recount[node.stars]++;
          assert.equal(listed.length, authors.length);
          assert.deepEqual((await countsOf(store, product)) ?? NO_STARS, recount);
        }),
        { numRuns: 25 },
      );
    });
  });
}

async function insert(store: ReviewStore, review: Review): Promise<Review> {
  const result = await store.transact(async (tx) => ok(await tx.insertReview(review)));
  assert.ok(result.ok);
  return result.value;
}

async function change(store: ReviewStore, id: string, words: { title?: string; stars?: Stars }): Promise<void> {
  await store.transact(async (tx) => {
    const before = await tx.lockReview(id);
    const after = amendReview(before!, words, new Date());
    if (after !== before) await tx.updateReview(before!, after);
    return ok();
  });
}

async function countsOf(store: ReviewStore, product: string): Promise<StarCounts | undefined> {
  return (await store.findStarCounts([product, "prd_malformed"]))[0]?.counts;
}

const productId = () => randomIds.next(PREFIXES.Product);
/** All at one moment, so that only ids tell their order. */
const MOMENT = new Date("2026-11-20T09:30:00.123Z");

function reviewOf(given: Partial<Pick<Review, "stars" | "title" | "body">>): Review {
  const origin = {
    id: randomIds.next(PREFIXES.Review),
    productId: productId(),
    authorId: randomIds.next(PREFIXES.User),
    authorName: null,
    isVerifiedPurchase: false,
  };
  return draftReview(origin, { stars: 4, title: null, body: null, ...given }, MOMENT);
}
