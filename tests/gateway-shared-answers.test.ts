import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import fc from "fast-check";
import { noFacts } from "#gateway/operation.ts";
import { sharedAnswers, shareKeys } from "#gateway/shared-answers.ts";
import { Waiters } from "#gateway/waiters.ts";
import { sleep } from "#kernel/clock.ts";
import { nobody } from "#kernel/identity.ts";
import { ok } from "#kernel/result.ts";
import { eventually } from "./support/eventually.ts";
import { type AskOptions, openTestGateway, type TestGateway } from "./support/gateway.ts";

const QUERY = `{ products { name } }`;
/** Until a request that has come is read. */
const READ_MS = 100;

let gateway: TestGateway;
let received = 0;
before(async () => {
  gateway = await openTestGateway({ forward: ["x-tenant"] });
  gateway.server.server.on("request", () => (received += 1));
});
after(() => gateway.close());
beforeEach(() => {
  gateway.traffic.length = 0;
  gateway.toys.ran.length = 0;
  received = 0;
});

/** One after another, each while the answers to those before are on their way. */
async function askMeanwhile(asked: readonly (AskOptions & { readonly query?: string })[]) {
  const letGo = gateway.hold("goods");
  const answers = [];
  for (const { query = QUERY, ...options } of asked) {
    answers.push(gateway.ask(query, options));
    await eventually(() => assert.equal(received, answers.length));
    await sleep(READ_MS);
  }
  letGo();
  return Promise.all(answers);
}

test("who asks the same while the answer is on its way gets it too, under a request id of its own", async () => {
  const answers = await askMeanwhile([{}, {}, {}]);
  assert.equal(gateway.traffic.length, 1);
  assert.deepEqual(
    answers.map(({ data }) => data.products[0]),
    answers.map(() => ({ name: "Anvil" })),
  );
  assert.equal(new Set(answers.map(({ headers }) => headers.get("agora-request-id"))).size, 3);
});

test("keys differ by all that makes a difference, in whatever order requests come", () => {
  const market = { market: "IN", currency: "INR", locale: "en-IN" };
  const asked = { generation: 1, parts: undefined, text: "{ a }" };
  const client = { caller: nobody, context: market, forwarded: ["x-tenant", "a"], program: { name: "web" } };
  const requests = [
    [asked, client],
    [{ ...asked, generation: 2 }, client],
    [{ ...asked, parts: "v0.2" }, client],
    [{ ...asked, text: "{ b }" }, client],
    [asked, { ...client, caller: { ...nobody, subject: "usr_1" } }],
    [asked, { ...client, context: { ...market, currency: "USD" } }],
    [asked, { ...client, forwarded: ["x-tenant", "b"] }],
    [asked, { ...client, program: { name: "app" } }],
  ] as const;
  const keyOf = shareKeys();
  const keys = requests.map(([about, who]) => keyOf(about, who));
  assert.equal(new Set(keys).size, requests.length);
  fc.assert(
    fc.property(fc.array(fc.nat(requests.length - 1), { maxLength: 20 }), (order) => {
      for (const one of order) assert.equal(keyOf({ ...requests[one]![0] }, { ...requests[one]![1] }), keys[one]);
    }),
  );
});

test("what makes a difference to the answer keeps requests apart", async () => {
  const asked: Parameters<typeof askMeanwhile>[0] = [
    {},
    { token: await gateway.token({ sub: "usr_1" }) },
    { token: await gateway.token({ sub: "usr_2" }) },
    { headers: { "agora-currency": "USD" } },
    { headers: { "accept-language": "hi-IN" } },
    { headers: { "x-tenant": "a" } },
    { headers: { "x-tenant": "b" } },
    { headers: { "apollographql-client-name": "web" } },
    { variables: { one: 1 } },
    { query: `${QUERY} ` },
  ];
  await askMeanwhile(asked);
  assert.equal(gateway.traffic.length, asked.length);
});

test("a token that does not hold is refused, whatever is on its way", async () => {
  const [, stranger] = await askMeanwhile([{}, { token: "no.such.token" }]);
  assert.equal(stranger!.errors[0]!.extensions.code, "UNAUTHENTICATED");
});

test("a mutation is run for each who asks for it", async () => {
  await askMeanwhile([{ query: "mutation { touch }" }, { query: "mutation { touch }" }]);
  assert.deepEqual(gateway.toys.ran, ["touch", "touch"]);
});

test("mutations that come together neither share nor wait for each other", async () => {
  const letGo = gateway.hold("goods");
  const asked = [1, 2, 3].map(() => gateway.ask("mutation { touch }"));
  await eventually(() => assert.equal(gateway.traffic.length, 3));
  letGo();
  await Promise.all(asked);
  assert.deepEqual(gateway.toys.ran, ["touch", "touch", "touch"]);
});

test("a rush of the same is let in once, and what is not to be shared each by itself", async (t) => {
  const looked: string[] = [];
  let gate = Promise.withResolvers<void>();
  const resolve = async ({ query = "" }) => {
    looked.push(query);
    await gate.promise;
    return ok({ query });
  };
  const slow = await openTestGateway({ persisted: { differsByClient: false, resolve } });
  t.after(() => slow.close());
  slow.server.server.on("request", () => (received += 1));
  const rush = async (query: string) => {
    [received, looked.length] = [0, 0];
    const asked = [1, 2, 3, 4].map(() => slow.ask(query));
    await eventually(() => assert.equal(received, 4));
    await sleep(READ_MS);
    assert.deepEqual(looked, [query]);
    gate.resolve();
    const answers = await Promise.all(asked);
    gate = Promise.withResolvers();
    return answers;
  };

  for (const { data } of await rush(QUERY)) assert.equal(data.products[0].name, "Anvil");
  assert.deepEqual([slow.traffic.length, looked.length], [1, 1]);

  const refused = (await rush("{ nothing }")).map(({ errors }) => errors[0]!.extensions);
  for (const { code } of refused) assert.equal(code, "GRAPHQL_VALIDATION_FAILED");
  assert.equal(new Set(refused.map(({ requestId }) => requestId)).size, 4);

  for (const { data } of await rush("mutation { touch }")) assert.ok(data);
  assert.deepEqual(slow.toys.ran, Array(4).fill("touch"));
});

/** All of them while nobody's answer is there yet. */
async function askTogether<Answer>(count: number, ask: () => Promise<Answer>): Promise<Answer[]> {
  const letGo = gateway.hold("goods");
  const before = received;
  const answers = Array.from({ length: count }, ask);
  await eventually(() => assert.equal(received, before + count));
  await sleep(READ_MS);
  letGo();
  return Promise.all(answers);
}

async function askForParts(query: string): Promise<string> {
  const response = await fetch(`${gateway.url}/graphql`, {
    ...{ method: "POST", headers: { "content-type": "application/json", ...PARTS } },
    body: JSON.stringify({ query }),
  });
  return response.text();
}

const PARTS = { accept: "multipart/mixed;deferSpec=20220824, application/json" };
const IN_PARTS = /"hasNext":true.*"stars":.*"hasNext":false/s;

test("who takes answers in parts shares what has none, and has parts for himself", async () => {
  const whole = await askTogether(3, () => gateway.ask(QUERY, { headers: PARTS }));
  assert.equal(gateway.traffic.length, 1);
  assert.equal(whole[2]!.data.products[0].name, "Anvil");

  gateway.traffic.length = 0;
  const inParts = await askTogether(3, () => askForParts(`{ products { name ... @defer { stars } } }`));
  for (const text of inParts) assert.match(text, IN_PARTS);
  assert.equal(gateway.traffic.filter(({ subgraph }) => subgraph === "goods").length, 3);
});

test("who takes parts does not get the whole of who takes none", async () => {
  const query = `{ products { name ... @defer { stars } } }`;
  const letGo = gateway.hold("goods");
  const whole = gateway.ask(query);
  await eventually(() => assert.equal(gateway.traffic.length, 1));
  const parts = askForParts(query);
  await eventually(() => assert.equal(gateway.traffic.length, 2));
  letGo();
  assert.equal((await whole).data.products[0].name, "Anvil");
  assert.match(await parts, IN_PARTS);
});

test("a new supergraph answers for itself", async () => {
  const letGo = gateway.hold("goods");
  const old = gateway.ask(QUERY);
  await eventually(() => assert.equal(gateway.traffic.length, 1));
  const { supergraphSdl, executors } = gateway;
  await gateway.gateway.reload({ supergraphSdl, executors: (name) => executors.get(name)! });
  const fresh = gateway.ask(QUERY);
  await eventually(() => assert.equal(gateway.traffic.length, 2));
  letGo();
  assert.deepEqual((await old).data, (await fresh).data);
});

test("work that is given up is shared with nobody who comes later, and its end ends no other", async () => {
  const shared = sharedAnswers<string>();
  const made: ((answer: string) => void)[] = [];
  const make = () => new Promise<string>((resolve) => void made.push(resolve));
  const gone = new Waiters();
  gone.leave();

  void shared.of({ key: "key", waiters: gone, facts: noFacts() }, make);
  const second = shared.of({ key: "key", waiters: new Waiters(), facts: noFacts() }, make);
  assert.equal(made.length, 2);

  made[0]!("of nobody");
  await sleep(1);
  const third = shared.of({ key: "key", waiters: new Waiters(), facts: noFacts() }, make);
  assert.equal(made.length, 2);
  made[1]!("for both");
  assert.deepEqual(await Promise.all([second, third]), ["for both", "for both"]);
});

test("whoever joined what is declined, or fails, is told that he has to ask for himself", async () => {
  const shared = sharedAnswers<string>();
  const { promise, reject } = Promise.withResolvers<string>();
  let decline = () => {};
  const declined = shared.of({ key: "declined", waiters: new Waiters(), facts: noFacts() }, (how) => {
    decline = how;
    return promise;
  });
  const failed = shared.of({ key: "failed", waiters: new Waiters(), facts: noFacts() }, () => promise);
  const joined = ["declined", "failed"].map((key) => shared.join(key)!.answer);

  decline();
  assert.equal(shared.join("declined"), undefined);
  assert.equal(await joined[0], undefined);
  reject(new Error("a fault"));
  for (const own of [declined, failed]) await assert.rejects(own, { message: "a fault" });
  assert.equal(await joined[1], undefined);
});

test("work is given up when the last who waits for it has left, however they came", async () => {
  const shared = sharedAnswers<string>();
  const make = () => new Promise<string>(() => {});
  const [first, late] = [new Waiters(), new Waiters()];

  void shared.of({ key: "key", waiters: first, facts: noFacts() }, make);
  void shared.of({ key: "key", waiters: late, facts: noFacts() }, make);
  const joined = shared.join("key")!;
  assert.equal(joined.waiters, first);
  first.leave();
  late.leave();
  assert.equal(first.signal.aborted, false);
  joined.waiters.leave();
  assert.equal(first.signal.aborted, true);
  assert.equal(shared.join("key"), undefined);
});

test("whoever comes when, and has the answer or leaves: only the last is told so, and only work for nobody is given up", () => {
  const comes = fc.array(fc.record({ late: fc.boolean(), leaves: fc.boolean() }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(comes, fc.infiniteStream(fc.nat()), (all, chance) => {
      const shared = sharedAnswers<string>();
      const make = () => new Promise<string>(() => {});
      const waiting = all.map(({ late, leaves }, n) => {
        const joined = late || n === 0 ? undefined : shared.join("key");
        const own = joined?.waiters ?? new Waiters();
        if (!joined) void shared.of({ key: "key", waiters: own, facts: noFacts() }, make);
        return { own, leaves };
      });
      const first = waiting[0]!.own;
      while (waiting.length > 0) {
        const [{ own, leaves }] = waiting.splice(chance.next().value % waiting.length, 1) as [(typeof waiting)[0]];
        if (leaves) own.leave();
        else assert.equal(own.done(), waiting.length === 0);
        if (waiting.length > 0) assert.equal(first.signal.aborted, false);
      }
      if (all.every(({ leaves }) => leaves)) assert.ok(first.signal.aborted);
    }),
  );
});

for (const leaving of [0, 1, 2, 3])
  test(`each who shares an answer gets all of it, and who leaves meanwhile takes nothing from the others: number ${leaving + 1}`, async () => {
    const letGo = gateway.hold("goods");
    const leave = new AbortController();
    const asked: Promise<any>[] = [];
    for (let n = 0; n < 4; n += 1) {
      const answer = fetch(`${gateway.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query: QUERY }),
        signal: n === leaving ? leave.signal : undefined,
      });
      asked.push(answer.then((response) => response.json()).catch(() => undefined));
      await eventually(() => assert.equal(received, n + 1));
    }
    await sleep(READ_MS);
    leave.abort();
    await asked[leaving];
    await sleep(READ_MS);
    letGo();
    const answers = await Promise.all(asked);
    assert.deepEqual(
      answers.map((answer) => answer?.data.products[0]),
      answers.map((_, n) => (n === leaving ? undefined : { name: "Anvil" })),
    );
    assert.equal(gateway.traffic.length, 1);
  });
