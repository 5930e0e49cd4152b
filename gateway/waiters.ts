/** Those who wait for one piece of work, the first of them from the start. */
export class Waiters {
  readonly #work = new AbortController();
  #left = 1;
  #others: Waiters | undefined;

  /** The work's: it is given up when the last has gone without it. */
  get signal(): AbortSignal {
    return this.#work.signal;
  }

  join(): void {
    this.#left += 1;
  }

  /** Work that others wait for already is theirs too: all of them together are one of the others. */
  follow(others: Waiters): void {
    if (this.#left === 0) return;
    others.join();
    this.#others = others;
  }

  leave(): void {
    this.#left -= 1;
    if (this.#left > 0) return;
    this.#work.abort();
    this.#others?.leave();
  }

  /** One of them has what it waited for; true: all the others have it too, or went away. */
  done(): boolean {
    this.#left -= 1;
    return this.#left === 0 && (this.#others?.done() ?? true);
  }
}
