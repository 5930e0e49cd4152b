import { backgroundScope } from "#kernel/ask.ts";
import type { Ports } from "../ports.ts";
import { drivePlacement } from "./drive-placement.ts";
import { leaseFrom } from "./place-order.ts";

const BATCH_MAX = 20;
/** A client that retries comes first; nobody retries a purchase for longer than this. */
const IDLE_MS_MIN = 5_000;

/** Goes on with purchases whose process died and that nobody asked for again. */
export async function sweepPlacements(ports: Ports): Promise<void> {
  const { store, clock, shop, log } = ports;
  const now = clock.now();
  const idle = await store.placements.takeOverIdle(new Date(now.getTime() - IDLE_MS_MIN), leaseFrom(now), BATCH_MAX);
  for (const placement of idle) {
    const { market, locale, requestId, orderId, caller } = placement;
    const scope = backgroundScope(requestId, { ...shop.context, market, locale });
    try {
      const driven = await drivePlacement(ports, placement, scope);
      log.info({ orderId, caller, requestId, driven: driven.type }, "the sweep went on with a purchase");
    } catch (error) {
      log.warn({ error, orderId, requestId }, "the sweep could not go on with a purchase");
    }
  }
}

/** As long as other idempotency rows. */
const RETENTION_MS = 30 * 86_400_000;

export async function forgetPlacements({ store, clock }: Pick<Ports, "store" | "clock">): Promise<void> {
  await store.placements.forget(new Date(clock.now().getTime() - RETENTION_MS));
}
