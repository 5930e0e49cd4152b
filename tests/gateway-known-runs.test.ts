import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { type ChangingShop, HIDDEN_WARE, openChangingShop } from "./support/changing-shop.ts";
import { randomOf } from "./federation/random.ts";
import { eventually } from "./support/eventually.ts";
import { type Asked, openTestGateway, type TestGateway } from "./support/gateway.ts";

const LIST = `query List($price: Boolean = true) { wares { id name price @include(if: $price) } }`;
const ONE = `query One($id: ID!) { ware(id: $id) { name price stock } }`;
const LABELS = `query Labels { wares { label short: label(short: true) stock } }`;
const SEED = Number(process.env.AGORA_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
const STEPS = 600;

for (const shape of ["one process", "separate"] as const)
  describe(shape, () => {
    let shop: ChangingShop;
    /** One that knows its runs, and one that never does. */
    let gateway: TestGateway;
    let forgetful: TestGateway;

    before(async () => {
      shop = await openChangingShop(shape);
      gateway = await openTestGateway({ federation: shop });
      forgetful = await openTestGateway({ federation: shop, limits: { knownRunsBytesMax: 0 } });
    });
    after(async () => {
      await gateway.close();
      await forgetful.close();
      await shop.close();
    });
    beforeEach(() => {
      shop.wares.clear();
      shop.wares.set("a", { name: "Anvil", price: 70, stock: 3 });
      shop.wares.set("b", { name: "Bellows", price: 5, stock: 0 });
      Object.assign(shop.compared, { all: 0, same: 0 });
      for (const { traffic } of [gateway, forgetful]) traffic.length = 0;
    });

    const saidIn = ({ status, data, errors }: Asked) => ({
      ...{ status, data },
      errors: errors.map(({ message, path, extensions: { code } }) => ({ message, path, code })),
    });

    const askedOf = ({ traffic }: TestGateway) =>
      traffic.map(({ subgraph, request: { body } }) => `${subgraph} ${body}`);

    test("a query that comes again is asked of subgraphs each time, and its answers are read once", async () => {
      const asked = [];
      for (let round = 0; round < 5; round += 1) {
        gateway.traffic.length = 0;
        const { data } = await gateway.ask(LABELS);
        assert.deepEqual(data.wares[0], { label: "Anvil for 70", short: "Anvil", stock: 3 });
        asked.push(askedOf(gateway));
      }
      for (const again of asked) assert.deepEqual(again, asked[0]);
      assert.equal(shop.compared.same, 3 * asked[0]!.length);
    });

    test("what changed is told at once, wherever in the plan it is", async () => {
      for (let round = 0; round < 3; round += 1) await gateway.ask(LABELS);
      const changes = [
        () => (shop.wares.get("a")!.stock = 2),
        () => (shop.wares.get("b")!.price = 6),
        () => (shop.wares.get("a")!.name = "Amboss"),
        () => shop.wares.set("c", { name: "Chisel", price: null, stock: 9 }),
        () => shop.wares.delete("a"),
        () => (shop.wares.get("b")!.price = -1),
      ];
      for (const change of changes) {
        change();
        assert.deepEqual(saidIn(await gateway.ask(LABELS)), saidIn(await forgetful.ask(LABELS)));
        // It is known again.
        for (let round = 0; round < 40; round += 1) await gateway.ask(LABELS);
      }
      assert.ok(shop.compared.same > 100);
    });

    test("who asks for the cost is told it with a known answer, too", async () => {
      const body = JSON.stringify({ query: LIST, extensions: { cost: true } });
      const ask = () =>
        fetch(`${gateway.url}/graphql`, { method: "POST", headers: { "content-type": "application/json" }, body });
      const texts = [];
      for (let round = 0; round < 4; round += 1) {
        texts.push(await (await ask()).text());
        await gateway.ask(LIST);
      }
      assert.deepEqual(new Set(texts).size, 1);
      assert.ok(JSON.parse(texts[0]!).extensions.cost.actual > 0);
      assert.equal((await gateway.ask(LIST)).text.includes("extensions"), false);
      assert.ok(shop.compared.same > 0);
    });

    test("whoever is nobody is answered in the time of one call, as soon as another nobody was", async () => {
      // Of its own name, so that no other test has made it rest.
      const query = LABELS.replace("Labels", "AtOnce");
      const calls = 3;
      const askedWhileHeld = async (token?: string) => {
        gateway.traffic.length = 0;
        const letGo = gateway.hold("wares");
        const asking = gateway.ask(query, { token });
        await eventually(() => assert.ok(gateway.traffic.length > 0));
        await wait(50);
        const { length } = gateway.traffic;
        letGo();
        assert.equal((await asking).data.wares[0].stock, shop.wares.get("a")!.stock);
        assert.equal(gateway.traffic.length, calls);
        return length;
      };
      const token = await gateway.token();
      for (let round = 0; round < 3; round += 1) await gateway.ask(query, { token });
      assert.equal(await askedWhileHeld(), 1, "the run was somebody's");
      assert.equal(await askedWhileHeld(), calls);
      assert.equal(await askedWhileHeld(token), 1, "somebody asks");
    });

    test("answers and calls are those of a gateway that knows no runs, whatever changes meanwhile", async (t) => {
      t.diagnostic(`AGORA_TEST_SEED=${SEED}`);
      const random = randomOf(SEED);
      const gateway = await openTestGateway({ federation: shop });
      t.after(() => gateway.close());
      const ids = ["a", "b", "c", HIDDEN_WARE];
      const tokens = { gateway: await gateway.token(), forgetful: await forgetful.token() };
      /** By this gateway, which knows no run from before. */
      const askedForNobody = new Set<string>();
      const change = () => {
        const id = random.pick(ids);
        const ware = shop.wares.get(id);
        if (!ware) return void shop.wares.set(id, { name: `New ${random.int(1, 3)}`, price: 1, stock: 1 });
        const changes = [
          () => (ware.price = random.pick([1, 2, null, -1])),
          () => (ware.stock = random.int(0, 3)),
          () => (ware.name = random.pick(["Anvil", "Ängel", "鉄床"])),
          () => shop.wares.delete(id),
        ];
        random.pick(changes)();
      };
      for (let step = 0; step < STEPS; step += 1) {
        if (random.chance(0.1)) change();
        const [query, variables] = random.pick([
          [LIST, {}],
          [LIST, { price: random.chance(0.5) }],
          [ONE, { id: random.pick(ids) }],
          [LABELS, {}],
        ] as const);
        for (const { traffic } of [gateway, forgetful]) traffic.length = 0;
        const isNobody = random.chance(0.5);
        const tokenOf = (name: keyof typeof tokens) => (isNobody ? undefined : tokens[name]);
        const told = await gateway.ask(query, { variables, token: tokenOf("gateway") });
        const truth = await forgetful.ask(query, { variables, token: tokenOf("forgetful") });
        assert.deepEqual(saidIn(told), saidIn(truth));
        const [asked, needed] = [askedOf(gateway), askedOf(forgetful)];
        if (isNobody) for (const call of needed) askedForNobody.add(call);
        for (const call of needed) assert.ok(asked.splice(asked.indexOf(call), 1)[0] === call, call);
        // What was asked at once, and is not to be known any more.
        if (isNobody)
          assert.deepEqual(
            asked.filter((call) => !askedForNobody.has(call)),
            [],
          );
        else assert.deepEqual(asked, []);
      }
      assert.ok(shop.compared.same > STEPS / 10, `${shop.compared.same} answers were known`);
      assert.ok(shop.compared.all > shop.compared.same, "none of them had changed");
    });

    test("many at once, each with the answer that his own calls said", async () => {
      const query = `{ currency wares { price } }`;
      for (let round = 0; round < 12; round += 1) {
        if (round === 6) shop.wares.get("a")!.price = 71;
        const currencies = Array.from({ length: 20 }, (_, n) => (n === round ? "USD" : "INR"));
        const all = await Promise.all(
          currencies.map((currency) => gateway.ask(query, { headers: { "agora-currency": currency } })),
        );
        const price = round < 6 ? 70 : 71;
        all.forEach(({ data }, n) =>
          assert.deepEqual(data, { currency: currencies[n], wares: [{ price }, { price: 5 }] }),
        );
      }
      assert.ok(shop.compared.same > 0);
      assert.ok(shop.compared.all > shop.compared.same);
    });

    test("a service that says nothing makes no run forgotten", async () => {
      const query = `query Kept { wares { name price } }`;
      for (let round = 0; round < 3; round += 1) await gateway.ask(query);
      const { same } = shop.compared;
      gateway.condition("prices", "down");
      const { errors } = await gateway.ask(query);
      assert.equal(errors[0]!.extensions.code, "SERVICE_UNAVAILABLE");
      gateway.condition("prices", "up");
      await gateway.ask(query);
      // One while prices said nothing, two after it.
      assert.equal(shop.compared.same, same + 3);
    });

    test("calls that are made at once do not take each other's places", async () => {
      const narrow = await openTestGateway({ federation: shop, limits: { callsAtOnceMax: 1, callsWaitingMax: 0 } });
      try {
        for (let round = 0; round < 8; round += 1)
          assert.deepEqual(saidIn(await narrow.ask(`{ ware(id: "a") { big } }`)), {
            ...{ status: 200, errors: [] },
            data: { ware: { big: true } },
          });
      } finally {
        await narrow.close();
      }
    });

    test("what is larger than may be known is recorded less and less", async () => {
      const small = await openTestGateway({ federation: shop, limits: { knownRunsBytesMax: 1_000 } });
      try {
        for (let round = 0; round < 100; round += 1) await small.ask(LABELS);
        const recorded = small.traffic.filter(({ request }) => request.hear !== undefined);
        assert.ok(recorded.length > 0 && recorded.length < 30, `${recorded.length} requests were recorded`);
        assert.equal(shop.compared.all, 0);
      } finally {
        await small.close();
      }
    });
  });
