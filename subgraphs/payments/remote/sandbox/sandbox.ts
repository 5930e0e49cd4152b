import type { Clock } from "#kernel/clock.ts";
import type { Database } from "#kernel/database.ts";
import type { Job } from "#kernel/jobs.ts";
import type { Log } from "#kernel/log.ts";
import type { Route } from "#kernel/subgraph.ts";
import type { ChargeReport } from "../../domain/charge.ts";
import type { ChargeOrder, PaymentProvider } from "../../ports.ts";
import { CHALLENGE_PATH, challengeRoutes } from "./sandbox-challenge.ts";
import { sandboxCourier } from "./sandbox-courier.ts";
import { type NewCharge, type SandboxCharge, sandboxLedger } from "./sandbox-ledger.ts";
import { isSigned, SANDBOX_SIGNATURE_HEADER } from "./sandbox-signature.ts";
import { messageOf } from "./sandbox-webhook.ts";

export interface SandboxOptions {
  readonly database: Database;
  /** Where the shop is reached, without a trailing slash. */
  readonly publicUrl: string;
  readonly currencies: readonly string[];
  /** When `tok_slow` settles. */
  readonly slowMs: number;
  /** Signs the webhooks. */
  readonly key: Buffer;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Sandbox {
  readonly provider: PaymentProvider;
  /** Its bank's page. */
  readonly routes: readonly Route[];
  /** What it does by itself. */
  readonly jobs: readonly Job[];
  close(): Promise<void>;
}

/** How long a buyer has on the bank's page. */
const CHALLENGE_MS = 900_000;
/** The safety net below the timers of `tok_slow`, and the retries of webhooks. */
const DUE_EVERY_MS = 2_000;
const TIMER_SLACK_MS = 5;
const RETENTION_MS = 7 * 86_400_000;

/** A payment company to try things with: it keeps its own books, settles by signed webhooks, and never moves money. */
export function openSandbox(options: SandboxOptions): Sandbox {
  const { database, publicUrl, clock, key, log } = options;
  const ledger = sandboxLedger(database, () => clock.now());
  const courier = sandboxCourier({ ledger, url: `${publicUrl}/hooks/payments/sandbox`, key, clock, log });
  const timers = new Set<NodeJS.Timeout>();
  const settling = new Set<Promise<void>>();

  const settleDue = async () => courier.send(await ledger.takeDue());
  const settleLater = (ms: number) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      const settled = settleDue().catch((error) => log.error({ error }, "the sandbox could not settle a charge"));
      settling.add(settled);
      void settled.then(() => settling.delete(settled));
    }, ms).unref();
    timers.add(timer);
  };
  const removeOld = () => ledger.removeDeliveriesBefore(new Date(clock.now().getTime() - RETENTION_MS));

  const report = (charge: SandboxCharge): ChargeReport => {
    switch (charge.status) {
      case "requires_action": {
        const redirectUrl = `${publicUrl}${CHALLENGE_PATH}/${charge.id}`;
        return { type: "actionRequired", nextAction: { kind: "REDIRECT", redirectUrl, expiresAt: charge.dueAt! } };
      }
      case "failed":
        return { type: "failed", failure: charge.failure! };
      case "processing":
      case "succeeded":
      case "cancelled":
        return { type: charge.status };
    }
  };

  const findCharge = async (paymentId: string) => {
    const charge = await ledger.findChargeOf(paymentId);
    return charge && report(charge);
  };

  const provider: PaymentProvider = {
    code: "sandbox",
    name: "Sandbox",
    currencies: options.currencies,
    acceptsToken: (token) => Object.hasOwn(BEHAVIOURS, token),
    startCharge: async (order) => {
      const behaviour = BEHAVIOURS[order.token as SandboxToken];
      const { charge, isNew, deliveries } = await ledger.openCharge(behaviour.open(order, clock.now(), options.slowMs));
      courier.send(deliveries);
      if (isNew && charge.status === "processing") settleLater(options.slowMs + TIMER_SLACK_MS);
      if (behaviour.timesOut) throw new Error("The sandbox did not answer in time");
      return isNew && charge.status === "succeeded" ? { type: "processing" } : report(charge);
    },
    findCharge,
    cancelCharge: async (paymentId) => {
      await ledger.cancel(paymentId);
      return findCharge(paymentId);
    },
    refundCharge: async ({ id, paymentId, amount }) => {
      const { isKnown, deliveries } = await ledger.refund(id, paymentId, amount);
      courier.send(deliveries);
      return { type: deliveries.length > 0 ? "pending" : isKnown ? "succeeded" : "failed" };
    },
    isGenuine: async ({ headers, body }, now) => isSigned(key, headers[SANDBOX_SIGNATURE_HEADER], body, now),
    readWebhook: messageOf,
  };

  return {
    provider,
    routes: challengeRoutes({ ledger, basePath: new URL(publicUrl).pathname.replace(/\/$/, ""), send: courier.send }),
    jobs: [
      { name: "sandbox settles what is due", everyMs: DUE_EVERY_MS, run: settleDue },
      { name: "sandbox forgets old webhooks", everyMs: 3_600_000, run: removeOld },
    ],
    close: async () => {
      timers.forEach((timer) => clearTimeout(timer));
      await Promise.all(settling);
      await courier.close();
    },
  };
}

type SandboxToken = "tok_success" | "tok_declined" | "tok_3ds" | "tok_slow" | "tok_timeout_after_charge";

interface Behaviour {
  open(order: ChargeOrder, now: Date, slowMs: number): NewCharge;
  /** The money moves, but the caller never learns it. */
  readonly timesOut?: true;
}

const BEHAVIOURS: Readonly<Record<SandboxToken, Behaviour>> = {
  tok_success: { open: (order) => ({ ...settled(order), isAnnounced: true }) },
  tok_declined: { open: (order) => ({ ...settled(order), status: "failed", failure: "DECLINED" }) },
  tok_3ds: {
    open: (order, now) => ({ ...settled(order), status: "requires_action", dueAt: after(now, CHALLENGE_MS) }),
  },
  tok_slow: { open: (order, now, slowMs) => ({ ...settled(order), status: "processing", dueAt: after(now, slowMs) }) },
  tok_timeout_after_charge: { open: settled, timesOut: true },
};

/** The money has moved and nobody is told. */
function settled({ paymentId, amount, returnUrl }: ChargeOrder): NewCharge {
  return { paymentId, amount, returnUrl, status: "succeeded", failure: null, dueAt: null, isAnnounced: false };
}

function after(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}
