import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { after, before, beforeEach, test } from "node:test";
import { invalidVariables } from "#gateway/execution/invalid-variables.ts";
import { LIMITS } from "#gateway/limits.ts";
import { checkLimits, parseWithinLimits } from "#gateway/plugins/limits.ts";
import { buildSchema, getIntrospectionQuery, getOperationAST, parse } from "graphql";
import { eventually } from "#tests/support/eventually.ts";
import { answerOf, openTestGateway, type TestGateway } from "#tests/support/gateway.ts";

let gateway: TestGateway;
before(async () => {
  gateway = await openTestGateway();
});
after(() => gateway.close());
beforeEach(() => void gateway.traffic.splice(0));

const post = (
  body: string | ReadableStream,
  given: Record<string, string> = { "content-type": "application/json" },
) => {
  const headers = { accept: "application/graphql-response+json, application/json;q=0.9", ...given };
  return fetch(`${gateway.url}/graphql`, { method: "POST", headers, body, duplex: "half" } as RequestInit).then(
    answerOf,
  );
};
const nested = (depth: number) => `{ product(id: "p1") ${"{ twin ".repeat(depth)}{ id } ${"}".repeat(depth)} }`;

test("hostile documents are refused by the limit's name, quickly, and reach nobody", async (t) => {
  const documents: Record<string, readonly [limit: string, document: string]> = {
    "depth 200": ["depthMax", nested(200)],
    "depth 16": ["depthMax", nested(14)],
    "depth through fragments": [
      "depthMax",
      `{ product(id: "p1") { ...F0 } } ${Array.from({ length: 9 }, (_, n) => `fragment F${n} on Product { twin { twin { ...F${n + 1} } } }`).join(" ")} fragment F9 on Product { id }`,
    ],
    "10,000 aliases": [
      "documentTokensMax",
      `{ ${Array.from({ length: 10_000 }, (_, n) => `a${n}: secret`).join(" ")} }`,
    ],
    "101 aliases": [
      "aliasesMax",
      `{ product(id: "p1") { ${Array.from({ length: 101 }, (_, n) => `a${n}: name`).join(" ")} } }`,
    ],
    "51 root fields": ["rootFieldsMax", `{ ${"secret ".repeat(51)} }`],
    "root fields through fragments": [
      "rootFieldsMax",
      `{ ...A ...B } fragment A on Query { ${"secret ".repeat(26)} } fragment B on Query { ${"secret ".repeat(26)} }`,
    ],
    "a billion laughs": [
      "fieldsMax",
      `{ product(id: "p1") { ...L0 } } ${Array.from({ length: 13 }, (_, n) => `fragment L${n} on Product { ...L${n + 1} ... on Product { ...L${n + 1} } }`).join(" ")} fragment L13 on Product { id }`,
    ],
    "one wide selection": ["selectionsMax", `{ product(id: "p1") { ${"id ".repeat(301)} } }`],
    "100 KB of one token's worth": ["documentTokensMax", `{ ${"secret ".repeat(15_000)} }`],
    "100 KB of brackets": ["depthMax", `{ product(id: ${"[".repeat(50_000)}${"]".repeat(50_000)}) { id } }`],
    "100 KB of directives": ["documentTokensMax", `{ secret ${"@skip(if: false) ".repeat(6_000)} }`],
    "100 KB of variables": [
      "documentTokensMax",
      `query (${Array.from({ length: 9_000 }, (_, n) => `$v${n}: Int`).join(" ")}) { secret }`,
    ],
  };
  await gateway.ask(`{ __typename }`);
  for (const [what, [limit, document]] of Object.entries(documents)) {
    await t.test(what, async () => {
      const startedAt = performance.now();
      const { status, errors } = await gateway.ask(document);
      const ms = performance.now() - startedAt;
      assert.equal(status, 400);
      assert.deepEqual(
        [errors[0]!.extensions.code, errors[0]!.extensions.limit, errors.length],
        ["BAD_USER_INPUT", limit, 1],
      );
      assert.match(errors[0]!.message, new RegExp(limit));
      assert.ok(ms < 500, `took ${ms} ms`);
      assert.deepEqual(gateway.traffic, []);
    });
  }
});

test("the token limit costs a hundredth of what a validation would", () => {
  const document = `{ ${Array.from({ length: 10_000 }, (_, n) => `a${n}: secret`).join(" ")} }`;
  const times = Array.from({ length: 20 }, () => {
    const startedAt = performance.now();
    assert.throws(() => parseWithinLimits(document, LIMITS), /documentTokensMax/);
    return performance.now() - startedAt;
  });
  assert.ok(Math.min(...times) < 2, `took ${Math.min(...times)} ms`);
});

test("what honest clients send passes: depth 15, introspection by every tool", async () => {
  const deep = await gateway.ask(nested(13));
  assert.deepEqual([deep.status, deep.errors], [200, []]);
  const introspection = getIntrospectionQuery({
    inputValueDeprecation: true,
    oneOf: true,
    schemaDescription: true,
    specifiedByUrl: true,
  });
  const { status, data } = await gateway.ask(introspection);
  assert.equal(status, 200);
  assert.equal(data.__schema.types.find(({ name }: any) => name === "Choice").isOneOf, true);
  assert.ok(!JSON.stringify(data).includes("internalStars"));
});

test("variables that nest too deep are refused in words of their own: no setting says how deep", async () => {
  const choice: unknown = JSON.parse(`${"[".repeat(54)}${"]".repeat(54)}`);
  const document = "query ($choice: Choice) { count(choice: $choice) }";
  const { errors } = await gateway.ask(document, { variables: { choice } });
  const [error, ...more] = errors;
  const { code, argument, limit } = error!.extensions;
  assert.deepEqual([code, argument, limit, more], ["BAD_USER_INPUT", "variables", undefined, []]);
  assert.equal(error!.message, "Variables nest at most 50 deep.");
});

test("a worst case within all limits is answered or refused within a second", () => {
  const wide = `{ ${Array.from({ length: 13 }, (_, n) => `p${n}: product(id: "p1") { ${"twin { id } ".repeat(60)} }`).join(" ")} }`;
  const startedAt = performance.now();
  checkLimits(parseWithinLimits(wide, { ...LIMITS, documentTokensMax: 10_000 }), LIMITS);
  assert.ok(performance.now() - startedAt < 100);
});

test("broken documents and variables are typed errors with a code and the request's id", async (t) => {
  const cases: readonly (readonly [document: string, variables: unknown, code: string])[] = [
    ["{ ", undefined, "GRAPHQL_PARSE_FAILED"],
    ["query { \u0007 }", undefined, "GRAPHQL_PARSE_FAILED"],
    ["{ nope }", undefined, "GRAPHQL_VALIDATION_FAILED"],
    ["{ ...Loop } fragment Loop on Query { ...Loop }", undefined, "GRAPHQL_VALIDATION_FAILED"],
    ["fragment F on Query { secret }", undefined, "GRAPHQL_VALIDATION_FAILED"],
    ["query A { secret } query B { secret }", undefined, "BAD_USER_INPUT"],
    ["{ count(by: 1.5) }", undefined, "BAD_USER_INPUT"],
    ["{ count(by: 2147483648) }", undefined, "BAD_USER_INPUT"],
    ["{ count(choice: {}) }", undefined, "BAD_USER_INPUT"],
    [`{ count(choice: { number: 1, text: "one" }) }`, undefined, "BAD_USER_INPUT"],
    [`{ count(at: "yesterday") }`, undefined, "BAD_USER_INPUT"],
    ["query ($by: Int!) { count(by: $by) }", {}, "BAD_USER_INPUT"],
    ["query ($by: Int!) { count(by: $by) }", { by: "1" }, "BAD_USER_INPUT"],
    ["query ($by: Int) { count(by: $by) }", { by: 2 ** 31 }, "BAD_USER_INPUT"],
    ["query ($choice: Choice) { count(choice: $choice) }", { choice: {} }, "BAD_USER_INPUT"],
    ["query ($choice: Choice) { count(choice: $choice) }", { choice: { number: 1, text: "one" } }, "BAD_USER_INPUT"],
    ["query ($choice: Choice) { count(choice: $choice) }", { choice: { number: null } }, "BAD_USER_INPUT"],
    ["query ($at: DateTime) { count(at: $at) }", { at: "2026-11-20" }, "BAD_USER_INPUT"],
    ["query ($yes: Boolean = true) { secret @include(if: $yes) }", { yes: null }, "BAD_USER_INPUT"],
    [
      "query ($no: Boolean = false) { ...F } fragment F on Query { secret @skip(if: $no) }",
      { no: null },
      "BAD_USER_INPUT",
    ],
    ["subscription { heartbeat(count: 1) }", undefined, "BAD_USER_INPUT"],
    ["{ secret @defer }", undefined, "GRAPHQL_VALIDATION_FAILED"],
  ];
  for (const [document, variables, code] of cases) {
    await t.test(`${document} ${JSON.stringify(variables) ?? ""}`, async () => {
      const answer = await gateway.ask(document, { variables: variables as Record<string, unknown> });
      assert.equal(answer.status, document.startsWith("subscription") ? 406 : 400);
      assert.equal(answer.errors[0]!.extensions.code, code);
      assert.equal(answer.errors[0]!.extensions.requestId, answer.headers.get("agora-request-id"));
      assert.deepEqual(gateway.traffic, []);
    });
  }
});

test("null is refused of a variable that decides what is included, and of no other", async () => {
  const schema = buildSchema(`type Query { a(b: Boolean): Int }`);
  const document = parse(`
    query Decides($yes: Boolean = true) { ...F }
    fragment F on Query { a @include(if: $yes) }
    query Passes($yes: Boolean = true) { a(b: $yes) }`);
  const refusedOf = (name: string, variables: Record<string, unknown>) =>
    invalidVariables(schema, { document, ast: getOperationAST(document, name)! }, variables, false);
  assert.match(refusedOf("Decides", { yes: null })![0]!.message, /"\$yes" .* null/);
  assert.equal(refusedOf("Decides", {}), undefined);
  assert.equal(refusedOf("Passes", { yes: null }), undefined);
});

test("one right branch of a one-of input passes", async () => {
  const { data } = await gateway.ask("query ($choice: Choice) { count(by: 7, choice: $choice) }", {
    variables: { choice: { text: "one" } },
  });
  assert.equal(data.count, 7);
});

test("a body that is not an operation is a typed error", async (t) => {
  const cases: Record<string, readonly [status: number, body: string | ReadableStream, type: string]> = {
    "malformed JSON": [400, `{"query": "{ secret`, "application/json"],
    "JSON that is no object": [400, `"{ secret }"`, "application/json"],
    "an empty object": [400, `{}`, "application/json"],
    "no body": [400, "", "application/json"],
    "a query that is no text": [400, `{"query": {"kind": "Document"}}`, "application/json"],
    "variables that are no object": [400, `{"query": "{ secret }", "variables": [1]}`, "application/json"],
    "an operation name that is no text": [400, `{"query": "{ secret }", "operationName": 7}`, "application/json"],
    "a batch": [400, `[{"query": "{ secret }"}, {"query": "{ secret }"}]`, "application/json"],
    "a persisted query": [
      400,
      `{"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "abc"}}}`,
      "application/json",
    ],
    "variables nested until the stack is full": [
      400,
      `{"query": "query ($choice: Choice) { count(choice: $choice) }", "variables": {"choice": ${"[".repeat(100_000)}${"]".repeat(100_000)}}}`,
      "application/json",
    ],
    "plain text": [415, `{"query": "{ secret }"}`, "text/plain"],
    "a form": [415, "query={secret}", "application/x-www-form-urlencoded"],
    "another character set": [415, `{"query": "{ secret }"}`, "application/json; charset=utf-16"],
  };
  for (const [what, [status, body, type]] of Object.entries(cases)) {
    await t.test(what, async () => {
      const answer = await post(body, { "content-type": type });
      assert.equal(answer.status, status, answer.text);
      assert.match(answer.errors[0]!.extensions.code, /^(BAD_USER_INPUT|PERSISTED_QUERY_NOT_SUPPORTED)$/);
      assert.equal(answer.errors[0]!.extensions.requestId, answer.headers.get("agora-request-id"));
      assert.deepEqual(gateway.traffic, []);
    });
  }
});

test("a compressed body is refused", async () => {
  const answer = await post("{}", { "content-type": "application/json", "content-encoding": "gzip" });
  assert.equal(answer.status, 415);
});

test("two megabytes are refused while they come in, with and without a length", async () => {
  const big = JSON.stringify({ query: `{ secret }`, variables: { padding: "x".repeat(2_000_000) } });
  const known = await post(big);
  assert.deepEqual(
    [known.status, known.errors[0]!.extensions.code, known.errors[0]!.extensions.limit],
    [413, "BAD_USER_INPUT", "bodyBytesMax"],
  );

  const chunks = Array.from({ length: 32 }, (_, n) => Buffer.from(big.slice(n * 65_536, (n + 1) * 65_536)));
  const streamed = await post(ReadableStream.from(chunks));
  assert.deepEqual([streamed.status, streamed.errors[0]!.extensions.code], [413, "BAD_USER_INPUT"]);
  assert.deepEqual(gateway.traffic, []);
});

test("256 KiB less one byte pass, one more does not", async () => {
  const bodyOf = (length: number) => {
    const empty = JSON.stringify({ query: "{ __typename }", padding: "" });
    return JSON.stringify({ query: "{ __typename }", padding: "x".repeat(length - empty.length) });
  };
  assert.equal((await post(bodyOf(256 * 1024))).status, 200);
  assert.equal((await post(bodyOf(256 * 1024 + 1))).status, 413);
});

test("a body that comes in pieces, some of them while others are asked, is read whole, and its limit holds", async () => {
  const letGo = gateway.hold("goods");
  const running = post(JSON.stringify({ query: `{ product(id: "p1") { name } }` }));
  await eventually(() => assert.equal(gateway.traffic.length, 1));
  const inPieces = async (body: string, length: number) => {
    const pieces = Array.from({ length: Math.ceil(body.length / length) }, (_, n) =>
      body.slice(n * length, (n + 1) * length),
    );
    const head = "POST /graphql HTTP/1.1\r\nhost: shop\r\ncontent-type: application/json\r\ntransfer-encoding: chunked";
    const chunks = [...pieces, ""].map((piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`);
    const socket = connect(Number(new URL(gateway.url).port), "127.0.0.1");
    // All at once: the body is there before the request's turn comes.
    socket.write(`${head}\r\n\r\n${chunks.join("")}`);
    const [answer] = await once(socket, "data");
    socket.destroy();
    return String(answer);
  };
  const body = JSON.stringify({ query: "{ __typename }" });
  assert.match(await inPieces(body, 7), /^HTTP\/1\.1 200 .*"Query"/s);
  assert.match(await inPieces(body.padEnd(256 * 1024 + 1), 10_000), /^HTTP\/1\.1 413 /);
  letGo();
  assert.equal((await running).status, 200);
});

test("a request a page could send by itself needs a header that a page cannot set", async () => {
  const query = encodeURIComponent("{ products { id } }");
  const bare = await answerOf(await fetch(`${gateway.url}/graphql?query=${query}`));
  assert.deepEqual([bare.status, bare.errors[0]!.extensions.code], [400, "BAD_USER_INPUT"]);
  assert.deepEqual(gateway.traffic, []);
  const meant = await answerOf(
    await fetch(`${gateway.url}/graphql?query=${query}`, { headers: { "apollo-require-preflight": "1" } }),
  );
  assert.equal(meant.data.products.length, 2);
});

test("GET runs queries only, other methods nothing", async () => {
  const headers = { "apollo-require-preflight": "1" };
  const mutation = await answerOf(
    await fetch(`${gateway.url}/graphql?query=${encodeURIComponent("mutation { touch }")}`, { headers }),
  );
  assert.deepEqual([mutation.status, mutation.headers.get("allow")], [405, "POST"]);
  for (const method of ["PUT", "DELETE", "PATCH"])
    assert.equal((await fetch(`${gateway.url}/graphql`, { method, headers })).status, 405);
  assert.deepEqual(gateway.toys.ran, []);
});

test("malformed HTTP takes nothing down", async () => {
  const send = (text: string) =>
    new Promise<void>((resolve) => {
      const socket = connect(Number(new URL(gateway.url).port), "127.0.0.1", () => socket.end(text));
      socket
        .on("close", () => resolve())
        .on("error", () => resolve())
        .resume();
    });
  for (const text of [
    "GET // HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    "GET http://[ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    "GET // HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n",
    "GET /graphql HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n",
    "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999999999999999\r\n\r\n",
    "nonsense\r\n\r\n",
  ])
    await send(text);
  assert.equal((await gateway.ask("{ __typename }")).status, 200);
});
