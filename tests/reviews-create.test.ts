import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, beforeEach, test } from "node:test";
import pg from "pg";
import { type Caller, nobody, serviceCaller } from "#kernel/identity.ts";
import { CREATE, customer, openReviewsWorld, type ReviewsWorld } from "./support/reviews.ts";

let world: ReviewsWorld;
before(async () => {
  world = await openReviewsWorld();
});
after(() => world.subgraph.close());
beforeEach(() => {
  world.setReachable("catalog", true);
  world.setReachable("orders", true);
});

test("a review is published in its author's name and counted in the product's rating", async () => {
  const author = customer();
  const productId = world.product();
  world.deliver(author.subject, productId);

  const { review, errors } = await world.create(author, {
    productId,
    stars: 4,
    title: "  Solid  ",
    body: "Line one\nline two",
    authorName: "Meera",
  });

  assert.deepEqual(errors, []);
  assert.match(review.id, /^rev_[0-9a-z]{26}$/);
  const { id: _id, createdAt, updatedAt, ...rest } = review;
  assert.deepEqual(rest, {
    stars: 4,
    title: "Solid",
    body: "Line one\nline two",
    authorName: "Meera",
    isVerifiedPurchase: true,
    version: 1,
    product: { id: productId, rating: { count: 1, average: 4 } },
  });
  assert.equal(new Date(createdAt).getTime(), new Date(updatedAt).getTime());
});

test("without a delivered order the review is accepted and is no verified purchase; a later delivery changes nothing", async () => {
  const author = customer();
  const productId = world.product();

  const written = await world.create(author, { productId, stars: 5 });
  world.deliver(author.subject, productId);
  const updated = await world.update(author, { id: written.review.id, stars: 4 });

  assert.equal(written.review.isVerifiedPurchase, false);
  assert.equal(updated.review.isVerifiedPurchase, false);
  assert.equal(written.review.authorName, "Customer");
  assert.equal(written.review.title, null);
});

test("a second review of the product is refused with the first one", async () => {
  const author = customer();
  const productId = world.product();
  const first = await world.write(author, { productId, stars: 5 });

  const { review, errors } = await world.create(author, { productId, stars: 1 });

  assert.equal(review, null);
  assert.equal(errors.length, 1);
  const [{ __typename, code, path, review: existing }] = errors;
  assert.deepEqual(
    { __typename, code, path },
    { __typename: "AlreadyReviewedError", code: "ALREADY_REVIEWED", path: ["productId"] },
  );
  assert.equal(existing.id, first.id);
});

test("one key answers one review however often it is sent, other arguments under it are refused, another caller's is another", async () => {
  const author = customer();
  const other = customer();
  const input = { productId: world.product(), stars: 5, idempotencyKey: randomUUID() };

  const first = await world.create(author, input);
  const again = await world.create(author, input);
  const changed = await world.create(author, { ...input, stars: 1 });
  const others = await world.create(other, input);

  assert.deepEqual(again, first);
  assert.deepEqual(codesOf(changed), ["IDEMPOTENCY_KEY_REUSED"]);
  assert.equal(changed.review, null);
  assert.notEqual(others.review.id, first.review.id);
});

test("a refusal is not kept: the same key succeeds once its reason is gone", async () => {
  const author = customer();
  const input = { productId: world.product("DRAFT"), stars: 5, idempotencyKey: randomUUID() };
  const refused = await world.create(author, input);
  const productId = world.product();

  const accepted = await world.create(author, { ...input, productId });

  assert.deepEqual(codesOf(refused), ["NOT_FOUND"]);
  assert.deepEqual(accepted.errors, []);
});

test("an unknown, a draft, a foreign and a malformed product are refused alike; an archived one may be reviewed", async () => {
  const unknown = world.product().replace(/.{4}$/, "zzzz");
  const ids = [
    unknown,
    world.product("DRAFT"),
    "var_01h455vb4pex5vsknk084sn02q",
    "prd_1",
    "",
    "x'; DROP TABLE reviews",
  ];

  for (const productId of ids) {
    const { review, errors } = await world.create(customer(), { productId, stars: 5 });
    assert.equal(review, null);
    assert.deepEqual(
      errors.map(({ __typename, path, id }: any) => ({ __typename, path, id })),
      [{ __typename: "NotFoundError", path: ["productId"], id: productId }],
    );
  }
  const archived = await world.create(customer(), { productId: world.product("ARCHIVED"), stars: 5 });
  assert.deepEqual(archived.errors, []);
});

test("bad values are refused with their path, all at once, and nothing is written", async () => {
  const author = customer();
  const productId = world.product();
  const good = { productId, stars: 5, title: "t", body: "b", authorName: "a" };
  const bad: [string, object][] = [
    ["stars", { stars: 0 }],
    ["stars", { stars: 6 }],
    ["stars", { stars: -1 }],
    ["title", { title: "x".repeat(121) }],
    ["title", { title: "two\nlines" }],
    ["body", { body: "x".repeat(10_001) }],
    ["body", { body: "nul \u0000 byte" }],
    ["authorName", { authorName: "x".repeat(81) }],
    ["authorName", { authorName: "\u0000" }],
    ["idempotencyKey", { idempotencyKey: "" }],
    ["idempotencyKey", { idempotencyKey: "x".repeat(256) }],
    ["idempotencyKey", { idempotencyKey: "\u0000" }],
  ];

  for (const [member, change] of bad) {
    const { review, errors } = await world.create(author, { ...good, ...change });
    assert.equal(review, null, member);
    const told = errors.map(({ __typename, path }: any) => ({ __typename, path }));
    assert.deepEqual(told, [{ __typename: "InvalidInputError", path: [member] }], JSON.stringify(change).slice(0, 80));
  }
  const several = await world.create(author, { ...good, stars: 9, title: "x".repeat(121), authorName: "x".repeat(81) });
  assert.deepEqual(several.errors.map(({ path }: any) => path[0]).sort(), ["authorName", "stars", "title"]);

  const longest = {
    title: "x".repeat(120),
    body: "x".repeat(10_000),
    authorName: "x".repeat(80),
    idempotencyKey: "k".repeat(255),
  };
  assert.deepEqual((await world.create(author, { ...good, ...longest })).errors, []);
});

test("stars that are no whole number are refused before anything runs", async () => {
  for (const stars of [1.5, "5", 2 ** 31, null]) {
    const result = await world.ask(CREATE, { input: inputOf({ productId: world.product(), stars }) }, customer());
    assert.equal(result.data, undefined);
    assert.match(result.errors![0]!.message, /stars/);
  }
});

test("nobody, guests and services may not review", async () => {
  const guest: Caller = { subject: "gst_01h455vb4pex5vsknk084sn02q", scopes: [] };
  const expected = [
    [nobody, "UNAUTHENTICATED"],
    [guest, "FORBIDDEN"],
    [serviceCaller("orders"), "FORBIDDEN"],
  ] as const;

  for (const [caller, code] of expected) {
    const input = inputOf({ productId: world.product(), stars: 5 });
    const result = await world.ask(CREATE, { input }, caller);
    assert.equal(result.data, null);
    assert.equal(result.errors![0]!.extensions!.code, code);
  }
});

test("while catalog or orders cannot be asked, the call is a fault without a word of why, and nothing is written", async () => {
  for (const name of ["catalog", "orders"] as const) {
    const author = customer();
    const input = inputOf({ productId: world.product(), stars: 5 });
    world.setReachable(name, false);

    const result = await world.ask(CREATE, { input }, author);

    assert.equal(result.data, null);
    assert.equal(result.errors![0]!.message, "Something went wrong on our side.");
    world.setReachable(name, true);
    assert.deepEqual((await world.create(author, input)).errors, [], `after ${name} is back the same key succeeds`);
  }
});

test("a published review is told once, and each change of it, with its product and stars", async () => {
  const author = customer();
  const productId = world.product();
  const { id } = await world.write(author, { productId, stars: 2 });
  await world.create(author, { productId, stars: 3 });
  await world.update(author, { id, stars: 4 });
  await world.update(author, { id, stars: 4 });

  const events = await said(id);

  assert.deepEqual(
    events.map(({ type, sequence, data }) => ({ type, sequence, data })),
    [
      { type: "ReviewPublished", sequence: 1, data: { reviewId: id, productId, stars: 2 } },
      { type: "ReviewChanged", sequence: 2, data: { reviewId: id, productId, stars: 4 } },
    ],
  );
});

function inputOf(given: object) {
  return { idempotencyKey: randomUUID(), ...given };
}

function codesOf({ errors }: { errors: { code: string }[] }): string[] {
  return errors.map(({ code }) => code);
}

/** What was said of a review, on its way in the outbox or already on the bus. */
async function said(reviewId: string): Promise<any[]> {
  const client = new pg.Client(world.subgraph.database.connectionOf("reviews"));
  await client.connect();
  const { rows } = await client.query(
    `SELECT event FROM reviews.outbox WHERE aggregate_id = $1
     UNION ALL SELECT event FROM bus.reviews WHERE event->>'aggregateId' = $1`,
    [reviewId],
  );
  await client.end();
  return rows.map(({ event }) => event);
}
