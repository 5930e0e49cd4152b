import assert from "node:assert/strict";
import { createHmac, generateKeyPairSync } from "node:crypto";
import { after, before, test } from "node:test";
import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  importJWK,
  type JSONWebKeySet,
  jwtVerify,
  SignJWT,
} from "jose";
import { joseAccessTokens } from "#subgraphs/users/remote/jose-access-tokens.ts";
import { type Caller, nobody, serviceCaller } from "#kernel/identity.ts";
import { deriveKey } from "#kernel/secret.ts";
import { openUsersWorld, type Person, type UsersWorld } from "./support/users.ts";

let now: Date;
let world: UsersWorld;
let person: Person;
before(async () => {
  now = new Date();
  world = await openUsersWorld({ clock: { now: () => now }, messenger: false });
  person = await world.register();
});
after(() => world.subgraph.close());

const QUERY = `query ($accessToken: String!) { accessTokenSubject(accessToken: $accessToken) }`;
const subjectOf = async (accessToken: string) =>
  (await world.must(QUERY, { accessToken }, serviceCaller("orders"))).accessTokenSubject;

async function keySet(): Promise<JSONWebKeySet> {
  const route = world.subgraph.opened.subgraph.routes.find(({ path }) => path === "/.well-known/jwks.json");
  const request = {
    method: "GET",
    path: "",
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.of(),
    requestId: "",
  };
  const { status, headers, body } = await route!.handle(request);
  assert.deepEqual([route!.method, status, headers?.["content-type"]], ["GET", 200, "application/json"]);
  return JSON.parse(String(body));
}

/** As an attacker would who has read every token there is: right in all but the signature, or in all but one claim. */
async function ownToken(claims: Record<string, unknown>, alg = "EdDSA"): Promise<string> {
  const { kid } = decodeProtectedHeader(person.tokens.accessToken);
  const payload = { ...decodeJwt(person.tokens.accessToken), ...claims };
  return new SignJWT(payload).setProtectedHeader({ alg, kid, typ: "at+jwt" }).sign(await privateKey());
}

async function privateKey() {
  const [{ x }] = (await keySet()).keys as [{ x: string }];
  const d = deriveKey("test", "access tokens").toString("base64url");
  return importJWK({ kty: "OKP", crv: "Ed25519", x, d }, "EdDSA");
}

test("anybody can verify an access token by the published key, and reads who, which session, what for, how long", async () => {
  const guest = await world.guest();
  const keys = await keySet();
  for (const { tokens, caller } of [person, guest]) {
    const verified = await jwtVerify(tokens.accessToken, createLocalJWKSet(keys), {
      issuer: "agora",
      currentDate: now,
    });
    const { iat, exp, ...claims } = verified.payload;

    assert.deepEqual(claims, { iss: "agora", sub: tokens.subject, sid: tokens.id, scope: caller.scopes.join(" ") });
    assert.equal(exp! - iat!, 900);
    assert.equal(exp! * 1_000, Date.parse(tokens.accessTokenExpiresAt));
    assert.equal(verified.protectedHeader.alg, "EdDSA");
  }
  assert.ok(
    keys.keys.every((key) => !("d" in key)),
    "the private part stays here",
  );
});

test("every process of a shop signs with the same key, another shop with another", async () => {
  const [again, other] = await Promise.all([
    joseAccessTokens(deriveKey("test", "access tokens"), 900),
    joseAccessTokens(deriveKey("other", "access tokens"), 900),
  ]);

  assert.deepEqual(again.keySet, await keySet());
  assert.notDeepEqual(other.keySet, await keySet());
  const foreign = await other.issue({ subject: person.tokens.subject, sessionId: person.tokens.id, scopes: [] }, now);
  assert.equal(await subjectOf(foreign.token), null);
});

test("a token of ours tells its subject; one whose time is over or session ended does not", async () => {
  const guest = await world.guest();
  const { accessToken, accessTokenExpiresAt } = guest.tokens;
  assert.equal(await subjectOf(accessToken), guest.tokens.subject);

  const before = now;
  now = new Date(Date.parse(accessTokenExpiresAt) - 1);
  assert.equal(await subjectOf(accessToken), guest.tokens.subject);
  now = new Date(Date.parse(accessTokenExpiresAt));
  assert.equal(await subjectOf(accessToken), null);
  now = before;

  await world.mutate("sessionRevoke", {}, guest.caller);
  assert.equal(await subjectOf(accessToken), null);
});

test("a forged token tells nothing", async () => {
  const { accessToken, subject } = person.tokens;
  const [header, payload, signature] = accessToken.split(".") as [string, string, string];
  const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const [{ x, kid }] = (await keySet()).keys as [{ x: string; kid: string }];
  const hs256 = `${encoded({ alg: "HS256", kid, typ: "at+jwt" })}.${payload}`;
  const { privateKey: strangers } = generateKeyPairSync("ed25519");
  const forgeries = {
    "alg none": `${encoded({ alg: "none", typ: "at+jwt" })}.${payload}.`,
    "alg none, signed": `${encoded({ alg: "none", typ: "at+jwt" })}.${payload}.${signature}`,
    "the public key as a secret": `${hs256}.${createHmac("sha256", Buffer.from(x, "base64url")).update(hs256).digest("base64url")}`,
    "another subject": `${header}.${encoded({ ...decodeJwt(accessToken), sub: "usr_x" })}.${signature}`,
    "more scopes": `${header}.${encoded({ ...decodeJwt(accessToken), scope: "catalog:write" })}.${signature}`,
    "a stranger's key": await new SignJWT(decodeJwt(accessToken))
      .setProtectedHeader({ alg: "EdDSA", kid, typ: "at+jwt" })
      .sign(strangers),
    "no signature": `${header}.${payload}.`,
    "two parts": `${header}.${payload}`,
    "no exp": await ownToken({ exp: undefined }),
    "no subject": await ownToken({ sub: undefined }),
    "no session": await ownToken({ sid: undefined }),
    "an unknown session": await ownToken({ sid: "ses_01h455vb4pex5vsknk084sn02q" }),
    "a malformed session": await ownToken({ sid: 7 }),
    "another issuer": await ownToken({ iss: "evil" }),
    "not yet": await ownToken({ nbf: Math.floor(now.getTime() / 1_000) + 60 }),
    nothing: "",
    text: "nonsense",
    zero: "\u0000.\u0000.\u0000",
    dots: "...",
    huge: "x".repeat(200_000),
    "a refresh token": person.tokens.refreshToken,
  };
  assert.equal(
    await subjectOf(await ownToken({})),
    subject,
    "the test knows the key, so the rest is refused for its claims",
  );
  for (const [what, forgery] of Object.entries(forgeries)) assert.equal(await subjectOf(forgery), null, what);
});

test("only orders may ask whose a token is", async () => {
  const callers: [Caller, string][] = [
    [nobody, "UNAUTHENTICATED"],
    [person.caller, "FORBIDDEN"],
    [{ ...person.caller, scopes: ["service:orders", "users:read"] }, "FORBIDDEN"],
    [serviceCaller("payments"), "FORBIDDEN"],
  ];
  for (const [caller, code] of callers) {
    const { data, errors } = await world.subgraph.ask(QUERY, { accessToken: person.tokens.accessToken }, caller);
    assert.deepEqual([data?.accessTokenSubject, errors?.[0]?.extensions?.code], [null, code]);
  }
});
