import assert from "node:assert/strict";
import { test } from "node:test";
import { openFederatedGateway } from "#tests/support/federation.ts";

test("scalars of somebody else's graph go on as they came, whatever they are called", async () => {
  const names = ["DateTime", "BigInt", "CurrencyCode", "CountryCode", "Locale", "URL"];
  const gateway = await openFederatedGateway({
    subgraphs: {
      foreign: {
        sdl: `${names.map((name) => `scalar ${name}`).join(" ")}
          type Query { ${names.map((name) => `take${name}(value: ${name}, all: [${name}!]): ${name}`).join(" ")} }`,
        resolvers: {
          Query: Object.fromEntries(
            names.map((name) => [`take${name}`, (_: unknown, given: { value?: unknown; all?: unknown }) => given]),
          ),
        },
      },
    },
  });
  try {
    for (const name of names)
      for (const value of [1_700_000_000_000, "/relative", "en_US", { nested: [1.5, null] }]) {
        const document = `query ($value: ${name}, $all: [${name}!]) { take${name}(value: $value, all: $all) }`;
        const { data, errors } = await gateway.ask(document, { variables: { value, all: [value] } });
        assert.deepEqual([data, errors], [{ [`take${name}`]: { value, all: [value] } }, []]);
      }
    const { data, errors } = await gateway.ask(`{ takeURL(value: 7) takeBigInt(value: "12345678901234567890") }`);
    assert.deepEqual([data, errors], [{ takeURL: { value: 7 }, takeBigInt: { value: "12345678901234567890" } }, []]);
  } finally {
    await gateway.close();
  }
});
