import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "graphql";
import { cacheRulesOf } from "#gateway/cache/rules.ts";
import { readSubgraphDocument } from "#gateway/cache/subgraph-read.ts";

/** Of three subgraphs: prices are made of what others say of the thing, or of what lies above it. */
const rules = cacheRulesOf(/* GraphQL */ `
  type Query @join__type(graph: A) {
    thing: Thing @cacheControl(maxAge: 60, scope: PUBLIC)
    shop: Shop @cacheControl(maxAge: 60, scope: PUBLIC)
    node: Node @cacheControl(maxAge: 60, scope: PUBLIC)
  }
  interface Node @join__type(graph: A, key: "id") @join__type(graph: B, key: "id", isInterfaceObject: true) {
    id: ID!
    mine: String @join__field(graph: A) @join__field(graph: B, external: true)
    note: String @join__field(graph: B, requires: "mine")
  }
  type Thing implements Node
    @join__type(graph: A, key: "id")
    @join__type(graph: B, key: "id")
    @join__type(graph: C, key: "id")
    @cacheControl(maxAge: 60, scope: PUBLIC) {
    id: ID!
    name: String @join__field(graph: A)
    mine: String @join__field(graph: A) @cacheControl(scope: PRIVATE)
    note: String
    stock: Int @join__field(graph: A) @cacheControl(maxAge: 5, scope: PUBLIC)
    volatile: Int @join__field(graph: A) @cacheControl(maxAge: 0)
    maker: Maker @join__field(graph: A)
    of: Any @join__field(graph: A) @cacheControl(maxAge: 60, scope: PUBLIC)
    parts: [Thing!] @join__field(graph: A) @cacheControl(maxAge: 60, scope: PUBLIC)
    label: String @join__field(graph: B, requires: "name")
    price: String @join__field(graph: B, requires: "mine")
    left: String @join__field(graph: B, requires: "stock")
    rest: String @join__field(graph: B, requires: "volatile")
    sum: String @join__field(graph: C, requires: "label left price")
    made: String @join__field(graph: B, requires: "maker { id }")
    inside: String @join__field(graph: B, requires: "parts { parts { id mine } }")
    narrowed: String @join__field(graph: B, requires: "of { ... on Secret { word } }")
    met: String @join__field(graph: B, requires: "of { __typename ... on Thing { id } }")
    told: String
      @join__field(
        graph: B
        contextArguments: [{ context: "b__shop", name: "t", type: "String", selection: " { tier }" }]
      )
    toldOpen: String
      @join__field(
        graph: B
        contextArguments: [{ context: "b__shop", name: "t", type: "String", selection: " { id }" }]
      )
    one: String @join__field(graph: B, requires: "other")
    other: String @join__field(graph: C, requires: "one stock")
  }
  union Any = Thing | Secret
  type Secret @join__type(graph: A) @cacheControl(maxAge: 60, scope: PRIVATE) {
    word: String
  }
  type Maker @join__type(graph: A) {
    id: ID!
  }
  type Shop
    @join__type(graph: A, key: "id")
    @join__type(graph: B, key: "id")
    @context(name: "b__shop")
    @cacheControl(maxAge: 60, scope: PUBLIC) {
    id: ID!
    tier: String @join__field(graph: A) @cacheControl(maxAge: 30)
    thing: Thing @join__field(graph: B)
  }
`);

const shown = ({ maxAgeSeconds, scope }: { maxAgeSeconds: number; scope: string }) =>
  maxAgeSeconds === 0 ? "not kept" : `${maxAgeSeconds} ${scope}`;
const policyOf = (source: string) => shown(rules.policyOf(parse(source), undefined, {}));

test("what is made of something else lives no longer than that, and is no more public, however far it goes", () => {
  const expected: Record<string, string> = {
    "label name": "60 PUBLIC",
    price: "60 PRIVATE",
    left: "5 PUBLIC",
    rest: "not kept",
    "p: price @include(if: $no)": "60 PUBLIC",
    "... @include(if: $yes) { ...F }": "5 PRIVATE",
    sum: "5 PRIVATE",
    made: "not kept",
    inside: "60 PRIVATE",
    narrowed: "60 PRIVATE",
    met: "60 PUBLIC",
    told: "30 PRIVATE",
    toldOpen: "60 PUBLIC",
    note: "60 PRIVATE",
    one: "5 PUBLIC",
  };
  const of = (selection: string) => {
    const given = "query ($yes: Boolean = true, $no: Boolean = false)";
    return policyOf(`${given} { thing { ${selection} } } fragment F on Thing { sum }`);
  };

  for (const [selection, policy] of Object.entries(expected)) assert.equal(of(selection), policy, selection);
  assert.equal(policyOf("{ node { id note } }"), "60 PRIVATE");
  assert.equal(policyOf("{ shop { thing { told } } }"), "30 PRIVATE");
});

test("what a subgraph makes of what it is told is kept beside that, and below it as long as what it is made of", () => {
  const of = (selection: string) => {
    const source = `query ($representations: [_Any!]!) {
      _entities(representations: $representations) { ... on Thing { ${selection} } }
    }`;
    return shown(rules.policyOfEntity(readSubgraphDocument(source).lists![0]!, "Thing", {}));
  };

  assert.deepEqual(["price", "left", "parts { left }"].map(of), ["60 PUBLIC", "60 PUBLIC", "5 PUBLIC"]);
});
