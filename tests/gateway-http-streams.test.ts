import assert from "node:assert/strict";
import { connect as connectHttp2, createServer as createHttp2Server, type Http2ServerResponse } from "node:http2";
import { once } from "node:events";
import { type IncomingMessage, request as httpRequest, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import fc from "fast-check";
import type { FormattedExecutionResult } from "graphql";
import { createClient } from "graphql-sse";
import type { Answer } from "#gateway/http/answer.ts";
import type { IncrementalAnswer, Place, Step } from "#gateway/execution/incremental-answer.ts";
import { payloadsIn } from "#gateway/http/incremental.ts";
import { badInput } from "#kernel/errors.ts";
import { listen } from "#tests/support/gateway.ts";
import { eventually } from "#tests/support/eventually.ts";
import { type HttpServer, type HttpServerOptions, openHttpServer } from "#tests/support/http-operations.ts";
import { mergePayloads, partsOf } from "#tests/support/multipart.ts";

const JSON_TYPES = "application/graphql-response+json,application/json;q=0.9";
const OLDER = `multipart/mixed;deferSpec=20220824,${JSON_TYPES}`;
const CURRENT = `multipart/mixed;incrementalSpec=v0.2,${JSON_TYPES}`;
const EVENT_PARTS = `multipart/mixed;boundary=graphql;subscriptionSpec=1.0,${JSON_TYPES}`;
const EVENT_STREAM = "text/event-stream";
const QUERY = { query: "{ echo }" };

async function withServer(options: HttpServerOptions, run: (http: HttpServer) => Promise<void>): Promise<void> {
  const http = await openHttpServer(options);
  try {
    await run(http);
  } finally {
    await http.close();
  }
}

/** An iterable that a test feeds; like those of sockets and queues it does not end because its signal is aborted. */
function feed<Item>() {
  const items: Item[] = [];
  let wake = () => {};
  let isEnded = false;
  let error: Error | undefined;
  const state = { pulled: 0, returned: 0 };
  const iterator: AsyncIterableIterator<Item> = {
    [Symbol.asyncIterator]: () => iterator,
    next: async () => {
      state.pulled += 1;
      for (;;) {
        if (items.length > 0) return { done: false, value: items.shift()! };
        if (error) throw error;
        if (isEnded) return { done: true, value: undefined };
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    return: async () => {
      state.returned += 1;
      return { done: true, value: undefined };
    },
  };
  const change = (act: () => void) => {
    act();
    wake();
  };
  return {
    iterator,
    state,
    push: (item: Item) => change(() => void items.push(item)),
    end: () => change(() => (isEnded = true)),
    fail: (failure: Error) => change(() => (error = failure)),
  };
}

const event = (tick: number): FormattedExecutionResult => ({ data: { tick } });
const eventsAnswer = (events: AsyncIterable<FormattedExecutionResult | string>): Answer => ({ kind: "events", events });

async function* steps(...list: Step[]): AsyncGenerator<Step> {
  for (const step of list) {
    await wait(1);
    yield step;
  }
}

/** One product in three parts: one of them deferred inside another, one for each of two reviews at once. */
const whole = {
  product: {
    id: "p1",
    price: 5,
    seller: { name: "Ada", rating: 4 },
    reviews: [
      { id: "r1", body: "good" },
      { id: "r2", body: null },
    ],
  },
};
const bodyError = { message: "No body.", path: ["product", "reviews", 1, "body"] };
function deferredAnswer(): IncrementalAnswer {
  const offer = { path: ["product"], label: "Offer" };
  const bodies = [0, 1].map((at) => ({ path: ["product", "reviews", at], label: "Body" }));
  const rating = { path: ["product", "seller"] };
  return {
    first: { data: { product: { id: "p1", reviews: [{ id: "r1" }, { id: "r2" }] } } },
    pending: [offer, ...bodies],
    later: steps(
      { parts: [{ place: offer, data: { price: 5, seller: { name: "Ada" } } }], pending: [rating] },
      {
        parts: [
          { place: bodies[0]!, data: { body: "good" } },
          { place: bodies[1]!, data: { body: null }, errors: [bodyError] },
        ],
      },
      { parts: [{ place: rating, data: { rating: 4 } }] },
    ),
  };
}

test("an answer in parts makes up the whole one, in the format that Apollo's clients ask for", async () => {
  await withServer(
    { answer: () => ({ kind: "parts", ended: Promise.resolve(), answer: deferredAnswer() }) },
    async (http) => {
      const response = await http.post(QUERY, { accept: OLDER });
      assert.equal(response.headers.get("content-type"), `multipart/mixed;boundary="graphql";deferSpec=20220824`);
      const payloads = await Array.fromAsync(partsOf(response));
      assert.deepEqual(payloads, [
        { data: { product: { id: "p1", reviews: [{ id: "r1" }, { id: "r2" }] } }, hasNext: true },
        {
          incremental: [{ path: ["product"], label: "Offer", data: { price: 5, seller: { name: "Ada" } } }],
          hasNext: true,
        },
        {
          incremental: [
            { path: ["product", "reviews", 0], label: "Body", data: { body: "good" } },
            { path: ["product", "reviews", 1], label: "Body", data: { body: null }, errors: [bodyError] },
          ],
          hasNext: true,
        },
        { incremental: [{ path: ["product", "seller"], data: { rating: 4 } }], hasNext: false },
      ]);
      assert.deepEqual(mergePayloads(payloads), { data: whole, errors: [bodyError] });
    },
  );
});

test("an answer in parts makes up the whole one, in the current format", async () => {
  await withServer(
    { answer: () => ({ kind: "parts", ended: Promise.resolve(), answer: deferredAnswer() }) },
    async (http) => {
      const response = await http.post(QUERY, { accept: CURRENT });
      assert.equal(response.headers.get("content-type"), `multipart/mixed;boundary="graphql";incrementalSpec=v0.2`);
      const payloads = await Array.fromAsync(partsOf(response));
      assert.deepEqual(payloads, [
        {
          data: { product: { id: "p1", reviews: [{ id: "r1" }, { id: "r2" }] } },
          pending: [
            { id: "0", path: ["product"], label: "Offer" },
            { id: "1", path: ["product", "reviews", 0], label: "Body" },
            { id: "2", path: ["product", "reviews", 1], label: "Body" },
          ],
          hasNext: true,
        },
        {
          pending: [{ id: "3", path: ["product", "seller"] }],
          incremental: [{ id: "0", data: { price: 5, seller: { name: "Ada" } } }],
          completed: [{ id: "0" }],
          hasNext: true,
        },
        {
          incremental: [
            { id: "1", data: { body: "good" } },
            { id: "2", data: { body: null }, errors: [bodyError] },
          ],
          completed: [{ id: "1" }, { id: "2" }],
          hasNext: true,
        },
        { incremental: [{ id: "3", data: { rating: 4 } }], completed: [{ id: "3" }], hasNext: false },
      ]);
      assert.deepEqual(mergePayloads(payloads), { data: whole, errors: [bodyError] });
    },
  );
});

test("parts that break off or never come are told as failed, each at its place, and nothing of why", async () => {
  const first = { data: { a: {}, b: {} } };
  const pending: Place[] = [{ path: ["a"], label: "A" }, { path: ["b"] }];
  const arrived: Step = { parts: [{ place: pending[0]!, data: { x: 1 } }] };
  async function* breaking() {
    yield arrived;
    throw new Error("secret.internal refused the connection");
  }
  const codes = { code: "INTERNAL_SERVER_ERROR", requestId: "req_1" };
  const fault = { message: "Something went wrong on our side.", path: ["b"], extensions: codes };
  for (const later of [breaking, () => steps(arrived)])
    await withServer(
      { answer: () => ({ kind: "parts", ended: Promise.resolve(), answer: { first, pending, later: later() } }) },
      async (http) => {
        const older = await Array.fromAsync(partsOf(await http.post(QUERY, { accept: OLDER })));
        assert.deepEqual(older.at(-1), { incremental: [{ path: ["b"], data: null, errors: [fault] }], hasNext: false });
        const current = await Array.fromAsync(partsOf(await http.post(QUERY, { accept: CURRENT })));
        assert.deepEqual(current.at(-1), { completed: [{ id: "1", errors: [fault] }], hasNext: false });
        assert.deepEqual(mergePayloads(older), mergePayloads(current));
      },
    );
});

test("any answer cut into any parts is the same answer when they are put together, in both formats", () => {
  const leaf = fc.oneof(fc.integer(), fc.string(), fc.constant(null));
  const { tree } = fc.letrec((tie) => ({
    tree: fc.dictionary(
      fc.stringMatching(/^[a-z]{1,3}$/),
      fc.oneof({ maxDepth: 4 }, leaf, tie("tree"), fc.array(tie("tree"), { maxLength: 3 })),
      { maxKeys: 4 },
    ),
  }));
  fc.assert(
    fc.property(tree, fc.infiniteStream(fc.integer({ min: 0, max: 3 })), (answer, choices) => {
      const cut = cutInParts(answer, () => choices.next().value as number);
      for (const format of ["20220824", "v0.2"] as const) {
        const payloads = payloadsIn(format, { ...cut, later: steps() });
        const sent: any[] = [payloads.first(), ...cut.steps.map(payloads.next)].map((payload) =>
          JSON.parse(JSON.stringify(payload)),
        );
        assert.deepEqual(mergePayloads(sent).data, JSON.parse(JSON.stringify(answer)));
        assert.deepEqual(
          sent.map(({ hasNext }) => hasNext),
          [...sent.slice(1).map(() => true), false],
        );
        assert.equal(
          payloads.failed(() => ({ message: "Late." })),
          undefined,
        );
      }
    }),
    { numRuns: 300 },
  );
});

/** Holds back some members of some objects, and some of those inside what was held back. */
function cutInParts(answer: unknown, choose: () => number) {
  const queue: Step[] = [];
  let labels = 0;
  const cut = (value: any, path: (string | number)[]): { kept: any; pending: Place[] } => {
    if (typeof value !== "object" || value === null) return { kept: value, pending: [] };
    const pending: Place[] = [];
    const keep = (key: string | number, member: unknown) => {
      const inside = cut(member, [...path, key]);
      pending.push(...inside.pending);
      return inside.kept;
    };
    if (Array.isArray(value)) return { kept: value.map((member, at) => keep(at, member)), pending };
    const [now, later] = [[] as [string, unknown][], [] as [string, unknown][]];
    for (const [key, member] of Object.entries(value)) (choose() === 0 ? later : now).push([key, member]);
    const kept = Object.fromEntries(now.map(([key, member]) => [key, keep(key, member)]));
    if (later.length > 0) {
      const place = { path, label: choose() === 0 ? undefined : `part${labels++}` };
      pending.push(place);
      const parts = later.map(([key, member]) => [key, cut(member, [...path, key])] as const);
      queue.push({
        parts: [{ place, data: Object.fromEntries(parts.map(([key, { kept: part }]) => [key, part])) }],
        pending: parts.flatMap(([, inside]) => inside.pending),
      });
    }
    return { kept, pending };
  };
  const { kept, pending } = cut(answer, []);
  return { first: { data: kept }, pending, steps: queue.toReversed() };
}

test("two fragments of one object that nothing tells apart are two parts", async () => {
  const pending: Place[] = [{ path: [] }, { path: [] }];
  const later = () =>
    steps({ parts: [{ place: pending[1]!, data: { b: 2 } }] }, { parts: [{ place: pending[0]!, data: { a: 1 } }] });
  await withServer(
    {
      answer: () => ({
        kind: "parts",
        ended: Promise.resolve(),
        answer: { first: { data: {} }, pending, later: later() },
      }),
    },
    async (http) => {
      for (const accept of [OLDER, CURRENT]) {
        const payloads = await Array.fromAsync(partsOf(await http.post(QUERY, { accept })));
        assert.equal(payloads.length, 3);
        assert.deepEqual(mergePayloads(payloads), { data: { a: 1, b: 2 }, errors: [] });
      }
    },
  );
});

test("an event goes out as it comes, in the format of Apollo's clients", async () => {
  const events = feed<FormattedExecutionResult | string>();
  await withServer({ answer: () => eventsAnswer(events.iterator) }, async (http) => {
    const response = await http.post(QUERY, { accept: EVENT_PARTS });
    assert.equal(response.headers.get("content-type"), `multipart/mixed;boundary="graphql";subscriptionSpec=1.0`);
    assert.equal(response.headers.get("x-accel-buffering"), "no");
    const parts = partsOf(response);
    events.push(event(1));
    assert.deepEqual((await parts.next()).value, { payload: event(1) });
    events.push(JSON.stringify(event(2)));
    assert.deepEqual((await parts.next()).value, { payload: event(2) });
    events.end();
    assert.deepEqual(await parts.next(), { done: true, value: undefined });
  });
});

test("a stream over multipart that breaks ends with an error of the transport", async () => {
  const events = feed<FormattedExecutionResult>();
  await withServer({ answer: () => eventsAnswer(events.iterator) }, async (http) => {
    const parts = partsOf(await http.post(QUERY, { accept: EVENT_PARTS }));
    events.push(event(1));
    events.fail(badInput("count", "Count less."));
    const [first, last, ...more] = await Array.fromAsync(parts);
    assert.deepEqual([first, more], [{ payload: event(1) }, []]);
    const extensions = { argument: "count", code: "BAD_USER_INPUT", requestId: "req_1" };
    assert.deepEqual(last, { payload: null, errors: [{ message: "Count less.", extensions }] });
  });
});

test("graphql-sse reads events, an error at the end, and the end", async () => {
  const events = feed<FormattedExecutionResult | string>();
  const broken = feed<FormattedExecutionResult>();
  const answer: HttpServerOptions["answer"] = ({ operationName }) => {
    if (operationName === "Ticks") return eventsAnswer(events.iterator);
    return operationName === "Broken" ? eventsAnswer(broken.iterator) : undefined;
  };
  await withServer({ answer }, async (http) => {
    const client = createClient({ url: http.url, retryAttempts: 0 });
    const ticks = client.iterate({ query: "subscription Ticks { ticks }", operationName: "Ticks" });
    events.push(event(1));
    assert.deepEqual((await ticks.next()).value, event(1));
    events.push(`{\n  "data": { "tick": 2 }\r\n}`);
    assert.deepEqual((await ticks.next()).value, event(2));
    events.end();
    assert.equal((await ticks.next()).done, true);

    broken.fail(new Error("secret.internal refused the connection"));
    const said = await Array.fromAsync(
      client.iterate({ query: "subscription Broken { ticks }", operationName: "Broken" }),
    );
    const extensions = { code: "INTERNAL_SERVER_ERROR", requestId: "req_1" };
    assert.deepEqual(said, [{ errors: [{ message: "Something went wrong on our side.", extensions }] }]);

    assert.deepEqual(await Array.fromAsync(client.iterate({ query: `{ echo(text: "a\\nb") }` })), [
      { data: { echo: "a\nb" } },
    ]);
    const [invalid] = await Array.fromAsync(client.iterate({ query: "{ nope }" }));
    assert.match(invalid!.errors![0]!.message, /nope/);
    client.dispose();
  });
});

test("the events of a stream are those that a browser's EventSource hears", async () => {
  const events = feed<FormattedExecutionResult>();
  events.push(event(1));
  events.end();
  await withServer({ answer: () => eventsAnswer(events.iterator) }, async (http) => {
    const url = `${http.url}?query=subscription{ticks(count:1)}`;
    const response = await fetch(url, { headers: { accept: EVENT_STREAM, "apollo-require-preflight": "1" } });
    assert.equal(response.headers.get("content-type"), "text/event-stream; charset=utf-8");
    assert.equal(await response.text(), `:\n\nevent: next\ndata: {"data":{"tick":1}}\n\nevent: complete\ndata:\n\n`);
  });
});

test("a stream without events says that it stands", async () => {
  const limits = { streamHeartbeatMs: 20 };
  await withServer({ limits, answer: () => eventsAnswer(feed<FormattedExecutionResult>().iterator) }, async (http) => {
    const parts = partsOf(await http.post(QUERY, { accept: EVENT_PARTS }));
    for (let n = 0; n < 3; n++) assert.deepEqual((await parts.next()).value, {});
    await parts.return(undefined);
    const reader = (await http.post(QUERY, { accept: EVENT_STREAM })).body!.getReader();
    let heard = "";
    while (heard.length < 12) heard += new TextDecoder().decode((await reader.read()).value);
    assert.match(heard, /^(:\n\n){4,}$/);
    await reader.cancel();
  });
});

test("a client that leaves ends its stream at once, whatever the stream waits for", async () => {
  for (const accept of [EVENT_PARTS, EVENT_STREAM, OLDER]) {
    const source = feed<any>();
    let aborted: AbortSignal | undefined;
    const answer: HttpServerOptions["answer"] = (_operation, { parts }, signal) => {
      aborted = signal;
      if (!parts) return eventsAnswer(source.iterator);
      return {
        kind: "parts",
        ended: Promise.resolve(),
        answer: { first: { data: {} }, pending: [{ path: [] }], later: source.iterator },
      };
    };
    await withServer({ answer }, async (http) => {
      const leaving = new AbortController();
      const headers = { accept, "content-type": "application/json" };
      await fetch(http.url, { method: "POST", headers, body: JSON.stringify(QUERY), signal: leaving.signal });
      assert.equal(source.state.returned, 0);
      leaving.abort();
      await eventually(() => assert.deepEqual([source.state.returned, aborted!.aborted], [1, true]));
      source.push(event(1));
      await eventually(() => assert.equal(source.state.pulled, 1));
    });
  }
});

const LIMITS = { streamHeartbeatMs: 50, streamStalledMsMax: 300, streamUnsentBytesMax: 256 * 1024 };
const bigEvent = { data: { text: "x".repeat(20_000) } };
async function* endless() {
  for (;;) yield bigEvent;
}

/** A client that reads nothing of its answer until it is told to. */
async function lazyRequest(http: HttpServer, accept: string) {
  const headers = { accept, "content-type": "application/json" };
  const request = httpRequest(http.url, { method: "POST", headers });
  const responding = new Promise<IncomingMessage>((resolve, reject) =>
    request.on("response", resolve).on("error", reject),
  );
  request.end(JSON.stringify(QUERY));
  return { request, response: await responding };
}

test("a client that stops reading holds a bounded number of bytes and is cut off", async () => {
  for (const accept of [EVENT_PARTS, EVENT_STREAM])
    await withServer({ limits: LIMITS, answer: () => eventsAnswer(endless()) }, async (http) => {
      const { response } = await lazyRequest(http, accept);
      const outgoing: ServerResponse = http.outgoing();
      let unsentBytes = 0;
      const untilMs = performance.now() + 20 * LIMITS.streamStalledMsMax;
      while (!outgoing.destroyed && performance.now() < untilMs) {
        unsentBytes = Math.max(unsentBytes, outgoing.writableLength);
        await wait(5);
      }
      assert.ok(outgoing.destroyed);
      assert.ok(unsentBytes > 100_000, `${unsentBytes}`);
      assert.ok(unsentBytes <= LIMITS.streamUnsentBytesMax, `${unsentBytes}`);
      await assert.rejects(text(response));
    });
});

test("a client that reads slowly is served on", async () => {
  const limits = { ...LIMITS, streamUnsentBytesMax: 64 * 1024 };
  await withServer({ limits, answer: () => eventsAnswer(endless()) }, async (http) => {
    const { request, response } = await lazyRequest(http, EVENT_STREAM);
    const untilMs = performance.now() + 4 * limits.streamStalledMsMax;
    let readBytes = 0;
    for await (const chunk of response) {
      readBytes += chunk.length;
      if (performance.now() > untilMs) break;
      await wait(5);
    }
    assert.ok(readBytes > 1_000_000, `${readBytes}`);
    request.destroy();
  });
});

test("a part that is larger than what may wait goes out all the same", async () => {
  const big = { data: { text: "x".repeat(2_000_000) } };
  const events = feed<FormattedExecutionResult>();
  events.push(big);
  events.push(big);
  events.end();
  await withServer({ answer: () => eventsAnswer(events.iterator) }, async (http) => {
    const parts = await Array.fromAsync(partsOf(await http.post(QUERY, { accept: EVENT_PARTS })));
    assert.deepEqual(parts, [{ payload: big }, { payload: big }]);
  });
});

test("a stream ends with its token, with its session, and with the server, and says which", async (t) => {
  const endings: Record<string, readonly [code: string, tokenMs: number, end: (http: HttpServer) => void]> = {
    "the token": ["UNAUTHENTICATED", 50, () => {}],
    "the session": ["UNAUTHENTICATED", 60_000, (http) => http.revoke()],
    "the server": ["SERVICE_UNAVAILABLE", 60_000, (http) => http.operations.endStreams()],
  };
  for (const [what, [code, tokenMs, end]] of Object.entries(endings))
    await t.test(what, async () => {
      const events = feed<FormattedExecutionResult>();
      await withServer({ tokenMs, answer: () => eventsAnswer(events.iterator) }, async (http) => {
        const headers = { authorization: "Bearer good" };
        const parts = partsOf(await http.post(QUERY, { ...headers, accept: EVENT_PARTS }));
        const stream = await http.post(QUERY, { ...headers, accept: EVENT_STREAM });
        end(http);
        const last = (await Array.fromAsync(parts)).at(-1);
        assert.deepEqual([last.payload, last.errors[0].extensions.code], [null, code]);
        const [error] = /\{"errors":.*/.exec(await stream.text())!;
        assert.equal(JSON.parse(error).errors[0].extensions.code, code);
        await eventually(() => assert.equal(http.listeners(), 0));
        assert.equal(events.state.returned, 2);
      });
    });
});

test("a stream whose end came before it began says so and is well formed", async () => {
  await withServer({ tokenMs: -1, answer: () => eventsAnswer(endless()) }, async (http) => {
    const parts = partsOf(await http.post(QUERY, { authorization: "Bearer old", accept: EVENT_PARTS }));
    const last = (await Array.fromAsync(parts)).at(-1);
    assert.equal(last.errors[0].extensions.code, "UNAUTHENTICATED");
  });
});

test("answers, parts and events are the same over HTTP/2, and a client that stops reading is cut off", async () => {
  const answer: HttpServerOptions["answer"] = (_operation, { parts, events }) => {
    if (parts) return { kind: "parts", ended: Promise.resolve(), answer: deferredAnswer() };
    if (events === "text/event-stream") return eventsAnswer(steps() as AsyncIterable<any>);
    return events ? eventsAnswer(endless()) : undefined;
  };
  await withServer({ answer, limits: LIMITS }, async (http) => {
    let last: Http2ServerResponse;
    const server = createHttp2Server((incoming, outgoing) => {
      last = outgoing;
      void http.operations.serve(incoming as any, outgoing as any, {
        search: "",
        head: [],
        requestId: "req_1",
        isAlone: false,
      });
    });
    const client = connectHttp2(await listen(server as unknown as Server));
    const ask = (accept: string) => {
      const headers = { ":method": "POST", ":path": "/graphql", "content-type": "application/json", accept };
      const stream = client.request(headers).on("error", () => {});
      return stream.end(JSON.stringify(QUERY));
    };
    assert.equal(await text(ask("application/json")), `{"data":{"echo":null}}`);
    assert.match(await text(ask(OLDER)), /^\r\n--graphql\r\n.*"hasNext":false\}\r\n--graphql--\r\n$/s);
    assert.equal(await text(ask(EVENT_STREAM)), ":\n\nevent: complete\ndata:\n\n");
    await once(ask(EVENT_PARTS), "response");
    await once(last!, "close");
    assert.equal(last!.writableFinished, false);
    client.destroy();
    server.close();
  });
});
