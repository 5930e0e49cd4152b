import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import pg from "pg";
import { demoLogins } from "#bin/demo/logins.ts";
import { randomIds, seededId } from "#kernel/id.ts";
import { type Caller, nobody, serviceCaller } from "#kernel/identity.ts";
import { deriveKey } from "#kernel/secret.ts";
import { eventually } from "./support/eventually.ts";
import { newEmail, openUsersWorld, PASSWORD, USER, type UsersWorld } from "./support/users.ts";

let world: UsersWorld;
before(async () => {
  world = await openUsersWorld();
});
after(() => world.subgraph.close());

const staff: Caller = { subject: randomIds.next("usr"), scopes: ["account", "users:read"] };
const ME = `{ me { id email } }`;
const REFERENCES = `query ($users: [_Any!]!) { _entities(representations: $users) { ... on User { id email name } } }`;

const references = async (ids: readonly string[], caller: Caller) => {
  const users = ids.map((id) => ({ __typename: "User", id, email: "forged@shopper.example" }));
  return (await world.must(REFERENCES, { users }, caller))._entities;
};

test("registering opens an account, signs in at once and says so", async () => {
  const email = newEmail();
  const answer = await world.mutate("userRegister", { email, password: PASSWORD, name: "  Asha Rao " });

  assert.deepEqual(answer.errors, []);
  assert.equal(answer.verificationRequired, false);
  assert.equal(answer.user.name, "Asha Rao");
  assert.equal(answer.session.subject, answer.user.id);
  assert.deepEqual(answer.session.user, { id: answer.user.id, email, roles: ["CUSTOMER"], scopes: ["account"] });
  const client = new pg.Client(world.subgraph.database.admin);
  await client.connect();
  try {
    const events = await eventually(async () => {
      const { rows } = await client.query(`SELECT event FROM bus.users WHERE event->>'aggregateId' = $1`, [
        answer.user.id,
      ]);
      assert.equal(rows.length, 1);
      return rows;
    });
    assert.equal(events[0].event.type, "UserRegistered");
    assert.deepEqual(events[0].event.data, { userId: answer.user.id, email });
  } finally {
    await client.end();
  }
});

test("an address is one person's however it is written", async () => {
  const { email, tokens } = await world.register();
  const shouted = ` ${email.toUpperCase()} `;

  const again = await world.mutate("userRegister", { email: shouted, password: PASSWORD });
  const signedIn = await world.signIn(shouted, PASSWORD);

  assert.deepEqual([again.user, again.session], [null, null]);
  assert.deepEqual(
    again.errors.map(({ __typename, code, path }: any) => ({ __typename, code, path })),
    [{ __typename: "EmailTakenError", code: "EMAIL_TAKEN", path: ["email"] }],
  );
  assert.equal(signedIn.session?.subject, tokens.subject);
});

test("of twenty who register one address at once, one gets it", async () => {
  const email = newEmail();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      world.mutate("userRegister", { email: n % 2 ? email : email.toUpperCase(), password: `${PASSWORD} ${n}` }),
    ),
  );

  const winners = answers.filter(({ session }) => session);
  const losers = answers.filter(({ session }) => !session);
  assert.equal(winners.length, 1);
  assert.ok(losers.every(({ errors }) => errors[0].code === "EMAIL_TAKEN"));
});

test("me is the person, and nobody for guests, nobody and services", async () => {
  const person = await world.register();
  const guest = await world.guest();

  assert.deepEqual((await world.must(ME, {}, person.caller)).me, { id: person.tokens.subject, email: person.email });
  for (const caller of [guest.caller, nobody, serviceCaller("orders")])
    assert.deepEqual(await world.must(ME, {}, caller), { me: null });
});

test("a user is there for the person and for staff who may read users, and for nobody else", async () => {
  const [asha, ravi] = [await world.register(), await world.register()];
  const guest = await world.guest();
  const unknown = randomIds.next("usr");
  const ids = [ravi.tokens.subject, unknown, asha.tokens.subject, "usr_nonsense", guest.tokens.subject];
  const shown = (person: typeof asha) => ({ id: person.tokens.subject, email: person.email, name: "Asha Rao" });

  assert.deepEqual(await references(ids, asha.caller), [null, null, shown(asha), null, null]);
  assert.deepEqual(await references(ids, staff), [shown(ravi), null, shown(asha), null, null]);
  for (const caller of [guest.caller, nobody, serviceCaller("orders")])
    assert.deepEqual(await references(ids, caller), [null, null, null, null, null]);
});

test("user(id) is for users:read only", async () => {
  const { tokens, caller, email } = await world.register();
  const query = `query ($id: ID!) { user(id: $id) { email } }`;

  assert.deepEqual(await world.must(query, { id: tokens.subject }, staff), { user: { email } });
  assert.deepEqual(await world.must(query, { id: randomIds.next("usr") }, staff), { user: null });
  assert.deepEqual(await world.must(query, { id: tokens.id }, staff), { user: null });
  const own = await world.subgraph.ask(query, { id: tokens.subject }, caller);
  const anonymous = await world.subgraph.ask(query, { id: tokens.subject }, nobody);
  assert.deepEqual([own.data?.user, own.errors?.[0]?.extensions?.code], [null, "FORBIDDEN"]);
  assert.deepEqual([anonymous.data?.user, anonymous.errors?.[0]?.extensions?.code], [null, "UNAUTHENTICATED"]);
});

test("userUpdate changes what is given, clears what is null, and counts its changes", async () => {
  const { caller } = await world.register();
  const update = (input: object) => world.mutate("userUpdate", input, caller);

  const preferences = { currency: "USD", locale: "en-us", newsletter: true };
  const { user, errors } = await update({ expectedVersion: 1, phone: " +91 80 5550 0142 ", preferences });
  assert.deepEqual(errors, []);
  assert.deepEqual([user.name, user.phone, user.version], ["Asha Rao", "+91 80 5550 0142", 2]);
  assert.deepEqual(user.preferences, { currency: "USD", locale: "en-US", newsletter: true, marketing: false });

  const stale = await update({ expectedVersion: 1, name: "Other" });
  assert.deepEqual(
    [stale.user, stale.errors[0].code, stale.errors[0].path],
    [null, "STALE_VERSION", ["expectedVersion"]],
  );

  const cleared = await update({ name: null, preferences: { currency: null, newsletter: null } });
  assert.deepEqual([cleared.user.name, cleared.user.phone], [null, "+91 80 5550 0142"]);
  assert.deepEqual(cleared.user.preferences, { currency: null, locale: "en-US", newsletter: false, marketing: false });
  assert.equal((await update({ name: null })).user.version, cleared.user.version, "nothing changed, nothing counted");
});

test("of many updates of one version at once, one is made", async () => {
  const { caller } = await world.register();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => world.mutate("userUpdate", { expectedVersion: 1, name: `N${n}` }, caller)),
  );

  assert.equal(answers.filter(({ user }) => user).length, 1);
  assert.ok(answers.filter(({ user }) => !user).every(({ errors }) => errors[0].code === "STALE_VERSION"));
});

test("account mutations are for customers, not for guests", async () => {
  const guest = await world.guest();
  const update = `mutation { userUpdate(input: { name: "X" }) { user { id } } }`;

  const { errors } = await world.subgraph.ask(update, {}, guest.caller);
  assert.equal(errors?.[0]?.extensions?.code, "FORBIDDEN");
});

const long = (length: number) => "x".repeat(length);
const BAD_INPUT: readonly (readonly [field: string, input: object, ...paths: string[][]])[] = [
  ["userRegister", { email: "nobody", password: PASSWORD }, ["email"]],
  ["userRegister", { email: "a@b", password: PASSWORD }, ["email"]],
  ["userRegister", { email: "a b@c.example", password: PASSWORD }, ["email"]],
  ["userRegister", { email: `${long(250)}@c.example`, password: PASSWORD }, ["email"], ["email"]],
  ["userRegister", { email: "a\u0000@c.example", password: PASSWORD }, ["email"]],
  ["userRegister", { email: "", password: "1234567", name: long(201) }, ["email"], ["password"], ["name"]],
  ["userRegister", { email: "a@c.example", password: long(201) }, ["password"]],
  ["userRegister", { email: "a@c.example", password: PASSWORD, name: "\u0000" }, ["name"]],
  ["sessionCreate", { email: "nobody", password: PASSWORD }, ["email"]],
  ["sessionCreate", { email: "a@c.example", password: long(201) }, ["password"]],
];
for (const [field, input, ...paths] of BAD_INPUT) {
  test(`${field} names what is wrong in ${JSON.stringify(input).slice(0, 70)}`, async () => {
    const { session, errors } = await world.mutate(field, input);
    assert.equal(session, null);
    assert.deepEqual(
      errors.map(({ code, path }: any) => ({ code, path })),
      paths.map((path) => ({ code: "INVALID_INPUT", path })),
    );
  });
}

test("userUpdate names what is wrong and changes nothing", async () => {
  const { caller } = await world.register();
  const input = { name: long(201), phone: long(41), preferences: { currency: "JPY" } };

  const { user, errors } = await world.mutate("userUpdate", input, caller);
  assert.equal(user, null);
  assert.deepEqual(
    errors.map(({ path }: any) => path),
    [["name"], ["phone"], ["preferences", "currency"]],
  );
  assert.equal((await world.must(`{ me { version } }`, {}, caller)).me.version, 1);
});

test("passwords of 8 and 200 characters of any kind are taken as they are", async () => {
  for (const password of ["1234567ü", " ".repeat(8), "😀".repeat(100), `null \u0000 byte`]) {
    const email = newEmail();
    assert.deepEqual((await world.mutate("userRegister", { email, password })).errors, []);
    assert.ok((await world.signIn(email, password)).session, `signs in with ${JSON.stringify(password)}`);
    assert.equal((await world.signIn(email, `${password.slice(0, -1)}?`)).session, null);
  }
});

test("the demo's three can sign in with their scopes; seeding again changes nothing", async () => {
  await world.subgraph.opened.seed();
  const logins = demoLogins((purpose) => deriveKey("test", purpose));
  const SUPPORT = ["account", "users:read", "orders:read", "orders:write", "payments:refund", "stock:read"];
  const scopes = { CUSTOMER: ["account"], SUPPORT, ADMIN: [...SUPPORT, "catalog:write", "stock:write"] };
  for (const { role, email, password } of logins) {
    const { session } = await world.signIn(email, password);
    assert.deepEqual(session?.user, { id: seededId("usr", email), email, roles: [role], scopes: scopes[role] });
  }
  const customer = { subject: seededId("usr", "customer@agora.example"), scopes: ["account"] };
  await world.mutate("userUpdate", { name: "Renamed" }, customer);

  await world.subgraph.opened.seed();
  const { me } = await world.must(`{ me { ${USER.slice(USER.indexOf("{") + 1)} }`, {}, customer);
  assert.equal(me.name, "Renamed");
  assert.equal(me.addresses.length, 1);
  assert.deepEqual([me.addresses[0].isDefaultShipping, me.addresses[0].isDefaultBilling], [true, true]);
});

test("the gateway reads what a user or a guest prefers; nobody else may ask", async () => {
  const { caller, tokens } = await world.register();
  await world.mutate("userUpdate", { preferences: { currency: "USD" } }, caller);
  const { session: guest } = await world.mutate("guestSessionCreate", { locale: "en-US" });
  const query = `query ($userId: ID!) { userPreferences(userId: $userId) { currency locale newsletter } }`;
  const preferencesOf = async (userId: string) =>
    (await world.must(query, { userId }, serviceCaller("gateway"))).userPreferences;

  assert.deepEqual(await preferencesOf(tokens.subject), { currency: "USD", locale: null, newsletter: false });
  assert.deepEqual(await preferencesOf(guest.subject), { currency: null, locale: "en-US", newsletter: false });
  for (const id of [randomIds.next("usr"), randomIds.next("gst"), tokens.id, "nonsense"])
    assert.equal(await preferencesOf(id), null);
  for (const stranger of [caller, serviceCaller("orders"), staff]) {
    const { errors } = await world.subgraph.ask(query, { userId: tokens.subject }, stranger);
    assert.equal(errors?.[0]?.extensions?.code, "FORBIDDEN");
  }
});
