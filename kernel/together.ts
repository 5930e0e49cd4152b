/** So many go on at once: a turn may take long while all sockets are ready. */
const TOGETHER_MAX = 64;

/**
 * Lets what comes to one step within a turn of the event loop go on together, at the turn's end. The step then runs many
 * times in a row: for one request alone, between all that Node does, its code has left the processor's caches, and takes
 * several times as long.
 */
export function together<Item>(goOn: (item: Item) => void): (item: Item) => void {
  let waiting: Item[] = [];
  const all = () => {
    const items = waiting;
    waiting = [];
    for (const item of items) goOn(item);
  };
  return (item) => {
    waiting.push(item);
    if (waiting.length === 1) setImmediate(all);
    else if (waiting.length >= TOGETHER_MAX) all();
  };
}
