import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer, guest, openOrdersWorld, type OrdersWorld, paymentOf, reader } from "./support/orders.ts";

let world: OrdersWorld;
const ids: string[] = [];
before(async () => {
  world = await openOrdersWorld();
  for (let n = 0; n < 7; n++) {
    const variantId = world.sell({ prices: { INR: 1_000 * ((n * 3) % 7) } });
    ids.push((await world.placed(n % 2 ? customer() : guest(), [{ variantId, quantity: 1 }])).id);
  }
});
after(() => world.close());

const TYPES: Record<string, string> = { where: "OrderFilter", after: "String", before: "String" };

/** `orders` with these arguments; variables are declared as they are given. */
function query(args: string, variables: object, selection: string): string {
  const declared = Object.keys(variables).map((name) => `$${name}: ${TYPES[name]}`);
  return `query ${declared.length > 0 ? `(${declared.join(", ")})` : ""} { orders${args && `(${args})`} { ${selection} } }`;
}

const PAGE = "nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }";
const list = async (args: string, variables: Record<string, unknown> = {}, selection = PAGE) =>
  (await world.must(query(args, variables, selection), variables, reader)).orders;
const problem = async (args: string, variables: Record<string, unknown> = {}) => {
  const { errors } = await world.ask(query(args, variables, "nodes { id }"), variables, reader);
  return [errors?.[0]?.extensions?.code, errors?.[0]?.extensions?.argument];
};

test("pages forward and backward meet every order once, whatever is placed meanwhile", async () => {
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const page: any = await list("first: 2, after: $after", { after });
    seen.push(...page.nodes.map(({ id }: any) => id));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after);
  const last = await list("last: 3");
  const before = await list("last: 3, before: $before", { before: last.pageInfo.startCursor });

  assert.deepEqual(seen, ids.toReversed());
  assert.deepEqual(
    [...before.nodes, ...last.nodes].map(({ id }: any) => id),
    ids.toReversed().slice(1),
  );
  assert.equal(last.pageInfo.hasPreviousPage, true);
});

test("lists are sorted by total, both ways, and count when asked", async () => {
  const up = await list(
    "orderBy: [{ field: TOTAL, direction: ASC }]",
    {},
    "nodes { totals { total { minorUnits } } } totalCount",
  );
  const down = await list("orderBy: [{ field: TOTAL }]", {}, "nodes { totals { total { minorUnits } } }");

  const amounts = (page: any) => page.nodes.map(({ totals }: any) => totals.total.minorUnits);
  assert.deepEqual(
    amounts(up),
    amounts(up).toSorted((a: number, b: number) => a - b),
  );
  assert.deepEqual(amounts(down), amounts(up).toReversed());
  assert.equal(up.totalCount, 7);
});

test("filters hold together, nest and take no wildcard from the client", async () => {
  const order = (
    await world.must(
      `query ($id: ID!) { order(id: $id) { id number currency totals { total { minorUnits } } } }`,
      { id: ids[3] },
      reader,
    )
  ).order;
  await world.hear("payments", "PaymentSucceeded", paymentOf(order));
  const found = async (where: object) => (await list("where: $where", { where })).nodes.map(({ id }: any) => id);

  assert.deepEqual(await found({ status: { eq: "CONFIRMED" } }), [ids[3]]);
  assert.deepEqual(await found({ NOT: { status: { in: ["PENDING"] } } }), [ids[3]]);
  assert.deepEqual(await found({ number: { eq: order.number }, email: { contains: "ASHA" } }), [ids[3]]);
  assert.deepEqual(
    await found({ AND: [{ OR: [{ number: { eq: order.number } }] }, { salesChannel: { eq: "web" } }] }),
    [ids[3]],
  );
  assert.deepEqual(await found({ OR: [] }), []);
  assert.deepEqual(await found({ email: { contains: "%" } }), []);
  assert.deepEqual(await found({ number: { contains: "_" } }), []);
  assert.equal((await found({ placedAt: { lt: new Date(Date.now() + 60_000).toISOString() } })).length, 7);
  assert.deepEqual(await found({ placedAt: { gt: new Date(Date.now() + 60_000).toISOString() } }), []);
  assert.deepEqual(await found({ email: { eq: "'; DROP TABLE orders; --" } }), []);
});

test("what a list cannot do is refused naming the argument", async () => {
  const { pageInfo } = await list("first: 1");
  const deep = { NOT: { NOT: { NOT: { NOT: {} } } } };

  assert.deepEqual(await problem("first: 101"), ["BAD_USER_INPUT", "first"]);
  assert.deepEqual(await problem("first: -1"), ["BAD_USER_INPUT", "first"]);
  assert.deepEqual(await problem("first: 1, last: 1"), ["BAD_USER_INPUT", "last"]);
  assert.deepEqual(await problem(`first: 1, after: "forged"`), ["BAD_USER_INPUT", "after"]);
  assert.deepEqual(await problem("after: $after, where: { status: { eq: PENDING } }", { after: pageInfo.endCursor }), [
    "BAD_USER_INPUT",
    "after",
  ]);
  assert.deepEqual(await problem("where: $where", { where: deep }), ["BAD_USER_INPUT", "where"]);
  assert.deepEqual(await problem("where: $where", { where: { number: { in: Array(101).fill("x") } } }), [
    "BAD_USER_INPUT",
    "where",
  ]);
  assert.deepEqual(await problem("where: $where", { where: { email: { contains: "nul\u0000" } } }), [
    "BAD_USER_INPUT",
    "where",
  ]);
});

test("a timeline pages by its cursors", async () => {
  const timeline = async (args: string) =>
    (
      await world.must(
        `query ($id: ID!) { order(id: $id) { timeline(${args}) { nodes { sequence } pageInfo { hasNextPage endCursor } } } }`,
        { id: ids[3] },
        reader,
      )
    ).order.timeline;

  const first = await timeline("first: 1");
  const second = await timeline(`first: 5, after: "${first.pageInfo.endCursor}"`);

  assert.deepEqual([first.nodes, first.pageInfo.hasNextPage], [[{ sequence: 1 }], true]);
  assert.deepEqual([second.nodes, second.pageInfo.hasNextPage], [[{ sequence: 2 }], false]);
});
