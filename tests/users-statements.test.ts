import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { randomIds } from "#kernel/id.ts";
import { serviceCaller } from "#kernel/identity.ts";
import { countStatements } from "./support/count-statements.ts";
import { newEmail, openUsersWorld, PASSWORD, USER, type UsersWorld } from "./support/users.ts";

let world: UsersWorld;
before(async () => {
  world = await openUsersWorld({ messenger: false });
});
after(() => world.subgraph.close());

const ADDRESS = { name: "Asha Rao", line1: "12 MG Road", city: "Bengaluru", country: "IN" };
const cost = async (work: () => Promise<unknown>) => (await countStatements(work)).statements.length;

test("each operation takes its few statements", async () => {
  const { caller, email, tokens } = await world.register();
  const guest = await world.guest();
  const statements = {
    userRegister: await cost(() => world.register({ email: newEmail() })),
    sessionCreate: await cost(() => world.signIn(email, PASSWORD)),
    "sessionCreate, wrong": await cost(() => world.signIn(email, "wrong password")),
    guestSessionCreate: await cost(() => world.guest()),
    sessionRefresh: await cost(() => world.refresh(tokens.refreshToken)),
    "sessionRefresh, guest": await cost(() => world.refresh(guest.tokens.refreshToken)),
    sessionRevoke: await cost(() => world.mutate("sessionRevoke", { all: true }, caller)),
    userUpdate: await cost(() => world.mutate("userUpdate", { name: "Other" }, caller)),
    addressSave: await cost(() => world.mutate("addressSave", { address: ADDRESS }, caller)),
    accessTokenSubject: await cost(() =>
      world.must(`{ accessTokenSubject(accessToken: "${guest.tokens.accessToken}") }`, {}, serviceCaller("orders")),
    ),
  };
  assert.deepEqual(statements, {
    userRegister: 5,
    sessionCreate: 2,
    "sessionCreate, wrong": 2,
    guestSessionCreate: 1,
    sessionRefresh: 2,
    "sessionRefresh, guest": 1,
    sessionRevoke: 1,
    userUpdate: 5,
    addressSave: 7,
    accessTokenSubject: 1,
  });
});

test("me with addresses and preferences takes two statements, whether there is one address or fifty", async () => {
  const { caller } = await world.register();
  const me = `{ me { ${USER.slice(USER.indexOf("{") + 1)} }`;
  for (const addresses of [1, 10, 50]) {
    for (;;) {
      const { me: user } = await world.must(`{ me { addresses { id } } }`, {}, caller);
      if (user.addresses.length === addresses) break;
      await world.mutate("addressSave", { address: ADDRESS }, caller);
    }
    assert.equal(await cost(() => world.must(me, {}, caller)), 2);
  }
});

test("references take as many statements for one user as for a hundred", async () => {
  const people = await Promise.all(Array.from({ length: 20 }, () => world.register()));
  const staff = { subject: randomIds.next("usr"), scopes: ["users:read"] };
  const query = `query ($users: [_Any!]!) { _entities(representations: $users) { ... on User { email addresses { id } } } }`;
  for (const count of [1, 10, 100]) {
    const users = Array.from({ length: count }, (_, n) => ({ __typename: "User", id: people[n % 20]!.tokens.subject }));
    assert.equal(await cost(() => world.must(query, { users }, staff)), 2);
  }
});
