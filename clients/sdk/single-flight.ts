/** Calls that come while one is under way get its result. */
export function singleFlight<Args extends readonly unknown[], Value>(
  work: (...args: Args) => Promise<Value>,
): (...args: Args) => Promise<Value> {
  let underWay: Promise<Value> | undefined;
  return (...args) =>
    (underWay ??= work(...args).finally(() => {
      underWay = undefined;
    }));
}
