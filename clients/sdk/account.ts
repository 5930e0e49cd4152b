import { AgoraError } from "./agora-error.ts";
import type { Ask, OnFault } from "./ask.ts";
import type { Attempts } from "./attempts.ts";
import type { CartChange, CartRefusal } from "./cart.ts";
import {
  CartMergeDocument,
  MeDocument,
  type MeQuery,
  SessionCreateDocument,
  type SessionRefusalFragment,
  SessionRevokeDocument,
  UserRegisterDocument,
  type UserRegisterMutation,
} from "./generated/graphql.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { singleFlight } from "./single-flight.ts";
import type { AgoraStorage } from "./storage.ts";
import type { Tokens } from "./tokens.ts";

const MERGE_KEY = "agora.merge";
const GUEST_PREFIX = "gst_";

export type RegisterRefusal = UserRegisterMutation["userRegister"]["errors"][number];
export type SignInRefusal = SessionRefusalFragment;

export interface SignedIn {
  /** What became of the guest's cart; null when there was no guest, or the merge waits for the next look at the cart. */
  readonly merged: Outcome<CartChange, CartRefusal> | null;
}

export interface Registered extends SignedIn {
  /** The address must be confirmed before the customer is signed in. */
  readonly verificationRequired: boolean;
}

/** Who the visitor is. What they did as a guest comes along when they register or sign in. */
export interface Account {
  register(input: { email: string; password: string; name?: string }): Promise<Outcome<Registered, RegisterRefusal>>;
  signIn(input: { email: string; password: string }): Promise<Outcome<SignedIn, SignInRefusal>>;
  /** Ends this session, or all of the user's. The visitor is nobody afterwards even when the shop cannot be reached. */
  signOut(options?: { everywhere?: boolean }): Promise<void>;
  /** The signed-in customer; null for guests and nobody. */
  me(): Promise<MeQuery["me"]>;
  /** `usr_…`, `gst_…`, or undefined. */
  subject(): Promise<string | undefined>;
  /** Acts with an access token that was made elsewhere, until it ends: it cannot be renewed here. */
  useAccessToken(accessToken: string): Promise<void>;
  /** Merges what a guest left behind, when that has not worked yet. */
  mergeGuest(): Promise<SignedIn["merged"]>;
}

export interface AccountOptions {
  readonly ask: Ask;
  readonly tokens: Tokens;
  readonly attempts: Attempts;
  readonly storage: AgoraStorage;
  readonly onFault: OnFault;
}

export function createAccount({ ask, tokens, attempts, storage, onFault }: AccountOptions): Account {
  const mergeGuest = singleFlight(async (): Promise<SignedIn["merged"]> => {
    const guestAccessToken = await storage.getItem(MERGE_KEY);
    if (guestAccessToken === null) return null;
    const { cart, warnings, errors } = await attempts.once(
      "cartMerge",
      { guestAccessToken },
      async (idempotencyKey) => {
        const input = { guestAccessToken, idempotencyKey };
        return (await ask(CartMergeDocument, { input }, { repeatable: true })).cartMerge;
      },
    );
    await storage.removeItem(MERGE_KEY);
    if (!cart && errors.length === 0) return null;
    return outcomeOf(cart ? { cart, warnings } : null, errors);
  });

  /** The guest's token is set aside before the user's takes its place, so that a cut line or a reload does not lose the cart. */
  const enter = async (session: Parameters<Tokens["keep"]>[0], guestToken: string | undefined): Promise<SignedIn> => {
    if (guestToken !== undefined) await storage.setItem(MERGE_KEY, guestToken);
    await tokens.keep(session);
    try {
      return { merged: await mergeGuest() };
    } catch (error) {
      if (!(error instanceof AgoraError)) throw error;
      onFault(error);
      return { merged: null };
    }
  };

  const guestToken = async (): Promise<string | undefined> => {
    const token = await tokens.accessToken();
    return (await tokens.subject())?.startsWith(GUEST_PREFIX) ? token : undefined;
  };

  return {
    register: async (input) => {
      const guest = await guestToken();
      const { session, verificationRequired, errors } = (await ask(UserRegisterDocument, { input })).userRegister;
      if (errors.length > 0) return outcomeOf<Registered, RegisterRefusal>(null, errors);
      const entered = session ? await enter(session, guest) : { merged: null };
      return { ok: true, value: { ...entered, verificationRequired } };
    },
    signIn: async (input) => {
      const guest = await guestToken();
      const { session, errors } = (await ask(SessionCreateDocument, { input }, { repeatable: true })).sessionCreate;
      const outcome = outcomeOf(session, errors);
      return outcome.ok ? { ok: true, value: await enter(outcome.value, guest) } : outcome;
    },
    signOut: async ({ everywhere = false } = {}) => {
      try {
        if (await tokens.subject())
          await ask(SessionRevokeDocument, { input: { all: everywhere } }, { repeatable: true });
      } finally {
        await tokens.forget();
        await storage.removeItem(MERGE_KEY);
      }
    },
    me: async () => (await ask(MeDocument, {}, { repeatable: true })).me ?? null,
    subject: () => tokens.subject(),
    useAccessToken: (accessToken) => tokens.adopt(accessToken),
    mergeGuest,
  };
}
