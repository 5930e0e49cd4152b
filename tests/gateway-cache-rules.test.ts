import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "graphql";
import { tagsOfEvent } from "#bin/tags-of-event.ts";
import { type CacheRules, cacheRulesOf } from "#gateway/cache/rules.ts";
import { readSubgraphDocument } from "#gateway/cache/subgraph-read.ts";
import { root } from "./support/sources.ts";

/** As composition writes it, the parts that matter here. */
const rules = cacheRulesOf(/* GraphQL */ `
  type Query {
    nothing: String
    word: String @cacheControl(maxAge: 30, scope: PUBLIC)
    unscoped: String @cacheControl(maxAge: 30)
    thing: Thing @cacheControl(maxAge: 240, scope: PUBLIC)
    thingOfType: Thing
    things: [Thing!]! @cacheControl(maxAge: 60, scope: PUBLIC)
    coin: Coin @cacheControl(maxAge: 60, scope: PUBLIC)
    page: Page @cacheControl(maxAge: 60, scope: PUBLIC)
    plain: Plain @cacheControl(maxAge: 60, scope: PUBLIC)
    any: Any @cacheControl(maxAge: 60, scope: PUBLIC)
    node: Node @cacheControl(maxAge: 60, scope: PUBLIC)
    guarded: String @authenticated @cacheControl(maxAge: 60, scope: PUBLIC)
    safe: Safe @cacheControl(maxAge: 60, scope: PUBLIC)
  }
  type Mutation {
    word: String @cacheControl(maxAge: 30, scope: PUBLIC)
  }
  interface Node {
    id: ID!
  }
  union Any = Thing | Secret | Plain
  type Thing implements Node
    @join__type(graph: A, key: "name maker { id }")
    @join__type(graph: A, key: "id")
    @cacheControl(maxAge: 120, scope: PUBLIC) {
    id: ID!
    name: String
    own: Coin
    short: String @cacheControl(maxAge: 10)
    mine: Boolean @cacheControl(scope: PRIVATE)
    plain: Plain
    sum: Sum
    inherits: Plain @cacheControl(inheritMaxAge: true)
    owner: Owner @requiresScopes(scopes: [["staff"]])
    parts: [Thing!]
    page: Page
  }
  type Coin
    @join__type(graph: A, key: "sku")
    @join__type(graph: A, key: "id")
    @join__type(graph: B, key: "id")
    @join__type(graph: B, key: "a b")
    @cacheControl(maxAge: 60, scope: PUBLIC) {
    id: ID!
    sku: ID!
    text: String
  }
  type Plain {
    text: String
    thing: Thing
  }
  type Sum @cacheControl(inheritMaxAge: true) {
    amount: Int
  }
  type Owner implements Node @join__type(graph: B, key: "id") @cacheControl(maxAge: 60, scope: PUBLIC) {
    id: ID!
    name: String
  }
  type Secret implements Node @join__type(graph: B, key: "a b") @cacheControl(maxAge: 5, scope: PRIVATE) {
    id: ID!
    own: Owner
    name: String @cacheControl(maxAge: 60, scope: PUBLIC)
  }
  type Safe @policy(policies: [["x"]]) @cacheControl(maxAge: 60, scope: PUBLIC) {
    text: String
  }
  type Page @cacheControl(inheritMaxAge: true) {
    edges: [Edge!]
    total: Int
  }
  type Edge @cacheControl(inheritMaxAge: true) {
    node: Thing
  }
`);

const entitiesOf = (source: string) => readSubgraphDocument(source).lists![0]!;
const policyOf = (of: CacheRules, source: string, variables = {}, name?: string) => {
  const { maxAgeSeconds, scope } = of.policyOf(parse(source), name, variables);
  return maxAgeSeconds === 0 ? "not kept" : `${maxAgeSeconds} ${scope}`;
};

test("the least of all that is selected decides how long, and one private field makes it private", () => {
  const expected: Record<string, string> = {
    "{ word }": "30 PUBLIC",
    "{ unscoped }": "30 PRIVATE",
    "{ word unscoped }": "30 PRIVATE",
    "{ nothing }": "not kept",
    "{ word nothing }": "not kept",
    "{ __typename }": "not kept",
    "{ word __typename }": "30 PUBLIC",
    "{ __schema { types { name } } }": "not kept",
    "mutation { word }": "not kept",
    "{ thing { name } }": "240 PUBLIC",
    "{ thingOfType { name } }": "120 PRIVATE",
    "{ thing { short } }": "10 PRIVATE",
    "{ thing { mine } }": "240 PRIVATE",
    "{ thing { plain { text } } }": "not kept",
    "{ thing { inherits { text } sum { amount } } }": "240 PUBLIC",
    "{ plain { text } }": "60 PUBLIC",
    "{ plain { thing { name } } }": "60 PUBLIC",
    "{ thing { owner { name } } }": "60 PRIVATE",
    "{ guarded }": "60 PRIVATE",
    "{ safe { text } }": "60 PRIVATE",
    "{ any { __typename } }": "60 PUBLIC",
    "{ any { ... on Thing { name } ... on Plain { text } } }": "60 PUBLIC",
    "{ any { ... on Secret { name } } }": "5 PRIVATE",
    "{ node { id } }": "5 PRIVATE",
    "{ node { ... on Thing { ... on Node { id } } } }": "60 PUBLIC",
    "{ ...Q } fragment Q on Query { word ...R } fragment R on Query { unscoped }": "30 PRIVATE",
    "{ word ... @defer { things { name } } }": "not kept",
    "query A { word } query B { nothing }": "not kept",
  };

  for (const [source, policy] of Object.entries(expected)) assert.equal(policyOf(rules, source), policy, source);
  assert.equal(policyOf(rules, "query A { word } query B { nothing }", {}, "A"), "30 PUBLIC");
});

test("what @skip and @include leave out does not count, and only then", () => {
  const source = `query ($a: Boolean!, $b: Boolean = true) {
    word
    ... @include(if: $a) { unscoped @skip(if: $b) }
    nothing @skip(if: true)
  }`;
  const byDefault = "query ($a: Boolean = true) { word unscoped @include(if: $a) }";

  assert.equal(policyOf(rules, source, { a: false }), "30 PUBLIC");
  assert.equal(policyOf(rules, source, { a: true }), "30 PUBLIC");
  assert.equal(policyOf(rules, source, { a: true, b: false }), "30 PRIVATE");
  assert.equal(policyOf(rules, source, { a: false, b: false }), "30 PUBLIC");
  assert.equal(policyOf(rules, byDefault), "30 PRIVATE");
  assert.equal(policyOf(rules, byDefault, { a: false }), "30 PUBLIC");
  // Null is no default; whatever an engine makes of it, it is counted.
  const skipped = byDefault.replace("@include", "@skip");
  assert.equal(policyOf(rules, skipped), "30 PUBLIC");
  assert.equal(policyOf(rules, skipped, { a: null }), "30 PRIVATE");
});

test("an entity is kept as its type says, and as all that is asked of it", () => {
  const of = (type: string, selection: string, variables = {}) => {
    const source = `query ($representations: [_Any!]!, $x: Boolean = false) {
      _entities(representations: $representations) { ${selection} }
    }`;
    const { maxAgeSeconds, scope } = rules.policyOfEntity(entitiesOf(source), type, variables);
    return maxAgeSeconds === 0 ? "not kept" : `${maxAgeSeconds} ${scope}`;
  };

  assert.equal(of("Thing", "... on Thing { name } ... on Owner { name }"), "120 PUBLIC");
  assert.equal(of("Owner", "... on Thing { name } ... on Owner { name }"), "60 PUBLIC");
  assert.equal(of("Thing", "... on Thing { name short @include(if: $x) }"), "120 PUBLIC");
  assert.equal(of("Thing", "... on Thing { name short @include(if: $x) }", { x: true }), "10 PRIVATE");
  assert.equal(of("Thing", "... on Thing { plain { text } }"), "not kept");
  assert.equal(of("Thing", "... on Thing { onlyThereKnown }"), "not kept");
  assert.equal(of("Secret", "... on Secret { name }"), "5 PRIVATE");
  assert.equal(of("Plain", "... on Plain { text }"), "not kept");
  assert.equal(of("Nowhere", "... on Thing { name }"), "not kept");
});

test("what is guarded is private by whatever name, and so is what is made of it", () => {
  const renamed = cacheRulesOf(/* GraphQL */ `
    schema
      @link(url: "https://specs.apollo.dev/link/v1.0")
      @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)
      @link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "signedIn") {
      query: Query
    }
    type Query @join__type(graph: A) {
      thing: Thing @cacheControl(maxAge: 60, scope: PUBLIC)
    }
    type Thing
      @join__type(graph: A, key: "id")
      @join__type(graph: B, key: "id")
      @cacheControl(maxAge: 60, scope: PUBLIC) {
      id: ID!
      name: String @join__field(graph: A)
      cost: String @join__field(graph: A) @join__field(graph: B, external: true) @signedIn
      profit: String @join__field(graph: B, requires: "cost")
    }
  `);
  const of = (selection: string) => policyOf(renamed, `{ thing { ${selection} } }`);
  assert.deepEqual(["name", "cost", "profit"].map(of), ["60 PUBLIC", "60 PRIVATE", "60 PRIVATE"]);
});

test("a hint that makes no sense stops the supergraph, not a request", () => {
  assert.throws(() => cacheRulesOf(`type Query { a: Int @cacheControl(maxAge: "long") }`), /maxAge/);
});

test("an answer is tagged with what it shows: each thing by its id, unnamed ones, and lists", () => {
  const tagsOf = (source: string, data: object) => rules.tagsOf(parse(source), undefined, { ...data })?.toSorted();
  const thing = { id: "t1", name: "A" };

  const expected: [source: string, data: object, tags: string[]][] = [
    ["{ word }", { word: "a" }, []],
    ["{ thing { id name } }", { thing }, ["Thing", "Thing:t1"]],
    ["{ x: thing { ...F } } fragment F on Thing { key: id }", { x: { key: "t1" } }, ["Thing", "Thing:t1"]],
    ["{ thing { id: name } }", { thing: { id: "t9" } }, ["Thing", "Thing:?"]],
    ["{ thing { name } }", { thing: { name: "A" } }, ["Thing", "Thing:?"]],
    ["{ thing { id } }", { thing: null }, ["Thing", "Thing[]"]],
    ["{ things { id } }", { things: [{ id: "t1" }, { id: "t2" }] }, ["Thing", "Thing:t1", "Thing:t2", "Thing[]"]],
    ["{ things { id } }", { things: [] }, ["Thing", "Thing[]"]],
    ["{ page { total } }", { page: { total: 3 } }, ["Thing", "Thing[]"]],
    [
      "{ thing { id page { edges { node { id } } } } }",
      { thing: { id: "t1", page: { edges: [{ node: { id: "t2" } }] } } },
      ["Thing", "Thing:t1", "Thing:t2", "Thing[]"],
    ],
    ["{ plain { thing { id } } }", { plain: { thing: { id: "t1" } } }, ["Thing", "Thing:t1"]],
    ["{ node { __typename id } }", { node: { __typename: "Owner", id: "o1" } }, ["Owner", "Owner:o1"]],
    ["{ node { id } }", { node: { id: "o1" } }, ["Owner", "Owner:?", "Secret", "Secret:?", "Thing", "Thing:?"]],
    ["{ any { t: __typename ... on Secret { id } } }", { any: { t: "Secret", id: "s1" } }, ["Secret", "Secret:?"]],
    [
      "{ thing { id ...F } } fragment F on Thing { parts { id } }",
      { thing: { id: "t1", parts: null } },
      ["Thing", "Thing:t1", "Thing[]"],
    ],
    ["{ coin { sku id } }", { coin: { sku: "s", id: "1" } }, ["Coin", "Coin:1", "Coin:s"]],
    ["{ coin { sku } }", { coin: { sku: "s" } }, ["Coin", "Coin:?", "Coin:s"]],
    ["{ coin { id } }", { coin: { id: "1" } }, ["Coin", "Coin:1", "Coin:?"]],
    ["{ coin { text } }", { coin: { text: "a" } }, ["Coin", "Coin:?"]],
  ];

  for (const [source, data, tags] of expected) assert.deepEqual(tagsOf(source, data), tags, source);
  const many = { things: Array.from({ length: 501 }, (_, n) => ({ id: `t${n}` })) };
  assert.equal(tagsOf("{ things { id } }", many), undefined);
});

test("an alias that is a type's name in one type only says nothing, and neither hides what another type has there", () => {
  const tagsOf = (source: string, data: object) => rules.tagsOf(parse(source), undefined, { ...data })?.toSorted();
  const both = "... on Secret { t: __typename } ... on Thing { t: name id }";
  assert.deepEqual(tagsOf(`{ any { ${both} } }`, { any: { t: "Secret", id: "t1" } }), [
    ...["Secret", "Secret:?", "Thing", "Thing:?"],
  ]);
  assert.deepEqual(tagsOf(`{ any { ${both} is: __typename } }`, { any: { t: "Secret", id: "t1", is: "Thing" } }), [
    ...["Thing", "Thing:t1"],
  ]);
  const parts = "... on Secret { x: own { name } } ... on Thing { x: own { name: text } }";
  assert.deepEqual(tagsOf(`{ any { ${parts} } }`, { any: { x: { name: "a" } } }), [
    ...["Coin", "Coin:?", "Owner", "Owner:?", "Secret", "Secret:?", "Thing", "Thing:?"],
  ]);
});

test("an entity is tagged as the one that was asked for, and with what it shows besides", () => {
  const tagsOf = (representation: object, selection: string, entity: object) =>
    rules
      .tagsOfEntity(
        entitiesOf(
          `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`,
        ),
        { ...representation },
        { ...entity },
      )
      ?.toSorted();
  const t1 = { __typename: "Thing", id: "t1" };

  assert.deepEqual(tagsOf(t1, "... on Thing { name }", { name: "A" }), ["Thing", "Thing:t1"]);
  assert.deepEqual(tagsOf(t1, "... on Thing { parts { name } }", { parts: [{ name: "B" }] }), [
    ...["Thing", "Thing:?", "Thing:t1", "Thing[]"],
  ]);
  assert.deepEqual(tagsOf({ __typename: "Thing", name: "A" }, "... on Thing { short }", { short: "x" }), [
    "Thing",
    "Thing:?",
  ]);
  const coin = { __typename: "Coin", id: "1" };
  assert.deepEqual(tagsOf(coin, "... on Coin { text }", { text: "a" }), ["Coin", "Coin:1", "Coin:?"]);
  assert.deepEqual(tagsOf(coin, "... on Coin { sku }", { sku: "s" }), ["Coin", "Coin:1", "Coin:s"]);
});

const shop = cacheRulesOf(readFileSync(join(root, "schema/supergraph.graphql"), "utf8"));

test("the shop's public pages are kept as long as their shortest part, and nothing of a customer's is", () => {
  const expected: Record<string, string> = {
    "{ shop { name currency } }": "60 PUBLIC",
    "{ productBySlug(slug: $s) { title images { url } variants { sku price { formatted } } } }": "60 PUBLIC",
    "{ productBySlug(slug: $s) { title rating { average histogram { stars } } } }": "30 PUBLIC",
    "{ productBySlug(slug: $s) { reviews { nodes { stars body } totalCount pageInfo { endCursor } } } }": "30 PUBLIC",
    "{ productBySlug(slug: $s) { reviews { nodes { author { id } } } } }": "not kept",
    "{ productBySlug(slug: $s) { variants { availability { status } } } }": "5 PUBLIC",
    "{ productBySlug(slug: $s) { variants { stock { onHand } } } }": "not kept",
    "{ products(first: 20) { nodes { title priceRange { min { decimal } } } } }": "60 PUBLIC",
    "{ category(id: $i) { name parent { name } children { name } products { totalCount } } }": "60 PUBLIC",
    "{ me { email } }": "not kept",
    "{ cart { id totals { total { decimal } } } }": "not kept",
    "{ order(id: $i) { number } }": "not kept",
    "{ node(id: $i) { id ... on Product { title } } }": "not kept",
  };

  for (const [source, policy] of Object.entries(expected)) assert.equal(policyOf(shop, source), policy, source);
});

test("an event drops the pages it makes untrue", () => {
  const page = (tags: string[] | undefined, dropped: readonly string[]) => tags!.some((tag) => dropped.includes(tag));
  const { catalog, inventory, reviews } = tagsOfEvent;
  const [mug, bowl] = ["prd_mug", "prd_bowl"].map((productId) =>
    catalog.ProductChanged({ productId, slug: "s", status: "PUBLISHED", variantIds: [`${productId}_var`] }),
  );
  const stock = inventory.StockChanged({ variantId: "prd_mug_var", warehouseId: "w", onHand: 1, reserved: 0 });
  const review = reviews.ReviewPublished({ reviewId: "r", productId: "prd_mug", stars: 5 });
  const tagsOf = (source: string, data: object) => shop.tagsOf(parse(source), undefined, { ...data });

  const mugPage = tagsOf("{ product(id: 1) { id variants { id } } }", {
    product: { id: "prd_mug", variants: [{ id: "prd_mug_var" }] },
  });
  assert.deepEqual(
    [mug, bowl, stock, review].map((event) => page(mugPage, event!)),
    [true, false, true, true],
  );
  const unnamed = tagsOf("{ product(id: 1) { title } }", { product: { title: "Mug" } });
  assert.deepEqual(
    [mug, bowl, stock, review].map((event) => page(unnamed, event!)),
    [true, true, false, true],
  );
  const list = tagsOf("{ products { nodes { id } } }", { products: { nodes: [{ id: "prd_mug" }] } });
  assert.deepEqual(
    [mug, bowl, stock].map((event) => page(list, event!)),
    [true, true, false],
  );
});
