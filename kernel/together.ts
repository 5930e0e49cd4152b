export interface Together {
  /** So many go on in a row: between, what has come meanwhile is read, and what was asked of others goes on. */
  readonly inARowMax: number;
  /** None waits longer while others come: a turn may take long while all sockets are ready. */
  readonly waitMsMax: number;
}

const SOON: Together = { inARowMax: 32, waitMsMax: 10 };

/**
 * Lets what comes to one step within a turn of the event loop go on together, at the turn's end. The step then runs many
 * times in a row: for one request alone, between all that Node does, its code has left the processor's caches, and takes
 * several times as long.
 */
export function together<Item>(
  goOn: (item: Item) => void,
  { inARowMax, waitMsMax }: Together = SOON,
): (item: Item) => void {
  let waiting: Item[] = [];
  let sinceMs = 0;
  let isDue = false;

  const go = (items: readonly Item[]) => {
    let gone = 0;
    try {
      while (gone < items.length) goOn(items[gone++]!);
    } finally {
      // A fault of one is not the others'.
      for (const item of items.slice(gone)) wait(item);
    }
  };
  const endOfTurn = () => {
    isDue = false;
    const items = waiting;
    waiting = items.slice(inARowMax);
    if (waiting.length > 0) {
      sinceMs = performance.now();
      endTurn();
    }
    go(items.length > inARowMax ? items.slice(0, inARowMax) : items);
  };
  const endTurn = () => {
    if (!isDue) setImmediate(endOfTurn);
    isDue = true;
  };
  const wait = (item: Item) => {
    if (waiting.push(item) === 1) sinceMs = performance.now();
    endTurn();
  };
  return (item) => {
    wait(item);
    if (performance.now() - sinceMs <= waitMsMax) return;
    const items = waiting;
    waiting = [];
    go(items);
  };
}
