/** So many go on at once, and none waits longer while others come: a turn may take long while all sockets are ready. */
const TOGETHER_MAX = 64;
const TOGETHER_MS_MAX = 10;

/**
 * Lets what comes to one step within a turn of the event loop go on together, at the turn's end. The step then runs many
 * times in a row: for one request alone, between all that Node does, its code has left the processor's caches, and takes
 * several times as long.
 */
export function together<Item>(goOn: (item: Item) => void): (item: Item) => void {
  let waiting: Item[] = [];
  let sinceMs = 0;
  let isDue = false;

  const all = () => {
    const items = waiting;
    let gone = 0;
    waiting = [];
    try {
      while (gone < items.length) goOn(items[gone++]!);
    } finally {
      // A fault of one is not the others'.
      for (const item of items.slice(gone)) wait(item);
    }
  };
  const endOfTurn = () => {
    isDue = false;
    all();
  };
  const wait = (item: Item) => {
    if (waiting.push(item) === 1) sinceMs = performance.now();
    if (isDue) return;
    isDue = true;
    setImmediate(endOfTurn);
  };
  return (item) => {
    wait(item);
    if (waiting.length >= TOGETHER_MAX || performance.now() - sinceMs > TOGETHER_MS_MAX) all();
  };
}
