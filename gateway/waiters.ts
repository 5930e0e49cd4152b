/** Those who wait for one piece of work, the first of them from the start. */
export class Waiters {
  readonly #work = new AbortController();
  #left = 1;

  /** The work's: it is given up when the last has gone without it. */
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

  /** One of them has what it waited for; true: the others have it too, or went away. */
  done(): boolean {
    this.#left -= 1;
    return this.#left === 0;
  }
}
