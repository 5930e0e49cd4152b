import { hash, timingSafeEqual } from "node:crypto";
import { MacKey } from "./mac-key.ts";
import { deriveKey } from "./secret.ts";

/** Who asks: a customer or member of staff (`usr_…`), a guest (`gst_…`), nobody (null), or a subgraph on its own account. */
export interface Caller {
  readonly subject: string | null;
  readonly scopes: readonly string[];
  /** The subgraph that asks, when it is not the gateway passing on a client: `orders`. */
  readonly service?: string;
  /** When the client's access token ends, ms since the epoch: a subscription ends with it. */
  readonly expiresAtMs?: number;
  /** The session (`ses_…`) the token belongs to. */
  readonly session?: string;
  /** The policies (@policy) that its token grants, where claims decide. */
  readonly policies?: readonly string[];
}

export const nobody: Caller = { subject: null, scopes: [] };

export function serviceCaller(service: string): Caller {
  return { subject: null, scopes: [], service };
}

export function hasScope(caller: Caller, scope: string): boolean {
  return caller.scopes.includes(scope);
}

/** How the request is read: resolved once at the gateway, the same for every subgraph it touches. */
export interface RequestContext {
  readonly market: string;
  readonly currency: string;
  readonly locale: string;
}

/** The header, or the member of `extensions` on a websocket, that carries a signed identity. */
export const IDENTITY_HEADER = "agora-identity";
/** The one party that speaks for clients. */
const GATEWAY = "gateway";
const LIFETIME_MS = 30_000;

/** What one party tells another about a call: everything that decides is under the signature, the body's hash included. */
export interface SignedCall {
  readonly caller: Caller;
  readonly context: RequestContext;
  readonly requestId: string;
}

/** The two ends of a signed call: `from` signs, `to` verifies. */
export interface Parties {
  readonly from: string;
  readonly to: string;
}

/** The key two parties share. Derived from one secret where one owner runs all, so that a pair cannot speak for another. */
export type PairKeys = (parties: Parties) => MacKey;

export function pairKeysFrom(secret: string): PairKeys {
  const keys = new Map<string, MacKey>();
  return ({ from, to }) => {
    const name = `agora-identity/${from}/${to}`;
    let key = keys.get(name);
    if (!key) {
      key = new MacKey(deriveKey(secret, name));
      keys.set(name, key);
    }
    return key;
  };
}

/** A body as it is sent, with its hash. */
export interface HashedBody {
  readonly bytes: Buffer;
  readonly hash: string;
}

export function hashedBody(text: string): HashedBody {
  const bytes = Buffer.from(text);
  return { bytes, hash: hashOf(bytes) };
}

/** `from.payload.signature`, all base64url: HMAC-SHA256 over who, for whom, what and until when (30 s). */
export function signCall(
  keys: PairKeys,
  parties: Parties,
  call: SignedCall,
  { hash }: Pick<HashedBody, "hash">,
  nowMs: number,
): string {
  const claims = { ...call, from: parties.from, to: parties.to, expiresAtMs: nowMs + LIFETIME_MS, body: hash };
  const payload = Buffer.from(JSON.stringify(claims)).toString("base64url");
  return `${payload}.${keys(parties).of(payload)}`;
}

/** The call, or the reason it is refused. Constant time in the signature. */
export function verifyCall(
  keys: PairKeys,
  to: string,
  knownParties: ReadonlySet<string>,
  header: string | undefined,
  body: string | Buffer,
  nowMs: number,
): (SignedCall & { from: string }) | { refused: "unsigned" | "foreign" | "altered" | "stale" } {
  if (!header) return { refused: "unsigned" };
  const [payload, signature, ...rest] = header.split(".");
  if (!payload || !signature || rest.length > 0) return { refused: "unsigned" };
  const claims = parsed(payload);
  const from = claims?.from;
  if (from === undefined || !knownParties.has(from)) return { refused: "foreign" };
  if (!equal(signature, keys({ from, to }).of(payload))) return { refused: "foreign" };
  if (claims.to !== to) return { refused: "foreign" };
  if (!(claims.expiresAtMs > nowMs)) return { refused: "stale" };
  if (claims.body !== hashOf(body)) return { refused: "altered" };
  // A subgraph speaks for itself; only the gateway passes a client on, and may also ask on its own account.
  const { service } = claims.caller;
  if (service !== from && !(from === GATEWAY && service === undefined)) return { refused: "foreign" };
  return { from, caller: claims.caller, context: claims.context, requestId: claims.requestId };
}

/** Of a payload nobody has vouched for yet: only `from` is used before the signature holds, to choose the key. */
function parsed(payload: string): any {
  try {
    return JSON.parse(Buffer.from(payload, "base64url").toString());
  } catch {
    return undefined;
  }
}

function hashOf(body: string | Buffer): string {
  return hash("sha256", body, "base64url");
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
