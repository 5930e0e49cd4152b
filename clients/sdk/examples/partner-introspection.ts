import { parseArgs } from "node:util";
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from "graphql";
import { run } from "./run.ts";

const USAGE = "node clients/sdk/examples/partner-introspection.ts [URL] [--token ACCESS_TOKEN]";
const LISTING = `{
  shop { name currency }
  products(first: 3) { nodes { title priceRange { min { formatted } } } }
}`;

/** What a partner does first, without any SDK: learn the API from itself, then ask it something. */
await run(USAGE, async () => {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { token: { type: "string" } } });
  const [url = "http://127.0.0.1:4000"] = positionals;

  const schema = buildClientSchema(await ask<IntrospectionQuery>(url, getIntrospectionQuery(), values.token));
  const types = Object.keys(schema.getTypeMap()).filter((name) => !name.startsWith("__"));
  console.log(`${types.length} types. Queries:`);
  for (const { name, type, description } of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    console.log(`  ${name}: ${type}${description ? ` – ${firstSentence(description)}` : ""}`);
  }

  const { shop, products } = await ask<Listing>(url, LISTING, values.token);
  console.log(`\n${shop.name} sells in ${shop.currency}, for example:`);
  for (const { title, priceRange } of products.nodes) console.log(`  ${title}, from ${priceRange?.min.formatted}`);
});

interface Listing {
  readonly shop: { readonly name: string; readonly currency: string };
  readonly products: {
    readonly nodes: readonly {
      readonly title: string;
      readonly priceRange: { readonly min: { readonly formatted: string } } | null;
    }[];
  };
}

function firstSentence(text: string): string {
  return text.replaceAll("\n", " ").split(/(?<=\.) /)[0]!;
}

async function ask<Data>(url: string, query: string, token: string | undefined): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await response.json()) as { data?: Data; errors?: { message: string }[] };
  if (!data || errors) throw new Error(errors?.map(({ message }) => message).join(" ") ?? `HTTP ${response.status}`);
  return data;
}
