import type { CallScope } from "#kernel/ask.ts";
import type { Id } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { claimRefusal, invalidInput, notFound } from "#kernel/user-error.ts";
import { firstCheckAt } from "../domain/checks.ts";
import { draftPayment, type Payment } from "../domain/payment.ts";
import type { PaymentRefusal } from "../domain/refusal.ts";
import { decideStart, type PayableOrder } from "../domain/start.ts";
import type { PaymentProvider, Ports } from "../ports.ts";
import { advancePayment, type Errand } from "./advance-payment.ts";
import { askProvider } from "./ask-provider.ts";
import { runErrands } from "./run-errands.ts";
import { settlePayment } from "./settle-payment.ts";

export interface StartPayment {
  /** Who pays: the order's owner. */
  readonly caller: Id;
  readonly orderId: Id;
  readonly provider: string;
  readonly token: string;
  readonly returnUrl: string | null;
  readonly idempotencyKey: string;
  /** The other arguments as the client sent them. */
  readonly args: unknown;
}

type Begun = { readonly payment: Payment; readonly isNew: boolean; readonly errands: readonly Errand[] };

/**
 * Pays what is due of an order. The payment is written as PROCESSING first, then the provider is asked with no
 * transaction open, then its answer is written: whatever breaks in between is found by looking the charge up.
 */
export async function startPayment(
  ports: Ports,
  command: StartPayment,
  scope: CallScope,
): Promise<Result<Payment, PaymentRefusal>> {
  const { caller, orderId, token, returnUrl } = command;
  const provider = ports.providers.find(({ code }) => code === command.provider);
  if (!provider) return err(invalidInput(TO_PROVIDER, "There is no such provider. Ask `paymentProviders`."));
  if (!provider.acceptsToken(token)) return err(invalidInput(TO_TOKEN, `This is not a token of ${provider.name}.`));
  const order = await ports.orders.findPayable(orderId, scope);
  if (!order || order.owner !== caller) return err(notFound(["orderId"], orderId));
  const { currency } = order.total;
  if (!provider.currencies.includes(currency))
    return err(invalidInput(TO_PROVIDER, `${provider.name} does not take ${currency}. Ask \`paymentProviders\`.`));

  const begun = await beginPayment(ports, provider, order, command, scope.requestId);
  if (!begun.ok) return begun;
  const { payment, isNew, errands } = begun.value;
  if (!isNew) return ok(payment);
  await runErrands(ports, errands, scope.requestId);

  const charge = { paymentId: payment.id, amount: payment.amount, token, returnUrl };
  const asked = await askProvider(ports, provider.code, (to) => to.startCharge(charge));
  if (!asked.answered || asked.answer.type === "processing") return ok(payment);
  const answer = { paymentId: payment.id, provider: provider.code, report: asked.answer };
  return ok((await settlePayment(ports, answer, scope.requestId)) ?? payment);
}

const TO_PROVIDER = ["method", "token", "provider"];
const TO_TOKEN = ["method", "token", "token"];

function beginPayment(
  ports: Ports,
  provider: PaymentProvider,
  order: PayableOrder,
  command: StartPayment,
  requestId: string,
): Promise<Result<Begun, PaymentRefusal>> {
  const { caller, orderId, idempotencyKey: key, args } = command;
  const id = ports.ids.next(PREFIXES.Payment);
  const now = ports.clock.now();
  return ports.store.transact<Begun, PaymentRefusal>(async (tx) => {
    const claimed = await tx.claim({ caller, mutation: "paymentStart", key, args, kept: { paymentId: id } });
    if (claimed.type === "repeated") {
      const kept = await tx.findPayment(claimed.kept.paymentId);
      if (kept?.owner !== caller) return err(notFound(["orderId"], orderId));
      return ok({ payment: kept, isNew: false, errands: [] });
    }
    if (claimed.type !== "first") return err(claimRefusal(claimed));

    const account = await tx.openAccount(orderId, caller, now);
    if (account.owner !== caller) return err(notFound(["orderId"], orderId));
    const decided = decideStart(order, account, await tx.findPaymentsOfOrder(orderId), now);
    if (!decided.ok) return decided;
    const { replaced } = decided.value;
    const errands = replaced
      ? (await advancePayment(tx, replaced, { type: "replaced" }, ports, requestId)).errands
      : [];
    const payment = draftPayment({ id, orderId, owner: caller, provider: provider.code, amount: order.total }, now);
    await tx.insertPayment(payment, firstCheckAt(payment, [], now));
    return ok({ payment, isNew: true, errands });
  });
}
