import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { buildSchema, type GraphQLInputObjectType, type GraphQLObjectType, getNamedType } from "graphql";
import { readConfig } from "#bin/config.ts";
import { RATE_LIMITS } from "#bin/rate-limits.ts";
import { root } from "#tests/support/sources.ts";

const all = [...RATE_LIMITS.requests, ...RATE_LIMITS.fields];

test("the page for operators lists every limit as it is", () => {
  const page = readFileSync(join(root, "docs/operations.md"), "utf8");
  for (const { name, pointsMax, windowSeconds } of all)
    assert.match(page, new RegExp(`\\| \`${name}\` +\\| ${pointsMax} +\\| ${windowSeconds} +\\|`), name);
  for (const field of RATE_LIMITS.fields.flatMap(({ fields }) => fields))
    assert.ok(page.includes(`\`${field}\``), field);
});

test("the fields that are limited, and the arguments they are counted by, stand in the API", () => {
  const schema = buildSchema(readFileSync(join(root, "schema/api.graphql"), "utf8"), { assumeValid: true });
  for (const { fields, by } of RATE_LIMITS.fields)
    for (const [type, name] of fields.map((field) => field.split("."))) {
      const field = (schema.getType(type!) as GraphQLObjectType).getFields()[name!];
      assert.ok(field, `${type}.${name}`);
      const [start, first, ...members] = by.split(".");
      if (start !== "args") continue;
      let found = field.args.find((argument) => argument.name === first)?.type;
      for (const member of members) found = (getNamedType(found) as GraphQLInputObjectType).getFields()[member]?.type;
      assert.ok(found, by);
    }
});

test("other figures are taken, limits left out, all switched off, and a wrong word stops the start", () => {
  const pointsOf = (value: string) => {
    const { rateLimits } = readConfig({ AGORA_RATE_LIMITS: value });
    return (
      rateLimits &&
      Object.fromEntries([...rateLimits.requests, ...rateLimits.fields].map((limit) => [limit.name, limit.pointsMax]))
    );
  };
  const defaults = Object.fromEntries(all.map(({ name, pointsMax }) => [name, pointsMax]));
  assert.deepEqual(pointsOf(""), defaults);
  const { guestsPerAddress: _, ...others } = defaults;
  assert.deepEqual(pointsOf("signInsPerAddress=3, guestsPerAddress=0"), { ...others, signInsPerAddress: 3 });
  assert.equal(pointsOf("off"), undefined);
  for (const wrong of ["signIns=3", "signInsPerAddress", "signInsPerAddress=-1", "off,off", "no"])
    assert.throws(() => pointsOf(wrong), /AGORA_RATE_LIMITS must be off, or NAME=POINTS of requestsPerAddress/, wrong);
  assert.throws(() => readConfig({ AGORA_TRUSTED_PROXIES: "10.0.0.0/99" }), /AGORA_TRUSTED_PROXIES must be addresses/);
});
