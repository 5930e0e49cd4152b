import assert from "node:assert/strict";
import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { after, before, mock, test } from "node:test";
import { argon2Passwords } from "#subgraphs/users/remote/argon2-passwords.ts";
import { atMost } from "#subgraphs/users/remote/at-most.ts";
import { countStatements } from "./support/count-statements.ts";
import { newEmail, openUsersWorld, PASSWORD, type UsersWorld } from "./support/users.ts";

let now: Date;
let world: UsersWorld;
/** Every hash that is computed, counted where the computing is asked for. */
const argon2 = mock.method(crypto, "argon2");
before(async () => {
  syncBuiltinESMExports();
  now = new Date();
  world = await openUsersWorld({ clock: { now: () => now }, messenger: false });
});
after(async () => {
  argon2.mock.restore();
  syncBuiltinESMExports();
  await world.subgraph.close();
});

const WINDOW_MS = 15 * 60_000;
const codesOf = ({ errors }: { errors: any[] }) => errors.map(({ code }) => code);
const fail = (email: string, times: number) =>
  Promise.all(Array.from({ length: times }, () => world.signIn(email, "not the password")));

async function effortOf(work: () => Promise<{ session: unknown; errors: any[] }>) {
  const before = argon2.mock.callCount();
  const { result, statements } = await countStatements(work);
  const hashes = argon2.mock.calls
    .slice(before)
    .map(({ arguments: [algorithm, { memory, passes, parallelism, tagLength }] }) => {
      return { algorithm, memory, passes, parallelism, tagLength };
    });
  return { errors: result.errors, hashes, statements };
}

test("an unknown address and a wrong password get the same answer for the same work", async () => {
  const { email } = await world.register();
  const wrong = await effortOf(() => world.signIn(email, "not the password"));
  const unknown = await effortOf(() => world.signIn(newEmail(), "not the password"));

  assert.deepEqual(unknown, wrong);
  assert.deepEqual(
    wrong.errors.map(({ __typename, code, path }) => ({ __typename, code, path })),
    [{ __typename: "InvalidCredentialsError", code: "INVALID_CREDENTIALS", path: [] }],
  );
  assert.deepEqual(wrong.hashes, [{ algorithm: "argon2id", memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 }]);
});

test("after ten failures an address is closed for the rest of the window, right password or not, known or not", async () => {
  const { email } = await world.register();
  for (const address of [email, newEmail()]) {
    now = new Date(now.getTime() + WINDOW_MS);
    const failures = await fail(address, 10);
    assert.ok(failures.every((answer) => codesOf(answer)[0] === "INVALID_CREDENTIALS"));

    const closed = await effortOf(() => world.signIn(address.toUpperCase(), PASSWORD));
    assert.deepEqual(
      closed.errors.map(({ __typename, code, path }) => ({ __typename, code, path })),
      [{ __typename: "LimitExceededError", code: "LIMIT_EXCEEDED", path: ["email"] }],
    );
    assert.deepEqual([closed.hashes.length, closed.statements.length], [0, 1], "and costs next to nothing");
    now = new Date(now.getTime() + WINDOW_MS - 1);
    assert.deepEqual(codesOf(await world.signIn(address, PASSWORD)), ["LIMIT_EXCEEDED"]);
  }
  assert.deepEqual(codesOf(await world.signIn(newEmail(), PASSWORD)), ["INVALID_CREDENTIALS"], "others are not closed");
  now = new Date(now.getTime() + WINDOW_MS);
  assert.deepEqual(codesOf(await world.signIn(email, PASSWORD)), []);
});

test("signing in forgets the failures", async () => {
  const { email } = await world.register();
  for (let round = 0; round < 3; round++) {
    await fail(email, 9);
    assert.deepEqual(codesOf(await world.signIn(email, PASSWORD)), []);
  }
});

test("of fifty guesses at once no more than ten are told apart from the right one", async () => {
  const { email } = await world.register();
  const guesses = fail(email, 50);
  const right = world.signIn(email, PASSWORD);

  const wrong = (await guesses).map((answer) => codesOf(answer)[0]);
  assert.equal(wrong.filter((code) => code === "INVALID_CREDENTIALS").length, 10);
  assert.equal(wrong.filter((code) => code === "LIMIT_EXCEEDED").length, 40);
  assert.deepEqual(codesOf(await right), ["LIMIT_EXCEEDED"], "it came last, so it learns nothing");
});

test("many right sign-ins at once are all let in", async () => {
  const { email } = await world.register();
  const answers = await Promise.all(Array.from({ length: 30 }, () => world.signIn(email, PASSWORD)));
  assert.equal(new Set(answers.map(({ session }) => session?.id)).size, 30);
});

test("a hash matches its own password only, typed on whatever keyboard, and no hash matches nothing", async () => {
  const passwords = argon2Passwords();
  const [one, two] = [await passwords.hash("pässwörd"), await passwords.hash("pässwörd")];
  assert.notEqual(one, two);
  assert.equal(await passwords.verify("pässwörd".normalize("NFD"), one), true);
  assert.equal(await passwords.verify("passwörd", one), false);
  assert.equal(await passwords.verify("pässwörd", undefined), false);
  await assert.rejects(passwords.verify("pässwörd", "$2b$12$nonsense"), TypeError);
});

test("work beyond the limit waits in order, and beyond the queue is refused at once", async () => {
  const limited = atMost(2, 3);
  const started: number[] = [];
  const finish: (() => void)[] = [];
  const work = (n: number) =>
    limited(() => new Promise<number>((resolve) => (started.push(n), finish.push(() => resolve(n)))));
  const running = [0, 1, 2, 3, 4].map(work);
  await assert.rejects(work(5), { extensions: { code: "SERVICE_UNAVAILABLE" } });
  assert.deepEqual(started, [0, 1]);

  for (let n = 0; n < 5; n++) {
    while (!finish[n]) await new Promise(setImmediate);
    assert.ok(started.length <= n + 2);
    finish[n]!();
  }
  assert.deepEqual(await Promise.all(running), [0, 1, 2, 3, 4]);
  await assert.rejects(
    limited(() => Promise.reject(new Error("no"))),
    /no/,
  );
  assert.equal(await limited(async () => 6), 6, "a failure gives its place back");
});
