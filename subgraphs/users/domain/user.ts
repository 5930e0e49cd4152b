import type { Id } from "#kernel/id.ts";
import { foldEmail } from "./email.ts";
import { type Role, scopesOf } from "./role.ts";

/** Somebody with an account. Their password is known to nobody here, not even as its hash. */
export interface User {
  readonly id: Id;
  /** As the person wrote it. */
  readonly email: string;
  /** What it is compared by: see `foldEmail`. */
  readonly emailFolded: string;
  readonly name: string | null;
  readonly phone: string | null;
  readonly roles: readonly Role[];
  readonly preferences: UserPreferences;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
}

export interface UserPreferences {
  readonly currency: string | null;
  readonly locale: string | null;
  readonly newsletter: boolean;
  readonly marketing: boolean;
}

export const NAME_LENGTH_MAX = 200;
export const PHONE_LENGTH_MAX = 40;
export const PASSWORD_LENGTH_MIN = 8;
/** Long enough for any passphrase, short enough to hash. */
export const PASSWORD_LENGTH_MAX = 200;

/** Consent is given, never presumed. */
const PREFERENCES_DEFAULT: UserPreferences = {
  currency: null,
  locale: null,
  newsletter: false,
  marketing: false,
};

export interface UserDraft {
  readonly id: Id;
  readonly email: string;
  readonly name: string | null;
  readonly roles: readonly Role[];
}

export function draftUser({ id, email, name, roles }: UserDraft, now: Date): User {
  const emailFolded = foldEmail(email);
  const times = { createdAt: now, updatedAt: now, version: 1 };
  return { id, email, emailFolded, name, phone: null, roles, preferences: PREFERENCES_DEFAULT, ...times };
}

/** What a person may change of themselves; what is left out stays. */
export interface UserChange {
  readonly name?: string | null;
  readonly phone?: string | null;
  readonly preferences?: Partial<UserPreferences>;
}

/** The user with the change; the very same one when it changes nothing, so that a repeated call writes nothing. */
export function amendUser(user: User, change: UserChange, now: Date): User {
  const { name = user.name, phone = user.phone } = change;
  const preferences = amendPreferences(user.preferences, change.preferences ?? {});
  if (name === user.name && phone === user.phone && preferences === user.preferences) return user;
  return { ...user, name, phone, preferences, updatedAt: now, version: user.version + 1 };
}

function amendPreferences(before: UserPreferences, change: Partial<UserPreferences>): UserPreferences {
  const { currency = before.currency, locale = before.locale } = change;
  const { newsletter = before.newsletter, marketing = before.marketing } = change;
  const same =
    currency === before.currency &&
    locale === before.locale &&
    newsletter === before.newsletter &&
    marketing === before.marketing;
  return same ? before : { currency, locale, newsletter, marketing };
}

export function userScopes({ roles }: User): readonly string[] {
  return scopesOf(roles);
}
