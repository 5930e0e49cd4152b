import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import type { GatewayLimits } from "#gateway/limits.ts";
import { eventually } from "#tests/support/eventually.ts";
import { openTestGateway, type TestGateway } from "#tests/support/gateway.ts";
import { liveClient } from "#tests/support/live-client.ts";

const PLACES = 4;
const LIMITS = { loadAtOnceStart: PLACES, loadAtOnceMin: PLACES, loadAtOnceMax: PLACES };
const PLACES_FOR_ALL = { loadAtOnceStart: 256, loadAtOnceMin: 256, loadAtOnceMax: 256 };
const QUERY = "query ($by: Int) { count(by: $by) }";

let shop: TestGateway;
before(async () => {
  shop = await openTestGateway({ limits: LIMITS, routes: [] });
});
after(() => shop.close());

/** All places are taken until the returned function is called; it gives what became of those that took them. */
async function filled(query = QUERY, token?: string) {
  const letGo = shop.hold("goods");
  const before = shop.traffic.length;
  const running = Array.from({ length: PLACES }, (_, by) =>
    shop.ask(query, query === QUERY ? { variables: { by } } : { token }),
  );
  await eventually(() => assert.equal(shop.traffic.length, before + PLACES));
  return () => {
    letGo();
    return Promise.all(running);
  };
}

test("what is more than can be served is refused with 503, says when to come again, and reaches no subgraph", async () => {
  const end = await filled();
  const reached = shop.traffic.length;
  for (const accept of ["application/json", "application/graphql-response+json", "text/event-stream"]) {
    const refused = await shop.ask(QUERY, {
      variables: { by: 9 },
      headers: { accept, origin: "https://shop.example" },
    });
    assert.equal(refused.status, 503);
    assert.equal(refused.headers.get("retry-after"), "1");
    const { code, retryAfterSeconds, requestId } = refused.errors[0]!.extensions;
    assert.deepEqual([code, retryAfterSeconds], ["SERVICE_UNAVAILABLE", 1]);
    assert.equal(requestId, refused.headers.get("agora-request-id"));
    assert.equal(refused.headers.get("access-control-allow-origin"), "https://shop.example");
    assert.match(refused.headers.get("access-control-expose-headers")!, /retry-after/);
  }
  const byGet = await fetch(`${shop.url}/graphql?query=%7Bcount%7D`, { headers: { "apollo-require-preflight": "1" } });
  assert.equal(byGet.status, 503);
  assert.equal(shop.traffic.length, reached);

  const served = await end();
  assert.deepEqual(
    served.map(({ status, data }) => [status, data.count]),
    Array.from({ length: PLACES }, (_, by) => [200, by]),
  );
  const later = await shop.ask(QUERY, { variables: { by: 7 } });
  assert.deepEqual([later.status, later.data], [200, { count: 7 }], "the places are free again");
});

test("an answer in parts takes its place until its last part is out", async () => {
  const letGo = shop.hold("stars");
  const headers = {
    "content-type": "application/json",
    accept: "multipart/mixed;deferSpec=20220824, application/json",
  };
  const body = JSON.stringify({ query: `{ product(id: "p1") { name ... @defer { stars } } }` });
  const begun = await Promise.all(
    Array.from({ length: PLACES }, () => fetch(`${shop.url}/graphql`, { method: "POST", headers, body })),
  );
  assert.equal((await shop.ask(QUERY)).status, 503);
  letGo();
  for (const response of begun) assert.match(await response.text(), /stars/);
  await eventually(async () => assert.equal((await shop.ask(QUERY)).status, 200));
});

test("it is refused before its body is there", async () => {
  const end = await filled();
  const { hostname, port } = new URL(shop.url);
  const status = await new Promise<number>((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": "100000" };
    const asked = httpRequest({ hostname, port, method: "POST", path: "/graphql", headers }, (answer) => {
      resolve(answer.statusCode!);
      answer.resume();
      asked.destroy();
    });
    asked.on("error", reject);
    asked.write("{");
  });
  assert.equal(status, 503);
  await end();
});

test("health, preflights and plain doors answer, and sockets that stand go on asking", async () => {
  const token = await shop.token();
  const live = liveClient(shop.url, { authorization: `Bearer ${token}` });
  const beats = live.subscribe("subscription { heartbeat(count: 1) }");
  await beats.first(1);
  const end = await filled();
  for (const path of ["/health/live", "/health/ready"]) assert.equal((await fetch(`${shop.url}${path}`)).status, 200);
  assert.equal((await fetch(`${shop.url}/nowhere`)).status, 404);
  const preflight = await fetch(`${shop.url}/graphql`, {
    method: "OPTIONS",
    headers: { origin: "https://shop.example", "access-control-request-method": "POST" },
  });
  assert.equal(preflight.status, 204);
  const [result] = await live.subscribe("{ __typename }").first(1);
  assert.deepEqual(result, { data: { __typename: "Query" } });
  const [more] = await live.subscribe("subscription { heartbeat(count: 1) }").first(1);
  assert.equal(more.data.heartbeat, 1);
  await end();
  await live.client.dispose();
});

test("mutations under way come to their end, each once", async () => {
  const ran = shop.toys.ran.length;
  const end = await filled("mutation { touch }");
  const refused = await shop.ask("mutation { touch }");
  assert.equal(refused.status, 503);
  const served = await end();
  assert.ok(served.every(({ status, errors }) => status === 200 && errors.length === 0));
  assert.equal(shop.toys.ran.length, ran + PLACES, "a refused one did not run");
});

test("who sends a body slowly, or goes away, takes no place", async () => {
  const { hostname, port } = new URL(shop.url);
  const headers = { "content-type": "application/json", "content-length": "100" };
  const slow = Array.from({ length: 3 * PLACES }, () => {
    const asked = httpRequest({ hostname, port, method: "POST", path: "/graphql", headers });
    asked.on("error", () => {});
    asked.write("{");
    return asked;
  });
  const { status } = await shop.ask(QUERY, { variables: { by: 1 } });
  assert.equal(status, 200);
  slow.forEach((asked) => asked.destroy());

  const letGo = shop.hold("goods");
  const before = shop.traffic.length;
  const going = new AbortController();
  const gone = Array.from({ length: PLACES }, (_, by) => {
    const body = JSON.stringify({ query: QUERY, variables: { by: 100 + by } });
    // Known by its name in the access log: the slow ones end there as well, some of them later.
    const headers = { "content-type": "application/json", "apollographql-client-name": "gone" };
    return fetch(`${shop.url}/graphql`, { method: "POST", headers, body, signal: going.signal });
  });
  await eventually(() => assert.equal(shop.traffic.length, before + PLACES));
  going.abort();
  await Promise.allSettled(gone);
  const ended = () => shop.logged.filter(({ client }) => client?.name === "gone").length;
  await eventually(() => assert.equal(ended(), PLACES));
  letGo();
  await eventually(async () => assert.equal((await shop.ask(QUERY, { variables: { by: 2 } })).status, 200));
  const served = await (await filled())();
  assert.ok(served.every(({ status }) => status === 200));
});

test("the log says that it happens, not each time, and the settings can leave it off", async () => {
  const end = await filled();
  for (let n = 0; n < 20; n += 1) await shop.ask(QUERY);
  await end();
  const told = shop.logged.filter(({ msg }) => msg === "too much is asked: some is refused");
  assert.ok(told.length >= 1 && told.length < 20, `${told.length}`);
  assert.equal(told[0]!.atOnceMax, PLACES);

  const limits = { loadAtOnceStart: 1, loadAtOnceMin: 1, loadAtOnceMax: 1 };
  const open = await openTestGateway({ limits, loadShedding: false });
  const letGo = open.hold("goods");
  const asked = Array.from({ length: 5 }, (_, by) => open.ask(QUERY, { variables: { by } }));
  await eventually(() => assert.equal(open.traffic.length, 5));
  letGo();
  assert.ok((await Promise.all(asked)).every(({ status }) => status === 200));
  await open.close();
});

/** All in one piece on one connection, so that they come in one moment; the answers' statuses, in order. */
async function askedAtOnce(
  { url }: TestGateway,
  variables: readonly object[],
  whileRunning: () => Promise<void>,
): Promise<number[]> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const requests = variables.map((each) => {
    const body = JSON.stringify({ query: QUERY, variables: each });
    const type = "content-type: application/json";
    return `POST /graphql HTTP/1.1\r\nhost: shop\r\n${type}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
  });
  let answers = "";
  socket.setEncoding("utf8").on("data", (text) => (answers += text));
  socket.write(requests.join(""));
  await whileRunning();
  const statuses = () => [...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
  await eventually(() => assert.equal(statuses().length, requests.length));
  socket.destroy();
  return statuses();
}

/** It knows nothing of other tests' times, and no late event loop turns anybody away. */
const openFresh = (limits: Partial<GatewayLimits> = {}) =>
  openTestGateway({ limits: { ...LIMITS, loadLagMs: 60_000, loadLagMsMax: 120_000, ...limits }, routes: [] });

test("where places are short, of many that come in one moment no more are read than there are places for", async () => {
  const fresh = await openFresh();
  const different = (count: number) => Array.from({ length: count }, (_, by) => ({ by }));
  const ask = async (count: number) => {
    const reached = fresh.traffic.length;
    const letGo = fresh.hold("goods");
    return askedAtOnce(fresh, different(count), async () => {
      await eventually(() => assert.equal(fresh.traffic.length, reached + PLACES));
      letGo();
    });
  };
  assert.ok((await ask(2 * PLACES)).includes(503), "now it is known that places are short");
  const logged = fresh.logged.length;
  assert.deepEqual(await ask(5 * PLACES), [...Array(PLACES).fill(200), ...Array(4 * PLACES).fill(503)]);
  // Who is refused unread has no line of his own.
  await eventually(() => assert.equal(fresh.logged.slice(logged).filter(({ transport }) => transport).length, PLACES));
  await fresh.close();
});

for (const [which, limits] of [
  ["that begin at once", {}],
  ["that begin in turn", { loadAtOnceFewest: 0 }],
] as const) {
  test(`many that want the same take one place, however many come in one moment: those ${which}`, async () => {
    const fresh = await openFresh(limits);
    const same = Array.from({ length: 200 }, () => ({ by: 3 }));
    assert.deepEqual(new Set(await askedAtOnce(fresh, same, async () => {})), new Set([200]));
    assert.ok(fresh.traffic.length < 10);
    await fresh.close();
  });
}

test("those beyond few begin a few in each turn of the event loop, and each is answered", async () => {
  const fewest = 2;
  const fresh = await openFresh({ ...PLACES_FOR_ALL, loadAtOnceFewest: fewest });
  const letGo = fresh.hold("goods");
  const different = Array.from({ length: 100 }, (_, by) => ({ by }));
  let begunMax = 0;
  let begun = 0;
  let isOver = false;
  const watch = () => {
    begunMax = Math.max(begunMax, fresh.traffic.length - begun);
    begun = fresh.traffic.length;
    if (!isOver) setImmediate(watch);
  };
  watch();
  const statuses = await askedAtOnce(fresh, different, async () => {
    await eventually(() => assert.equal(fresh.traffic.length, different.length));
    isOver = true;
    letGo();
  });
  assert.deepEqual(new Set(statuses), new Set([200]));
  assert.ok(begunMax <= fewest + 8, `${begunMax} in a turn`);
  await fresh.close();
});
