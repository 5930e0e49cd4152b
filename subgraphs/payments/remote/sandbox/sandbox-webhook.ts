import type { ChargeReport } from "../../domain/charge.ts";
import type { FailureCode } from "../../domain/failure.ts";
import type { WebhookMessage, WebhookSubject } from "../../ports.ts";

/** What the sandbox has to tell, as its table of deliveries keeps it. */
export interface Delivery {
  readonly id: string;
  readonly type: "charge.succeeded" | "charge.failed" | "refund.succeeded";
  /** The payment or the refund. */
  readonly subject: string;
  readonly failure: FailureCode | null;
  readonly createdAt: Date;
}

/** The webhook's JSON. The same delivery has the same body whenever it is sent. */
export function bodyOf({ id, type, subject, failure, createdAt }: Delivery): string {
  return JSON.stringify({ id, type, createdAt: createdAt.toISOString(), subject, failure });
}

/** What such a body says; undefined without an id of its own. Types of no concern here are told as "other". */
export function messageOf(body: string): WebhookMessage | undefined {
  const said = parsed(body);
  if (!said || typeof said.id !== "string" || said.id === "" || said.id.length > ID_LENGTH_MAX) return undefined;
  return { eventId: said.id, about: subjectOf(said) };
}

const ID_LENGTH_MAX = 255;

function subjectOf({ type, subject, failure }: Partial<Record<string, unknown>>): WebhookSubject {
  if (typeof subject !== "string") return { type: "other" };
  const charge = (report: ChargeReport) => ({ type: "charge", paymentId: subject, report }) as const;
  switch (type) {
    case "charge.succeeded":
      return charge({ type: "succeeded" });
    case "charge.failed":
      return charge({ type: "failed", failure: (failure as FailureCode | null) ?? "DECLINED" });
    case "refund.succeeded":
      return { type: "refund", refundId: subject, report: { type: "succeeded" } };
    default:
      return { type: "other" };
  }
}

function parsed(body: string): Partial<Record<string, unknown>> | undefined {
  try {
    const said: unknown = JSON.parse(body);
    return said !== null && typeof said === "object" ? said : undefined;
  } catch {
    return undefined;
  }
}
