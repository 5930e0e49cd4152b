import assert from "node:assert/strict";
import { test } from "node:test";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { keysFromUrl, type TokenRules, tokenVerifier } from "#gateway/plugins/identity.ts";

const KEPT_MS = 300_000;

/** An issuer whose keys change, and a verifier that asks it. */
async function world(rules?: Partial<TokenRules>) {
  const clock = { at: 1_800_000_000_000, now: () => new Date(clock.at) };
  const pairs = new Map<string, Awaited<ReturnType<typeof generateKeyPair>>>();
  const issuer = { published: [] as JWK[], asked: 0, isDown: false, slowMs: 0 };
  const makeKey = async (kid: string) => {
    pairs.set(kid, await generateKeyPair("EdDSA"));
    return { ...(await exportJWK(pairs.get(kid)!.publicKey)), kid, alg: "EdDSA" };
  };
  const verify = tokenVerifier(
    async () => {
      issuer.asked += 1;
      const keys = structuredClone(issuer.published);
      if (issuer.slowMs > 0) await new Promise((resolve) => setTimeout(resolve, issuer.slowMs));
      if (issuer.isDown) throw new TypeError("fetch failed");
      return { keys };
    },
    clock,
    rules,
  );
  const token = (kid: string, claims: object = {}, seconds = 3_600) =>
    new SignJWT({ iss: "agora", sub: "usr_ada", exp: Math.floor(clock.at / 1_000) + seconds, ...claims })
      .setProtectedHeader({ alg: "EdDSA", kid })
      .sign(pairs.get(kid)!.privateKey);
  const publish = async (...kids: string[]) => {
    for (const kid of kids) issuer.published.push(await makeKey(kid));
  };
  return { clock, issuer, makeKey, publish, verify, token };
}

const refusedAs = (code: string) => (error: any) => error.extensions?.code === code;

test("a caller is kept until the token's end and not a moment longer", async () => {
  const { verify, token, publish, clock } = await world();
  await publish("1");
  const short = await token("1", {}, 60);
  const first = await verify(short);
  assert.equal(await verify(short), first, "the signature is checked once");
  clock.at += 59_999;
  assert.equal(await verify(short), first);
  clock.at += 1;
  await assert.rejects(verify(short), refusedAs("UNAUTHENTICATED"));
});

test("of a key that the issuer takes back no token holds, those checked before included; others stay checked", async () => {
  const { verify, token, publish, clock, issuer } = await world();
  await publish("1", "2");
  const [old, young] = [await token("1"), await token("2")];
  const kept = await verify(young);
  await verify(old);
  issuer.published = issuer.published.filter(({ kid }) => kid === "2");
  clock.at += KEPT_MS + 1;
  await verify(old);
  await new Promise((resolve) => setImmediate(resolve));
  await assert.rejects(verify(old), refusedAs("UNAUTHENTICATED"));
  assert.equal(await verify(young), kept);
});

test("a key replaced under the same id takes its tokens with it", async () => {
  const { verify, token, publish, makeKey, clock, issuer } = await world();
  await publish("1");
  const old = await token("1");
  await verify(old);
  issuer.published = [await makeKey("1")];
  clock.at += KEPT_MS + 1;
  await verify(await token("1")).catch(() => {});
  await new Promise((resolve) => setImmediate(resolve));
  await assert.rejects(verify(old), refusedAs("UNAUTHENTICATED"));
  assert.equal((await verify(await token("1"))).subject, "usr_ada");
});

test("keys rotate under load without a request refused, and the issuer is asked once for each rotation", async () => {
  const { verify, token, publish, issuer, clock } = await world();
  await publish("0");
  issuer.slowMs = 5;
  let verified = 0;
  for (let rotation = 0; rotation < 5; rotation += 1) {
    const running: Promise<unknown>[] = [];
    const use = async (kid: string, n: number) =>
      verify(await token(kid, { sub: `usr_${kid}_${n % 50}`, jti: `${n}` }));
    for (let n = 0; n < 100; n += 1) running.push(use(`${rotation}`, n));
    await publish(`${rotation + 1}`);
    clock.at += 2_000;
    for (let n = 0; n < 100; n += 1) running.push(use(`${rotation + (n % 2)}`, n));
    verified += (await Promise.all(running)).length;
  }
  assert.equal(verified, 1_000);
  assert.ok(issuer.asked <= 6, `asked ${issuer.asked} times`);
});

test("a token signed right after a rotation waits for the keys; a flood of unknown keys asks once a second", async () => {
  const { verify, token, publish, issuer, makeKey } = await world();
  await publish("1");
  await verify(await token("1"));
  const next = await makeKey("2");
  const early = verify(await token("2"));
  issuer.published.push(next);
  await makeKey("unpublished");
  const flood = Promise.allSettled(Array.from({ length: 500 }, async () => verify(await token("unpublished"))));
  const startedAt = performance.now();
  assert.equal((await early).subject, "usr_ada");
  for (const outcome of await flood) assert.equal(outcome.status, "rejected");
  assert.equal(issuer.asked, 2);
  assert.ok(performance.now() - startedAt < 2_500);
});

test("while the issuer is away known keys hold, unknown ones are an outage and no refusal", async () => {
  const { verify, token, publish, issuer, clock, makeKey } = await world();
  await publish("1");
  await verify(await token("1"));
  issuer.isDown = true;
  clock.at += 10 * KEPT_MS;
  assert.equal((await verify(await token("1"))).subject, "usr_ada");
  const next = await makeKey("2");
  clock.at += 2_000;
  await assert.rejects(verify(await token("2")), refusedAs("SERVICE_UNAVAILABLE"));
  issuer.isDown = false;
  issuer.published.push(next);
  clock.at += 2_000;
  assert.equal((await verify(await token("2"))).subject, "usr_ada");
});

test("an issuer that was never reached is not asked by every request", async () => {
  const { verify, token, publish, issuer } = await world();
  await publish("1");
  issuer.isDown = true;
  for (let n = 0; n < 50; n += 1) await assert.rejects(verify(await token("1")), refusedAs("SERVICE_UNAVAILABLE"));
  assert.equal(issuer.asked, 1);
});

test("another issuer's tokens say who asks in their own words", async () => {
  const rules = {
    ...{ issuer: ["https://a.example", "https://b.example"], audience: "gateway", algorithms: ["EdDSA"] },
    ...{ subjectClaim: "uid", scopesClaim: "permissions", sessionClaim: "session_state" },
  };
  const { verify, token, publish } = await world(rules);
  await publish("1");
  const claims = { iss: "https://b.example", aud: ["x", "gateway"], uid: "42", session_state: "s" };
  const caller = await verify(await token("1", { ...claims, permissions: ["read:a", "", 7, "write:a"] }));
  assert.deepEqual([caller.subject, caller.session, caller.scopes], ["42", "s", ["read:a", "write:a"]]);
  assert.deepEqual((await verify(await token("1", { ...claims, permissions: " a  b " }))).scopes, ["a", "b"]);
  assert.deepEqual((await verify(await token("1", { ...claims, permissions: { a: true } }))).scopes, []);
});

test("an issuer that is not named may be anyone with a key, and an algorithm with a secret stops the start", async () => {
  const { verify, token, publish } = await world({ issuer: undefined });
  await publish("1");
  assert.equal((await verify(await token("1", { iss: "anyone" }))).subject, "usr_ada");
  for (const algorithm of ["HS256", "none", "dir", ""])
    await assert.rejects(world({ algorithms: ["EdDSA", algorithm] }), TypeError, algorithm);
});

test("so many callers are kept and no more", async () => {
  const { verify, token, publish } = await world({ keptMax: 10 });
  await publish("1");
  const tokens = await Promise.all(Array.from({ length: 20 }, (_, n) => token("1", { sub: `usr_${n}` })));
  const first = await verify(tokens[0]!);
  for (const each of tokens) await verify(each);
  assert.notEqual(await verify(tokens[0]!), first);
  assert.deepEqual(await verify(tokens[0]!), first);
});

test("a key set that cannot be fetched is an outage", async () => {
  await assert.rejects(keysFromUrl("http://127.0.0.1:9/jwks.json")());
});
