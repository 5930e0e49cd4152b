export interface PlacesLimits {
  /** Calls that a service is asked at once. */
  readonly callsAtOnceMax: number;
  readonly callsWaitingMax: number;
  readonly callWaitMsMax: number;
}

/** A service's places: more calls at once would only wait there instead of here, where they can be told. */
export interface Places {
  /** True: the place is taken, and must be left. False: too many wait already, or none became free in time. */
  enter(signal?: AbortSignal): boolean | Promise<boolean>;
  leave(): void;
  readonly taken: number;
  readonly waiting: number;
}

interface Waiting {
  readonly untilMs: number;
  readonly decide: (isIn: boolean) => void;
}

/** First come, first served. All wait equally long at most, so one timer does for all. */
export function createPlaces({ callsAtOnceMax, callsWaitingMax, callWaitMsMax }: PlacesLimits): Places {
  const queue: Waiting[] = [];
  let taken = 0;
  let timer: NodeJS.Timeout | undefined;

  const watchFirst = () => {
    const [first] = queue;
    timer = first && setTimeout(giveUp, first.untilMs - Date.now());
  };
  const giveUp = () => {
    while (queue.length > 0 && queue[0]!.untilMs <= Date.now()) queue.shift()!.decide(false);
    watchFirst();
  };

  const wait = async (signal: AbortSignal | undefined): Promise<boolean> => {
    const { promise, resolve: decide } = Promise.withResolvers<boolean>();
    const waiting: Waiting = { untilMs: Date.now() + callWaitMsMax, decide };
    const goAway = () => {
      const at = queue.indexOf(waiting);
      // He has been let in, and only hears of it later.
      if (at < 0) return;
      queue.splice(at, 1);
      decide(false);
    };
    queue.push(waiting);
    if (!timer) watchFirst();
    signal?.addEventListener("abort", goAway);
    return promise.finally(() => signal?.removeEventListener("abort", goAway));
  };

  return {
    get taken() {
      return taken;
    },
    get waiting() {
      return queue.length;
    },
    enter: (signal) => {
      if (taken < callsAtOnceMax) {
        taken += 1;
        return true;
      }
      return queue.length < callsWaitingMax && !signal?.aborted && wait(signal);
    },
    leave: () => {
      const next = queue.shift();
      if (next) next.decide(true);
      else taken -= 1;
    },
  };
}
