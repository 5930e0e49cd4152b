import type { Clock } from "#kernel/clock.ts";
import type { Id, Ids } from "#kernel/id.ts";
import type { Result } from "#kernel/result.ts";
import type { Signals } from "#kernel/signals.ts";
import type { NewEventOf } from "#schema/events.ts";
import type { AddressBook, SavedAddress } from "./domain/address-book.ts";
import type { Role } from "./domain/role.ts";
import type { Session } from "./domain/session.ts";
import type { User, UserPreferences } from "./domain/user.ts";

export interface Ports {
  readonly store: UserStore;
  readonly sessions: SessionStore;
  readonly passwords: Passwords;
  readonly accessTokens: AccessTokens;
  /** A new secret that nobody can guess: 256 random bits. */
  readonly newRefreshToken: () => string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly signals: Pick<Signals, "notify" | "listen">;
  /** What the shop sells in: nobody can prefer another. */
  readonly currencies: readonly string[];
}

/** Passwords as one-way hashes, slow by design. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Without a hash it takes as long as with one, and is false. */
  verify(password: string, hash: string | undefined): Promise<boolean>;
}

/** The tokens that the gateway verifies by our public key. */
export interface AccessTokens {
  readonly lifetimeMs: number;
  issue(claims: AccessClaims & { readonly scopes: readonly string[] }, now: Date): Promise<IssuedAccessToken>;
  /** What a token of ours says while its time lasts; undefined for any other text. */
  verify(token: string, now: Date): Promise<AccessClaims | undefined>;
  /** The public keys, as a JSON Web Key Set (RFC 7517). */
  readonly keySet: { readonly keys: readonly object[] };
}

export interface AccessClaims {
  readonly subject: Id;
  readonly sessionId: Id;
}

export interface IssuedAccessToken {
  readonly token: string;
  readonly expiresAt: Date;
}

/** Users and their address books. Ids of another kind, or malformed, are simply unknown. */
export interface UserStore {
  /** A refusal rolls back as a fault does; the work may run again, so it does nothing outside. */
  transact<Value, Refusal>(
    work: (tx: UserTransaction) => Promise<Result<Value, Refusal>>,
  ): Promise<Result<Value, Refusal>>;
  /** Those that exist, in any order. */
  findUsers(ids: readonly Id[]): Promise<User[]>;
  /** All addresses of these users, of each the oldest first. */
  listAddresses(userIds: readonly Id[]): Promise<SavedAddress[]>;
}

export interface UserTransaction {
  /** False when the address is taken, by whatever case it is written in. */
  insertUser(user: User, passwordHash: string): Promise<boolean>;
  insertSession(session: Session, refreshToken: string): Promise<void>;
  /** Until the end of the transaction nobody else changes the user. */
  lockUser(id: Id): Promise<User | undefined>;
  updateUser(user: User): Promise<void>;
  /** The whole book; until the end of the transaction nobody else changes it. Undefined without a user. */
  lockAddressBook(userId: Id): Promise<AddressBook | undefined>;
  writeAddressBook(before: AddressBook, after: AddressBook): Promise<void>;
  emit(event: NewEventOf<"users">): void;
}

/** Sessions, their refresh tokens (kept as hashes only), and who failed to sign in. */
export interface SessionStore {
  insertSession(session: Session, refreshToken: string): Promise<void>;
  /** Who has this address, and whether too many have failed at it since `windowStart`. */
  findSignIn(email: string, windowStart: Date): Promise<SignIn>;
  /** Counts a failure and says whether there are now too many. */
  countFailure(email: string, now: Date, windowStart: Date): Promise<{ readonly isThrottled: boolean }>;
  /** Keeps the session and forgets the failures; false when there were too many meanwhile. */
  insertSignedInSession(email: string, session: Session, refreshToken: string, windowStart: Date): Promise<boolean>;
  /** Uses up one refresh token for the next, in one step, so that of several at once one is first. */
  rotate(used: string, next: string, now: Date): Promise<Rotation>;
  /** How many of the subject's sessions ended now; without `sessionId` all of them. */
  revoke(subject: Id, sessionId: Id | undefined, now: Date): Promise<number>;
  isLive(sessionId: Id): Promise<boolean>;
  /** Revoked after `since`, the earliest first. */
  listRevoked(since: Date): Promise<RevokedSession[]>;
  findPreferences(subject: Id): Promise<UserPreferences | undefined>;
  /** Removes what is of no more use: sessions over since `before`, tokens used before it, windows begun before `windowStart`. */
  forget(before: Date, windowStart: Date): Promise<void>;
}

export interface SignIn {
  readonly account: Account | undefined;
  readonly isThrottled: boolean;
}

export interface Account {
  readonly user: User;
  readonly passwordHash: string;
}

export type Rotation =
  | {
      readonly type: "rotated";
      readonly session: Pick<Session, "id" | "subject" | "expiresAt">;
      readonly roles: readonly Role[];
    }
  /** The token had been used before: its session is ended now. */
  | { readonly type: "reused" }
  | { readonly type: "unknown" };

export interface RevokedSession {
  readonly id: Id;
  readonly revokedAt: Date;
}

/** Wakes those who watch for revoked sessions. */
export const SESSIONS_REVOKED_SIGNAL = "users/sessions-revoked";
