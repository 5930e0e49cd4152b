import { type DocumentNode, Kind, print, visit } from "graphql";
import type { Clock } from "#kernel/clock.ts";
import type { Log } from "#kernel/log.ts";

/** Different operations that are written down each minute; the rest is counted. */
const LINES_PER_MINUTE_MAX = 20;
const DOCUMENT_LENGTH_MAX = 2_000;
const MINUTE_MS = 60_000;

/** Tells the operator what clients ask beside the manifest, each operation once a minute, so that a flood fills no disk. */
export function unknownOperations(log: Log, clock: Clock, parse: (source: string) => DocumentNode) {
  let minute = { endsAtMs: -Infinity, hashes: new Set<string>(), untold: 0 };
  return (hash: string, source: string, clientName: string | undefined, isRefused: boolean): void => {
    const nowMs = clock.now().getTime();
    if (nowMs >= minute.endsAtMs) {
      if (minute.untold > 0) log.warn({ count: minute.untold }, "more unknown operations than are told one by one");
      minute = { endsAtMs: nowMs + MINUTE_MS, hashes: new Set(), untold: 0 };
    }
    if (minute.hashes.has(hash)) return;
    if (minute.hashes.size >= LINES_PER_MINUTE_MAX) {
      minute.untold += 1;
      return;
    }
    minute.hashes.add(hash);
    log.warn({ hash, client: clientName, isRefused, ...toldOf(source, parse) }, "unknown operation");
  };
}

function toldOf(source: string, parse: (source: string) => DocumentNode) {
  try {
    const document = parse(source);
    const operationName = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)?.name?.value;
    return { operationName, document: print(withoutLiterals(document)).slice(0, DOCUMENT_LENGTH_MAX) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

/** What people wrote into a document may be secret, or somebody's. */
function withoutLiterals(document: DocumentNode): DocumentNode {
  return visit(document, {
    StringValue: (node) => ({ ...node, value: "", block: false }),
    IntValue: (node) => ({ ...node, value: "0" }),
    FloatValue: (node) => ({ ...node, value: "0" }),
  });
}
