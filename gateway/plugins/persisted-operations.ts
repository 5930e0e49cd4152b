import type { DocumentNode } from "graphql";
import type { Clock } from "#kernel/clock.ts";
import { badInput, ClientError, type FaultCode } from "#kernel/errors.ts";
import type { Log } from "#kernel/log.ts";
import { type Err, err, ok, type Result } from "#kernel/result.ts";
import { LruMap } from "../lru-map.ts";
import { type DocumentStore, sha256 } from "../persisted-operations/document-store.ts";
import { type ManifestFile, plainId, readManifests } from "../persisted-operations/manifest.ts";
import { asksOnlyForTheSchema } from "../persisted-operations/normalized.ts";
import { unknownOperations } from "../persisted-operations/unknown-operations.ts";

export interface PersistedOperationsOptions {
  readonly manifests: readonly ManifestFile[];
  /** What becomes of an operation that no manifest has: it runs, runs and is logged, or is refused. */
  readonly safelist: "off" | "log" | "enforce";
  /** Text is no longer taken for an operation that a manifest has: only its id is. */
  readonly requireId: boolean;
  /** Automatic persisted queries; without a store there are none, and with `enforce` nobody asks it. */
  readonly automatic?: DocumentStore;
  /** Questions about the schema are on every safelist where they are answered at all. */
  readonly introspection: boolean;
  /** Within the gateway's limits; throws for what is beyond them, or no GraphQL. */
  readonly parse: (source: string) => DocumentNode;
  readonly clock: Clock;
  readonly log: Log;
}

/** What a client sent, from a body or a query string; JSON that nobody has looked at. */
export interface PersistedRequest {
  readonly query?: string;
  readonly documentId?: unknown;
  readonly extensions?: unknown;
}

/** The document to run, and the id it is known by. */
export interface ResolvedOperation {
  readonly query: string;
  readonly id?: string;
}

/** `status` is HTTP's. What carries it must not be cached: the document may be known a moment later. */
export interface PersistedRefusal {
  readonly error: ClientError;
  readonly status: number;
}

export interface PersistedOperations {
  /** Whether what an id stands for may depend on the client's name. */
  readonly differsByClient: boolean;
  resolve(request: PersistedRequest, clientName?: string): Promise<Result<ResolvedOperation, PersistedRefusal>>;
}

const VERDICTS_MAX = 2_000;
/** Of an id that a client made up. */
const TOLD_LENGTH_MAX = 100;
const SHA256 = /^[0-9a-f]{64}$/;

/** Codes and messages are those that Apollo's clients and router know; it must be asked before anything is parsed. */
export function createPersistedOperations(options: PersistedOperationsOptions): PersistedOperations {
  const { safelist, requireId, introspection, parse, clock, log } = options;
  const automatic = safelist === "enforce" ? undefined : options.automatic;
  const noteUnknown = unknownOperations(log, clock, parse);
  const manifest = readManifests(options.manifests, parse);
  /** By the hash of a text; false: not on the list. */
  const verdicts = new LruMap<string, { readonly id?: string } | false>(VERDICTS_MAX);

  const judge = (hash: string, query: string): { readonly id?: string } | false => {
    const known = verdicts.get(hash);
    if (known !== undefined) return known;
    const document = parsedOrNot(query, parse);
    const id = document && manifest.idOf(document);
    const isOnList = id !== undefined || (introspection && document && asksOnlyForTheSchema(document));
    const verdict = isOnList ? { id } : false;
    verdicts.set(hash, verdict);
    return verdict;
  };

  const resolveText = (query: string, clientName?: string): Result<ResolvedOperation, PersistedRefusal> => {
    if (safelist === "off") return ok({ query });
    const hash = sha256(query);
    const verdict = !requireId && judge(hash, query);
    if (verdict) return ok({ query, ...verdict });
    noteUnknown(hash, query, clientName, safelist === "enforce");
    if (safelist === "log") return ok({ query });
    return requireId ? idRequired() : notInSafelist();
  };

  const resolveId = async (id: string, clientName?: string): Promise<Result<ResolvedOperation, PersistedRefusal>> => {
    const body = manifest.bodyOf(id, clientName);
    if (body !== undefined) return ok({ query: body, id });
    if (!automatic) return manifest.size > 0 || safelist !== "off" ? notInList(id) : notSupported();
    if (!SHA256.test(id)) return notInList(id);
    const document = await automatic.get(id);
    return document === undefined ? notFound() : resolveText(document, clientName);
  };

  const register = async (
    { id, member }: AskedId,
    query: string,
    clientName?: string,
  ): Promise<Result<ResolvedOperation, PersistedRefusal>> => {
    if (!automatic) return manifest.size > 0 || safelist !== "off" ? eitherIdOrText() : notSupported();
    if (sha256(query) !== id) return mismatch(member);
    await automatic.set(id, query);
    return resolveText(query, clientName);
  };

  return {
    differsByClient: manifest.differsByClient,
    resolve: async (request, clientName) => {
      const asked = idIn(request);
      if (!asked.ok) return asked;
      const named = asked.value;
      const query = request.query || undefined;
      if (named) return query === undefined ? resolveId(named.id, clientName) : register(named, query, clientName);
      return query === undefined ? nothingAsked() : resolveText(query, clientName);
    },
  };
}

/** An id, and the member of the request that names it. */
interface AskedId {
  readonly id: string;
  readonly member: "documentId" | "extensions.persistedQuery.sha256Hash";
}

/** The id that a request names, in either way of naming one. */
function idIn({ documentId, extensions }: PersistedRequest): Result<AskedId | undefined, PersistedRefusal> {
  const { persistedQuery } = (extensions ?? {}) as { persistedQuery?: { version?: unknown; sha256Hash?: unknown } };
  if (documentId != null && (typeof documentId !== "string" || documentId === ""))
    return refused(400, badInput("documentId", "documentId must be a text."));
  const byDocument = documentId == null ? undefined : plainId(documentId as string);
  if (persistedQuery == null)
    return ok(byDocument === undefined ? undefined : { id: byDocument, member: "documentId" });
  const { version, sha256Hash } = persistedQuery;
  if (version !== 1) return refused(400, badInput("extensions.persistedQuery", "Unsupported persisted query version"));
  if (typeof sha256Hash !== "string" || sha256Hash === "")
    return refused(400, badInput("extensions.persistedQuery", "sha256Hash must be a text."));
  const byExtension = plainId(sha256Hash);
  if (byDocument !== undefined && byDocument !== byExtension)
    return refused(400, badInput("documentId", "documentId and extensions.persistedQuery name different documents."));
  return ok({ id: byExtension, member: "extensions.persistedQuery.sha256Hash" });
}

function parsedOrNot(query: string, parse: (source: string) => DocumentNode): DocumentNode | undefined {
  try {
    return parse(query);
  } catch {
    return undefined;
  }
}

function refused(status: number, error: ClientError): Err<PersistedRefusal> {
  return err({ status, error });
}

function refusal(status: number, code: FaultCode, message: string) {
  return refused(status, new ClientError(code, message));
}

/** Clients of automatic persisted queries send the text along when they read this, and go on. */
const notFound = () => refusal(200, "PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound");
/** … and send no hashes any more when they read this. */
const notSupported = () => refusal(200, "PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported");
const notInList = (id: string) => {
  const told = id.slice(0, TOLD_LENGTH_MAX);
  return refusal(404, "PERSISTED_QUERY_NOT_IN_LIST", `Persisted query '${told}' not found in the persisted query list`);
};
const notInSafelist = () =>
  refusal(403, "QUERY_NOT_IN_SAFELIST", "The operation body was not found in the persisted query safelist");
const idRequired = () =>
  refusal(400, "PERSISTED_QUERY_ID_REQUIRED", "This endpoint takes operations by their persisted query id only");
const eitherIdOrText = () =>
  refusal(400, "CANNOT_SEND_PQ_ID_AND_BODY", "Send either a persisted query id or the operation's text, not both");
const mismatch = (member: AskedId["member"]) =>
  member === "documentId"
    ? refused(400, badInput(member, "documentId is not the SHA-256 of query, which it must be where both are sent"))
    : refused(400, badInput(member, "provided sha does not match query"));
const nothingAsked = () =>
  refused(400, badInput("query", "Send an operation: its text as query, or the id of a persisted one."));
