import type { KnownAnswer, SubgraphResult } from "./executor.ts";
import { copyOf, heapBytesOf } from "./plain-data.ts";

/** What a subgraph in this process said. A copy: what it handed out are its own objects, which it may change. */
export class KnownData implements KnownAnswer {
  readonly same: SubgraphResult = { data: {} };
  readonly data: unknown;

  constructor(data: unknown) {
    this.data = copyOf(data);
  }

  get bytes(): number {
    return heapBytesOf(this.data);
  }

  read(): SubgraphResult {
    return { data: this.data };
  }
}
