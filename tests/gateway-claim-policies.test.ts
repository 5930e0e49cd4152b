import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { composeServices } from "@apollo/composition";
import { parse } from "graphql";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { type ClaimRule, policiesByClaims } from "#gateway/plugins/claim-policies.ts";
import { type GatewayCommand, startGatewayCommand } from "#tests/support/gateway-command.ts";
import { listen } from "#tests/support/gateway.ts";

const SHELF = `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.6", import: ["@key", "@policy"])
type Query { shelf: [Item!]! }
type Item @key(fields: "id") {
  id: ID!
  cost: Int @policy(policies: [["staff"]])
  margin: Int @policy(policies: [["staff", "auditor"], ["owner"]])
  unheard: Int @policy(policies: [["nobody decides"]])
}`;
const ITEM = { id: "1", cost: 7, margin: 3, unheard: 1 };

let gateway: GatewayCommand;
let tokenOf: (claims: Record<string, unknown>) => Promise<string>;
const heard: string[] = [];
const servers: { close(): void }[] = [];

before(async () => {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: "one" }] });
  const server = createServer(async (incoming, outgoing) => {
    let body = "";
    for await (const chunk of incoming) body += chunk;
    if (body) heard.push(JSON.parse(body).query);
    outgoing.setHeader("content-type", "application/json");
    outgoing.end(incoming.url === "/jwks" ? jwks : JSON.stringify({ data: { shelf: [ITEM] } }));
  });
  servers.push(server);
  const url = await listen(server);
  tokenOf = (claims) =>
    new SignJWT({ sub: "ada", ...claims })
      .setProtectedHeader({ alg: "RS256", kid: "one" })
      .setExpirationTime("5m")
      .sign(privateKey);
  const { supergraphSdl, errors } = composeServices([{ name: "shelf", url, typeDefs: parse(SHELF) }]);
  gateway = await startGatewayCommand({
    supergraph: supergraphSdl ?? assert.fail(String(errors)),
    args: ["--workers", "1"],
    config: {
      jwt: { jwksUrl: `${url}/jwks` },
      policies: {
        staff: { claim: "roles", contains: ["staff", "admin"] },
        auditor: { claim: ["realm", "may audit"], equals: "true" },
        owner: { claim: "name", equals: "Ada" },
      },
    },
  });
});
after(async () => {
  await gateway.stop("SIGKILL");
  servers.forEach((server) => server.close());
});

/** What a caller with these claims gets of the item, and what its subgraph was asked for. */
async function seen(claims?: Record<string, unknown>) {
  heard.length = 0;
  const authorization: Record<string, string> = claims ? { authorization: `Bearer ${await tokenOf(claims)}` } : {};
  const response = await fetch(`${gateway.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...authorization },
    body: JSON.stringify({ query: "{ shelf { id cost margin unheard } }" }),
  });
  const { data, errors = [] } = (await response.json()) as any;
  const fields = Object.keys(data.shelf[0]).filter((name) => data.shelf[0][name] !== null);
  const asked = fields.filter((name) => heard[0]!.includes(name));
  assert.deepEqual(asked, fields);
  const refused = new Set(errors.map(({ extensions }: any) => extensions.code));
  return [fields.join(" "), [...refused].join(" "), heard[0]!.includes("unheard")];
}

test("claims of the token decide about policies, each set of which is enough; what nobody decides is refused", async () => {
  assert.deepEqual(await seen(), ["id", "UNAUTHENTICATED", false]);
  assert.deepEqual(await seen({}), ["id", "FORBIDDEN", false]);
  assert.deepEqual(await seen({ roles: ["admin", "shopper"] }), ["id cost", "FORBIDDEN", false]);
  assert.deepEqual(await seen({ roles: "shopper staff" }), ["id cost", "FORBIDDEN", false]);
  assert.deepEqual(await seen({ realm: { "may audit": true } }), ["id", "FORBIDDEN", false]);
  const both = { roles: ["staff"], realm: { "may audit": true } };
  assert.deepEqual(await seen(both), ["id cost margin", "FORBIDDEN", false]);
  assert.deepEqual(await seen({ name: "Ada" }), ["id margin", "FORBIDDEN", false]);
});

test("a claim grants nothing by being something else than what it is compared with", () => {
  const grants = (rule: ClaimRule, claims: Record<string, unknown>) =>
    policiesByClaims({ it: rule })(claims).length > 0;
  const staff: ClaimRule = { claim: "roles", contains: "staff" };
  for (const roles of [undefined, null, "staffing", ["Staff"], { staff: true }, [["staff"]], 1, [{ name: "staff" }]])
    assert.equal(grants(staff, { roles }), false, JSON.stringify(roles));
  assert.equal(grants({ claim: "toString", equals: "x" }, {}), false);
  assert.equal(grants({ claim: ["a", "length"], equals: "1" }, { a: ["x"] }), false);
  assert.equal(grants({ claim: "tier", equals: ["2", "3"] }, { tier: 3 }), true);
  const both: ClaimRule = { claim: "roles", equals: "a b", contains: "b" };
  assert.deepEqual([grants(both, { roles: "a b" }), grants(both, { roles: "c b" })], [true, false]);
  assert.equal(grants({ claim: "roles" }, { roles: "x" }), false, "a rule that asks for nothing");
});
