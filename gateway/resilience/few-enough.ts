/** How few operations at once serve as many as more of them do. */
export interface FewEnough {
  /** Somebody found no place lately. */
  isOverload(nowMs: number): boolean;
  /** Infinity while there is no overload. */
  atOnceMax(nowMs: number): number;
  /** Somebody found no place. */
  onRefused(nowMs: number): void;
  /** Somebody has left his. */
  onLeft(nowMs: number, tookMs: number): void;
  /** Somebody has left his while fewer were let in for another reason: what is measured begins anew after it. */
  onLeftOtherwise(nowMs: number): void;
}

/** Without a refusal for so long there is calm, and nothing is known of what comes next. */
const CALM_MS = 1_000;
/** What is measured at one step: so long, and so many. */
const MEASURE_MS = 1_000;
const MEASURED_MIN = 200;
/** Of what was served before: half as many are enough that serve nearly as much; twice as many must serve more. */
const NEEDED = { half: 0.9, double: 1.1 };
/** Until a step shows: those from before are to be gone. */
const SETTLE_MS = 300;
const SETTLE_TIMES = 2;
/** Then it is tried again: services may have changed. To let in too few costs, and to let in more hardly does. */
const HALF_AFTER_MS = 30_000;
const DOUBLE_AFTER_MS = 5_000;

type Step = keyof typeof NEEDED;

/**
 * Where more is asked all the time than can be served, nothing but how much is served depends on how many are let in: as
 * long as half as many serve as many, the others only waited, and made everybody wait. It asks for no model of how long
 * work takes, which some do a hundred times as long as others.
 */
export function fewEnough({ least, most }: { readonly least: number; readonly most: number }): FewEnough {
  let refusedAtMs = -Infinity;
  let level = most;
  /** A ms, at the level that was measured last and is no attempt. */
  let served = 0;
  let tried: { readonly step: Step; readonly from: number } | undefined;
  let measured = startOf(0);
  let restUntilMs = -Infinity;
  let halfAtMs = -Infinity;

  const isOverload = (nowMs: number) => nowMs - refusedAtMs <= CALM_MS;

  const goTo = (next: number, fromMs: number) => {
    level = next;
    measured = startOf(fromMs);
  };
  const attempt = (step: Step, nowMs: number, settleMs: number) => {
    tried = { step, from: level };
    goTo(step === "half" ? Math.max(least, level / 2) : Math.min(most, level * 2), nowMs + settleMs);
  };
  const rest = (nowMs: number) => {
    tried = undefined;
    if (nowMs >= halfAtMs) halfAtMs = nowMs + HALF_AFTER_MS;
    restUntilMs = nowMs + (level < most ? DOUBLE_AFTER_MS : HALF_AFTER_MS);
    measured = startOf(restUntilMs);
  };
  const stepsAfter = (isTaken: boolean, nowMs: number): readonly Step[] => {
    if (!tried) return nowMs >= halfAtMs ? ["half", "double"] : ["double"];
    if (isTaken) return [tried.step];
    return tried.step === "half" ? ["double"] : [];
  };
  const judge = (rate: number, nowMs: number, settleMs: number) => {
    const isTaken = !tried || rate >= served * NEEDED[tried.step];
    if (isTaken) served = rate;
    else goTo(tried!.from, nowMs + settleMs);
    const step = stepsAfter(isTaken, nowMs).find((next) => (next === "half" ? level > least : level < most));
    if (step) attempt(step, nowMs, settleMs);
    else rest(nowMs);
  };

  return {
    isOverload,
    atOnceMax: (nowMs) => (isOverload(nowMs) ? level : Infinity),
    onRefused: (nowMs) => {
      if (!isOverload(nowMs)) {
        tried = undefined;
        goTo(most, Math.max(nowMs + SETTLE_MS, restUntilMs));
      }
      refusedAtMs = nowMs;
    },
    onLeft: (nowMs, tookMs) => {
      if (!isOverload(nowMs) || nowMs < measured.fromMs) return;
      measured.left += 1;
      measured.sumMs += tookMs;
      const { fromMs, left, sumMs } = measured;
      if (left < MEASURED_MIN || nowMs - fromMs < MEASURE_MS) return;
      judge(left / (nowMs - fromMs), nowMs, Math.max(SETTLE_MS, (SETTLE_TIMES * sumMs) / left));
    },
    onLeftOtherwise: (nowMs) => {
      if (nowMs >= measured.fromMs) measured = startOf(nowMs + SETTLE_MS);
    },
  };
}

function startOf(fromMs: number) {
  return { fromMs, left: 0, sumMs: 0 };
}
