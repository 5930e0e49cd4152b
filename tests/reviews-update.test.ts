import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer, openReviewsWorld, type ReviewsWorld } from "./support/reviews.ts";

let world: ReviewsWorld;
before(async () => {
  world = await openReviewsWorld();
});
after(() => world.subgraph.close());

test("an author changes stars and words, and the rating follows", async () => {
  const author = customer();
  const productId = world.product();
  const { id, version } = await world.write(author, { productId, stars: 1, title: "Broken", body: "Waiting." });

  const { review, errors } = await world.update(author, { id, expectedVersion: version, stars: 5, title: null });

  assert.deepEqual(errors, []);
  assert.equal(review.stars, 5);
  assert.equal(review.title, null);
  assert.equal(review.body, "Waiting.");
  assert.equal(review.version, 2);
  assert.deepEqual(review.product.rating, { count: 1, average: 5 });
});

test("a change that changes nothing keeps the version, so that it may be sent again", async () => {
  const author = customer();
  const { id } = await world.write(author, { productId: world.product(), stars: 3 });

  const first = await world.update(author, { id, stars: 4 });
  const again = await world.update(author, { id, stars: 4 });

  assert.equal(first.review.version, 2);
  assert.deepEqual(again.review, first.review);
});

test("a stale version is refused with the current one, and the review stays", async () => {
  const author = customer();
  const { id } = await world.write(author, { productId: world.product(), stars: 3 });
  await world.update(author, { id, stars: 4 });

  const { review, errors } = await world.update(author, { id, expectedVersion: 1, stars: 1 });

  assert.equal(review, null);
  const [{ __typename, path, currentVersion }] = errors;
  assert.deepEqual(
    { __typename, path, currentVersion },
    { __typename: "StaleVersionError", path: ["expectedVersion"], currentVersion: 2 },
  );
  assert.equal((await world.update(author, { id })).review.stars, 4);
});

test("another's review, an unknown and a malformed id are refused in the same words", async () => {
  const { id } = await world.write(customer(), { productId: world.product(), stars: 3 });
  const stranger = customer();
  const unknown = `rev_${"0".repeat(26)}`;

  const refusals = await Promise.all(
    [id, unknown, "rev_1", "prd_01h455vb4pex5vsknk084sn02q", ""].map(async (given) => {
      const { review, errors } = await world.update(stranger, { id: given, stars: 1 });
      assert.equal(review, null);
      return errors.map(({ id: told, ...rest }: any) => (assert.equal(told, given), rest));
    }),
  );

  for (const refusal of refusals) assert.deepEqual(refusal, refusals[0]);
  assert.equal(refusals[0]![0].__typename, "NotFoundError");
  assert.deepEqual(refusals[0]![0].path, ["id"]);
});

test("bad values of a change are refused with their path", async () => {
  const author = customer();
  const { id } = await world.write(author, { productId: world.product(), stars: 3 });

  for (const [member, change] of [
    ["stars", { stars: null }],
    ["stars", { stars: 6 }],
    ["title", { title: "x".repeat(121) }],
    ["body", { body: "x".repeat(10_001) }],
  ] as const) {
    const { review, errors } = await world.update(author, { id, ...change });
    assert.equal(review, null);
    assert.deepEqual(
      errors.map(({ path }: any) => path),
      [[member]],
    );
  }
});
