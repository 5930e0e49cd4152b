import { sleep } from "#kernel/clock.ts";
import type { PaymentProvider, Ports } from "../ports.ts";

/** A provider gets this long; what it does after that is found out by reconciliation. */
const ANSWER_MS_MAX = 5_000;

export type Asked<Answer> = { readonly answered: true; readonly answer: Answer } | { readonly answered: false };

/** What a provider answers. Fails or takes too long: not answered, and nothing is known of what it did. */
export async function askProvider<Answer>(
  { providers, log }: Pick<Ports, "providers" | "log">,
  code: string,
  ask: (provider: PaymentProvider) => Promise<Answer>,
): Promise<Asked<Answer>> {
  const answered = new AbortController();
  const late = sleep(ANSWER_MS_MAX, answered.signal).then(() => {
    throw new Error("It did not answer in time");
  });
  late.catch(() => {});
  try {
    const provider = providers.find((known) => known.code === code);
    if (!provider) throw new Error("It is not configured any more");
    return { answered: true, answer: await Promise.race([ask(provider), late]) };
  } catch (error) {
    log.warn({ error, provider: code }, "a payment provider did not answer");
    return { answered: false };
  } finally {
    answered.abort();
  }
}
