import assert from "node:assert/strict";
import { test } from "node:test";
import { money } from "#kernel/money.ts";
import { firstCheckAt, nextCheckAt, wasNeverCharged } from "./checks.ts";
import { draftPayment, type PaymentState } from "./payment.ts";

const START = new Date("2026-11-20T10:00:00.000Z");
const at = (ms: number) => new Date(START.getTime() + ms);
const origin = { id: "pay_1", orderId: "ord_1", owner: "usr_1", provider: "sandbox", amount: money(100n, "INR") };
const payment = (state: PaymentState) => ({ ...draftPayment(origin, START), state });

test("a payment is looked after while something is open, and not longer", () => {
  const nextAction = { kind: "REDIRECT", redirectUrl: "https://bank.example", expiresAt: at(900_000) } as const;

  assert.deepEqual(firstCheckAt(payment({ status: "PROCESSING" }), [], START), at(10_000));
  assert.deepEqual(firstCheckAt(payment({ status: "REQUIRES_ACTION", nextAction }), [], START), at(910_000));
  assert.deepEqual(firstCheckAt(payment({ status: "CANCELLED" }), ["cancelCharge"], START), at(10_000));
  assert.equal(firstCheckAt(payment({ status: "CANCELLED" }), [], START), null);
  assert.equal(firstCheckAt(payment({ status: "SUCCEEDED", wanted: true }), ["tellSucceeded"], START), null);
  assert.equal(firstCheckAt(payment({ status: "FAILED", failure: "DECLINED" }), ["tellFailed"], START), null);
  const unavailable = payment({ status: "FAILED", failure: "PROVIDER_UNAVAILABLE" });
  assert.deepEqual(firstCheckAt(unavailable, ["tellFailed"], START), at(300_000));
});

test("the wait for the next look doubles with the age, from 10 seconds to 5 minutes", () => {
  const waits: number[] = [];
  let now = at(10_000);
  for (let n = 0; n < 8; n++) {
    const next = nextCheckAt(START, now);
    waits.push((next.getTime() - now.getTime()) / 1_000);
    now = next;
  }

  assert.deepEqual(waits, [10, 20, 40, 80, 160, 300, 300, 300]);
});

test("a charge is given up only while PROCESSING and after 30 seconds", () => {
  assert.equal(wasNeverCharged(payment({ status: "PROCESSING" }), at(29_999)), false);
  assert.equal(wasNeverCharged(payment({ status: "PROCESSING" }), at(30_000)), true);
  assert.equal(wasNeverCharged(payment({ status: "SUCCEEDED", wanted: true }), at(90_000)), false);
});
