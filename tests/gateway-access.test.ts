import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { type Asked, openTestGateway, type TestGateway } from "#tests/support/gateway.ts";

/** Tests read what reached the subgraphs: what is refused must not be asked for at all. */
for (const shape of ["one process", "separate"] as const) {
  let gateway: TestGateway;
  before(async () => {
    gateway = await openTestGateway({ shape });
  });
  after(() => gateway.close());
  beforeEach(() => void gateway.traffic.splice(0));

  const named = (name: string) => `${name} (${shape})`;
  const asked = () => gateway.traffic.map(({ request }) => request.document).join("\n");
  const told = (errors: Asked["errors"]) =>
    errors.map(({ path, extensions }) => `${path?.join(".")} ${extensions.code}`).toSorted();

  test(named("nobody gets null and UNAUTHENTICATED where a session is needed, and the rest of the page"), async () => {
    const { data, errors, status } = await gateway.ask(`{ secret products { id cost } }`);
    assert.equal(status, 200);
    assert.deepEqual(data, {
      secret: null,
      products: [
        { id: "p1", cost: null },
        { id: "p2", cost: null },
      ],
    });
    assert.deepEqual(told(errors), [
      "products.0.cost UNAUTHENTICATED",
      "products.1.cost UNAUTHENTICATED",
      "secret UNAUTHENTICATED",
    ]);
    assert.doesNotMatch(asked(), /secret|cost/);
  });

  test(named("a session without the scope gets FORBIDDEN, one with it the value"), async () => {
    const customer = await gateway.ask(`{ secret products { cost } }`, { token: await gateway.token() });
    assert.equal(customer.data.secret, 42);
    assert.deepEqual(told(customer.errors), ["products.0.cost FORBIDDEN", "products.1.cost FORBIDDEN"]);

    const staff = await gateway.ask(`{ products { cost margin } }`, {
      token: await gateway.token({ scope: "account stock:read" }),
    });
    assert.deepEqual(staff.errors, []);
    assert.deepEqual(staff.data.products[0], { cost: 70, margin: 30 });
  });

  test(named("the place is the client's: aliases, fragments and nested objects"), async () => {
    const { data, errors } = await gateway.ask(`
      { hidden: secret first: product(id: "p1") { ...Parts } }
      fragment Parts on Product { price: cost friend: twin { ... on Product { price: cost name } } }`);
    assert.deepEqual(data, { hidden: null, first: { price: null, friend: { price: null, name: "Bellows" } } });
    assert.deepEqual(told(errors), [
      "first.friend.price UNAUTHENTICATED",
      "first.price UNAUTHENTICATED",
      "hidden UNAUTHENTICATED",
    ]);
    assert.doesNotMatch(asked(), /secret|cost/);
  });

  test(named("null rises from a refused field that may not be null"), async () => {
    const { data, errors } = await gateway.ask(
      `{ product(id: "p1") { name margin } other: product(id: "p2") { name } }`,
    );
    assert.deepEqual(data, { product: null, other: { name: "Bellows" } });
    assert.deepEqual(told(errors), ["product.margin UNAUTHENTICATED"]);
  });

  test(named("a refused field that may not be null empties the whole answer when nothing above it may"), async () => {
    const { data, errors } = await gateway.ask(`{ staffNotes }`);
    assert.equal(data, null);
    assert.deepEqual(told(errors), ["staffNotes UNAUTHENTICATED"]);
    assert.deepEqual(gateway.traffic, []);
  });

  test(named("through an interface each object is judged by its own type"), async () => {
    const { data, errors } = await gateway.ask(`{ things { id cost } thing(id: "t1") { cost } }`);
    assert.deepEqual(data, {
      things: [
        { id: "p1", cost: null },
        { id: "t1", cost: 3 },
      ],
      thing: { cost: 3 },
    });
    assert.deepEqual(told(errors), ["things.0.cost UNAUTHENTICATED"]);
    assert.match(asked(), /on Tool\{cost\}/);
    assert.doesNotMatch(asked(), /on Product\{[^}]*cost/);
  });

  test(named("a rule on a type refuses its fields through a union"), async () => {
    const anonymous = await gateway.ask(`{ anything { __typename ... on Vault { code } ... on Product { name } } }`);
    assert.deepEqual(told(anonymous.errors), ["anything.2.code UNAUTHENTICATED"]);
    assert.doesNotMatch(asked(), /code/);

    const { data } = await gateway.ask(`{ anything { ... on Vault { code } } }`, { token: await gateway.token() });
    assert.deepEqual(data.anything[2], { code: 4711 });
  });

  test(named("a skipped field is neither asked nor refused"), async () => {
    const query = `query ($skip: Boolean!) { secret @skip(if: $skip) products { id } }`;
    const { data, errors } = await gateway.ask(query, { variables: { skip: true } });
    assert.deepEqual(errors, []);
    assert.deepEqual(Object.keys(data), ["products"]);
  });

  test(named("a refused mutation does not run, and others run when they can be answered"), async () => {
    const { data, errors } = await gateway.ask(`mutation { touch }`);
    assert.deepEqual([data, errors], [{ touch: gateway.toys.ran.length }, []]);
    gateway.toys.ran.splice(0);

    const mixed = await gateway.ask(`mutation { rename(id: "p1", name: "x") { name } touch }`);
    assert.deepEqual(told(mixed.errors), ["rename UNAUTHENTICATED"]);
    assert.equal(mixed.data.rename, null);
    assert.deepEqual(gateway.toys.ran, ["touch"]);
  });

  test(named("nothing of a mutation runs when a refused part takes the whole answer with it"), async () => {
    gateway.toys.ran.splice(0);
    for (const query of [
      `mutation { touch strike }`,
      `mutation { strike touch }`,
      `mutation { touch ...Rest } fragment Rest on Mutation { strike }`,
    ]) {
      const { data, errors } = await gateway.ask(query);
      assert.equal(data, null);
      assert.ok(errors.length > 0 && errors.every(({ extensions }) => extensions.code === "UNAUTHENTICATED"), query);
    }
    assert.deepEqual(gateway.toys.ran, []);
  });

  test(named("what only a neighbour may ask is not in the API"), async () => {
    const { status, errors } = await gateway.ask(`{ products { internalStars } }`, { token: await gateway.token() });
    assert.equal(status, 400);
    assert.equal(errors[0]!.extensions.code, "GRAPHQL_VALIDATION_FAILED");
  });

  test(named("an answer for one caller is never another's: the same document, one after the other"), async () => {
    const query = `{ secret products { cost margin: name } }`;
    const [staff, customer] = [await gateway.token({ scope: "stock:read" }), await gateway.token()];
    for (const [token, secret, cost, refused] of [
      [staff, 42, 70, 0],
      [undefined, null, null, 3],
      [customer, 42, null, 2],
      [staff, 42, 70, 0],
    ] as const) {
      const { data, errors } = await gateway.ask(query, { token });
      assert.deepEqual([data.secret, data.products[0].cost, errors.length], [secret, cost, refused]);
    }
  });
}
