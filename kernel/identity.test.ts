import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { hashedBody, pairKeysFrom, type SignedCall, signCall, verifyCall } from "./identity.ts";

const keys = pairKeysFrom("a platform's secret");
const PARTIES = new Set(["gateway", "orders", "payments"]);
const NOW = Date.UTC(2026, 10, 21);
const call: SignedCall = {
  caller: { subject: "usr_1", scopes: ["account"] },
  context: { market: "IN", currency: "INR", locale: "en-IN" },
  requestId: "r1",
};
const signed = signCall(keys, { from: "gateway", to: "orders" }, call, hashedBody("body"), NOW);

test("a signed call is read back by the one it is for", () => {
  assert.deepEqual(verifyCall(keys, "orders", PARTIES, signed, "body", NOW), { from: "gateway", ...call });
});

test("unsigned, stale, foreign and altered calls are refused", () => {
  const otherKeys = pairKeysFrom("another platform's secret");
  const stranger = signCall(keys, { from: "stranger", to: "orders" }, call, hashedBody("body"), NOW);
  const verify = (header: string | undefined, body = "body", now = NOW, to = "orders") =>
    verifyCall(keys, to, PARTIES, header, body, now);

  assert.deepEqual(verify(undefined), { refused: "unsigned" });
  assert.deepEqual(verify("nonsense"), { refused: "unsigned" });
  assert.deepEqual(verify(signed, "body", NOW + 30_000), { refused: "stale" });
  assert.deepEqual(verify(signed, "another body"), { refused: "altered" });
  assert.deepEqual(verify(signed, "body", NOW, "payments"), { refused: "foreign" });
  assert.deepEqual(verify(stranger), { refused: "foreign" });
  assert.deepEqual(verifyCall(otherKeys, "orders", PARTIES, signed, "body", NOW), { refused: "foreign" });
});

test("nobody speaks as another service", () => {
  const pretending = { ...call, caller: { subject: null, scopes: [], service: "orders" } };
  const header = signCall(keys, { from: "payments", to: "orders" }, pretending, hashedBody("body"), NOW);

  assert.deepEqual(verifyCall(keys, "orders", PARTIES, header, "body", NOW), { refused: "foreign" });
});

test("only the gateway passes a client on", () => {
  const header = signCall(keys, { from: "payments", to: "orders" }, call, hashedBody("body"), NOW);

  assert.deepEqual(verifyCall(keys, "orders", PARTIES, header, "body", NOW), { refused: "foreign" });
});

test("no changed character of a signed call passes", () => {
  fc.assert(
    fc.property(fc.nat(signed.length - 1), fc.constantFrom(..."ABCabc019-_."), (at, character) => {
      fc.pre(signed[at] !== character);
      const result = verifyCall(
        keys,
        "orders",
        PARTIES,
        signed.slice(0, at) + character + signed.slice(at + 1),
        "body",
        NOW,
      );
      assert.ok(
        "refused" in result ||
          (JSON.stringify(result) === JSON.stringify({ from: "gateway", ...call }) && at === signed.length - 1),
      );
    }),
  );
});
