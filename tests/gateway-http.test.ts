import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { auditServer } from "graphql-http";
import { type CompleteAnswer, completeAnswer } from "#gateway/http/answer.ts";
import { negotiate } from "#gateway/http/negotiate.ts";
import { eventually } from "#tests/support/eventually.ts";
import { listen } from "#tests/support/gateway.ts";
import { type HttpServer, openHttpServer } from "#tests/support/http-operations.ts";

let http: HttpServer;
before(async () => {
  http = await openHttpServer();
});
after(() => http.close());
beforeEach(() => {
  http.seen.length = 0;
});

const MEANT = { "apollo-require-preflight": "1" };
const RESPONSE_TYPE = "application/graphql-response+json";
const JSON_TYPE = "application/json";

async function get(parameters: Record<string, string>, headers: Record<string, string> = MEANT): Promise<Response> {
  return fetch(`${http.url}?${new URLSearchParams(parameters)}`, { headers });
}

async function refusalIn(response: Response) {
  const { errors, data } = (await response.json()) as any;
  assert.equal(data, undefined);
  assert.deepEqual([errors.length, errors[0].extensions.requestId], [1, "req_1"]);
  return { status: response.status, message: errors[0].message as string, ...errors[0].extensions };
}

test("the audits of GraphQL over HTTP find only that bare GETs are refused, which forged requests would be", async () => {
  const results = await auditServer({ url: http.url });
  assert.equal(results.length, 61);
  const found = results.filter(({ status }) => status !== "ok").map(({ status, id }) => `${status} ${id}`);
  assert.deepEqual(found.sort(), [
    "notice 5A70", // MAY accept application/x-www-form-urlencoded formatted GET requests
    "notice 6A70", // MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/json
    "notice D6D5", // the same when accepting application/graphql-response+json
  ]);

  const fetchFn = (url: string, init: RequestInit = {}) =>
    fetch(url, { ...init, headers: { ...(init.headers as Record<string, string>), ...MEANT } });
  const meant = await auditServer({ url: http.url, fetchFn });
  assert.deepEqual(
    meant.filter(({ status }) => status !== "ok").map(({ name }) => name),
    [],
  );
});

test("a request that a strange page could send by itself is refused, and nothing runs", async () => {
  const query = "{ echo }";
  const simple = ["text/plain", "text/plain;charset=utf-8", " Text/Plain ; x=y", "application/x-www-form-urlencoded"];
  for (const headers of [{}, ...simple.map((type) => ({ "content-type": type }))] as Record<string, string>[]) {
    const refused = await refusalIn(await get({ query }, headers));
    assert.deepEqual([refused.status, refused.code], [400, "BAD_USER_INPUT"]);
    assert.match(refused.message, /apollo-require-preflight/);
  }
  const empty = await refusalIn(await get({ query }, { "apollo-require-preflight": "" }));
  assert.equal(empty.status, 400);
  for (const type of [...simple, "multipart/form-data; boundary=x", ""]) {
    const refused = await refusalIn(await http.post({ query }, { "content-type": type }));
    assert.deepEqual([refused.status, refused.code], [415, "BAD_USER_INPUT"]);
    assert.match(refused.message, /application\/json/);
  }
  assert.deepEqual(http.seen, []);
});

test("one header that a page cannot set makes a GET run", async () => {
  for (const headers of [MEANT, { "x-apollo-operation-name": "Q" }, { "content-type": JSON_TYPE }])
    assert.equal((await get({ query: "{ echo }" }, headers as Record<string, string>)).status, 200);
});

test("GET reads the same members as POST, an empty one as none", async () => {
  const variables = { text: "a & b" };
  const query = "query Q($text: String) { echo(text: $text) }";
  const parameters = { query, operationName: "Q", variables: JSON.stringify(variables), extensions: "" };
  assert.deepEqual(((await (await get(parameters)).json()) as any).data, { echo: "a & b" });
  const posted = await http.post({ query, operationName: "Q", variables, extensions: null });
  assert.deepEqual(((await posted.json()) as any).data, { echo: "a & b" });
  const [byGet, byPost] = http.seen;
  assert.deepEqual({ ...byGet, isReadOnly: false }, byPost);
  assert.deepEqual([byGet!.isReadOnly, byPost!.isReadOnly], [true, false]);
});

test("a document may be named instead of sent", async () => {
  const persistedQuery = { version: 1, sha256Hash: "abc" };
  await http.post({ documentId: "sha256:abc" });
  await http.post({ extensions: { persistedQuery } });
  await get({ extensions: JSON.stringify({ persistedQuery }) });
  await get({ documentId: "sha256:abc" });
  assert.deepEqual(
    http.seen.map(({ query, documentId, extensions }) => ({ query, documentId, extensions })),
    [
      { query: undefined, documentId: "sha256:abc", extensions: undefined },
      { query: undefined, documentId: undefined, extensions: { persistedQuery } },
      { query: undefined, documentId: undefined, extensions: { persistedQuery } },
      { query: undefined, documentId: "sha256:abc", extensions: undefined },
    ],
  );
});

test("a mutation by GET is refused with 405 and the method that it takes", async () => {
  const response = await get({ query: "mutation { touch }" });
  assert.equal(response.headers.get("allow"), "POST");
  const { status, code } = await refusalIn(response);
  assert.deepEqual([status, code], [405, "BAD_USER_INPUT"]);
});

test("other methods are refused with 405 and those that are taken", async () => {
  for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS"]) {
    const response = await fetch(http.url, { method });
    assert.equal(response.headers.get("allow"), "GET, POST");
    assert.equal((await refusalIn(response)).status, 405);
  }
  assert.equal((await fetch(http.url, { method: "HEAD" })).status, 405);
});

test("a request of the wrong form is refused with a message that names what is wrong", async (t) => {
  const query = "{ echo }";
  const bad: Record<string, readonly [names: RegExp, body: unknown]> = {
    "malformed JSON": [/JSON/, `{"query": "{`],
    "text that is not UTF-8": [/UTF-8/, Buffer.from([...Buffer.from(`{"query":"`), 0xff, ...Buffer.from(`"}`)])],
    "no body": [/JSON/, ""],
    "a text": [/`query`/, `"{ echo }"`],
    null: [/`query`/, "null"],
    "no query": [/`query`/, { variables: {} }],
    "an empty query": [/`query`/, { query: "" }],
    "a query that is no text": [/`query` must be a string/, { query: 1 }],
    "an operation name that is no text": [/`operationName` must be a string/, { query, operationName: {} }],
    "a document id that is no text": [/`documentId` must be a string/, { query, documentId: ["a"] }],
    "variables as text": [/`variables` must be a JSON object/, { query, variables: "{}" }],
    "variables as a list": [/`variables` must be a JSON object/, { query, variables: [] }],
    "extensions that are no object": [/`extensions` must be a JSON object/, { query, extensions: false }],
  };
  for (const [what, [names, body]] of Object.entries(bad))
    await t.test(what, async () => {
      const sent = Buffer.isBuffer(body) || typeof body === "string" ? body : JSON.stringify(body);
      const headers = { "content-type": JSON_TYPE };
      const { status, code, message } = await refusalIn(await fetch(http.url, { method: "POST", headers, body: sent }));
      assert.deepEqual([status, code], [400, "BAD_USER_INPUT"]);
      assert.match(message, names);
    });
  const badParameters: Record<string, readonly [names: RegExp, search: string]> = {
    "no query": [/`query`/, ""],
    "a member twice": [/`query` once/, "query={a}&query={b}"],
    "variables that are no JSON": [/`variables` must be a JSON object/, "query={a}&variables={"],
    "variables that are a number": [/`variables` must be a JSON object/, "query={a}&variables=1"],
    "extensions that are a list": [/`extensions` must be a JSON object/, "query={a}&extensions=[]"],
  };
  for (const [what, [names, search]] of Object.entries(badParameters))
    await t.test(`by GET, ${what}`, async () => {
      const { status, message } = await refusalIn(await fetch(`${http.url}?${search}`, { headers: MEANT }));
      assert.equal(status, 400);
      assert.match(message, names);
    });
  assert.deepEqual(http.seen, []);
});

test("another encoding, character set or size is refused with the status it has", async () => {
  const of = async (headers: Record<string, string>, body: unknown = { query: "{ echo }" }) =>
    refusalIn(await http.post(body, headers));
  assert.equal((await of({ "content-encoding": "gzip" })).status, 415);
  assert.equal((await of({ "content-type": "application/json; charset=utf-16" })).status, 415);
  assert.equal((await of({ "content-type": "application/graphql" })).status, 415);
  const { status, limit, value } = await of({}, { query: "x".repeat(300_000) });
  assert.deepEqual([status, limit, value], [413, "bodyBytesMax", 262_144]);
  const same = [`Application/JSON ; charset="UTF-8"`, "application/json; x=y", `application/json;v="a;b";charset=utf8`];
  for (const type of same)
    assert.equal((await http.post({ query: "{ echo }" }, { "content-type": type })).status, 200, type);
  const latin = `application/json; x="charset=utf-8"; charset=latin1`;
  assert.equal((await of({ "content-type": latin })).status, 415);
  assert.equal((await of({ "content-type": "application/json, text/plain" })).status, 415);
  assert.equal((await http.post({ query: "{ echo }" }, { "content-encoding": "Identity" })).status, 200);
});

test("by GET too, null is the same as none", async () => {
  const response = await fetch(`${http.url}?query={echo}&variables=null&extensions=null`, { headers: MEANT });
  assert.deepEqual(await response.json(), { data: { echo: null } });
});

test("a batch has the headers of all its answers", async () => {
  const of = (values: Record<string, string[]>) => new Map(Object.entries(values));
  const headers = [
    of({ "set-cookie": ["a=1", "b=2"], "cache-control": ["private"] }),
    undefined,
    of({ "set-cookie": ["b=2", "c=3"], "x-stock": ["7"] }),
  ];
  const batching = await openHttpServer({
    limits: { operationsPerBatchMax: 3 },
    answer: ({ variables }) => ({ kind: "complete", body: "{}", headers: headers[Number(variables!.at)] }),
  });
  try {
    const response = await batching.post([0, 1, 2].map((at) => ({ query: "{ echo }", variables: { at } })));
    assert.deepEqual(response.headers.getSetCookie(), ["a=1", "b=2", "c=3"]);
    assert.equal(response.headers.get("x-stock"), "7");
    assert.equal(response.headers.get("cache-control"), "private");
  } finally {
    await batching.close();
  }
});

test("a batch is refused unless it is switched on, and then bounded", async () => {
  const batch = [
    { query: `{ echo(text: "a") }` },
    { query: "{ nope }" },
    { query: "subscription { ticks(count: 1) }" },
  ];
  const off = await refusalIn(await http.post(batch));
  assert.deepEqual([off.status, off.code], [400, "BAD_USER_INPUT"]);
  assert.match(off.message, /batches are switched off/);

  const on = await openHttpServer({ limits: { operationsPerBatchMax: 3 } });
  try {
    const response = await on.post(batch, { accept: `text/event-stream, ${RESPONSE_TYPE}` });
    assert.deepEqual([response.status, response.headers.get("content-type")], [200, "application/json; charset=utf-8"]);
    const [first, second, third] = (await response.json()) as any[];
    assert.deepEqual(first, { data: { echo: "a" } });
    assert.match(second.errors[0].message, /nope/);
    assert.deepEqual(
      [third.errors[0].extensions.code, third.errors[0].extensions.requestId],
      ["BAD_USER_INPUT", "req_1"],
    );

    const large = await refusalIn(await on.post([...batch, ...batch]));
    assert.deepEqual([large.status, large.limit, large.value], [400, "operationsPerBatchMax", 3]);
    assert.match((await refusalIn(await on.post([]))).message, /empty/);
    assert.match((await refusalIn(await on.post([{ query: "{ echo }" }, [batch]]))).message, /`query`/);
    assert.equal(on.seen.length, 3);
  } finally {
    await on.close();
  }
});

test("the status tells a mistake from an answer where the media type lets it", async (t) => {
  const statusOf = async (query: string, accept: string, variables?: object) => {
    const response = await http.post({ query, variables }, { accept });
    assert.equal(response.headers.get("content-type"), `${accept}; charset=utf-8`);
    return response.status;
  };
  const cases: readonly (readonly [what: string, query: string, modern: number, legacy: number])[] = [
    ["an answer", "{ echo }", 200, 200],
    ["a part that failed", "{ broken echo }", 200, 200],
    ["all of it failed while it ran", "{ sure }", 200, 200],
    ["a document that does not parse", "{", 400, 200],
    ["a document that is not valid", "{ nope }", 400, 200],
    ["a variable that is missing", "query ($name: String!) { code(name: $name) }", 400, 200],
  ];
  for (const [what, query, modern, legacy] of cases)
    await t.test(what, async () => {
      assert.equal(await statusOf(query, RESPONSE_TYPE), modern);
      assert.equal(await statusOf(query, JSON_TYPE), legacy);
    });
});

test("what HTTP has a status of its own for keeps it in each media type", async () => {
  const codes = {
    UNAUTHENTICATED: 401,
    FORBIDDEN: 403,
    RATE_LIMITED: 429,
    SERVICE_UNAVAILABLE: 503,
    TIMEOUT: 504,
    INTERNAL_SERVER_ERROR: 500,
  };
  const coded = await openHttpServer({
    answer: ({ operationName }) => ({ kind: "complete", body: `{"errors":[]}`, refusedWith: operationName }),
  });
  try {
    for (const [operationName, status] of Object.entries(codes))
      for (const accept of [RESPONSE_TYPE, JSON_TYPE]) {
        const response = await coded.post({ query: "{ echo }", operationName }, { accept });
        assert.equal(response.status, status);
        assert.equal(response.headers.get("www-authenticate"), status === 401 ? 'Bearer realm="agora"' : null);
      }
  } finally {
    await coded.close();
  }
});

test("a token that does not hold is refused in the media type that the client reads errors from", async () => {
  for (const accept of [RESPONSE_TYPE, JSON_TYPE]) {
    const response = await http.post({ query: "{ echo }" }, { authorization: "Bearer bad", accept });
    assert.equal(response.headers.get("content-type"), `${accept}; charset=utf-8`);
    assert.equal(response.headers.get("www-authenticate"), 'Bearer realm="agora"');
    const { status, code } = await refusalIn(response);
    assert.deepEqual([status, code], [401, "UNAUTHENTICATED"]);
  }
  assert.deepEqual(http.seen, []);
});

test("a client that takes nothing that we write is refused with 406 before anything runs", async () => {
  for (const accept of ["text/html", "application/json;q=0", "image/*", "multipart/mixed;deferSpec=1"]) {
    const { status, code } = await refusalIn(await http.post({ query: "{ echo }" }, { accept }));
    assert.deepEqual([status, code], [406, "BAD_USER_INPUT"], accept);
  }
  assert.deepEqual(http.seen, []);
  const { status, message } = await refusalIn(await http.post({ query: "subscription { ticks(count: 1) }" }));
  assert.equal(status, 406);
  assert.match(message, /text\/event-stream/);
});

test("the media type is what the client would rather have", () => {
  const [json, modern, sse] = [JSON_TYPE, RESPONSE_TYPE, "text/event-stream"] as const;
  const apollo = `${modern},${json};q=0.9`;
  const cases: readonly (readonly [accept: string | undefined, result?: string, parts?: string, events?: string])[] = [
    [undefined, json],
    ["", json],
    ["*/*", json],
    ["application/*", json],
    [json, json],
    [`${json}, text/plain, */*`, json],
    [modern, modern],
    [`${modern}; charset=utf-8`, modern],
    [apollo, modern],
    [`${json};q=0.5, ${modern};q=0.4`, json],
    [`${json};q=0, */*`, modern],
    [`${json};q=0.1, */*;q=0.2`, modern],
    [`*/*, ${json}`, json],
    [`${json};q=zero, text/html`, undefined],
    [`${json}, ${modern}`, json],
    ["APPLICATION/JSON", json],
    [`text/html;x="a,application/json;b"`, undefined],
    /** Apollo Client with @defer (both of its handlers), Apollo Server's name of the current format, and urql. */
    [`multipart/mixed;deferSpec=20220824,${apollo}`, modern, "20220824"],
    [`multipart/mixed;incrementalSpec=v0.2,${apollo}`, modern, "v0.2"],
    [`multipart/mixed; incrementalDeliverySpec=3283f8a, ${apollo}`, modern, "v0.2"],
    [`${modern}, application/graphql+json, ${json}, ${sse}, multipart/mixed`, modern, "v0.2", sse],
    [`multipart/mixed;deferSpec=20220824;q=1.1, ${json}`, json, "20220824"],
    ["multipart/mixed; deferSpec=20220824", modern, "20220824"],
    ["multipart/mixed; deferSpec=20220824;q=0.1, multipart/mixed; incrementalSpec=v0.2;q=0.2", modern, "v0.2"],
    [`multipart/mixed; deferSpec=20220824;q=0, ${json}`, json],
    /** Subscriptions of Apollo Client and graphql-sse. */
    [`multipart/mixed;boundary=graphql;subscriptionSpec=1.0,${apollo}`, modern, undefined, "multipart/mixed"],
    [`multipart/mixed;boundary="graphql,x";subscriptionSpec="1.0"`, modern, undefined, "multipart/mixed"],
    [sse, sse, undefined, sse],
    [`multipart/mixed;subscriptionSpec=1.0;q=0.5, ${sse}`, sse, undefined, sse],
    [`multipart/mixed;subscriptionSpec=1.0, ${sse};q=0.5`, sse, undefined, "multipart/mixed"],
  ];
  for (const [accept, result, parts, events] of cases)
    assert.deepEqual(negotiate(accept), { result, parts, events }, accept);
});

test("a hostile Accept header costs next to nothing", () => {
  const headers = [`"`.repeat(16_000), ",;=".repeat(5_000), `a/b;c="\\",`.repeat(1_600), `${JSON_TYPE},`.repeat(900)];
  for (const header of headers) {
    const times = Array.from({ length: 20 }, (_, n) => {
      const startedAtMs = performance.now();
      negotiate(`${n}${header}`);
      return performance.now() - startedAtMs;
    });
    assert.ok(Math.min(...times) < 1, `${Math.min(...times)} ms`);
  }
});

test("caches are told that the answer depends on Accept", async () => {
  assert.equal((await get({ query: "{ echo }" })).headers.get("vary"), "accept");
  assert.equal((await get({})).headers.get("vary"), "accept");
});

test("each request leaves one line a operation, with its status and its errors' codes", async () => {
  const on = await openHttpServer({ limits: { operationsPerBatchMax: 2 } });
  try {
    const headers = { "apollographql-client-name": "web" };
    await (await on.post({ query: "query A { echo }", operationName: "A" }, headers)).text();
    await (
      await on.post([
        { query: "{ echo }", operationName: "B" },
        { query: "{ echo }", operationName: "C" },
      ])
    ).text();
    await (await on.post({}, headers)).text();
    await eventually(() => assert.equal(on.logged.length, 4));
    const lines = on.logged.map(({ operationName, status, errorCodes, client }) => ({
      ...{ operationName, status, errorCodes, client: client?.name },
    }));
    assert.deepEqual(lines, [
      { operationName: "A", status: 200, errorCodes: undefined, client: "web" },
      { operationName: "B", status: 200, errorCodes: undefined, client: undefined },
      { operationName: "C", status: 200, errorCodes: undefined, client: undefined },
      { operationName: undefined, status: 400, errorCodes: ["BAD_USER_INPUT"], client: "web" },
    ]);
  } finally {
    await on.close();
  }
});

test("an answer that has gone out is emptied: what is old to the collector would keep it", async () => {
  const answers: CompleteAnswer[] = [];
  const kept = await openHttpServer({
    answer: () => {
      const answer = completeAnswer({ data: { echo: "long" } });
      answers.push(answer);
      return answer;
    },
  });
  const response = await kept.post({ query: "{ echo }" });
  assert.deepEqual(await response.json(), { data: { echo: "long" } });
  assert.deepEqual(
    answers.map(({ body }) => body),
    [""],
  );
  await kept.close();
});

test("a request whose client is gone before its turn is told of, and nothing is run for it", async () => {
  const late = createServer(async (incoming, outgoing) => {
    incoming.socket.destroy();
    await once(outgoing, "close");
    await http.operations.serve(incoming, outgoing, { search: "", head: [], requestId: "req_gone", isAlone: false });
  });
  const url = await listen(late);
  const body = JSON.stringify({ query: "{ echo }" });
  await assert.rejects(fetch(url, { method: "POST", headers: { "content-type": JSON_TYPE }, body }));

  const line = await eventually(() => {
    const found = http.logged.find(({ requestId }) => requestId === "req_gone");
    assert.ok(found);
    return found;
  });
  assert.deepEqual([line.msg, line.status, http.seen.length], ["operation", undefined, 0]);
  late.close();
});
