import type { Log } from "#kernel/log.ts";
import { together } from "#kernel/together.ts";
import type { Gateway } from "../gateway.ts";
import { type Answered, factsOf } from "../operation.ts";
import { watchEventLoop } from "../resilience/event-loop-lag.ts";
import { createLoadShedder, overloaded, type TicketOutcome } from "../resilience/load-shedder.ts";
import type { Answer } from "./answer.ts";
import { type Refusal, refusalOf } from "./refusal.ts";

export interface LoadShedding {
  /** Its operations take their places among those that run. */
  readonly gateway: Gateway;
  /**
   * The refusal of one more request, if it is too much. Asked before any of it is read: it costs next to nothing then.
   * @param isSoon all of it is there, or it is alone: it takes its place before the next is asked about
   */
  refusal(isSoon: boolean): Refusal | undefined;
  close(): void;
}

const LOG_EVERY_MS = 1_000;
/** Of those beyond few, so many begin in a turn of the event loop. */
const BEGIN_IN_A_ROW_MAX = 8;
const REFUSAL = refusalOf(overloaded());

/**
 * Operations over HTTP are refused while as many run as can be served. Sockets that stand, health and plain doors are
 * let be: they are few, and whoever watches over this process must not take it for dead.
 */
export function shedLoad(gateway: Gateway, log: Log): LoadShedding {
  const { limits, metrics } = gateway;
  const loop = watchEventLoop();
  const shedder = createLoadShedder({ limits, now: () => performance.now(), loop });
  let loggedAtMs = -Infinity;
  let refused = 0;
  /** Let in by now, in this turn of the event loop: they have not taken their places yet. */
  let arriving = 0;
  let isTurn = false;
  const endTurn = () => {
    isTurn = false;
    arriving = 0;
  };
  /**
   * While few enough to keep the services busy are on their way, the others gain nothing by beginning at once: it would
   * only hold up the refusals of those for whom there is no place.
   */
  const beginInTurn = together((begin: () => void) => begin(), {
    inARowMax: BEGIN_IN_A_ROW_MAX,
    waitMsMax: Infinity,
  });
  const turnOf = () => (shedder.atOnce > limits.loadAtOnceFewest ? new Promise<void>(beginInTurn) : undefined);
  const arrive = () => void (arriving = Math.max(0, arriving - 1));

  const refuse = (): Refusal => {
    metrics?.refusal("overload");
    refused += 1;
    const nowMs = performance.now();
    if (nowMs - loggedAtMs < LOG_EVERY_MS) return REFUSAL;
    const { atOnce, atOnceMax } = shedder;
    log.warn({ refused, atOnce, atOnceMax, lagMs: Math.round(loop.lagMs()) }, "too much is asked: some is refused");
    loggedAtMs = nowMs;
    refused = 0;
    return REFUSAL;
  };

  const answer: Gateway["answer"] = async (operation, accepted, client, share) => {
    arrive();
    const ticket = shedder.enter();
    if (!ticket) return refusedAnswer(refuse());
    const leave = (outcome: TicketOutcome) => shedder.leave(ticket, client.signal.aborted ? "given up" : outcome);
    let answered: Answered<Answer>;
    try {
      answered = await gateway.answer(operation, accepted, client, share, turnOf());
    } catch (error) {
      leave("ignored");
      throw error;
    }
    // It takes its place until its last part is out.
    if (answered.answer.kind === "parts") void answered.answer.ended.then(() => leave("ignored"));
    else leave(tellsOfWork(answered) ? "served" : "ignored");
    return answered;
  };

  const join: Gateway["join"] = (shareKey) => {
    const shared = gateway.join(shareKey);
    if (shared) {
      arrive();
      shedder.join();
    }
    return shared;
  };

  return {
    gateway: { ...gateway, join, answer },
    refusal: (isSoon) => {
      if (shedder.tooMuch(arriving)) return refuse();
      if (!isSoon) return undefined;
      arriving += 1;
      if (!isTurn) setImmediate(endTurn);
      isTurn = true;
      return undefined;
    },
    close: loop.close,
  };
}

/**
 * What asked nobody, or found nobody there, says nothing of how long work takes; a stream goes on, and a mutation may
 * honestly take long, as when all buy the same.
 */
function tellsOfWork({ answer, facts }: Answered<Answer>): boolean {
  const { operationType, fetches, errorCodes } = facts;
  const isRead = answer.kind === "complete" && operationType !== "mutation";
  return isRead && fetches > 0 && !errorCodes.has("SERVICE_UNAVAILABLE");
}

function refusedAnswer(refusal: Refusal): Answered<Answer> {
  return { facts: factsOf(refusal), answer: { kind: "refused", refusal } };
}
