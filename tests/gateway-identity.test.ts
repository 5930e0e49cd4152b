import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";
import type { Preferences } from "#gateway/plugins/context.ts";
import { keysFromUrl, tokenVerifier } from "#gateway/plugins/identity.ts";
import { createLog } from "#kernel/log.ts";
import { eventually } from "#tests/support/eventually.ts";
import {
  accessToken,
  listen,
  openTestGateway,
  privateKey,
  publicKey,
  type TestGateway,
} from "#tests/support/gateway.ts";

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;

const now = () => Math.floor(Date.now() / 1_000);
const CLAIMS = { iss: "agora", sub: "usr_mallory", sid: "ses_9", scope: "stock:read" };

let gateway: TestGateway;
const preferences = new Map<string, Preferences>();
const askedPreferences: string[] = [];
const revoked: { push(sessions: string[]): void } = { push: () => {} };

before(async () => {
  gateway = await openTestGateway({
    preferencesOf: async (subject) => {
      askedPreferences.push(subject);
      if (subject === "usr_slow") await new Promise(() => {});
      if (subject === "usr_broken") throw new Error("users is down");
      return preferences.get(subject);
    },
    revocations: async function* (signal) {
      yield ["ses_old"];
      for (;;) {
        const next = Promise.withResolvers<string[]>();
        revoked.push = next.resolve;
        signal.addEventListener("abort", () => next.reject(signal.reason));
        yield await next.promise;
      }
    },
  });
});
after(() => gateway.close());

const contextOf = async (options: Parameters<TestGateway["ask"]>[1]) =>
  JSON.parse((await gateway.ask(`{ context }`, options)).data.context);

test("a token that holds says who asks, with which scopes and in which session", async () => {
  const context = await contextOf({ token: await gateway.token({ sub: "usr_ada", scope: "account orders:read" }) });
  assert.deepEqual([context.subject, context.scopes], ["usr_ada", ["account", "orders:read"]]);
  const { caller } = gateway.traffic.at(-1)!.request;
  assert.equal(caller.session, "ses_1");
  assert.ok(Math.abs(caller.expiresAtMs! - (Date.now() + 900_000)) < 5_000);
});

test("a token that does not hold is refused with 401 before anything is asked", async (t) => {
  const other = await generateKeyPair("EdDSA");
  const hour = { iat: now(), exp: now() + 3_600 };
  const sign = (claims: object, header: object = {}) =>
    new SignJWT({ ...claims }).setProtectedHeader({ alg: "EdDSA", kid: "test", ...header });
  const secret = new TextEncoder().encode(await exportSPKI(publicKey));
  const [head, body, signature] = (await accessToken({})).split(".");
  const tampered = Buffer.from(JSON.stringify({ ...CLAIMS, ...hour })).toString("base64url");
  const forged: Record<string, string> = {
    "no JWT": "abc",
    "alg none": new UnsecuredJWT({ ...CLAIMS, ...hour }).encode(),
    "HS256 with the public key as the secret": await new SignJWT({ ...CLAIMS, ...hour })
      .setProtectedHeader({ alg: "HS256", kid: "test" })
      .sign(secret),
    "another key": await sign({ ...CLAIMS, ...hour }).sign(other.privateKey),
    "another key id": await sign({ ...CLAIMS, ...hour }, { kid: "unknown" }).sign(other.privateKey),
    "no exp": await sign({ ...CLAIMS, iat: now() }).sign(privateKey),
    expired: await sign({ ...CLAIMS, iat: now() - 100, exp: now() - 10 }).sign(privateKey),
    "another issuer": await sign({ ...CLAIMS, ...hour, iss: "https://evil.example" }).sign(privateKey),
    "no subject": await sign({ iss: "agora", ...hour }).sign(privateKey),
    "changed claims": [head, tampered, signature].join("."),
    "cut signature": [head, body, ""].join("."),
    "not yet": await sign({ ...CLAIMS, ...hour, nbf: now() + 600 }).sign(privateKey),
    "too long": `${await accessToken({ padding: "x".repeat(5_000) })}`,
  };
  for (const [what, token] of Object.entries(forged)) {
    await t.test(what, async () => {
      const before = gateway.traffic.length;
      const { status, errors, headers, data } = await gateway.ask(`{ context }`, { token });
      assert.deepEqual([status, errors[0]!.extensions.code, data], [401, "UNAUTHENTICATED", undefined]);
      assert.match(headers.get("www-authenticate")!, /^Bearer/);
      assert.equal(gateway.traffic.length, before);
    });
  }
});

test("another scheme than Bearer is refused, no header at all is nobody", async () => {
  const basic = await gateway.ask(`{ context }`, { headers: { authorization: "Basic dXNlcjpwYXNz" } });
  assert.equal(basic.status, 401);
  assert.equal((await contextOf({})).subject, null);
});

test("a token is over the second it says", async () => {
  const { status, errors } = await gateway.ask(`{ context }`, { token: await gateway.token({ exp: now() - 1 }) });
  assert.equal(status, 401);
  assert.equal(errors[0]!.extensions.code, "UNAUTHENTICATED");
});

test("identity headers of clients have no effect", async () => {
  const payload = Buffer.from(
    JSON.stringify({ caller: { subject: "usr_admin", scopes: ["stock:read"] }, from: "gateway", to: "goods" }),
  ).toString("base64url");
  const headers = {
    "agora-identity": `${payload}.abc`,
    "agora-subject": "usr_admin",
    "agora-scopes": "stock:read",
    "x-agora-user": "usr_admin",
  };
  const { data, errors } = await gateway.ask(`{ context products { cost } }`, { headers });
  assert.equal(JSON.parse(data.context).subject, null);
  assert.equal(errors[0]!.extensions.code, "UNAUTHENTICATED");
});

test("a revoked session is refused like an expired one, from the first list on", async () => {
  assert.equal((await gateway.ask(`{ context }`, { token: await gateway.token({ sid: "ses_old" }) })).status, 401);
  const token = await gateway.token({ sid: "ses_2" });
  assert.equal((await gateway.ask(`{ context }`, { token })).status, 200);
  revoked.push(["ses_2"]);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal((await gateway.ask(`{ context }`, { token })).status, 401);
});

test("an outage of the key set refuses nobody whose keys are known, and says so when none are", async () => {
  let isDown = true;
  const jwk = { ...(await exportJWK(publicKey)), kid: "test", alg: "EdDSA" };
  const clock = { now: () => new Date(at) };
  let at = Date.now();
  const verify = tokenVerifier(async () => {
    if (isDown) throw new TypeError("fetch failed");
    return { keys: [jwk] };
  }, clock);
  const token = await accessToken({}, 3_600);

  await assert.rejects(verify(token), (error: any) => error.extensions.code === "SERVICE_UNAVAILABLE");
  isDown = false;
  at += 10_000;
  assert.equal((await verify(token)).subject, "usr_ada");
  isDown = true;
  at += 1_000_000;
  assert.equal((await verify(token)).subject, "usr_ada");
});

test("a rotated key is found by its id", async () => {
  const [first, second] = [await generateKeyPair("EdDSA"), await generateKeyPair("RS256")];
  const keys = [{ ...(await exportJWK(first.publicKey)), kid: "1", alg: "EdDSA" }];
  let at = Date.now();
  const verify = tokenVerifier(async () => ({ keys: [...keys] }), { now: () => new Date(at) });
  const signed = (kid: string, alg: string, key: Parameters<SignJWT["sign"]>[0]) =>
    new SignJWT({ ...CLAIMS, exp: now() + 900 }).setProtectedHeader({ alg, kid }).sign(key);

  await verify(await signed("1", "EdDSA", first.privateKey));
  keys.push({ ...(await exportJWK(second.publicKey)), kid: "2", alg: "RS256" });
  at += 10_000;
  assert.equal((await verify(await signed("2", "RS256", second.privateKey))).subject, "usr_mallory");
});

test("keys without ids: each that fits is tried, and a new one is asked for", async () => {
  const pairs = await Promise.all(["RS256", "RS256", "RS256", "EdDSA"].map((alg) => generateKeyPair(alg)));
  const [old, fresh, stranger, other] = pairs as [Pair, Pair, Pair, Pair];
  const jwkOf = async ({ publicKey }: Pair, alg = "RS256") => ({ ...(await exportJWK(publicKey)), alg, use: "sig" });
  let keys = [await jwkOf(old), await jwkOf(other, "EdDSA")];
  let asked = 0;
  let at = Date.now();
  const load = async () => ((asked += 1), { keys });
  const verify = tokenVerifier(load, { now: () => new Date(at) });
  let tokens = 0;
  const signed = ({ privateKey }: Pair, claims: object = {}) =>
    new SignJWT({ ...CLAIMS, exp: now() + 900, jti: `${(tokens += 1)}`, ...claims })
      .setProtectedHeader({ alg: "RS256" })
      .sign(privateKey);
  const isUnauthenticated = (error: any) => error.extensions.code === "UNAUTHENTICATED";

  const first = await signed(old);
  assert.equal((await verify(first)).subject, "usr_mallory");
  keys = [await jwkOf(old), await jwkOf(fresh)];
  at += 10_000;
  for (const pair of [fresh, old, fresh]) assert.equal((await verify(await signed(pair))).subject, "usr_mallory");
  assert.equal(asked, 2);
  await assert.rejects(verify(await signed(fresh, { exp: now() - 10 })), isUnauthenticated);
  assert.equal(asked, 2, "who has ended asks for no keys");

  const unsigned = new UnsecuredJWT({ ...CLAIMS, exp: now() + 900 }).encode();
  await assert.rejects(verify(unsigned), isUnauthenticated);
  assert.equal(asked, 2, "nor does who has no signature");
  await Promise.all([1, 2, 3].map(async () => assert.rejects(verify(await signed(stranger)), isUnauthenticated)));
  assert.equal(asked, 3, "forged ones ask together, and after a while");
  keys = [await jwkOf(fresh)];
  at += 10_000;
  await assert.rejects(verify(await signed(stranger)), isUnauthenticated);
  await assert.rejects(verify(first), isUnauthenticated);
});

test("an issuer whose keys cannot be had is told in the log, once until they can, without what its URL holds", async () => {
  const lines: any[] = [];
  const log = createLog("info", { write: (line) => void lines.push(JSON.parse(line)) });
  let isDown = true;
  const jwk = { ...(await exportJWK(publicKey)), kid: "test", alg: "EdDSA" };
  const server = createServer((_, outgoing) => {
    outgoing.statusCode = isDown ? 503 : 200;
    outgoing.end(JSON.stringify({ keys: [jwk] }));
  });
  const keys = keysFromUrl(`${await listen(server)}/jwks?key=SECRET`);
  let at = Date.now();
  const verify = tokenVerifier(keys, { now: () => new Date(at) }, {}, log);
  const token = await accessToken({}, 7_200);
  const ask = async () => {
    at += 400_000;
    await verify(token).catch(() => {});
  };
  for (let n = 0; n < 3; n += 1) await ask();
  assert.deepEqual(
    lines.map(({ level, error }) => [level, error]),
    [[40, "the issuer answered 503"]],
  );
  isDown = false;
  await ask();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await ask();
  await eventually(() =>
    assert.deepEqual(
      lines.map(({ level }) => level),
      [40, 30, 40],
    ),
  );
  assert.match(lines[2].error, /^fetch failed: ./);
  assert.doesNotMatch(JSON.stringify(lines), /SECRET/);
});

test("the currency is the header's, then the person's choice, then the shop's", async () => {
  preferences.set("usr_bob", { currency: "USD", locale: "en-US" });
  const token = await gateway.token({ sub: "usr_bob" });
  assert.equal((await contextOf({})).currency, "INR");
  assert.equal((await contextOf({ token })).currency, "USD");
  assert.equal((await contextOf({ token, headers: { "agora-currency": "inr" } })).currency, "INR");
});

test("a currency the shop does not know is a typed error that names the header", async () => {
  const { status, errors } = await gateway.ask(`{ context }`, { headers: { "agora-currency": "DOGE" } });
  assert.equal(status, 400);
  assert.deepEqual([errors[0]!.extensions.code, errors[0]!.extensions.argument], ["BAD_USER_INPUT", "Agora-Currency"]);
});

test("the locale is negotiated, then the person's choice, then the shop's", async () => {
  const localeFor = async (header: string | undefined, token?: string) =>
    (await contextOf({ token, headers: header === undefined ? {} : { "accept-language": header } })).locale;
  const bob = await gateway.token({ sub: "usr_bob" });
  assert.equal(await localeFor("hi"), "hi-IN");
  assert.equal(await localeFor("fr, en-us;q=0.8, hi;q=0.9"), "hi-IN");
  assert.equal(await localeFor("EN-us", bob), "en-US");
  assert.equal(await localeFor("fr", bob), "en-US");
  assert.equal(await localeFor("fr, *;q=0.1, hi;q=0"), "en-IN");
  assert.equal(await localeFor(";;;q=,,=".repeat(400)), "en-IN");
});

test("preferences are asked once in a while, and anew after the person's mutation", async () => {
  const token = await gateway.token({ sub: "usr_carol" });
  const times = () => askedPreferences.filter((subject) => subject === "usr_carol").length;
  await contextOf({ token });
  await contextOf({ token });
  assert.equal(times(), 1);
  preferences.set("usr_carol", { currency: "USD" });
  await gateway.ask(`mutation { touch }`, { token });
  assert.equal((await contextOf({ token })).currency, "USD");
  assert.equal(times(), 2);
});

test("a person whose preferences cannot be asked is served with the shop's, without waiting long", async () => {
  for (const sub of ["usr_broken", "usr_slow"]) {
    const startedAt = performance.now();
    assert.equal((await contextOf({ token: await gateway.token({ sub }) })).currency, "INR");
    assert.ok(performance.now() - startedAt < 1_000);
  }
});
