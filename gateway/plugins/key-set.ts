import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import { type Clock, sleep } from "#kernel/clock.ts";
import { ClientError } from "#kernel/errors.ts";
import type { Log } from "#kernel/log.ts";

/** The issuer's public keys (RFC 7517), kept and asked for anew as they rotate. */
export interface KeySet {
  /**
   * Verifies a token by the key that its header names, or by each that fits where it names none. Throws
   * SERVICE_UNAVAILABLE when the issuer cannot be asked and should be.
   */
  verify<Verified>(attempt: Attempt<Verified>): Promise<Verified>;
  /** What stands under a key id now; another text, or none, when the key was rotated away. */
  textOf(kid: string | undefined): string | undefined;
  /** Asks anew, in the background, when the keys are old. */
  keepFresh(): void;
}

/** Throws where the key does not verify the token, or the token says what is refused. */
type Attempt<Verified> = (find: JWTVerifyGetKey) => Promise<Verified>;

/** A key that the issuer takes back is believed so much longer. */
const KEYS_KEPT_MS = 300_000;
/** Tokens of unknown keys, forged ones too, ask for the keys no more often than this; they wait for it. */
const KEYS_COOLDOWN_MS = 1_000;
/** So many keys are tried for a token that names none; each costs a signature. */
const KEYS_TRIED_MAX = 16;

interface Loaded {
  readonly text: string;
  readonly keys: JSONWebKeySet["keys"];
  readonly find: JWTVerifyGetKey;
  readonly textById: Map<string, string | undefined>;
}

/** The issuer's outage signs nobody out: the keys known so far hold on. */
export function keySet(load: () => Promise<JSONWebKeySet>, clock: Clock, log: Log): KeySet {
  let loaded: Loaded | undefined;
  let isFailing = false;
  let askedAtMs = -Infinity;
  let asking: Promise<void> | undefined;
  let askingAgain: Promise<void> | undefined;

  const ageMs = () => clock.now().getTime() - askedAtMs;

  const ask = () => (asking ??= askOnce().finally(() => (asking = undefined)));
  const askOnce = async () => {
    try {
      const keys = await load();
      const text = JSON.stringify(keys);
      if (text !== loaded?.text) loaded = { text, keys: keys.keys, find: createLocalJWKSet(keys), textById: new Map() };
      if (isFailing) log.info({}, "the issuer's keys can be had again");
      isFailing = false;
    } catch (error) {
      if (!isFailing) log.warn({ error: reasonOf(error as Error) }, "the issuer's keys of access tokens cannot be had");
      isFailing = true;
    } finally {
      askedAtMs = clock.now().getTime();
    }
  };

  /** All that meet an unknown key wait for the same answer: a token signed a moment after a rotation is not refused. */
  const askAgain = () =>
    (askingAgain ??= sleep(asking ? 0 : Math.max(0, KEYS_COOLDOWN_MS - ageMs()))
      .then(ask)
      .finally(() => (askingAgain = undefined)));

  const keepFresh = () => {
    if (ageMs() > KEYS_KEPT_MS) void ask();
  };

  return {
    keepFresh,
    verify: async (attempt) => {
      if (!loaded && ageMs() >= KEYS_COOLDOWN_MS) await ask();
      if (!loaded) throw unavailable();
      keepFresh();
      const tried = loaded;
      const verified = await verifiedBy(tried.find, attempt);
      if (verified !== undefined) return verified;
      await askAgain();
      if (isFailing) throw unavailable();
      const again = loaded === tried ? undefined : await verifiedBy(loaded.find, attempt);
      if (again === undefined) throw new errors.JWKSNoMatchingKey();
      return again;
    },
    textOf: (kid) => {
      if (!loaded || kid === undefined) return loaded?.text;
      const { keys, textById } = loaded;
      if (!textById.has(kid)) {
        const named = keys.filter((key) => key.kid === kid);
        textById.set(kid, named.length > 0 ? JSON.stringify(named) : undefined);
      }
      return textById.get(kid);
    },
  };
}

/** Undefined where the token may be of a key that is not among these. */
async function verifiedBy<Verified>(find: JWTVerifyGetKey, attempt: Attempt<Verified>): Promise<Verified | undefined> {
  let isNamed = false;
  try {
    return await attempt((header, token) => {
      isNamed = header.kid !== undefined;
      return find(header, token);
    });
  } catch (error) {
    if (error instanceof errors.JWKSMultipleMatchingKeys) return verifiedByOneOf(error, attempt);
    const mayBeAnothers = !isNamed && error instanceof errors.JWSSignatureVerificationFailed;
    if (mayBeAnothers || error instanceof errors.JWKSNoMatchingKey) return undefined;
    throw error;
  }
}

async function verifiedByOneOf<Verified>(
  keys: errors.JWKSMultipleMatchingKeys,
  attempt: Attempt<Verified>,
): Promise<Verified | undefined> {
  let tried = 0;
  for await (const key of keys) {
    if ((tried += 1) > KEYS_TRIED_MAX) return undefined;
    try {
      return await attempt(async () => key);
    } catch (error) {
      if (isOfClaims(error)) throw error;
    }
  }
  return undefined;
}

/** The signature held: no other key says more. */
function isOfClaims(error: unknown): boolean {
  return (
    error instanceof errors.JWTClaimValidationFailed ||
    error instanceof errors.JWTExpired ||
    error instanceof errors.JWTInvalid
  );
}

/** Of fetch the message says nothing, but its cause does. */
function reasonOf({ message, cause }: Error): string {
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}

function unavailable(): ClientError {
  return new ClientError("SERVICE_UNAVAILABLE", "Access tokens cannot be checked right now. Try again.", {
    retryAfterSeconds: 1,
  });
}
