import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import pg from "pg";
import { demoProducts } from "#bin/demo/products.ts";
import { randomIds, seededId } from "#kernel/id.ts";
import { type Caller, nobody } from "#kernel/identity.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { countStatements } from "./support/count-statements.ts";
import { customer, openReviewsWorld, type ReviewsWorld } from "./support/reviews.ts";

let world: ReviewsWorld;
before(async () => {
  world = await openReviewsWorld();
});
after(() => world.subgraph.close());

const PAGE = `query ($products: [_Any!]!, $first: Int, $after: String, $last: Int, $before: String) {
  _entities(representations: $products) {
    ... on Product {
      id
      rating { count average histogram { stars count } }
      reviews(first: $first, after: $after, last: $last, before: $before) {
        totalCount
        nodes { id stars authorName }
        edges { cursor node { id } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
  }
}`;

test("a product nobody reviewed has an empty page, no average and five empty rows", async () => {
  const product = await productOf(world.product());

  assert.deepEqual(product.rating, {
    count: 0,
    average: null,
    histogram: [5, 4, 3, 2, 1].map((stars) => ({ stars, count: 0 })),
  });
  assert.deepEqual(product.reviews, {
    totalCount: 0,
    nodes: [],
    edges: [],
    pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
  });
});

test("pages lead through all reviews, newest first, forward and backward alike, also when they share one moment", async () => {
  const productId = world.product();
  const ids = await insertAtOneMoment(productId, 25);
  const newestFirst = [...ids].sort().toReversed();

  const forward = await walk(productId, { first: 4 });
  const backward = await walk(productId, { last: 4 });

  assert.deepEqual(forward.flat(), newestFirst);
  assert.deepEqual(backward.toReversed().flat(), newestFirst);
  assert.deepEqual(
    forward.map((page) => page.length),
    [4, 4, 4, 4, 4, 4, 1],
  );
});

test("reviews written while somebody pages are neither shown twice nor push others out", async () => {
  const productId = world.product();
  const there = await insertAtOneMoment(productId, 9);
  let written = 0;

  const seen = (await walk(productId, { first: 2 }, () => insertAtOneMoment(productId, ++written))).flat();

  assert.equal(new Set(seen).size, seen.length);
  assert.ok(written > 1);
  for (const id of there) assert.ok(seen.includes(id));
});

test("without a size a page has twenty", async () => {
  const productId = world.product();
  await insertAtOneMoment(productId, 21);

  const { reviews } = await productOf(productId);

  assert.equal(reviews.nodes.length, 20);
  assert.equal(reviews.pageInfo.hasNextPage, true);
  assert.equal(reviews.totalCount, 21);
});

test("many products, each with its own reviews, cost two statements, as one product does", async () => {
  const products = Array.from({ length: 100 }, () => world.product());
  const written = new Map<string, string[]>();
  for (const [n, productId] of products.entries()) written.set(productId, await insertAtOneMoment(productId, n % 4));

  for (const count of [1, 24, 100]) {
    const asked = products.slice(0, count);
    const { result, statements } = await countStatements(() => page(asked, { first: 10 }));
    assert.equal(statements.length, 2, statements.join("\n"));
    for (const [index, product] of result.entries()) {
      assert.equal(product.id, asked[index]);
      assert.deepEqual(product.reviews.nodes.map(({ id }: any) => id).sort(), written.get(product.id)!.sort());
    }
  }
});

test("writing a review costs six statements, and so does changing its stars, however many are there", async () => {
  const create = `mutation ($input: ReviewCreateInput!) { reviewCreate(input: $input) { review { id } } }`;
  const update = `mutation ($input: ReviewUpdateInput!) { reviewUpdate(input: $input) { review { stars } } }`;
  for (const there of [0, 100]) {
    const productId = world.product();
    await insertAtOneMoment(productId, there);
    const author = customer();
    const input = { productId, stars: 5, idempotencyKey: "once" };

    const writing = await countStatements(() => world.ask(create, { input }, author));
    const { id } = writing.result.data.reviewCreate.review;
    const changing = await countStatements(() => world.ask(update, { input: { id, stars: 1 } }, author));

    assert.equal(writing.statements.length, 6, writing.statements.join("\n"));
    assert.equal(changing.statements.length, 6, changing.statements.join("\n"));
  }
});

test("bad page arguments are refused by name", async () => {
  const productId = world.product();
  const other = world.product();
  await insertAtOneMoment(productId, 3);
  await insertAtOneMoment(other, 3);
  const { endCursor } = (await productOf(productId, { first: 1 })).reviews.pageInfo;
  const forged = `${Buffer.from(JSON.stringify(["2026-01-01", "x"])).toString("base64url")}.AAAAAAAAAAAAAAAA`;
  const bad: [string, object, string][] = [
    ["first", { first: 101 }, productId],
    ["first", { first: -1 }, productId],
    ["last", { last: 101 }, productId],
    ["last", { first: 1, last: 1 }, productId],
    ["before", { first: 1, before: endCursor }, productId],
    ["after", { after: "" }, productId],
    ["after", { after: "rubbish" }, productId],
    ["after", { after: forged }, productId],
    ["after", { after: endCursor }, other],
  ];

  for (const [argument, given, id] of bad) {
    const { data, errors } = await world.ask(PAGE, { products: [{ __typename: "Product", id }], ...given });
    assert.equal(data._entities[0].reviews, null);
    assert.equal(data._entities[0].id, id);
    const [{ extensions, path }] = errors as any;
    assert.deepEqual(
      { extensions, path },
      {
        extensions: { code: "BAD_USER_INPUT", argument },
        path: ["_entities", 0, "reviews"],
      },
    );
  }
});

test("references keep their order; what is missing or malformed is null", async () => {
  const author = customer();
  const one = await world.write(author, { productId: world.product(), stars: 5 });
  const two = await world.write(author, { productId: world.product(), stars: 4 });
  const unknown = randomIds.next(PREFIXES.Review);
  const ids = [two.id, unknown, one.id, "rev_1", two.id, "prd_01h455vb4pex5vsknk084sn02q"];
  const representations = ids.map((id) => ({ __typename: "Review", id, stars: 1, authorName: "forged" }));

  const { result, statements } = await countStatements(() =>
    world.ask(`query ($r: [_Any!]!) { _entities(representations: $r) { ... on Review { id stars authorName } } }`, {
      r: representations,
    }),
  );

  const authorName = "Customer";
  const [first, second] = [
    { id: two.id, stars: 4, authorName },
    { id: one.id, stars: 5, authorName },
  ];
  assert.deepEqual(result.data._entities, [first, null, second, null, first, null]);
  assert.equal(statements.length, 1);
  const malformed = await page(["prd_1", "usr_01h455vb4pex5vsknk084sn02q"], {});
  assert.deepEqual(malformed, [null, null]);
});

test("who wrote a review is told to staff with users:read and to nobody else, not even the author", async () => {
  const author = customer();
  const { id } = await world.write(author, { productId: world.product(), stars: 5 });
  const staff: Caller = { ...customer(), scopes: ["account", "users:read"] };
  const document = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Review { id author { id } } } }`;
  const ask = (caller: Caller) => world.ask(document, { r: [{ __typename: "Review", id }] }, caller);

  const toStaff = await ask(staff);
  const toOthers = await Promise.all([ask(nobody), ask(customer()), ask(author)]);

  assert.deepEqual(toStaff.data._entities, [{ id, author: { id: author.subject } }]);
  assert.deepEqual(
    toOthers.map(({ data }) => data._entities),
    toOthers.map(() => [{ id, author: null }]),
  );
  assert.deepEqual(
    toOthers.map(({ errors }) => errors![0]!.extensions!.code),
    ["UNAUTHENTICATED", "FORBIDDEN", "FORBIDDEN"],
  );
});

test("the demo shop has reviews, the same ones however often it is seeded, and more than a page of one product", async () => {
  const products = demoProducts.map(({ slug }) => seededId(PREFIXES.Product, slug));
  await world.subgraph.opened.seed();
  const first = await page(products, { first: 3 });
  await world.subgraph.opened.seed();
  const second = await page(products, { first: 3 });

  assert.deepEqual(second, first);
  const counts = first.map(({ rating }) => rating.count);
  assert.ok(counts.filter((count) => count > 0).length > products.length / 2);
  assert.ok(counts.includes(0));
  assert.ok(Math.max(...counts) > 20);
});

async function page(ids: readonly string[], given: object): Promise<any[]> {
  const products = ids.map((id) => ({ __typename: "Product", id }));
  const { data, errors } = await world.ask(PAGE, { products, ...given });
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data._entities;
}

async function productOf(id: string, given: object = {}): Promise<any> {
  return (await page([id], given))[0];
}

/** The ids of every page until there is no more, in the direction of `first` or `last`. */
async function walk(
  productId: string,
  size: { first?: number; last?: number },
  between: () => Promise<unknown> = async () => {},
) {
  const pages: string[][] = [];
  let from = {};
  for (;;) {
    const { nodes, pageInfo } = (await productOf(productId, { ...size, ...from })).reviews;
    pages.push(nodes.map(({ id }: { id: string }) => id));
    if (!(size.first ? pageInfo.hasNextPage : pageInfo.hasPreviousPage)) return pages;
    from = size.first ? { after: pageInfo.endCursor } : { before: pageInfo.startCursor };
    await between();
  }
}

/** Writes reviews of one and the same millisecond; returns their ids. */
async function insertAtOneMoment(productId: string, count: number): Promise<string[]> {
  const written = await Promise.all(
    Array.from({ length: count }, (_, n) => world.write(customer(), { productId, stars: 1 + (n % 5) })),
  );
  const client = new pg.Client(world.subgraph.database.connectionOf("reviews"));
  await client.connect();
  await client.query("UPDATE reviews SET created_at = '2026-11-20T09:30:00.123Z'");
  await client.end();
  return written.map(({ id }) => id);
}
