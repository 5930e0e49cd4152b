/**
 * A Map of what comes and goes all the time. In V8's own each table that a Map has outgrown, by deletions too, keeps its
 * entries and points to the next: once a Map has itself become old, all that was ever in it stays until the next full
 * collection. This one starts again whenever more have gone than are left, and so stays young.
 */
export class PassingMap<Key, Value> {
  #entries = new Map<Key, Value>();
  #deleted = 0;

  get size(): number {
    return this.#entries.size;
  }

  has(key: Key): boolean {
    return this.#entries.has(key);
  }

  get(key: Key): Value | undefined {
    return this.#entries.get(key);
  }

  set(key: Key, value: Value): void {
    this.#entries.set(key, value);
  }

  delete(key: Key): boolean {
    const isFound = this.#entries.delete(key);
    if (isFound && ++this.#deleted > this.#entries.size) this.#startAgain(this.#entries);
    return isFound;
  }

  clear(): void {
    this.#startAgain([]);
  }

  /** In the order in which they came. Who changes the map on the way may miss what comes, and still see what goes. */
  keys(): MapIterator<Key> {
    return this.#entries.keys();
  }

  values(): MapIterator<Value> {
    return this.#entries.values();
  }

  #startAgain(entries: Iterable<[Key, Value]>): void {
    this.#entries = new Map(entries);
    this.#deleted = 0;
  }
}

/** The same of a Set. */
export class PassingSet<Member> {
  readonly #members = new PassingMap<Member, Member>();

  get size(): number {
    return this.#members.size;
  }

  add(member: Member): void {
    this.#members.set(member, member);
  }

  delete(member: Member): boolean {
    return this.#members.delete(member);
  }

  clear(): void {
    this.#members.clear();
  }

  values(): MapIterator<Member> {
    return this.#members.keys();
  }
}
