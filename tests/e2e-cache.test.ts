import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Answer, type Client, clientAt, register, signIn } from "./support/client.ts";
import { eventually } from "./support/eventually.ts";
import { inShapes } from "./support/shapes.ts";

/** An event takes this long at most; what is kept lives for a minute without one. */
const EVENT_MS_MAX = 3_000;
const PAGE = `query ($slug: String!) { productBySlug(slug: $slug) {
  id slug title priceRange { min { currency minorUnits formatted } } categories { name } variants { id sku price { minorUnits } } } }`;
const UPDATE = `mutation ($input: ProductUpdateInput!) { productUpdate(input: $input) { errors { __typename } } }`;

inShapes((platform, test) => {
  /** Calls of subgraphs that an answer took, as the access line tells. */
  const fetchesOf = ({ headers }: Answer): Promise<number> => {
    const id = headers.get("agora-request-id")!;
    return eventually(async () => {
      const lines = readFileSync(join(platform().data, "agora.log"), "utf8").split("\n");
      const line = lines.find((text) => text.includes(id) && text.includes(`"fetches"`));
      assert.ok(line, "the operation is not in the log yet");
      return JSON.parse(line).fetches;
    });
  };
  const pageOf = (client: Client, slug = "stoneware-mug", headers?: Record<string, string>) =>
    client.ask(PAGE, { slug }, headers);

  test("a page that anybody may see is asked for once, and again when staff have changed it", async () => {
    const { url, logins } = platform();
    const [anybody, staff] = [clientAt(url), await signIn(url, logins.ADMIN)];
    await eventually(async () => {
      await pageOf(anybody);
      assert.equal(await fetchesOf(await pageOf(anybody)), 0);
    });
    const { data, headers } = await pageOf(anybody);
    assert.equal(headers.get("cache-control"), "public, max-age=60");

    const title = `Mug ${randomUUID()}`;
    const { id } = data.productBySlug;
    const { productUpdate } = await staff.must(UPDATE, { input: { id, title } });
    assert.deepEqual(productUpdate.errors, []);
    await eventually(async () => assert.equal((await pageOf(anybody)).data.productBySlug.title, title), EVENT_MS_MAX);
    await pageOf(anybody);
    assert.equal(await fetchesOf(await pageOf(anybody)), 0);
  });

  test("a page with something of one's own asks for that alone", async () => {
    const shopper = await register(platform().url);
    const mine = `query ($slug: String!) { me { email } productBySlug(slug: $slug) { title variants { sku } } }`;
    await shopper.must(mine, { slug: "kulhad-set" });
    const again = await shopper.ask(mine, { slug: "kulhad-set" });

    assert.equal(await fetchesOf(again), 1);
    assert.equal(again.headers.get("cache-control"), "no-store");
  });

  test("every currency and language has pages of its own", async () => {
    const anybody = clientAt(platform().url);
    for (let round = 0; round < 2; round += 1) {
      for (const currency of ["INR", "USD"]) {
        const { data } = await pageOf(anybody, "kulhad-set", { "agora-currency": currency });
        assert.equal(data.productBySlug.priceRange.min.currency, currency);
      }
      for (const locale of ["en-US", "en-IN"]) {
        const { shop } = await anybody.must("{ shop { locale } }", {}, { "accept-language": locale });
        assert.equal(shop.locale, locale);
      }
    }
  });

  test("what staff see of a draft is shown to nobody else, until it is published", async () => {
    const { url, logins } = platform();
    const [anybody, shopper, staff] = [clientAt(url), await register(url), await signIn(url, logins.ADMIN)];
    const name = randomUUID();
    const created = await staff.must(
      `mutation ($input: ProductCreateInput!) { productCreate(input: $input) { product { id slug } errors { __typename } } }`,
      {
        input: {
          ...{ title: `Draft ${name}`, brandName: "Kept", idempotencyKey: name },
          images: [{ url: "https://images.example/a.png" }],
          variants: [{ sku: name, prices: [{ minorUnits: 1_000, currency: "INR" }] }],
        },
      },
    );
    const { id, slug } = created.productCreate.product;
    for (let round = 0; round < 3; round += 1) {
      assert.ok((await pageOf(staff, slug)).data.productBySlug);
      for (const other of [anybody, shopper]) assert.equal((await pageOf(other, slug)).data.productBySlug, null);
    }

    await staff.must(
      `mutation ($input: ProductPublishInput!) { productPublish(input: $input) { errors { __typename } } }`,
      { input: { id } },
    );
    for (const other of [anybody, shopper])
      await eventually(async () => assert.ok((await pageOf(other, slug)).data.productBySlug), EVENT_MS_MAX);
  });

  test("a new category is in the list that was kept without it", async () => {
    const { url, logins } = platform();
    const [anybody, staff] = [clientAt(url), await signIn(url, logins.ADMIN)];
    const names = async () => (await anybody.must("{ categories { name } }")).categories.map(({ name }: any) => name);
    const name = `Shelf ${randomUUID()}`;
    assert.ok(!(await names()).includes(name));
    await staff.must(`mutation ($input: CategoryCreateInput!) { categoryCreate(input: $input) { category { id } } }`, {
      input: { name, idempotencyKey: randomUUID() },
    });

    await eventually(async () => assert.ok((await names()).includes(name)), EVENT_MS_MAX);
  });

  test("what is one's own never comes to another, also beside what all may see", async () => {
    const { url, logins } = platform();
    const clients = [await register(url), await register(url), await signIn(url, logins.CUSTOMER), clientAt(url)];
    const mine = `{ me { id email } productBySlug(slug: "stoneware-mug") { title rating { count } } }`;
    for (let round = 0; round < 20; round += 1)
      await Promise.all(
        clients.map(async (client) => {
          const { data } = await client.ask(mine);
          assert.equal(data.me?.id ?? undefined, client.subject);
          assert.ok(data.productBySlug.title);
        }),
      );
  });

  test("while the catalogue cannot be asked, what is kept of it is still shown", async () => {
    if (platform().shape === "one process") return;
    const anybody = clientAt(platform().url);
    await pageOf(anybody);
    const { pid } = platform().services()["catalog"]!;
    process.kill(pid, "SIGSTOP");
    try {
      const { data, errors } = await pageOf(anybody);
      assert.ok(data.productBySlug.title);
      assert.equal(errors, undefined);
    } finally {
      process.kill(pid, "SIGCONT");
    }
  });
});
