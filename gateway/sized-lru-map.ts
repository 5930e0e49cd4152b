export interface SizeLimits {
  readonly entriesMax: number;
  readonly bytesMax: number;
}

/** What an entry costs beside its text. */
const ENTRY_BYTES = 200;

/** A map bounded in entries and bytes that forgets what was used longest ago. */
export class SizedLruMap<Value> {
  readonly #entries = new Map<string, { readonly value: Value; readonly bytes: number }>();
  readonly #limits: SizeLimits;
  #bytes = 0;

  constructor(limits: SizeLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#entries.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** `valueBytes` as its owner counts them; what alone is more than the map may hold is not kept. */
  set(key: string, value: Value, valueBytes: number): void {
    this.delete(key);
    const bytes = ENTRY_BYTES + key.length + valueBytes;
    if (bytes > this.#limits.bytesMax) return;
    this.#entries.set(key, { value, bytes });
    this.#bytes += bytes;
    while (this.#bytes > this.#limits.bytesMax || this.#entries.size > this.#limits.entriesMax)
      this.delete(this.#entries.keys().next().value!);
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
  }
}
