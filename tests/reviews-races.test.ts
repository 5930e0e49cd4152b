import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { customer, openReviewsWorld, type ReviewsWorld } from "./support/reviews.ts";

let world: ReviewsWorld;
before(async () => {
  world = await openReviewsWorld();
});
after(() => world.subgraph.close());

const COPIES = 50;
const RATING = `query ($products: [_Any!]!) {
  _entities(representations: $products) { ... on Product { rating { count average } reviews { totalCount nodes { id } } } }
}`;

test("fifty reviews by one customer at once become one; the others are told of it", async () => {
  const author = customer();
  const productId = world.product();

  const answers = await Promise.all(
    Array.from({ length: COPIES }, (_, n) =>
      world.create(author, { productId, stars: 1 + (n % 5), idempotencyKey: randomUUID() }),
    ),
  );

  const written = answers.filter(({ review }) => review);
  const refused = answers.filter(({ review }) => !review);
  assert.equal(written.length, 1);
  const [{ review }] = written as [any];
  for (const { errors } of refused) {
    assert.deepEqual(
      errors.map(({ code, review: existing }: any) => ({ code, existing })),
      [{ code: "ALREADY_REVIEWED", existing: { id: review.id } }],
    );
  }
  assert.deepEqual(await productOf(productId), {
    rating: { count: 1, average: review.stars },
    reviews: { totalCount: 1, nodes: [{ id: review.id }] },
  });
});

test("fifty copies of one call at once answer one and the same review", async () => {
  const author = customer();
  const input = { productId: world.product(), stars: 4, idempotencyKey: randomUUID() };

  const answers = await Promise.all(Array.from({ length: COPIES }, () => world.create(author, input)));

  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  assert.deepEqual(answers[0].errors, []);
});

test("fifty customers reviewing and changing their minds at once are all counted", async () => {
  const productId = world.product();
  await Promise.all(
    Array.from({ length: COPIES }, async (_, n) => {
      const author = customer();
      const { id } = await world.write(author, { productId, stars: 1 + (n % 5) });
      const { errors } = await world.update(author, { id, stars: 1 + ((n + 1) % 5) });
      assert.deepEqual(errors, []);
    }),
  );

  const { rating, reviews } = await productOf(productId);
  assert.deepEqual(rating, { count: COPIES, average: 3 });
  assert.equal(reviews.totalCount, COPIES);
});

async function productOf(id: string) {
  const result = await world.ask(RATING, { products: [{ __typename: "Product", id }] });
  assert.equal(result.errors, undefined);
  return result.data._entities[0];
}
