import type { Ports } from "../ports.ts";
import type { Errand } from "./advance-payment.ts";
import { applyReport } from "./apply-report.ts";
import { askProvider } from "./ask-provider.ts";
import { settleRefund } from "./settle-refund.ts";

/** Asks the providers for what a transaction has decided. What is not answered stays due and is asked again by a job. */
export async function runErrands(ports: Ports, errands: readonly Errand[], requestId: string): Promise<void> {
  await Promise.all(errands.map((errand) => runErrand(ports, errand, requestId)));
}

async function runErrand(ports: Ports, errand: Errand, requestId: string): Promise<void> {
  switch (errand.type) {
    case "refund":
      return sendRefund(ports, errand, requestId);
    case "cancelCharge":
      return cancelCharge(ports, errand, requestId);
  }
}

async function sendRefund(ports: Ports, errand: Extract<Errand, { type: "refund" }>, requestId: string) {
  const { refund, provider } = errand;
  const asked = await askProvider(ports, provider, (to) => to.refundCharge(refund));
  if (!asked.answered || asked.answer.type === "pending") return;
  await settleRefund(ports, { refundId: refund.id, provider, report: asked.answer }, requestId);
}

/** A charge that cannot be stopped stays due; one that brought its money after all is sent back. */
async function cancelCharge(ports: Ports, { payment }: Extract<Errand, { type: "cancelCharge" }>, requestId: string) {
  const { id, provider } = payment;
  const asked = await askProvider(ports, provider, (to) => to.cancelCharge(id));
  if (!asked.answered) return;
  const report = asked.answer;
  if (report === undefined || report.type === "cancelled" || report.type === "failed")
    return ports.store.checkPaymentAt(payment, null);
  const advanced = await applyReport(ports, { paymentId: id, provider, report }, requestId);
  if (advanced) await runErrands(ports, advanced.errands, requestId);
}
