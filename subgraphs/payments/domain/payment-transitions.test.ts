import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { PaymentState } from "./payment.ts";
import { eventOf, type PaymentEffect, type PaymentEvent, transition } from "./payment-transitions.ts";

const nextAction = { kind: "REDIRECT", redirectUrl: "https://bank.example", expiresAt: new Date(0) } as const;
const PROCESSING: PaymentState = { status: "PROCESSING" };
const REQUIRES_ACTION: PaymentState = { status: "REQUIRES_ACTION", nextAction };
const SUCCEEDED: PaymentState = { status: "SUCCEEDED", wanted: true };
const UNWANTED: PaymentState = { status: "SUCCEEDED", wanted: false };
const FAILED: PaymentState = { status: "FAILED", failure: "DECLINED" };
const CANCELLED: PaymentState = { status: "CANCELLED" };

const actionRequired: PaymentEvent = { type: "actionRequired", nextAction };
const failed: PaymentEvent = { type: "failed", failure: "DECLINED" };
const plain = (type: Exclude<PaymentEvent["type"], "actionRequired" | "failed">): PaymentEvent => ({ type });

/** Everything that changes anything; all other pairs change nothing. */
const TABLE: readonly [PaymentState, PaymentEvent, PaymentState, readonly PaymentEffect[]][] = [
  [PROCESSING, actionRequired, REQUIRES_ACTION, []],
  [PROCESSING, plain("succeeded"), SUCCEEDED, ["tellSucceeded"]],
  [PROCESSING, plain("succeededTooLate"), UNWANTED, ["refundWhatIsLeft"]],
  [PROCESSING, failed, FAILED, ["tellFailed"]],
  [PROCESSING, plain("cancelled"), CANCELLED, []],
  [REQUIRES_ACTION, plain("succeeded"), SUCCEEDED, ["tellSucceeded"]],
  [REQUIRES_ACTION, plain("succeededTooLate"), UNWANTED, ["refundWhatIsLeft"]],
  [REQUIRES_ACTION, failed, FAILED, ["tellFailed"]],
  [REQUIRES_ACTION, plain("cancelled"), CANCELLED, []],
  [REQUIRES_ACTION, plain("replaced"), CANCELLED, ["cancelCharge"]],
  [REQUIRES_ACTION, plain("orderClosed"), CANCELLED, ["cancelCharge"]],
  [SUCCEEDED, plain("orderClosed"), SUCCEEDED, ["refundWhatIsLeft"]],
  [UNWANTED, plain("orderClosed"), UNWANTED, ["refundWhatIsLeft"]],
  [FAILED, plain("succeeded"), UNWANTED, ["refundWhatIsLeft"]],
  [FAILED, plain("succeededTooLate"), UNWANTED, ["refundWhatIsLeft"]],
  [CANCELLED, plain("succeeded"), UNWANTED, ["refundWhatIsLeft"]],
  [CANCELLED, plain("succeededTooLate"), UNWANTED, ["refundWhatIsLeft"]],
];
const STATES = [PROCESSING, REQUIRES_ACTION, SUCCEEDED, UNWANTED, FAILED, CANCELLED];
const EVENTS = [
  actionRequired,
  failed,
  ...(["succeeded", "succeededTooLate", "cancelled", "replaced", "orderClosed"] as const).map(plain),
];

test("a payment changes as the table says and in no other way", () => {
  for (const state of STATES) {
    for (const event of EVENTS) {
      const row = TABLE.find(([from, when]) => from === state && when.type === event.type);
      const expected = row && { state: row[2], effects: row[3] };

      assert.deepEqual(transition(state, event), expected, `${state.status} ${event.type}`);
    }
  }
});

test("whatever is reported in whatever order, success is told once at most, and money of a closed order is sent back", () => {
  const report = fc.constantFrom("succeeded", "failed", "cancelled", "actionRequired", "close", "replace");
  fc.assert(
    fc.property(fc.array(report, { maxLength: 12 }), (reports) => {
      const { state, effects, isClosed } = replay(reports);

      assert.ok(effects.filter((effect) => effect === "tellSucceeded").length <= 1);
      const hasMoney = state.status === "SUCCEEDED";
      assert.equal(hasMoney, reports.includes("succeeded"));
      assert.equal(hasMoney && (isClosed || !state.wanted), effects.includes("refundWhatIsLeft"));
      assert.equal(hasMoney && state.wanted, effects.includes("tellSucceeded"));
    }),
  );
});

type Report = "succeeded" | "failed" | "cancelled" | "actionRequired" | "close" | "replace";

/** What the commands do, without a store. */
function replay(reports: readonly Report[]) {
  let state: PaymentState = PROCESSING;
  let isClosed = false;
  const effects: PaymentEffect[] = [];
  for (const report of reports) {
    if (report === "close") isClosed = true;
    const event = eventFor(report, isClosed);
    const step: ReturnType<typeof transition> = event && transition(state, event);
    if (!step) continue;
    state = step.state;
    effects.push(...step.effects);
  }
  return { state, effects, isClosed };
}

function eventFor(report: Report, isClosed: boolean): PaymentEvent | undefined {
  const account = { closedAt: isClosed ? new Date(0) : null };
  switch (report) {
    case "close":
      return { type: "orderClosed" };
    case "replace":
      return { type: "replaced" };
    case "failed":
      return eventOf({ type: "failed", failure: "DECLINED" }, account);
    case "actionRequired":
      return eventOf({ type: "actionRequired", nextAction }, account);
    case "succeeded":
    case "cancelled":
      return eventOf({ type: report }, account);
  }
}
