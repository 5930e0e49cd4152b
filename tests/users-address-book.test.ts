import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { randomIds } from "#kernel/id.ts";
import { openUsersWorld, type Person, type UsersWorld } from "./support/users.ts";

let world: UsersWorld;
before(async () => {
  world = await openUsersWorld({ messenger: false });
});
after(() => world.subgraph.close());

const HOME = { name: "Asha Rao", line1: "12 MG Road", city: "Bengaluru", country: "IN" };
const book = ({ caller }: Person) => ({
  save: (input: object) => world.mutate("addressSave", { address: HOME, ...input }, caller),
  remove: (id: string) => world.mutate("addressDelete", { id }, caller),
  read: async () =>
    (await world.must(`{ me { addresses { id label isDefaultShipping isDefaultBilling } } }`, {}, caller)).me.addresses,
});
const defaults = (addresses: any[]) => ({
  shipping: addresses.filter(({ isDefaultShipping }) => isDefaultShipping).map(({ label }) => label),
  billing: addresses.filter(({ isDefaultBilling }) => isDefaultBilling).map(({ label }) => label),
});

test("the first address is the default of both, and a default moves to whoever takes it", async () => {
  const { save, remove, read } = book(await world.register());

  const first = await save({ label: " Home " });
  assert.deepEqual(first.errors, []);
  assert.deepEqual(first.user.addresses[0].address, HOME);
  assert.deepEqual(defaults(first.user.addresses), { shipping: ["Home"], billing: ["Home"] });

  const second = await save({ label: "Work", isDefaultShipping: true });
  assert.deepEqual(defaults(second.user.addresses), { shipping: ["Work"], billing: ["Home"] });
  const [home, work] = second.user.addresses;

  const changed = await save({
    id: work.id,
    isDefaultBilling: true,
    isDefaultShipping: false,
    address: { ...HOME, line1: "1 New Road" },
  });
  assert.deepEqual(defaults(changed.user.addresses), { shipping: [], billing: ["Work"] });
  assert.deepEqual(changed.user.addresses[1].address.line1, "1 New Road");
  assert.deepEqual(changed.user.addresses[0].address, HOME);

  const { user } = await remove(work.id);
  assert.deepEqual(defaults(user.addresses), { shipping: [], billing: [] });
  assert.deepEqual(
    (await read()).map(({ id }: any) => id),
    [home.id],
  );
});

test("what is left out of a change stays, a null label clears", async () => {
  const { save } = book(await world.register());
  const { user } = await save({ label: "Home" });
  const { id } = user.addresses[0];

  const kept = await save({ id, isDefaultShipping: null });
  assert.deepEqual(defaults(kept.user.addresses), { shipping: ["Home"], billing: ["Home"] });
  const cleared = await save({ id, label: null });
  assert.equal(cleared.user.addresses[0].label, null);
});

test("another's address and none look the same, and nothing changes", async () => {
  const [asha, ravi] = [await world.register(), await world.register()];
  const { user } = await book(asha).save({ label: "Home" });
  const [{ id }] = user.addresses;
  const unknown = randomIds.next("adr");

  for (const foreign of [id, unknown, "adr_nonsense", "", asha.tokens.subject]) {
    for (const answer of [await book(ravi).save({ id: foreign, label: "Mine" }), await book(ravi).remove(foreign)]) {
      assert.equal(answer.user, null);
      assert.deepEqual(
        answer.errors.map(({ __typename, code, path }: any) => ({ __typename, code, path })),
        [{ __typename: "NotFoundError", code: "NOT_FOUND", path: ["id"] }],
      );
    }
  }
  assert.deepEqual(await book(asha).read(), [{ id, label: "Home", isDefaultShipping: true, isDefaultBilling: true }]);
  assert.deepEqual(await book(ravi).read(), []);
});

test("a book takes fifty addresses, also from many at once, with one default each", async () => {
  const { save, remove, read } = book(await world.register());
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, n) =>
      save({ label: `No ${n}`, isDefaultShipping: true, isDefaultBilling: n % 2 === 0 }),
    ),
  );

  const refused = answers.filter(({ user }) => !user);
  assert.equal(refused.length, 10);
  assert.deepEqual([refused[0].errors[0].code, refused[0].errors[0].path], ["LIMIT_EXCEEDED", []]);
  const addresses = await read();
  assert.equal(addresses.length, 50);
  assert.equal(defaults(addresses).shipping.length, 1);
  assert.equal(defaults(addresses).billing.length, 1);

  await remove(addresses[0].id);
  assert.deepEqual((await save({ label: "Once more" })).errors, []);
});

test("an address is removed once by many at once", async () => {
  const { save, remove } = book(await world.register());
  const [{ id }] = (await save({})).user.addresses;
  const answers = await Promise.all(Array.from({ length: 10 }, () => remove(id)));
  assert.equal(answers.filter(({ user }) => user).length, 1);
});

test("every wrong line of an address is named, and nothing is kept", async () => {
  const { save, read } = book(await world.register());
  const address = {
    name: " ",
    line1: "x".repeat(201),
    line2: "\u0000",
    city: "",
    region: "x".repeat(101),
    postalCode: "x".repeat(21),
    country: "IN",
    phone: "1".repeat(41),
  };
  const { user, errors } = await save({ label: "x".repeat(51), address });

  assert.equal(user, null);
  assert.deepEqual(
    errors.map(({ code, path }: any) => [code, ...path].join(" ")).sort(),
    ["label", ...["name", "line1", "line2", "city", "region", "postalCode", "phone"].map((line) => `address ${line}`)]
      .map((path) => `INVALID_INPUT ${path}`)
      .sort(),
  );
  assert.deepEqual(await read(), []);
});
