import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { openCatalog } from "#bin/subgraphs/catalog.ts";
import type { Caller } from "#kernel/identity.ts";
import { openTestSubgraph, type TestSubgraph, type TestSubgraphOptions } from "./subgraph.ts";

export const staff: Caller = { subject: "usr_01h455vb4pex5vsknk084sn02q", scopes: ["catalog:write"] };
export const shopper: Caller = { subject: "gst_01h455vb4pex5vsknk084sn02q", scopes: [] };

/** The catalogue with the demo shop in it. */
export async function openDemoCatalog(options: TestSubgraphOptions = {}): Promise<TestSubgraph> {
  const catalog = await openTestSubgraph("catalog", openCatalog, options);
  await catalog.opened.seed();
  return catalog;
}

/** What an operation without errors answers, as a client gets it. */
export async function read(catalog: TestSubgraph, ...ask: Parameters<TestSubgraph["ask"]>): Promise<any> {
  const { data, errors } = await catalog.ask(...ask);
  assert.equal(errors, undefined);
  return JSON.parse(JSON.stringify(data));
}

const ERRORS = `errors {
  __typename ... on UserError { code message path } ... on TakenError { takenBy }
  ... on StaleVersionError { currentVersion } ... on NotFoundError { id }
}`;
export const PRODUCT = `id slug title description status version updatedAt publishedAt archivedAt externalRef
  brand { id name } categories { id } attributes { name value } images { url altText }
  variants { id sku gtin title selectedOptions { name value } price { minorUnits } compareAtPrice { minorUnits } }`;

/** One mutation of products as staff; answers its payload. */
export async function mutate(
  catalog: TestSubgraph,
  mutation: "productCreate" | "productUpdate" | "productPublish" | "productArchive" | "categoryCreate",
  input: Record<string, unknown>,
  caller: Caller = staff,
): Promise<any> {
  const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!`;
  const fields = mutation === "categoryCreate" ? "category { id slug name parent { id } }" : `product { ${PRODUCT} }`;
  const document = `mutation ($input: ${type}) { ${mutation}(input: $input) { ${fields} ${ERRORS} } }`;
  return (await read(catalog, document, { input }, caller))[mutation];
}

/** The least a product can be made of, under a new key. */
export function productInput(title: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const sku = `SKU-${randomUUID()}`;
  const prices = [{ minorUnits: 1_000, currency: "INR" }];
  return { title, variants: [{ sku, prices }], idempotencyKey: randomUUID(), ...more };
}

/** A product in the shop. */
export async function publishedProduct(catalog: TestSubgraph, title: string, more: Record<string, unknown> = {}) {
  const created = await mutate(catalog, "productCreate", productInput(title, more));
  assert.deepEqual(created.errors, []);
  const published = await mutate(catalog, "productPublish", { id: created.product.id });
  assert.deepEqual(published.errors, []);
  return published.product;
}
