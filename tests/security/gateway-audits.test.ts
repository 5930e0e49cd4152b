import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { SignJWT, UnsecuredJWT } from "jose";
import { answerOf, type Asked, openTestGateway, type TestGateway } from "#tests/support/gateway.ts";

/**
 * What the auditor graphql-cop looks for, and what DVGA (Damn Vulnerable GraphQL Application) teaches to attack, tried
 * on a gateway as it runs in production: https://github.com/dolevf/graphql-cop, and its neighbour there.
 */
let gateway: TestGateway;
before(async () => {
  gateway = await openTestGateway({ introspection: false, explorers: false });
});
after(() => gateway.close());
beforeEach(() => {
  gateway.traffic.splice(0);
  gateway.logged.splice(0);
});

const send = (init: RequestInit, path = "/graphql"): Promise<Asked> =>
  fetch(`${gateway.url}${path}`, { redirect: "manual", ...init }).then(answerOf);
const post = (body: unknown) =>
  send({
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/graphql-response+json" },
    body: JSON.stringify(body),
  });
/** As graphql-cop asks. */
const cop = (query: string) => post({ query, operationName: "cop" });

function assertRefused({ status, data, errors, text }: Asked, reason?: string): void {
  assert.ok(status >= 400, text);
  assert.equal(data, undefined);
  if (reason) assert.equal(errors[0]!.extensions.limit ?? errors[0]!.extensions.code, reason, text);
  assert.deepEqual(gateway.traffic, []);
}

test("graphql-cop: more than 100 aliases are refused", async () => {
  const aliases = Array.from({ length: 101 }, (_, n) => `alias${n}:__typename`).join(" ");
  assertRefused(await cop(`query cop { ${aliases} }`), "rootFieldsMax");
  assertRefused(await cop(`query cop { product(id: "p1") { ${aliases} } }`), "aliasesMax");
});

test("graphql-cop: a batch of operations is refused", async () => {
  assertRefused(
    await post(Array.from({ length: 10 }, () => ({ query: "query cop { __typename }" }))),
    "BAD_USER_INPUT",
  );
});

test("graphql-cop: introspection, circular or not, is refused and tells no type", async () => {
  for (const query of [
    "query cop { __schema { types { name fields { name } } } }",
    `query cop { __schema { types ${"{ fields { type ".repeat(4)} { name } ${"} }".repeat(4)} } }`,
    `query cop { __type(name: "Product") { name } }`,
    `query cop { ...F } fragment F on Query { s: __schema { queryType { name } } }`,
  ]) {
    const answer = await cop(query);
    assertRefused(answer, "GRAPHQL_VALIDATION_FAILED");
    assert.doesNotMatch(answer.text, /Product|Vault|staffNotes/);
  }
});

test("graphql-cop: circular introspection is refused in development, too", async () => {
  const open = await openTestGateway({ introspection: true });
  try {
    const { status, data, errors } = await open.ask(
      `{ __schema { types ${"{ fields { type ".repeat(4)} { name } ${"} }".repeat(4)} } }`,
    );
    assert.deepEqual([status, data], [400, undefined]);
    assert.match(errors[0]!.message, /introspection depth/);
  } finally {
    await open.close();
  }
});

test("graphql-cop: ten times the same directive is refused at once, not ten times", async () => {
  const answer = await cop(`query cop { __typename ${"@aa".repeat(10)} }`);
  assertRefused(answer, "directivesPerPlaceMax");
  assert.equal(answer.errors.length, 1);
  assertRefused(await cop("query cop { __typename @skip(if: false) @skip(if: false) }"), "GRAPHQL_VALIDATION_FAILED");
});

test("graphql-cop: 500 times the same field is refused", async () => {
  assertRefused(await cop(`query cop { ${"__typename ".repeat(500)} }`), "rootFieldsMax");
  assertRefused(await cop(`query cop { product(id: "p1") { ${"__typename ".repeat(500)} } }`), "selectionsMax");
});

test("graphql-cop: errors suggest no name of the schema", async () => {
  for (const query of [
    "query cop { __schema { directive } }",
    "query cop { produts { id } }",
    "query cop { product(ids: 1) { id } }",
    `query cop { product(id: "p1") { nam } }`,
    "query cop { count(choice: { numbr: 1 }) }",
    "query cop { ...F } fragment F on Produt { id }",
    "query cop { things { stars } }",
  ]) {
    const answer = await cop(query);
    assertRefused(answer);
    assert.doesNotMatch(answer.text, /did you mean|inline fragment/i);
  }
});

test("graphql-cop: GET runs no mutation, and no query that a foreign page could send", async () => {
  for (const query of ["mutation cop {__typename}", "mutation { touch }", "query cop {__typename}"]) {
    const path = `/graphql?query=${encodeURIComponent(query)}`;
    assertRefused(await send({ method: "GET" }, path));
    assertRefused(await send({ method: "GET", headers: { "content-type": "text/plain" } }, path));
  }
  const path = `/graphql?query=${encodeURIComponent("mutation { touch }")}`;
  assertRefused(await send({ method: "GET", headers: { "apollo-require-preflight": "1" } }, path));
  assert.deepEqual(gateway.toys.ran, []);
});

test("graphql-cop: POST takes nothing that a form could send", async () => {
  const query = "query cop { __typename }";
  const form = new FormData();
  form.set("operations", JSON.stringify({ query }));
  for (const body of [new URLSearchParams({ query }), form, JSON.stringify({ query })])
    assertRefused(await send({ method: "POST", body }));
});

test("graphql-cop: no page to try queries in is served", async () => {
  for (const path of ["/", "/graphql", "/graphiql", "/explorer", "/sandbox", "/playground", "/console"]) {
    const headers = { accept: "text/html", cookie: "env=graphiql:enable" };
    const answer = await send({ headers }, path);
    assert.ok(answer.status >= 400, path);
    assert.doesNotMatch(answer.text, /graphiql|playground|sandbox|altair/i);
  }
});

test("graphql-cop: neither traces nor exceptions come with an answer", async () => {
  for (const query of [
    "query cop { __typename }",
    "query cop { broken }",
    "qwerty cop { abc }",
    "query cop { missing { required } }",
  ]) {
    const { text } = await cop(query);
    assert.doesNotMatch(text, /tracing|exception|stack|\.ts\b|node_modules|SELECT|goods|\.internal/i);
  }
});

test("DVGA: nesting and circular fragments are refused", async () => {
  assertRefused(
    await cop(`query cop { product(id: "p1") ${"{ twin ".repeat(20)} { id } ${"}".repeat(20)} }`),
    "depthMax",
  );
  assertRefused(
    await cop("query cop { ...A } fragment A on Query { ...B } fragment B on Query { ...A }"),
    "GRAPHQL_VALIDATION_FAILED",
  );
});

test("DVGA: one request guesses at most 50 passwords, and none of them beyond that", async () => {
  const guesses = (count: number) => Array.from({ length: count }, (_, n) => `g${n}: touch`).join(" ");
  assertRefused(await cop(`mutation cop { ${guesses(51)} }`), "rootFieldsMax");
  assertRefused(await cop(`mutation cop { ...F ...F } fragment F on Mutation { ${guesses(26)} }`), "rootFieldsMax");
  assert.deepEqual(gateway.toys.ran, []);
});

test("DVGA: what is denied is denied under any name", async () => {
  for (const query of [
    "query getPastes { secret }",
    "query cop { harmless: secret }",
    "query cop { ...F } fragment F on Query { __typename ... { x: secret } }",
    "query cop { secret @include(if: true) }",
  ]) {
    const { data, errors } = await post({ query });
    assert.ok(Object.values(data).every((value) => value === null || value === "Query"));
    assert.equal(errors[0]!.extensions.code, "UNAUTHENTICATED");
    assert.ok(gateway.traffic.every(({ request }) => !JSON.stringify(request).includes("secret")));
  }
});

test("DVGA: a forged token is no token", async () => {
  const claims = { iss: "agora", sub: "usr_ada", scope: "account stock:read", sid: "ses_1" };
  const end = Math.floor(Date.now() / 1_000) + 900;
  const key = new TextEncoder().encode("a secret that nobody knows but everybody tries");
  const forged = [
    new UnsecuredJWT(claims).setExpirationTime(end).encode(),
    await new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid: "test" }).setExpirationTime(end).sign(key),
    `${(await gateway.token()).split(".").slice(0, 2).join(".")}.`,
    (await gateway.token()).replace(
      /\.[^.]+\./,
      `.${Buffer.from(JSON.stringify({ ...claims, exp: end })).toString("base64url")}.`,
    ),
  ];
  for (const token of forged) {
    const { status, data, errors } = await gateway.ask("{ secret staffNotes }", { token });
    assert.deepEqual([status, data, errors[0]!.extensions.code], [401, undefined, "UNAUTHENTICATED"]);
    assert.deepEqual(gateway.traffic, []);
  }
});

test("DVGA: what a client writes is data: it is run, fetched, written and shown nowhere", async () => {
  const payloads = [
    "; cat /etc/passwd #",
    "$(curl http://127.0.0.1:1/)",
    "http://127.0.0.1:1/latest/meta-data",
    "../../../etc/passwd",
    "' OR 1=1; DROP TABLE products --",
    "<script>alert(1)</script>",
    `"}]}\n{"level":"info","msg":"forged"}`,
    "\u2028\u0000\u001b[2J",
  ];
  const token = await gateway.token();
  for (const name of payloads) {
    const query = `mutation cop($name: String!) { rename(id: "p1", name: $name) { name } }`;
    const { data, headers, text } = await gateway.ask(query, { variables: { name }, token });
    assert.deepEqual(data, { rename: { name } });
    assert.match(headers.get("content-type")!, /json/);
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(text.trim().split("\n").length, 1);
    assert.deepEqual(
      gateway.traffic.splice(0).map(({ request }) => request.variables?.name),
      [name],
    );
    assert.ok(!JSON.stringify(gateway.logged.splice(0)).includes(JSON.stringify(name).slice(1, -1)));
  }
});

test("DVGA: no path and no upload leads to a file", async () => {
  for (const path of [
    "/../../etc/passwd",
    "/graphql/../../etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/static/..%2f..%2fetc/passwd",
  ])
    assert.ok((await send({}, path)).status >= 400, path);
  assertRefused(
    await post({ query: `mutation { upload(filename: "../../x", content: "x") }` }),
    "GRAPHQL_VALIDATION_FAILED",
  );
});
