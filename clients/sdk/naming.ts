import type { TypedDocumentString } from "./generated/graphql.ts";

/** What stands for an operation in a request: its text, or the hash by which the shop's list has it. */
export interface Named {
  readonly query?: string;
  readonly extensions?: { readonly persistedQuery: { readonly version: 1; readonly sha256Hash: string } };
}

export interface Naming {
  of(document: Operation): Named;
  /** The other name for it, when the shop answered that it does not know this one: nothing of it was done. */
  insteadOf(named: Named, document: Operation, code: string | undefined): Named | undefined;
}

type Operation = TypedDocumentString<any, any>;

/** As Apollo's servers say it, and this one. */
const UNKNOWN = new Set(["PERSISTED_QUERY_NOT_FOUND", "PERSISTED_QUERY_NOT_IN_LIST"]);
const UNSUPPORTED = "PERSISTED_QUERY_NOT_SUPPORTED";
const PREFIX = "sha256:";

/** Operations by their text; or by their hash, as long as the shop has it on its list. */
export function createNaming(byHash: boolean): Naming {
  const unknown = new Set<string>();
  let isSupported = byHash;

  const textOf = (document: Operation): Named => ({ query: document.toString() });
  return {
    of: (document) => {
      const hash = document.__meta__?.hash as string | undefined;
      if (!isSupported || hash === undefined || unknown.has(hash)) return textOf(document);
      return { extensions: { persistedQuery: { version: 1, sha256Hash: hash.slice(PREFIX.length) } } };
    },
    insteadOf: ({ extensions }, document, code = "") => {
      if (!extensions || (code !== UNSUPPORTED && !UNKNOWN.has(code))) return undefined;
      if (code === UNSUPPORTED) isSupported = false;
      // The same would be answered each time, and cost a request more.
      unknown.add(document.__meta__!.hash);
      return textOf(document);
    },
  };
}
