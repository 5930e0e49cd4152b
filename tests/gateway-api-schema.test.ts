import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { composeServices } from "@apollo/composition";
import fc from "fast-check";
import { type GraphQLSchema, lexicographicSortSchema, parse, printSchema } from "graphql";
import { openApolloPlanner } from "#gateway/planning/apollo-planner.ts";
import { apiSchemaOf } from "#gateway/supergraph/api-schema.ts";
import { buildFederation } from "#tests/federation/federation.ts";
import { growModel } from "#tests/federation/grow-model.ts";

/** Our own API schema is what Apollo's libraries make of the same supergraph. */
function agree(supergraphSdl: string, about?: string): void {
  const supergraph = parse(supergraphSdl);
  assert.equal(textOf(apiSchemaOf(supergraph)), textOf(openApolloPlanner(supergraph).apiSchema), about);
}

function textOf(schema: GraphQLSchema): string {
  return printSchema(lexicographicSortSchema(schema));
}

function compose(...sdls: readonly string[]): string {
  const services = sdls.map((sdl, index) => ({ name: `s${index}`, typeDefs: parse(sdl), url: `http://s${index}` }));
  const { supergraphSdl, errors } = composeServices(services);
  assert.ok(supergraphSdl, String(errors));
  return supergraphSdl;
}

test("the committed supergraph", () => agree(readFileSync("schema/supergraph.graphql", "utf8")));

test("what is @inaccessible is gone in all its forms, and names of specifications are", () => {
  const supergraphSdl = compose(
    `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible", "@tag", "@shareable", "@composeDirective", "@authenticated", "@cost"])
      @link(url: "https://example.test/marks/v1.2", import: ["@mark", { name: "@note", as: "@remark" }])
      @composeDirective(name: "@mark") @composeDirective(name: "@remark")
    directive @mark(of: Mark) on FIELD_DEFINITION | ENUM_VALUE
    directive @remark(text: String!) on OBJECT
    directive @shout(loud: Boolean = true) on FIELD
    directive @stream on FIELD
    enum Mark { GOOD BAD @inaccessible }
    scalar Stamp @specifiedBy(url: "https://example.test/stamp")
    scalar Secret @inaccessible
    interface Named { name(short: Boolean, inner: Boolean @inaccessible): String! }
    interface Hidden @inaccessible { id: ID! }
    "A thing."
    type Thing implements Named & Hidden @key(fields: "id") @remark(text: "x") @tag(name: "t") {
      id: ID! @inaccessible
      "Its name."
      name(short: Boolean = false, inner: Boolean @inaccessible): String! @mark(of: GOOD) @cost(weight: 3)
      old: Int @deprecated(reason: "Ask for name.")
      secret: Secret @inaccessible
      at: Stamp
    }
    type Other { x: Int }
    type Gone @inaccessible { x: Int }
    union Any = Thing | Other | Gone
    input Filter { text: String = "a" inner: String @inaccessible mark: Mark = GOOD old: Int @deprecated }
    type Query { things(filter: Filter = { text: "b" }): [Any!]! thing: Thing @authenticated gone: Gone @inaccessible }
    type Mutation { touch: Int }`,
    `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    directive @shout(loud: Boolean = true) on FIELD
    type Thing @key(fields: "id") { id: ID! more: Float }`,
  );
  agree(supergraphSdl);
  const text = textOf(apiSchemaOf(parse(supergraphSdl)));
  assert.doesNotMatch(text, /join__|link__|@mark|@remark|Gone|Secret|Hidden|BAD|inner|@stream/);
  assert.match(text, /directive @shout/);
});

test("specifications under other names", () => {
  const renamed = compose(
    `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@inaccessible"])
    type Query { seen: Int unseen: Int @inaccessible }`,
  )
    .replace(/@link\(url: "https:\/\/specs.apollo.dev\/inaccessible\/v0.2"/, `$&, as: "veil"`)
    .replaceAll("@inaccessible", "@veil");
  agree(renamed);
  const imported = renamed.replace(`as: "veil"`, `as: "v", import: [{ name: "@inaccessible", as: "@veil" }]`);
  agree(imported);
  assert.doesNotMatch(textOf(apiSchemaOf(parse(imported))), /unseen|veil/);
});

test("random supergraphs", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
      const grown = buildFederation(growModel([seed]));
      if (!("dropped" in grown)) agree(grown.supergraphSdl, `seed ${seed}`);
    }),
    { numRuns: 4, endOnFailure: true },
  );
});
