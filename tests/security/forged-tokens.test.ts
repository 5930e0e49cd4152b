import assert from "node:assert/strict";
import { createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { test } from "node:test";
import { callerOf } from "#gateway/plugins/bearer.ts";
import { tokenVerifier } from "#gateway/plugins/identity.ts";

/** A world with one issuer, an attacker who knows all that is public, and a verifier that lets several algorithms pass. */
const ed = generateKeyPairSync("ed25519");
const rsa = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const weak = generateKeyPairSync("rsa", { modulusLength: 1_024 });
const attacker = { ed: generateKeyPairSync("ed25519"), rsa: generateKeyPairSync("rsa", { modulusLength: 2_048 }) };
const secret = Buffer.from("a secret that should never have been published");

const jwkOf = (key: KeyObject, kid: string, alg?: string) => ({
  ...key.export({ format: "jwk" }),
  kid,
  alg,
  use: "sig",
});
const published = [
  jwkOf(ed.publicKey, "ed", "EdDSA"),
  jwkOf(rsa.publicKey, "rsa"),
  jwkOf(ec.publicKey, "ec", "ES256"),
  jwkOf(weak.publicKey, "weak", "RS256"),
  { kty: "oct", k: secret.toString("base64url"), kid: "oct", alg: "HS256" },
];

const NOW = Math.floor(Date.now() / 1_000);
const CLAIMS = { iss: "https://issuer.example", aud: "gateway", sub: "usr_mallory", scope: "admin", exp: NOW + 900 };
const ORDER_OF_P256 = Buffer.from("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", "hex");

const clock = { now: () => new Date(NOW * 1_000) };
const verify = tokenVerifier(async () => ({ keys: published }) as any, clock, {
  issuer: CLAIMS.iss,
  audience: CLAIMS.aud,
  algorithms: ["EdDSA", "RS256", "ES256"],
});

const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
const encoded = (value: unknown) => Buffer.from(text(value)).toString("base64url");
type Sign = (input: Buffer) => Buffer;
const byEd = (input: Buffer, key = ed.privateKey) => sign(null, input, key);
const byRsa = (input: Buffer, key = rsa.privateKey) => sign("sha256", input, key);
const byEc = (input: Buffer) => sign("sha256", input, { key: ec.privateKey, dsaEncoding: "ieee-p1363" });
const bySecret = (key: Buffer | string) => (input: Buffer) => createHmac("sha256", key).update(input).digest();
const signed = (header: unknown, payload: unknown, by: Sign) => {
  const input = `${encoded(header)}.${encoded(payload)}`;
  return `${input}.${by(Buffer.from(input)).toString("base64url")}`;
};
const good = (claims: object = {}, header: object = {}) =>
  signed({ alg: "EdDSA", kid: "ed", ...header }, { ...CLAIMS, ...claims }, byEd);
const [goodHeader, goodPayload, goodSignature] = good().split(".") as [string, string, string];
const unsigned = (alg: unknown) => `${encoded({ alg, kid: "ed" })}.${goodPayload}.`;
const byAttacker = (header: object) =>
  signed({ alg: "EdDSA", ...header }, CLAIMS, (input) => byEd(input, attacker.ed.privateKey));
const hmac = (key: Buffer | string, kid = "ed") => signed({ alg: "HS256", kid }, CLAIMS, bySecret(key));
const ecdsa = (signature: Buffer) => signed({ alg: "ES256", kid: "ec" }, CLAIMS, () => signature);
const withoutClaim = (name: keyof typeof CLAIMS) =>
  signed({ alg: "EdDSA", kid: "ed" }, Object.fromEntries(Object.entries(CLAIMS).filter(([key]) => key !== name)), byEd);
const raw = (payload: string) => signed({ alg: "EdDSA", kid: "ed" }, payload, byEd);
const spki = ed.publicKey.export({ type: "spki", format: "pem" });
const ownJwk = jwkOf(attacker.ed.publicKey, "ed", "EdDSA");

const FORGED: Readonly<Record<string, string>> = {
  "alg none": unsigned("none"),
  "alg none with a good signature": `${unsigned("none")}${goodSignature}`,
  "alg None": unsigned("None"),
  "alg nOnE": unsigned("nOnE"),
  "alg empty": unsigned(""),
  "alg missing": unsigned(undefined),
  "alg in a list": unsigned(["EdDSA"]),
  "alg not listed, well signed": signed({ alg: "RS512", kid: "rsa" }, CLAIMS, (input) =>
    sign("sha512", input, rsa.privateKey),
  ),
  "alg of another key": signed({ alg: "RS256", kid: "ed" }, CLAIMS, byRsa),
  "HS256 with the public key in PEM": hmac(spki),
  "HS256 with the public key in DER": hmac(ed.publicKey.export({ type: "spki", format: "der" })),
  "HS256 with the public key as JWK": hmac(JSON.stringify(published[0])),
  "HS256 with the raw public key": hmac(Buffer.from(ed.publicKey.export({ format: "jwk" }).x!, "base64url")),
  "HS256 with the RSA key in PEM": hmac(rsa.publicKey.export({ type: "spki", format: "pem" }), "rsa"),
  "HS256 with an empty secret": hmac(""),
  "HS256 with a secret the issuer published": hmac(secret, "oct"),
  "key id unknown": byAttacker({ kid: "unknown" }),
  "key id missing": byAttacker({}),
  "key id of another's key": byAttacker({ kid: "ed" }),
  "key id as a path": byAttacker({ kid: "../../../../dev/null" }),
  "key id as a path, signed with nothing": hmac("", "../../../../dev/null"),
  "key id as SQL": byAttacker({ kid: "x' UNION SELECT 'key' --" }),
  "key id as a command": byAttacker({ kid: "ed|touch /tmp/x" }),
  "key id __proto__": byAttacker({ kid: "__proto__" }),
  "key id as an object": byAttacker({ kid: { toString: "ed" } }),
  "key id as a number": byAttacker({ kid: 0 }),
  "jwk: the attacker's key in the header": byAttacker({ kid: "ed", jwk: ownJwk }),
  "jwk without a key id": byAttacker({ jwk: ownJwk }),
  "jku: the attacker's key set": byAttacker({ kid: "ed", jku: "https://evil.example/jwks.json" }),
  "jku beside an unknown key id": byAttacker({ kid: "evil", jku: "https://issuer.example@evil.example/jwks.json" }),
  "x5u: the attacker's certificate": byAttacker({ kid: "ed", x5u: "https://evil.example/cert.pem" }),
  "x5c: the attacker's certificate": byAttacker({ kid: "ed", x5c: ["MIIB"] }),
  "another RSA key": signed({ alg: "RS256", kid: "rsa" }, CLAIMS, (input) => byRsa(input, attacker.rsa.privateKey)),
  "an RSA key of 1,024 bits": signed({ alg: "RS256", kid: "weak" }, CLAIMS, (input) => byRsa(input, weak.privateKey)),
  "RSA signature of zeros": signed({ alg: "RS256", kid: "rsa" }, CLAIMS, () => Buffer.alloc(256)),
  "ES256 of zeros": ecdsa(Buffer.alloc(64)),
  "ES256 with r and s the curve's order": ecdsa(Buffer.concat([ORDER_OF_P256, ORDER_OF_P256])),
  "ES256 with s zero": ecdsa(Buffer.concat([byEc(Buffer.from("x")).subarray(0, 32), Buffer.alloc(32)])),
  "ES256 in DER": signed({ alg: "ES256", kid: "ec" }, CLAIMS, (input) => sign("sha256", input, ec.privateKey)),
  "ES256 with bytes behind": signed({ alg: "ES256", kid: "ec" }, CLAIMS, (input) =>
    Buffer.concat([byEc(input), Buffer.alloc(1)]),
  ),
  "signature empty": `${goodHeader}.${goodPayload}.`,
  "signature cut by a byte": `${goodHeader}.${goodPayload}.${Buffer.from(goodSignature, "base64url").subarray(0, 63).toString("base64url")}`,
  "signature cut by half": `${goodHeader}.${goodPayload}.${goodSignature.slice(0, 43)}`,
  "signature twice": `${goodHeader}.${goodPayload}.${goodSignature}${goodSignature}`,
  "signature of another token": `${goodHeader}.${goodPayload}.${good({ sub: "usr_bob" }).split(".")[2]}`,
  "payload swapped": `${goodHeader}.${encoded({ ...CLAIMS, sub: "usr_admin" })}.${goodSignature}`,
  "header swapped": `${encoded({ alg: "EdDSA", kid: "ed", typ: "JWT" })}.${goodPayload}.${goodSignature}`,
  expired: good({ exp: NOW - 1 }),
  "expired this very second": good({ exp: NOW }),
  "no exp": withoutClaim("exp"),
  "exp as text": good({ exp: `${NOW + 900}` }),
  "exp null": good({ exp: null }),
  "exp in a list": good({ exp: [NOW + 900] }),
  "exp beyond all numbers": raw(JSON.stringify(CLAIMS).replace(/"exp":\d+/, `"exp":1e999`)),
  "exp true": good({ exp: true }),
  "nbf in the future": good({ nbf: NOW + 3_600 }),
  "nbf as text": good({ nbf: "0" }),
  "another issuer": good({ iss: "https://evil.example" }),
  "issuer with a slash more": good({ iss: `${CLAIMS.iss}/` }),
  "issuer in a list": good({ iss: [CLAIMS.iss] }),
  "no issuer": withoutClaim("iss"),
  "another audience": good({ aud: "other" }),
  "audience that begins alike": good({ aud: "gateway2" }),
  "audience in an object": good({ aud: { gateway: true } }),
  "no audience": withoutClaim("aud"),
  "no subject": withoutClaim("sub"),
  "subject empty": good({ sub: "" }),
  "subject in a list": good({ sub: ["usr_admin"] }),
  "subject as an object": good({ sub: { id: "usr_admin" } }),
  "a claim twice": raw(JSON.stringify(CLAIMS).replace(/}$/, `,"sub":"usr_admin"}`)),
  "a claim twice, once escaped": raw(JSON.stringify(CLAIMS).replace(/}$/, `,"s\\u0075b":"usr_admin"}`)),
  "alg twice": signed(`{"alg":"none","alg":"EdDSA","kid":"ed"}`, CLAIMS, byEd),
  "typ of a logout token": good({}, { typ: "logout+jwt" }),
  "typ of a proof": good({}, { typ: "dpop+jwt" }),
  "typ of an event": good({}, { typ: "application/secevent+jwt" }),
  "crit with an unknown extension": good({}, { crit: ["exp"], exp: NOW + 900 }),
  "crit empty": good({}, { crit: [] }),
  "b64 false": good({}, { b64: false, crit: ["b64"] }),
  "b64 false without crit": good({}, { b64: false }),
  oversized: good({ padding: "x".repeat(5_000) }),
  "four parts": `${good()}.`,
  "five parts, as encryption has": `${good()}.a.b`,
  "two parts": `${goodHeader}.${goodPayload}`,
  "dots only": "..",
  "JSON serialization": JSON.stringify({ protected: goodHeader, payload: goodPayload, signature: goodSignature }),
  "padded base64": `${goodHeader}.${goodPayload}.${goodSignature}==`,
  "unused bits set": `${goodHeader}.${goodPayload}.${withUnusedBits(goodSignature)}`,
  "the other base64 alphabet": withOtherAlphabet(),
  "a line break inside": `${goodHeader}.${goodPayload.slice(0, 8)}\n${goodPayload.slice(8)}.${goodSignature}`,
  "a blank behind": `${good()} `,
  "a byte order mark in front": `\uFEFF${good()}`,
  "a zero-width space inside": good().replace(".", "\u200B."),
  "full-width dots": good().replaceAll(".", "．"),
  "letters from another script": good().replace("e", "е"),
  "a null byte behind": `${good()}\0`,
  "payload a list": raw(`[${JSON.stringify(CLAIMS)}]`),
  "payload null": raw("null"),
  "payload no JSON": raw("sub=usr_admin"),
  "payload no UTF-8": badUtf8(),
  "header a list": signed(["EdDSA"], CLAIMS, byEd),
  "header null": signed("null", CLAIMS, byEd),
  "header no JSON": signed("{alg:EdDSA}", CLAIMS, byEd),
};

/** The last character of 64 bytes says four bits more than there are: decoders drop them. */
function withUnusedBits(signature: string): string {
  const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return `${signature.slice(0, -1)}${ALPHABET[ALPHABET.indexOf(signature.at(-1)!) + 1]}`;
}

function withOtherAlphabet(): string {
  for (let n = 0; ; n += 1) {
    const token = good({ jti: `${n}` });
    if (/[-_]/.test(token)) return token.replaceAll("-", "+").replaceAll("_", "/");
  }
}

function badUtf8(): string {
  const payload = Buffer.from(JSON.stringify({ ...CLAIMS, name: "?" }));
  payload[payload.indexOf("?")] = 0xff;
  const input = `${goodHeader}.${payload.toString("base64url")}`;
  return `${input}.${byEd(Buffer.from(input)).toString("base64url")}`;
}

test("what the issuer signed is taken, with each algorithm that is listed", async () => {
  const tokens = [
    good(),
    good({}, { typ: "JWT" }),
    good({}, { typ: "application/at+jwt" }),
    good({ aud: ["other", "gateway"], act: { sub: "svc" }, amr: [{ sub: "a" }, { sub: "b" }] }),
    good({ name: 'Zoë "}{[\\' }),
    signed({ alg: "RS256", kid: "rsa" }, CLAIMS, byRsa),
    signed({ alg: "ES256", kid: "ec" }, CLAIMS, byEc),
  ];
  for (const token of tokens) assert.equal((await verify(token)).subject, "usr_mallory");
});

test("what is forged is refused", { concurrency: true }, async (t) => {
  const tried = Object.entries(FORGED).map(([what, token]) =>
    t.test(what, () => assert.rejects(verify(token), ({ extensions }: any) => extensions?.code === "UNAUTHENTICATED")),
  );
  await Promise.all(tried);
});

test("an Authorization header holds one token and nothing else", async () => {
  assert.equal((await callerOf(`bearer ${good()}`, verify)).subject, "usr_mallory");
  const headers = [`Bearer`, `Bearer `, `Basic ${good()}`, `Bearer ${good()}, Bearer ${good()}`, `Bearer\t${good()}`];
  headers.push(good(), `Bearer ${good()} x`, `Bearer Bearer ${good()}`, ` Bearer ${good()}`);
  for (const header of headers)
    await assert.rejects(
      callerOf(header, verify),
      ({ extensions }: any) => extensions?.code === "UNAUTHENTICATED",
      header,
    );
});
