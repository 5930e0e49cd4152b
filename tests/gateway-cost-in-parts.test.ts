import assert from "node:assert/strict";
import { after, test } from "node:test";
import { createRateLimits } from "#gateway/plugins/rate-limits.ts";
import { systemClock as clock } from "#kernel/clock.ts";
import { silentLog } from "#kernel/log.ts";
import { openTestGateway, type TestGateway, type TestGatewayOptions } from "#tests/support/gateway.ts";
import { liveClient } from "#tests/support/live-client.ts";
import { partsOf } from "#tests/support/multipart.ts";

const FORMATS = {
  "20220824": "multipart/mixed;deferSpec=20220824, application/json",
  "v0.2": "multipart/mixed;incrementalSpec=v0.2, application/json",
} as const;
/** What is said first a deferred part says again; another is deferred inside it. */
const PAGE = `{ products { name twin { name } ... @defer { name stars twin { name reviewCount ... @defer { stars } } } } }`;
const IN_ONE_PIECE = PAGE.replaceAll("@defer", "");

const openGateway = async (options: TestGatewayOptions = {}) => {
  const gateway = await openTestGateway(options);
  after(() => gateway.close());
  return gateway;
};
const limitedTo = (pointsMax: number) => {
  const costs = [{ name: "costPerAddress", by: "ip", pointsMax, windowSeconds: 3_600 } as const];
  return openGateway({ rateLimits: createRateLimits({ requests: [], costs, keysMax: 10, clock, log: silentLog }) });
};

async function post({ url }: TestGateway, body: object, accept: string, signal?: AbortSignal): Promise<Response> {
  const headers = { accept, "content-type": "application/json" };
  return fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify(body), signal });
}

async function payloadsIn(response: Response): Promise<any[]> {
  assert.match(response.headers.get("content-type")!, /^multipart/);
  return Array.fromAsync(partsOf(response));
}

const costOf = async (gateway: TestGateway, query: string): Promise<{ estimated: number; actual: number }> => {
  const response = await post(gateway, { query, extensions: { cost: true } }, "application/json");
  return ((await response.json()) as any).extensions.cost;
};

for (const [format, accept] of Object.entries(FORMATS))
  test(`the last part tells what all of them did cost (${format})`, async () => {
    const gateway = await openGateway();
    const expected = await costOf(gateway, IN_ONE_PIECE);
    const payloads = await payloadsIn(await post(gateway, { query: PAGE, extensions: { cost: true } }, accept));
    assert.ok(payloads.length >= 2);
    assert.deepEqual(
      payloads.map(({ extensions }) => extensions),
      payloads.map(({ hasNext }) => (hasNext ? undefined : { cost: expected })),
    );
    const untold = await payloadsIn(await post(gateway, { query: PAGE }, accept));
    assert.ok(untold.every((payload) => !("extensions" in payload)));
  });

test("on a websocket as well, and at once where nothing is left to come", async () => {
  const gateway = await openGateway();
  const { client } = liveClient(gateway.url);
  after(() => client.terminate());
  const results: any[] = [];
  for await (const result of client.iterate({ query: PAGE, extensions: { cost: true } })) results.push(result);
  assert.deepEqual(results.at(-1).extensions, { cost: await costOf(gateway, IN_ONE_PIECE) });
  const query = `{ product(id: "none") { name ... @defer { stars } } }`;
  const nothing = await post(gateway, { query, extensions: { cost: true } }, FORMATS["20220824"]);
  assert.equal(((await nothing.json()) as any).extensions.cost.actual, 0);
});

test("a budget gets back what an answer in parts did not cost, once its last part is out", async () => {
  const { estimated, actual } = await costOf(await openGateway(), IN_ONE_PIECE);
  assert.ok(estimated > 3 * actual, `${estimated}, ${actual}`);
  const gateway = await limitedTo(estimated + 3 * actual);
  for (let n = 0; n < 2; n += 1) await payloadsIn(await post(gateway, { query: PAGE }, FORMATS["20220824"]));
  const { client } = liveClient(gateway.url);
  after(() => client.terminate());
  for (let n = 0; n < 2; n += 1) for await (const _ of client.iterate({ query: PAGE })) continue;
  assert.equal((await post(gateway, { query: PAGE }, FORMATS["20220824"])).status, 429);
});

test("nothing comes back of parts that failed, or that nobody waited for", async () => {
  const { estimated } = await costOf(await openGateway(), IN_ONE_PIECE);
  const gateway = await limitedTo(2 * estimated);
  gateway.condition("stars", "down");
  const failed = await payloadsIn(await post(gateway, { query: PAGE }, FORMATS["20220824"]));
  assert.match(JSON.stringify(failed), /errors/);
  gateway.condition("stars", "up");
  const release = gateway.hold("stars");
  const leaving = new AbortController();
  const parts = partsOf(await post(gateway, { query: PAGE }, FORMATS["20220824"], leaving.signal));
  await parts.next();
  leaving.abort();
  await assert.rejects(Array.fromAsync(parts));
  release();
  assert.equal((await post(gateway, { query: PAGE }, FORMATS["20220824"])).status, 429);
});
