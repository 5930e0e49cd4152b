/** Runs one after the other, in the order in which they were asked for. */
export type InTurn = <Result>(act: () => Promise<Result>) => Promise<Result>;

export function takeTurns(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const done = last.then(act);
    last = done.catch(() => {});
    return done;
  };
}
