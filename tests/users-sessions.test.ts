import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import pg from "pg";
import { uuidOf } from "#kernel/id.ts";
import { nobody, serviceCaller } from "#kernel/identity.ts";
import { newEmail, openUsersWorld, PASSWORD, type Tokens, type UsersWorld } from "./support/users.ts";

const DAY_MS = 86_400_000;
let now: Date;
let world: UsersWorld;
before(async () => {
  now = new Date();
  world = await openUsersWorld({ clock: { now: () => now }, messenger: false });
});
beforeEach(() => {
  now = new Date();
});
after(() => world.subgraph.close());

const later = (ms: number) => void (now = new Date(now.getTime() + ms));
const REFUSED = [{ __typename: "InvalidCredentialsError", code: "INVALID_CREDENTIALS", path: ["refreshToken"] }];

async function assertRefused(refreshToken: string): Promise<void> {
  const { session, errors } = await world.refresh(refreshToken);
  assert.equal(session, null);
  assert.deepEqual(
    errors.map(({ __typename, code, path }) => ({ __typename, code, path })),
    REFUSED,
  );
}

async function mustRefresh({ refreshToken }: Pick<Tokens, "refreshToken">): Promise<Tokens> {
  const { session, errors } = await world.refresh(refreshToken);
  if (!session) throw new Error(JSON.stringify(errors));
  return session;
}

async function rows(sql: string, parameters: unknown[] = []): Promise<any[]> {
  const client = new pg.Client({ ...world.subgraph.database.admin, options: "-c search_path=users" });
  await client.connect();
  try {
    return (await client.query(sql, parameters)).rows;
  } finally {
    await client.end();
  }
}

test("a refresh gives new tokens of the same session, for customers and for guests", async () => {
  for (const comeIn of [world.register, world.guest]) {
    const { tokens, caller } = await comeIn();
    later(60_000);
    const next = await mustRefresh(tokens);

    assert.deepEqual([next.id, next.subject], [tokens.id, tokens.subject]);
    assert.deepEqual(next.user?.scopes ?? [], caller.scopes);
    assert.notEqual(next.accessToken, tokens.accessToken);
    assert.notEqual(next.refreshToken, tokens.refreshToken);
    assert.equal(
      Date.parse(next.refreshTokenExpiresAt) - Date.parse(tokens.refreshTokenExpiresAt),
      60_000,
      "every refresh gives thirty days more",
    );
    assert.equal((await mustRefresh(next)).id, tokens.id);
  }
});

test("a refresh token that comes a second time ends its session, the successor too, and no other", async () => {
  const { tokens, email } = await world.register();
  const { session: elsewhere } = await world.signIn(email, PASSWORD);
  const next = await mustRefresh(tokens);

  await assertRefused(tokens.refreshToken);

  await assertRefused(next.refreshToken);
  await assertRefused(tokens.refreshToken);
  assert.equal(await subjectOf(next.accessToken), null);
  assert.ok(await mustRefresh(elsewhere!));
});

test("of fifty refreshes with one token at once one is answered, and the session is over for all", async () => {
  for (const { tokens } of [await world.register(), await world.guest(), await world.register()]) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => world.refresh(tokens.refreshToken)));

    const winners = answers.filter(({ session }) => session);
    assert.equal(winners.length, 1);
    assert.ok(answers.every(({ session, errors }) => session || errors[0].code === "INVALID_CREDENTIALS"));
    await assertRefused(winners[0]!.session!.refreshToken);
    const [session] = await rows(
      `SELECT revoked_because, (SELECT count(*)::int FROM refresh_tokens WHERE session_id = sessions.id) AS tokens
       FROM sessions WHERE id = $1`,
      [uuid(tokens.id)],
    );
    assert.deepEqual(session, { revoked_because: "REFRESH_TOKEN_REUSED", tokens: 2 });
  }
});

test("an unknown, malformed, huge or empty refresh token is refused and ends nothing", async () => {
  const { tokens } = await world.register();
  for (const token of ["", "x", "\u0000", "x".repeat(100_000), `${tokens.refreshToken}x`, tokens.accessToken])
    await assertRefused(token);
  assert.ok(await mustRefresh(tokens));
});

test("a refresh token ends after thirty days, and a session after a year however often it is refreshed", async () => {
  const expired = await world.register();
  later(30 * DAY_MS);
  await assertRefused(expired.tokens.refreshToken);

  let { tokens } = await world.guest();
  const end = now.getTime() + 365 * DAY_MS;
  while (now.getTime() + 29 * DAY_MS < end) {
    later(29 * DAY_MS);
    tokens = await mustRefresh(tokens);
  }
  assert.equal(Date.parse(tokens.refreshTokenExpiresAt), end);
  now = new Date(end);
  await assertRefused(tokens.refreshToken);
});

test("signing out ends this session only, and counts it once", async () => {
  const { caller, tokens, email } = await world.register();
  const { session: elsewhere } = await world.signIn(email, PASSWORD);

  assert.deepEqual(await world.mutate("sessionRevoke", {}, caller), { revokedCount: 1, errors: [] });
  assert.deepEqual(await world.mutate("sessionRevoke", { all: false }, caller), { revokedCount: 0, errors: [] });

  await assertRefused(tokens.refreshToken);
  assert.ok(await mustRefresh(elsewhere!));
});

test("signing out of all ends every session of the person and nobody else's", async () => {
  const [asha, ravi] = [await world.register(), await world.register()];
  const more = await Promise.all([1, 2].map(() => world.signIn(asha.email, PASSWORD)));

  assert.equal((await world.mutate("sessionRevoke", { all: true }, asha.caller)).revokedCount, 3);

  for (const { refreshToken } of [asha.tokens, ...more.map(({ session }) => session!)])
    await assertRefused(refreshToken);
  assert.ok(await mustRefresh(ravi.tokens));
});

test("nobody ends a session that is another's", async () => {
  const [asha, ravi] = [await world.register(), await world.register()];
  const guest = await world.guest();
  for (const session of [ravi.tokens.id, guest.tokens.id, "ses_nonsense", asha.tokens.subject])
    assert.equal((await world.mutate("sessionRevoke", {}, { ...asha.caller, session })).revokedCount, 0);

  const { errors } = await world.subgraph.ask(`mutation { sessionRevoke(input: {}) { revokedCount } }`, {}, nobody);
  assert.equal(errors?.[0]?.extensions?.code, "UNAUTHENTICATED");
  assert.equal((await world.mutate("sessionRevoke", { all: true }, serviceCaller("orders"))).revokedCount, 0);
  assert.equal((await world.mutate("sessionRevoke", {}, guest.caller)).revokedCount, 1);
  await assertRefused(guest.tokens.refreshToken);
  assert.ok(await mustRefresh(ravi.tokens));
  assert.ok(await mustRefresh(asha.tokens));
});

test("neither tokens nor passwords stand readable in the store", async () => {
  const { tokens } = await world.register();
  const next = await mustRefresh(tokens);
  const everything = JSON.stringify(
    await rows(`SELECT to_jsonb(users) AS row FROM users UNION ALL SELECT to_jsonb(sessions) FROM sessions
                UNION ALL SELECT to_jsonb(refresh_tokens) FROM refresh_tokens`),
  );
  const bytes = Buffer.from(next.refreshToken, "base64url");
  assert.equal(bytes.length, 32);
  for (const secret of [PASSWORD, tokens.refreshToken, next.refreshToken, bytes.toString("hex"), tokens.accessToken])
    assert.ok(!everything.includes(secret));
  assert.match(everything, /\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test("what is of no more use is forgotten after thirty days, and nothing else", async () => {
  const [stays, ends, expires] = [await world.register(), await world.register(), await world.guest()];
  await world.signIn(newEmail(), PASSWORD);
  await world.mutate("sessionRevoke", {}, ends.caller);
  later(29 * DAY_MS);
  const next = await mustRefresh(stays.tokens);
  later(29 * DAY_MS);
  await mustRefresh(next);
  later(3 * DAY_MS);

  await world.subgraph.opened.subgraph.jobs.find(({ name }) => name === "forget sessions")!.run();

  const left = (await rows(`SELECT id FROM sessions`)).map(({ id }) => id);
  assert.ok(left.includes(uuid(stays.tokens.id)));
  for (const { tokens } of [ends, expires]) assert.ok(!left.includes(uuid(tokens.id)));
  const tokens = await rows(`SELECT FROM refresh_tokens WHERE session_id = $1`, [uuid(stays.tokens.id)]);
  assert.equal(tokens.length, 2, "the first one was used longer ago");
  assert.deepEqual(await rows(`SELECT FROM sign_in_failures`), []);
});

async function subjectOf(accessToken: string): Promise<string | null> {
  const query = `query ($accessToken: String!) { accessTokenSubject(accessToken: $accessToken) }`;
  return (await world.must(query, { accessToken }, serviceCaller("orders"))).accessTokenSubject;
}

function uuid(id: string): string {
  return uuidOf("ses", id)!;
}
