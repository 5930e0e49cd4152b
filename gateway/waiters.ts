/** Those who wait for one piece of work, the first of them from the start; it is given up when the last has gone. */
export class Waiters {
  readonly #work = new AbortController();
  #left = 1;

  /** The work's. */
  get signal(): AbortSignal {
    return this.#work.signal;
  }

  join(): void {
    this.#left += 1;
  }

  leave(): void {
    this.#left -= 1;
    if (this.#left === 0) this.#work.abort();
  }
}
