import { AgoraError } from "./agora-error.ts";
import { GuestSessionCreateDocument, type SessionPartsFragment, SessionRefreshDocument } from "./generated/graphql.ts";
import { repeated } from "./retry.ts";
import { singleFlight } from "./single-flight.ts";
import type { AgoraStorage } from "./storage.ts";
import type { Send } from "./transport.ts";

const KEY = "agora.session";
/** A token is renewed this long before it ends, or in the last tenth of a short life. */
const RENEW_BEFORE_MS = 30_000;
const RENEW_BEFORE_PART = 0.1;

interface Kept {
  readonly subject: string;
  readonly accessToken: string;
  /** Null for a token that came from elsewhere: it cannot be renewed here. */
  readonly refreshToken: string | null;
  /** By this machine's clock; null when that clock is so wrong that only the server can say when the token ends. */
  readonly renewAtMs: number | null;
}

/** The tokens of the session at hand, renewed in time. */
export interface Tokens {
  /** `usr_…`, `gst_…`, or undefined for nobody. */
  subject(): Promise<string | undefined>;
  /** A token that should be good for this request; undefined for nobody. */
  accessToken(): Promise<string | undefined>;
  /** After the server refused this token: a newer one, or undefined when the session is over. */
  renew(refused: string): Promise<string | undefined>;
  /** Makes the visitor a guest when they are nobody. */
  ensureSession(): Promise<void>;
  keep(session: SessionPartsFragment): Promise<void>;
  /** A token that was made elsewhere. */
  adopt(accessToken: string): Promise<void>;
  forget(): Promise<void>;
}

export function createTokens(send: Send, storage: AgoraStorage): Tokens {
  const read = async (): Promise<Kept | undefined> => {
    const text = await storage.getItem(KEY);
    return text ? (JSON.parse(text) as Kept) : undefined;
  };
  const write = async (kept: Kept): Promise<void> => storage.setItem(KEY, JSON.stringify(kept));
  const forget = async (): Promise<void> => storage.removeItem(KEY);
  const keep = (session: SessionPartsFragment): Promise<void> => write(keptOf(session, Date.now()));

  /**
   * A refresh token works once, so calls that find the access token old together send it once. After a cut line it is
   * sent again all the same: if the shop has taken it, the session is over either way.
   */
  const refresh = singleFlight(async (refused?: string): Promise<Kept | undefined> => {
    const old = await read();
    if (!old || (refused !== undefined && old.accessToken !== refused)) return old;
    const { refreshToken } = old;
    if (refreshToken === null) return void (await forget());
    const { data, faults } = await repeated(() => send(SessionRefreshDocument, { input: { refreshToken } }, undefined));
    if (!data) throw faults[0] ?? new AgoraError("UNEXPECTED_ANSWER", "The session could not be renewed.");
    const { session, errors } = data.sessionRefresh;
    // Who signed in or out meanwhile has the last word.
    if ((await read())?.refreshToken !== refreshToken) return read();
    if (session) await keep(session);
    else if (errors.some(({ __typename }) => __typename === "LimitExceededError")) return old;
    else await forget();
    return read();
  });

  const accessToken = async (): Promise<string | undefined> => {
    const kept = await read();
    if (!kept || kept.renewAtMs === null || Date.now() < kept.renewAtMs) return kept?.accessToken;
    try {
      return (await refresh())?.accessToken;
    } catch {
      // It may still be good; the request itself will say so, or fail for the same reason.
      return kept.accessToken;
    }
  };

  const ensureSession = singleFlight(async () => {
    if (await accessToken()) return;
    const { data, faults } = await repeated(() => send(GuestSessionCreateDocument, { input: {} }, undefined));
    const session = data?.guestSessionCreate.session;
    if (session) return keep(session);
    const [refusal] = data?.guestSessionCreate.errors ?? [];
    throw faults[0] ?? new AgoraError(refusal?.code ?? "UNEXPECTED_ANSWER", refusal?.message ?? "No guest session.");
  });

  return {
    subject: async () => (await read())?.subject,
    accessToken,
    renew: async (refused) => (await refresh(refused))?.accessToken,
    ensureSession,
    keep,
    adopt: (accessToken) =>
      write({ subject: subjectOf(accessToken), accessToken, refreshToken: null, renewAtMs: null }),
    forget,
  };
}

/** The life that is left is read off this machine's clock: a token that seems dead on arrival says the clock is wrong. */
function keptOf(session: SessionPartsFragment, nowMs: number): Kept {
  const { subject, accessToken, refreshToken, accessTokenExpiresAt } = session;
  const lifeMs = Date.parse(accessTokenExpiresAt) - nowMs;
  const renewAtMs = lifeMs > 0 ? nowMs + lifeMs - Math.min(RENEW_BEFORE_MS, lifeMs * RENEW_BEFORE_PART) : null;
  return { subject, accessToken, refreshToken, renewAtMs };
}

/** The `sub` of a JWT (RFC 7519), unverified: the shop verifies, this only tells one visitor from another. */
function subjectOf(accessToken: string): string {
  const [, payload = ""] = accessToken.split(".");
  return JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/"))).sub;
}
