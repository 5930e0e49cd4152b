import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import { type Clock, sleep } from "#kernel/clock.ts";
import { ClientError } from "#kernel/errors.ts";

/** The issuer's public keys (RFC 7517), kept and asked for anew as they rotate. */
export interface KeySet {
  /** The key that a token's header names. Throws SERVICE_UNAVAILABLE when the issuer cannot be asked and should be. */
  readonly find: JWTVerifyGetKey;
  /** What stands under a key id now; another text, or none, when the key was rotated away. */
  textOf(kid: string | undefined): string | undefined;
  /** Asks anew, in the background, when the keys are old. */
  keepFresh(): void;
}

/** A key that the issuer takes back is believed so much longer. */
const KEYS_KEPT_MS = 300_000;
/** Tokens with unknown key ids, forged ones too, ask for the keys no more often than this; they wait for it. */
const KEYS_COOLDOWN_MS = 1_000;

interface Loaded {
  readonly text: string;
  readonly keys: JSONWebKeySet["keys"];
  readonly find: JWTVerifyGetKey;
  readonly textById: Map<string, string | undefined>;
}

/** The issuer's outage signs nobody out: the keys known so far hold on. */
export function keySet(load: () => Promise<JSONWebKeySet>, clock: Clock): KeySet {
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
      isFailing = false;
    } catch {
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
    find: async (header, token) => {
      if (!loaded && ageMs() >= KEYS_COOLDOWN_MS) await ask();
      if (!loaded) throw unavailable();
      keepFresh();
      try {
        return await loaded.find(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        await askAgain();
        if (isFailing) throw unavailable();
        return loaded.find(header, token);
      }
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

function unavailable(): ClientError {
  return new ClientError("SERVICE_UNAVAILABLE", "Access tokens cannot be checked right now. Try again.", {
    retryAfterSeconds: 1,
  });
}
