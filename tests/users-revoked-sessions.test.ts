import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import type { SubgraphResult } from "#kernel/executor.ts";
import { type Caller, nobody, serviceCaller } from "#kernel/identity.ts";
import { openUsersWorld, type UsersWorld } from "./support/users.ts";
import { testContext } from "./support/subgraph.ts";

let now: Date;
let world: UsersWorld;
before(async () => {
  now = new Date();
  world = await openUsersWorld({ clock: { now: () => now }, messenger: false });
});
after(() => world.subgraph.close());

const ACCESS_TOKEN_MS = 900_000;
const PROMPT_MS = 200;

function subscribe(caller: Caller = serviceCaller("gateway")) {
  return world.subgraph.executor.subscribe({
    document: `subscription { sessionsRevoked { sessionIds } }`,
    caller,
    context: testContext,
    requestId: randomUUID(),
    deadlineAtMs: Infinity,
    signal: new AbortController().signal,
  });
}

async function watch(): Promise<AsyncIterableIterator<SubgraphResult>> {
  const stream = await subscribe();
  if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream.errors));
  return stream;
}

async function nextOf(stream: AsyncIterableIterator<SubgraphResult>): Promise<string[]> {
  const { value } = await stream.next();
  if (value.errors) throw new Error(JSON.stringify(value.errors));
  return value.data.sessionsRevoked.sessionIds;
}

const signOut = async (all = false) => {
  const { caller, tokens } = await world.register();
  await world.mutate("sessionRevoke", { all }, caller);
  return tokens.id;
};

test("the gateway hears first of all sessions whose access tokens still live, then of each new one, once", async () => {
  const longAgo = await signOut();
  now = new Date(now.getTime() + ACCESS_TOKEN_MS);
  const recent = [await signOut(), await signOut(true)];

  const stream = await watch();
  assert.deepEqual(new Set(await nextOf(stream)), new Set(recent));
  assert.ok(!recent.includes(longAgo));

  const pending = nextOf(stream);
  const signedOut = await signOut();
  assert.deepEqual(await pending, [signedOut]);

  const stolen = await world.guest();
  const afterTheft = nextOf(stream);
  await world.refresh(stolen.tokens.refreshToken);
  await world.refresh(stolen.tokens.refreshToken);
  assert.deepEqual(await afterTheft, [stolen.tokens.id]);
  await stream.return!();
});

test("a stream without anything to tell still says so first, and hears nothing of other changes", async () => {
  now = new Date(now.getTime() + 2 * ACCESS_TOKEN_MS);
  const stream = await watch();
  assert.deepEqual(await nextOf(stream), []);

  const pending = nextOf(stream);
  const { tokens, caller } = await world.register();
  await world.refresh(tokens.refreshToken);
  await world.mutate("sessionRevoke", {}, caller);
  assert.deepEqual(await pending, [tokens.id]);
  await stream.return!();
});

test("what many processes commit while the stream reads is told, each session once", async () => {
  const stream = await watch();
  const before = new Set(await nextOf(stream));
  const expected = new Set<string>();
  const told: string[] = [];
  const reading = (async () => {
    while (told.length < 40) told.push(...(await nextOf(stream)));
  })();
  await Promise.all(
    Array.from({ length: 40 }, async () => {
      const { caller, tokens } = await world.guest();
      expected.add(tokens.id);
      await world.mutate("sessionRevoke", {}, caller);
    }),
  );
  await reading;

  assert.deepEqual(new Set(told), expected);
  assert.equal(told.length, 40);
  assert.ok(told.every((id) => !before.has(id)));
  await stream.return!();
});

test("a stream ends at once, even while it waits", async () => {
  const stream = await watch();
  await nextOf(stream);
  const pending = stream.next();
  const startedAtMs = Date.now();

  await stream.return!();
  assert.equal((await pending).done, true);
  assert.ok(Date.now() - startedAtMs < PROMPT_MS);
  assert.equal((await stream.next()).done, true);
});

test("a stream that was never read ends at once too", async () => {
  const stream = await watch();
  const startedAtMs = Date.now();
  await stream.return!();
  assert.equal((await stream.next()).done, true);
  assert.ok(Date.now() - startedAtMs < PROMPT_MS);
});

test("only the gateway hears it", async () => {
  const { caller } = await world.register();
  for (const other of [nobody, caller, serviceCaller("orders")]) {
    const refused = await subscribe(other);
    assert.ok(!(Symbol.asyncIterator in refused));
    assert.match(refused.errors?.[0]?.extensions?.code as string, /^(UNAUTHENTICATED|FORBIDDEN)$/);
  }
});
