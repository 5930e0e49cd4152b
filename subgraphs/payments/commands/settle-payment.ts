import type { Payment } from "../domain/payment.ts";
import type { Ports } from "../ports.ts";
import { applyReport, type ChargeNews } from "./apply-report.ts";
import { runErrands } from "./run-errands.ts";

/** What a provider says of a charge takes effect, then what follows from it is asked of the provider. */
export async function settlePayment(ports: Ports, news: ChargeNews, requestId: string): Promise<Payment | undefined> {
  const advanced = await applyReport(ports, news, requestId);
  if (advanced) await runErrands(ports, advanced.errands, requestId);
  return advanced?.payment;
}
