import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { User as UserModel } from '../domain/user.ts';
import type { IssuedSession as IssuedSessionModel } from '../domain/session.ts';
import type { SavedAddress as SavedAddressModel } from '../domain/address-book.ts';
import type { Context } from './context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A whole number as a JSON number, within ±(2^53 − 1), so that every client reads it exactly. */
  BigInt: { input: bigint; output: bigint; }
  /** ISO 3166-1 alpha-2, `IN`. */
  CountryCode: { input: string; output: string; }
  /** ISO 4217, `INR`. */
  CurrencyCode: { input: string; output: string; }
  /** A moment in UTC: RFC 3339 with exactly three decimals, `2026-11-20T09:30:00.000Z`. */
  DateTime: { input: Date; output: Date | string; }
  /** A BCP 47 language tag, `en-IN`. */
  Locale: { input: string; output: string; }
  /** An absolute http or https address of at most 2,048 characters. */
  URL: { input: string; output: string; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** Which address goes. */
export type AddressDeleteInput = {
  /** `adr_…`, one of the caller's. When it was a default there is none until another is chosen. */
  readonly id: Scalars['ID']['input'];
};

/** Why an address was not saved or deleted. */
export type AddressError = InvalidInputError | LimitExceededError | NotFoundError;

/** The answer to `addressSave` and `addressDelete`. */
export type AddressPayload = {
  readonly __typename?: 'AddressPayload';
  /** Why nothing changed; empty when it did. */
  readonly errors: ReadonlyArray<AddressError>;
  /** Whose book it is, with `addresses` as they are now; null when refused. */
  readonly user?: Maybe<User>;
};

/** Without `id` a new address. */
export type AddressSaveInput = {
  /** The whole address; nothing of an old one is kept. */
  readonly address: PostalAddressInput;
  /** `adr_…`, one of the caller's: it is changed. Left out: a new one. */
  readonly id?: InputMaybe<Scalars['ID']['input']>;
  /** True takes it from the one that had it. Left out it stays as it is; the very first address is the default of both. */
  readonly isDefaultBilling?: InputMaybe<Scalars['Boolean']['input']>;
  /** True takes it from the one that had it. Left out it stays as it is; the very first address is the default of both. */
  readonly isDefaultShipping?: InputMaybe<Scalars['Boolean']['input']>;
  /** At most 50 characters. Left out it stays, null clears. */
  readonly label?: InputMaybe<Scalars['String']['input']>;
};

/** A condition on a whole number. All given members hold. */
export type BigIntFilter = {
  /** Is exactly this. */
  readonly eq?: InputMaybe<Scalars['BigInt']['input']>;
  /** Is more than this. */
  readonly gt?: InputMaybe<Scalars['BigInt']['input']>;
  /** Is this or more. */
  readonly gte?: InputMaybe<Scalars['BigInt']['input']>;
  /** Is less than this. */
  readonly lt?: InputMaybe<Scalars['BigInt']['input']>;
  /** Is this or less. */
  readonly lte?: InputMaybe<Scalars['BigInt']['input']>;
};

/** Whose answer a cached answer may be. */
export type CacheControlScope =
  /** For the caller alone. */
  | 'PRIVATE'
  /** The same for everybody with the same market, currency, locale and scopes. */
  | 'PUBLIC';

/** A condition on a moment. All given members hold. */
export type DateTimeFilter = {
  /** Is after this. */
  readonly gt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Is at or after this. */
  readonly gte?: InputMaybe<Scalars['DateTime']['input']>;
  /** Is before this. */
  readonly lt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Is at or before this. */
  readonly lte?: InputMaybe<Scalars['DateTime']['input']>;
};

/** There is an account with this address. */
export type EmailTakenError = UserError & {
  readonly __typename?: 'EmailTakenError';
  /** EMAIL_TAKEN. */
  readonly code: ErrorCode;
  /** For a person. */
  readonly message: Scalars['String']['output'];
  /** `["email"]`. */
  readonly path: ReadonlyArray<Scalars['String']['output']>;
};

/** Why nothing was changed, one list for all mutations. */
export type ErrorCode =
  /** The caller has reviewed this product before. */
  | 'ALREADY_REVIEWED'
  /** More than is left of the payment. */
  | 'AMOUNT_TOO_LARGE'
  /** Something in `Cart.problems` must be mended first. */
  | 'CART_NOT_READY'
  /** Another account has this address. */
  | 'EMAIL_TAKEN'
  /** Another one has this `externalRef`. */
  | 'EXTERNAL_REF_TAKEN'
  /** The key came with other arguments before. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** Address and password do not belong together, or the token is spent. */
  | 'INVALID_CREDENTIALS'
  /** A value is out of its range; `path` names it. */
  | 'INVALID_INPUT'
  /** The first call with this key still runs. */
  | 'IN_PROGRESS'
  /** More than the limit allows. */
  | 'LIMIT_EXCEEDED'
  /** Nothing of the order is left to be paid. */
  | 'NOTHING_DUE'
  /** Only who received the product may do this. */
  | 'NOT_A_VERIFIED_PURCHASE'
  /** It does not exist or is not yours. */
  | 'NOT_FOUND'
  /** There is not as much of it as was asked for. */
  | 'OUT_OF_STOCK'
  /** The total is no longer the one the buyer was shown. */
  | 'PRICE_CHANGED'
  /** Another variant has this SKU. */
  | 'SKU_TAKEN'
  /** Another product or category has this slug. */
  | 'SLUG_TAKEN'
  /** Somebody changed it since it was read. */
  | 'STALE_VERSION'
  /** The order cannot go there from where it is. */
  | 'TRANSITION_NOT_ALLOWED';

/** About a guest; all of it is optional. */
export type GuestSessionCreateInput = {
  /** What the guest reads, where a request does not say so itself. */
  readonly locale?: InputMaybe<Scalars['Locale']['input']>;
};

/** A condition on an id. All given members hold. */
export type IdFilter = {
  /** Is this one. */
  readonly eq?: InputMaybe<Scalars['ID']['input']>;
  /** Is one of these, at most 100; none matches nothing. */
  readonly in?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
};

/** IDEMPOTENCY_KEY_REUSED: this key came with other arguments. IN_PROGRESS: the first call still runs; ask again with the same key. */
export type IdempotencyError = UserError & {
  readonly __typename?: 'IdempotencyError';
  /** IDEMPOTENCY_KEY_REUSED or IN_PROGRESS. */
  readonly code: ErrorCode;
  /** For a person, in the request's locale. */
  readonly message: Scalars['String']['output'];
  /** `["idempotencyKey"]`. */
  readonly path: ReadonlyArray<Scalars['String']['output']>;
  /** True: the same call may succeed later. False: it never will under this key. */
  readonly retryable: Scalars['Boolean']['output'];
};

/** Address and password, or the token, do not let anybody in. It is never said which of them is wrong. */
export type InvalidCredentialsError = UserError & {
  readonly __typename?: 'InvalidCredentialsError';
  /** INVALID_CREDENTIALS. */
  readonly code: ErrorCode;
  /** For a person. */
  readonly message: Scalars['String']['output'];
  /** `["refreshToken"]`, or empty when address and password do not go together. */
  readonly path: ReadonlyArray<Scalars['String']['output']>;
};

/** A value that GraphQL takes and the business does not; `message` says what is expected. */
export type InvalidInputError = UserError & {
  readonly __typename?: 'InvalidInputError';
  /** INVALID_INPUT. */
  readonly code: ErrorCode;
  /** For a person, in the request's locale. */
  readonly message: Scalars['String']['output'];
  /** Where in the input; empty when it concerns the whole. */
  readonly path: ReadonlyArray<Scalars['String']['output']>;
};

/** More than a limit allows. */
export type LimitExceededError = UserError & {
  readonly __typename?: 'LimitExceededError';
  /** LIMIT_EXCEEDED. */
  readonly code: ErrorCode;
  /** The limit, counted in what `message` names. */
  readonly limit: Scalars['Int']['output'];
  /** For a person, in the request's locale. */
  readonly message: Scalars['String']['output'];
  /** Where in the input; empty when it concerns the whole. */
  readonly path: ReadonlyArray<Scalars['String']['output']>;
};

/** An amount of money. `minorUnits` is exact; `decimal` and `formatted` are for people. */
export type Money = {
  readonly __typename?: 'Money';
  /** The currency that `minorUnits` counts. */
  readonly currency: Scalars['CurrencyCode']['output'];
  /** `1299.00`, always with `exponent` decimals. */
  readonly decimal: Scalars['String']['output'];
  /** Decimal places of the currency: INR 2, JPY 0, KWD 3. */
  readonly exponent: Scalars['Int']['output'];
  /** For a person, in `locale` or else the request's. */
  readonly formatted: Scalars['String']['output'];
  /** In the currency's smallest unit: 129900 is ₹1,299.00, 1299 is ¥1,299. */
  readonly minorUnits: Scalars['BigInt']['output'];
};


/** An amount of money. `minorUnits` is exact; `decimal` and `formatted` are for people. */
export type MoneyFormattedArgs = {
  locale?: InputMaybe<Scalars['Locale']['input']>;
};

/** An amount of money that a client names. */
export type MoneyInput = {
  /** The currency that `minorUnits` counts; one the shop sells in. */
  readonly currency: Scalars['CurrencyCode']['input'];
  /** In the currency's smallest unit: 129900 is ₹1,299.00. */
  readonly minorUnits: Scalars['BigInt']['input'];
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Takes an address out of the caller's book; orders keep their own copies. Error: NotFoundError. */
  readonly addressDelete: AddressPayload;
  /**
   * Adds an address to the caller's book or changes one of it. Errors: InvalidInputError, NotFoundError (no such address
   * of the caller's), LimitExceededError (50 are there).
   */
  readonly addressSave: AddressPayload;
  /** A signed identity for somebody without an account, so that carts, orders and subscriptions have one owner rule. */
  readonly guestSessionCreate: SessionCreatePayload;
  /**
   * Sign in. The answer and its time are the same for an unknown address and a wrong password. After 10 failures for one
   * address within 15 minutes LimitExceededError, until those are over. Errors: InvalidInputError,
   * InvalidCredentialsError, LimitExceededError.
   */
  readonly sessionCreate: SessionCreatePayload;
  /**
   * New tokens for old. Each refresh token works once: one that comes a second time, however soon, was taken by somebody
   * else, so it ends its session and all of its tokens. Refresh one at a time. Error: InvalidCredentialsError for a token
   * that is unknown, used, past its end, or of a session that ended.
   */
  readonly sessionRefresh: SessionCreatePayload;
  /** Sign out: ends this session, or all of the user's. Nothing is refused; what had ended before is not counted. */
  readonly sessionRevoke: SessionRevokePayload;
  /** Opens an account and signs in. Errors: InvalidInputError, EmailTakenError. */
  readonly userRegister: UserRegisterPayload;
  /** Changes the caller's own account. Errors: InvalidInputError, StaleVersionError. */
  readonly userUpdate: UserUpdatePayload;
};


export type MutationAddressDeleteArgs = {
  input: AddressDeleteInput;
};


export type MutationAddressSaveArgs = {
  input: AddressSaveInput;
};


export type MutationGuestSessionCreateArgs = {
  input: GuestSessionCreateInput;
};


export type MutationSessionCreateArgs = {
  input: SessionCreateInput;
};


export type MutationSessionRefreshArgs = {
  input: SessionRefreshInput;
};


export type MutationSessionRevokeArgs = {
  input: SessionRevokeInput;
};


export type MutationUserRegisterArgs = {
  input: UserRegisterInput;
};


export type MutationUserUpdateArgs = {
  input: UserUpdateInput;
};

/** Anything with a global id: a prefix, `_`, and 26 characters (TypeID, a UUIDv7), such as `ord_01h455vb4pex5vsknk084sn02q`. Opaque; not a secret. */
export type Node = {
  /** The global id; `node(id:)` finds it again. */
  readonly id: Scalars['ID']['output'];
};

/** It does not exist or is not yours: the answer is the same. */
export type NotFoundError = UserError & {
  readonly __typename?: 'NotFoundError';
  /** NOT_FOUND. */
  readonly code: ErrorCode;
  /** The id that was sent. */
  readonly id: Scalars['ID']['output'];
  /** For a person, in the request's locale. */
  readonly message: Scalars['String']['output'];
  /** Where in the input; empty when it concerns the whole. */
  readonly path: ReadonlyArray<Scalars['String']['output']>;
};

/** Where a page lies in its list. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** Of the last edge, for `after`; null when the page is empty. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  /** More comes after this page. With `last`: whether `before` was given. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** More lies before this page. With `first`: whether `after` was given. */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** Of the first edge, for `before`; null when the page is empty. */
  readonly startCursor?: Maybe<Scalars['String']['output']>;
};

/** A postal address as written at one moment: an order keeps its own copy. */
export type PostalAddress = {
  readonly __typename?: 'PostalAddress';
  /** City, town or village. */
  readonly city: Scalars['String']['output'];
  /** The country. */
  readonly country: Scalars['CountryCode']['output'];
  /** Street and number, or what stands for them. */
  readonly line1: Scalars['String']['output'];
  /** Flat, floor, building; null without. */
  readonly line2?: Maybe<Scalars['String']['output']>;
  /** Of the person or company at the door. */
  readonly name: Scalars['String']['output'];
  /** For the carrier, `+91 98765 43210`; null without. */
  readonly phone?: Maybe<Scalars['String']['output']>;
  /** PIN, ZIP or postal code; null where the country has none. */
  readonly postalCode?: Maybe<Scalars['String']['output']>;
  /** State or province, as its country writes it (ISO 3166-2 without the country, `KA`, where there is a code); null without. */
  readonly region?: Maybe<Scalars['String']['output']>;
};

/** A postal address to be written down. */
export type PostalAddressInput = {
  /** City, town or village. */
  readonly city: Scalars['String']['input'];
  /** The country. */
  readonly country: Scalars['CountryCode']['input'];
  /** Street and number, or what stands for them. */
  readonly line1: Scalars['String']['input'];
  /** Flat, floor, building; null without. */
  readonly line2?: InputMaybe<Scalars['String']['input']>;
  /** Of the person or company at the door. */
  readonly name: Scalars['String']['input'];
  /** For the carrier, `+91 98765 43210`; null without. */
  readonly phone?: InputMaybe<Scalars['String']['input']>;
  /** PIN, ZIP or postal code; null where the country has none. */
  readonly postalCode?: InputMaybe<Scalars['String']['input']>;
  /** State or province, as its country writes it (ISO 3166-2 without the country, `KA`, where there is a code); null without. */
  readonly region?: InputMaybe<Scalars['String']['input']>;
};

export type Query = {
  readonly __typename?: 'Query';
  /**
   * Whom an access token speaks for (`usr_…` or `gst_…`): its signature and `exp` hold and its session is not signed out.
   * Null for any other text.
   */
  readonly accessTokenSubject?: Maybe<Scalars['ID']['output']>;
  /** The signed-in customer or member of staff; null for guests and nobody. */
  readonly me?: Maybe<User>;
  /** Any user, for staff; null when there is none with this id. */
  readonly user?: Maybe<User>;
  /** What a user chose to see the shop in, or a guest's locale; null when the subject is unknown. */
  readonly userPreferences?: Maybe<UserPreferences>;
};


export type QueryAccessTokenSubjectArgs = {
  accessToken: Scalars['String']['input'];
};


export type QueryUserArgs = {
  id: Scalars['ID']['input'];
};


export type QueryUserPreferencesArgs = {
  userId: Scalars['ID']['input'];
};

/** What somebody is to the shop. Each role stands for scopes; see `User.scopes`. */
export type Role =
  /** All that support may, and changes catalogue and stock. */
  | 'ADMIN'
  /** Buys: `account`. */
  | 'CUSTOMER'
  /** Helps customers: reads users and orders, moves orders along, refunds, sees stock. */
  | 'SUPPORT';

/** An address of a person's own book, to be picked at checkout. */
export type SavedAddress = {
  readonly __typename?: 'SavedAddress';
  /** The address itself. */
  readonly address: PostalAddress;
  /** `adr_…`. */
  readonly id: Scalars['ID']['output'];
  /** Picked first for billing. At most one of a person's is. */
  readonly isDefaultBilling: Scalars['Boolean']['output'];
  /** Picked first for shipping. At most one of a person's is. */
  readonly isDefaultShipping: Scalars['Boolean']['output'];
  /** The person's own name for it, `Home`, at most 50 characters; null without one. */
  readonly label?: Maybe<Scalars['String']['output']>;
};

/** Tokens of one sign-in. A guest's session has no user; its `subject` (`gst_…`) owns the guest's carts and orders until they are claimed. */
export type Session = {
  readonly __typename?: 'Session';
  /** Send it as `Authorization: Bearer …`. A JWT (EdDSA), verifiable by `/.well-known/jwks.json`. */
  readonly accessToken: Scalars['String']['output'];
  /** When the access token ends; refresh before. */
  readonly accessTokenExpiresAt: Scalars['DateTime']['output'];
  /** `ses_…`, also the `sid` of its access tokens. */
  readonly id: Scalars['ID']['output'];
  /** For `sessionRefresh`, once. Keep it as you would keep a password. */
  readonly refreshToken: Scalars['String']['output'];
  /** When the refresh token ends: 30 days after it was given, and a year after the sign-in at the latest. */
  readonly refreshTokenExpiresAt: Scalars['DateTime']['output'];
  /** Who is signed in: `usr_…`, or `gst_…` for a guest. */
  readonly subject: Scalars['ID']['output'];
  /** Who is signed in; null for a guest. */
  readonly user?: Maybe<User>;
};

/** Why there is no session. */
export type SessionCreateError = InvalidCredentialsError | InvalidInputError | LimitExceededError;

/** Who signs in. */
export type SessionCreateInput = {
  /** Compared without regard to case and surrounding blanks. */
  readonly email: Scalars['String']['input'];
  /** Exactly as it was chosen. */
  readonly password: Scalars['String']['input'];
};

/** The answer to all that opens or renews a session. */
export type SessionCreatePayload = {
  readonly __typename?: 'SessionCreatePayload';
  /** Why there is no session; empty when there is. */
  readonly errors: ReadonlyArray<SessionCreateError>;
  /** The tokens; null when refused. */
  readonly session?: Maybe<Session>;
};

/** A refresh token to give back. */
export type SessionRefreshInput = {
  /** As `Session.refreshToken` gave it. */
  readonly refreshToken: Scalars['String']['input'];
};

/** Why sessions were not ended. */
export type SessionRevokeError = InvalidInputError;

/** Which sessions end. */
export type SessionRevokeInput = {
  /** True: every session of the caller, on all devices. Otherwise the one the access token belongs to. */
  readonly all?: InputMaybe<Scalars['Boolean']['input']>;
};

/** The answer to `sessionRevoke`. */
export type SessionRevokePayload = {
  readonly __typename?: 'SessionRevokePayload';
  /** Empty when done. */
  readonly errors: ReadonlyArray<SessionRevokeError>;
  /** How many sessions ended now. */
  readonly revokedCount: Scalars['Int']['output'];
};

/** Sessions whose access tokens must not be taken any more. */
export type SessionsRevoked = {
  readonly __typename?: 'SessionsRevoked';
  /** `ses_…`, the `sid` of access tokens. Empty only in the first message. */
  readonly sessionIds: ReadonlyArray<Scalars['ID']['output']>;
};

/** Which end of an order comes first. */
export type SortDirection =
  /** Smallest, earliest or A first. */
  | 'ASC'
  /** Largest, latest or Z first. */
  | 'DESC';

/** Somebody changed it since `expectedVersion`. Read it again, then decide. */
export type StaleVersionError = UserError & {
  readonly __typename?: 'StaleVersionError';
  /** STALE_VERSION. */
  readonly code: ErrorCode;
  /** The version it has now. */
  readonly currentVersion: Scalars['Int']['output'];
  /** For a person, in the request's locale. */
  readonly message: Scalars['String']['output'];
  /** `["expectedVersion"]`. */
  readonly path: ReadonlyArray<Scalars['String']['output']>;
};

/** A condition on text. All given members hold. */
export type StringFilter = {
  /** Has this in it, upper and lower case alike; no wildcards. */
  readonly contains?: InputMaybe<Scalars['String']['input']>;
  /** Is exactly this. */
  readonly eq?: InputMaybe<Scalars['String']['input']>;
  /** Is one of these, at most 100; none matches nothing. */
  readonly in?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

export type Subscription = {
  readonly __typename?: 'Subscription';
  /**
   * The gateway's denylist: first the sessions revoked within the lifetime of an access token, so that none of their
   * tokens is still taken, then each further one as it happens.
   */
  readonly sessionsRevoked: SessionsRevoked;
};

/** Visible to the person and to staff with `users:read`; to anybody else the whole entity is null. */
export type User = Node & {
  readonly __typename?: 'User';
  /** At most 50, the oldest first. */
  readonly addresses: ReadonlyArray<SavedAddress>;
  /** When the account was made. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** As the person wrote it. Unique whatever its case. */
  readonly email: Scalars['String']['output'];
  /** `usr_…`. */
  readonly id: Scalars['ID']['output'];
  /** How the person wants to be called, at most 200 characters; null when not told. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** As the person wrote it, at most 40 characters; null when not told. */
  readonly phone?: Maybe<Scalars['String']['output']>;
  /** What the person chose; everything is optional. */
  readonly preferences: UserPreferences;
  /** What the person is to the shop. */
  readonly roles: ReadonlyArray<Role>;
  /** What the roles allow, as in `@requiresScopes`. Rules name scopes, never roles. */
  readonly scopes: ReadonlyArray<Scalars['String']['output']>;
  /** When name, phone, preferences or roles were last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Counts these changes from 1. Send it as `expectedVersion`. */
  readonly version: Scalars['Int']['output'];
};

/** Why nothing was changed. Read `code` and `message` of kinds you do not know. */
export type UserError = {
  /** What kind of refusal it is; the same word for the same reason everywhere. */
  readonly code: ErrorCode;
  /** For a person, in the request's locale. */
  readonly message: Scalars['String']['output'];
  /** Where in the input: `["actions", "0", "addLine", "quantity"]`. Empty when it concerns the whole. */
  readonly path: ReadonlyArray<Scalars['String']['output']>;
};

/** How a person wants to see the shop, and what it may send. */
export type UserPreferences = {
  readonly __typename?: 'UserPreferences';
  /** One of the shop's; null for the shop's default. `Agora-Currency` of a request goes before it. */
  readonly currency?: Maybe<Scalars['CurrencyCode']['output']>;
  /** Null for the shop's default. `Accept-Language` of a request goes before it. */
  readonly locale?: Maybe<Scalars['Locale']['output']>;
  /** Agrees to offers made for them. False until the person says so. */
  readonly marketing: Scalars['Boolean']['output'];
  /** Wants the newsletter. False until the person says so. */
  readonly newsletter: Scalars['Boolean']['output'];
};

/** What is left out stays; null clears: no choice, or false. */
export type UserPreferencesInput = {
  /** One of `Shop.currencies`. */
  readonly currency?: InputMaybe<Scalars['CurrencyCode']['input']>;
  /** Any language tag; the shop answers in the nearest it has. */
  readonly locale?: InputMaybe<Scalars['Locale']['input']>;
  /** Agrees to offers made for them. */
  readonly marketing?: InputMaybe<Scalars['Boolean']['input']>;
  /** Wants the newsletter. */
  readonly newsletter?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Why an account was not opened. */
export type UserRegisterError = EmailTakenError | InvalidInputError;

/** A new account. */
export type UserRegisterInput = {
  /** At most 254 characters. Compared without regard to case and surrounding blanks. */
  readonly email: Scalars['String']['input'];
  /** How the person wants to be called, at most 200 characters. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** 8 to 200 characters, any of them. */
  readonly password: Scalars['String']['input'];
};

/** The answer to `userRegister`. */
export type UserRegisterPayload = {
  readonly __typename?: 'UserRegisterPayload';
  /** Why there is no new account; empty when there is. */
  readonly errors: ReadonlyArray<UserRegisterError>;
  /** Null when refused, and when the address must be confirmed first (`verificationRequired`). */
  readonly session?: Maybe<Session>;
  /** The new user; null when refused. */
  readonly user?: Maybe<User>;
  /** True when a message was sent that has to be answered before signing in. */
  readonly verificationRequired: Scalars['Boolean']['output'];
};

/** Why a user was not changed. */
export type UserUpdateError = InvalidInputError | StaleVersionError;

/** What is left out stays; null clears. */
export type UserUpdateInput = {
  /** The `User.version` that was read; another one in the store is StaleVersionError. Left out: whatever is there. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** At most 200 characters. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** At most 40 characters. */
  readonly phone?: InputMaybe<Scalars['String']['input']>;
  /** Only the members given change. */
  readonly preferences?: InputMaybe<UserPreferencesInput>;
};

/** The answer to `userUpdate`. */
export type UserUpdatePayload = {
  readonly __typename?: 'UserUpdatePayload';
  /** Why nothing changed; empty when it did. */
  readonly errors: ReadonlyArray<UserUpdateError>;
  /** The user as it is now; null when refused. */
  readonly user?: Maybe<User>;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  User: User;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  User:
    ( { __typename: 'User' }
    & GraphQLRecursivePick<FederationTypes['User'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  AddressError:
    | ( InvalidInputError )
    | ( LimitExceededError )
    | ( NotFoundError )
  ;
  SessionCreateError:
    | ( InvalidCredentialsError )
    | ( InvalidInputError )
    | ( LimitExceededError )
  ;
  SessionRevokeError: ( InvalidInputError );
  UserRegisterError:
    | ( EmailTakenError )
    | ( InvalidInputError )
  ;
  UserUpdateError:
    | ( InvalidInputError )
    | ( StaleVersionError )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node: ( UserModel );
  UserError:
    | ( EmailTakenError )
    | ( IdempotencyError )
    | ( InvalidCredentialsError )
    | ( InvalidInputError )
    | ( LimitExceededError )
    | ( NotFoundError )
    | ( StaleVersionError )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AddressDeleteInput: AddressDeleteInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  AddressError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['AddressError']>;
  AddressPayload: ResolverTypeWrapper<Omit<AddressPayload, 'errors' | 'user'> & { errors: ReadonlyArray<ResolversTypes['AddressError']>, user?: Maybe<ResolversTypes['User']> }>;
  AddressSaveInput: AddressSaveInput;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  BigInt: ResolverTypeWrapper<Scalars['BigInt']['output']>;
  BigIntFilter: BigIntFilter;
  CacheControlScope: CacheControlScope;
  CountryCode: ResolverTypeWrapper<Scalars['CountryCode']['output']>;
  CurrencyCode: ResolverTypeWrapper<Scalars['CurrencyCode']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DateTimeFilter: DateTimeFilter;
  EmailTakenError: ResolverTypeWrapper<EmailTakenError>;
  ErrorCode: ErrorCode;
  GuestSessionCreateInput: GuestSessionCreateInput;
  IdFilter: IdFilter;
  IdempotencyError: ResolverTypeWrapper<IdempotencyError>;
  InvalidCredentialsError: ResolverTypeWrapper<InvalidCredentialsError>;
  InvalidInputError: ResolverTypeWrapper<InvalidInputError>;
  LimitExceededError: ResolverTypeWrapper<LimitExceededError>;
  Locale: ResolverTypeWrapper<Scalars['Locale']['output']>;
  Money: ResolverTypeWrapper<Money>;
  MoneyInput: MoneyInput;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  NotFoundError: ResolverTypeWrapper<NotFoundError>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PostalAddress: ResolverTypeWrapper<PostalAddress>;
  PostalAddressInput: PostalAddressInput;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Role: Role;
  SavedAddress: ResolverTypeWrapper<SavedAddressModel>;
  Session: ResolverTypeWrapper<IssuedSessionModel>;
  SessionCreateError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SessionCreateError']>;
  SessionCreateInput: SessionCreateInput;
  SessionCreatePayload: ResolverTypeWrapper<Omit<SessionCreatePayload, 'errors' | 'session'> & { errors: ReadonlyArray<ResolversTypes['SessionCreateError']>, session?: Maybe<ResolversTypes['Session']> }>;
  SessionRefreshInput: SessionRefreshInput;
  SessionRevokeError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SessionRevokeError']>;
  SessionRevokeInput: SessionRevokeInput;
  SessionRevokePayload: ResolverTypeWrapper<Omit<SessionRevokePayload, 'errors'> & { errors: ReadonlyArray<ResolversTypes['SessionRevokeError']> }>;
  SessionsRevoked: ResolverTypeWrapper<SessionsRevoked>;
  SortDirection: SortDirection;
  StaleVersionError: ResolverTypeWrapper<StaleVersionError>;
  StringFilter: StringFilter;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  URL: ResolverTypeWrapper<Scalars['URL']['output']>;
  User: ResolverTypeWrapper<UserModel>;
  UserError: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['UserError']>;
  UserPreferences: ResolverTypeWrapper<UserPreferences>;
  UserPreferencesInput: UserPreferencesInput;
  UserRegisterError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UserRegisterError']>;
  UserRegisterInput: UserRegisterInput;
  UserRegisterPayload: ResolverTypeWrapper<Omit<UserRegisterPayload, 'errors' | 'session' | 'user'> & { errors: ReadonlyArray<ResolversTypes['UserRegisterError']>, session?: Maybe<ResolversTypes['Session']>, user?: Maybe<ResolversTypes['User']> }>;
  UserUpdateError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UserUpdateError']>;
  UserUpdateInput: UserUpdateInput;
  UserUpdatePayload: ResolverTypeWrapper<Omit<UserUpdatePayload, 'errors' | 'user'> & { errors: ReadonlyArray<ResolversTypes['UserUpdateError']>, user?: Maybe<ResolversTypes['User']> }>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AddressDeleteInput: AddressDeleteInput;
  ID: Scalars['ID']['output'];
  AddressError: ResolversUnionTypes<ResolversParentTypes>['AddressError'];
  AddressPayload: Omit<AddressPayload, 'errors' | 'user'> & { errors: ReadonlyArray<ResolversParentTypes['AddressError']>, user?: Maybe<ResolversParentTypes['User']> };
  AddressSaveInput: AddressSaveInput;
  String: Scalars['String']['output'];
  BigInt: Scalars['BigInt']['output'];
  BigIntFilter: BigIntFilter;
  CountryCode: Scalars['CountryCode']['output'];
  CurrencyCode: Scalars['CurrencyCode']['output'];
  DateTime: Scalars['DateTime']['output'];
  DateTimeFilter: DateTimeFilter;
  EmailTakenError: EmailTakenError;
  GuestSessionCreateInput: GuestSessionCreateInput;
  IdFilter: IdFilter;
  IdempotencyError: IdempotencyError;
  InvalidCredentialsError: InvalidCredentialsError;
  InvalidInputError: InvalidInputError;
  LimitExceededError: LimitExceededError;
  Locale: Scalars['Locale']['output'];
  Money: Money;
  MoneyInput: MoneyInput;
  Mutation: Record<PropertyKey, never>;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  NotFoundError: NotFoundError;
  PageInfo: PageInfo;
  PostalAddress: PostalAddress;
  PostalAddressInput: PostalAddressInput;
  Query: Record<PropertyKey, never>;
  SavedAddress: SavedAddressModel;
  Session: IssuedSessionModel;
  SessionCreateError: ResolversUnionTypes<ResolversParentTypes>['SessionCreateError'];
  SessionCreateInput: SessionCreateInput;
  SessionCreatePayload: Omit<SessionCreatePayload, 'errors' | 'session'> & { errors: ReadonlyArray<ResolversParentTypes['SessionCreateError']>, session?: Maybe<ResolversParentTypes['Session']> };
  SessionRefreshInput: SessionRefreshInput;
  SessionRevokeError: ResolversUnionTypes<ResolversParentTypes>['SessionRevokeError'];
  SessionRevokeInput: SessionRevokeInput;
  SessionRevokePayload: Omit<SessionRevokePayload, 'errors'> & { errors: ReadonlyArray<ResolversParentTypes['SessionRevokeError']> };
  SessionsRevoked: SessionsRevoked;
  StaleVersionError: StaleVersionError;
  StringFilter: StringFilter;
  Subscription: Record<PropertyKey, never>;
  URL: Scalars['URL']['output'];
  User: UserModel;
  UserError: ResolversInterfaceTypes<ResolversParentTypes>['UserError'];
  UserPreferences: UserPreferences;
  UserPreferencesInput: UserPreferencesInput;
  UserRegisterError: ResolversUnionTypes<ResolversParentTypes>['UserRegisterError'];
  UserRegisterInput: UserRegisterInput;
  UserRegisterPayload: Omit<UserRegisterPayload, 'errors' | 'session' | 'user'> & { errors: ReadonlyArray<ResolversParentTypes['UserRegisterError']>, session?: Maybe<ResolversParentTypes['Session']>, user?: Maybe<ResolversParentTypes['User']> };
  UserUpdateError: ResolversUnionTypes<ResolversParentTypes>['UserUpdateError'];
  UserUpdateInput: UserUpdateInput;
  UserUpdatePayload: Omit<UserUpdatePayload, 'errors' | 'user'> & { errors: ReadonlyArray<ResolversParentTypes['UserUpdateError']>, user?: Maybe<ResolversParentTypes['User']> };
  Boolean: Scalars['Boolean']['output'];
  Int: Scalars['Int']['output'];
};

export type CacheControlDirectiveArgs = {
  inheritMaxAge?: Maybe<Scalars['Boolean']['input']>;
  maxAge?: Maybe<Scalars['Int']['input']>;
  scope?: Maybe<CacheControlScope>;
};

export type CacheControlDirectiveResolver<Result, Parent, ContextType = Context, Args = CacheControlDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AddressErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddressError'] = ResolversParentTypes['AddressError']> = {
  __resolveType: TypeResolveFn<'InvalidInputError' | 'LimitExceededError' | 'NotFoundError', ParentType, ContextType>;
};

export type AddressPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddressPayload'] = ResolversParentTypes['AddressPayload']> = {
  errors?: Resolver<ReadonlyArray<ResolversTypes['AddressError']>, ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
};

export interface BigIntScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['BigInt'], any> {
  name: 'BigInt';
}

export interface CountryCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CountryCode'], any> {
  name: 'CountryCode';
}

export interface CurrencyCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CurrencyCode'], any> {
  name: 'CurrencyCode';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type EmailTakenErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EmailTakenError'] = ResolversParentTypes['EmailTakenError']> = {
  code?: Resolver<ResolversTypes['ErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type IdempotencyErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IdempotencyError'] = ResolversParentTypes['IdempotencyError']> = {
  code?: Resolver<ResolversTypes['ErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  retryable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InvalidCredentialsErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InvalidCredentialsError'] = ResolversParentTypes['InvalidCredentialsError']> = {
  code?: Resolver<ResolversTypes['ErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InvalidInputErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InvalidInputError'] = ResolversParentTypes['InvalidInputError']> = {
  code?: Resolver<ResolversTypes['ErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type LimitExceededErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LimitExceededError'] = ResolversParentTypes['LimitExceededError']> = {
  code?: Resolver<ResolversTypes['ErrorCode'], ParentType, ContextType>;
  limit?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface LocaleScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Locale'], any> {
  name: 'Locale';
}

export type MoneyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  currency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  decimal?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  exponent?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  formatted?: Resolver<ResolversTypes['String'], ParentType, ContextType, Partial<MoneyFormattedArgs>>;
  minorUnits?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  addressDelete?: Resolver<ResolversTypes['AddressPayload'], ParentType, ContextType, RequireFields<MutationAddressDeleteArgs, 'input'>>;
  addressSave?: Resolver<ResolversTypes['AddressPayload'], ParentType, ContextType, RequireFields<MutationAddressSaveArgs, 'input'>>;
  guestSessionCreate?: Resolver<ResolversTypes['SessionCreatePayload'], ParentType, ContextType, RequireFields<MutationGuestSessionCreateArgs, 'input'>>;
  sessionCreate?: Resolver<ResolversTypes['SessionCreatePayload'], ParentType, ContextType, RequireFields<MutationSessionCreateArgs, 'input'>>;
  sessionRefresh?: Resolver<ResolversTypes['SessionCreatePayload'], ParentType, ContextType, RequireFields<MutationSessionRefreshArgs, 'input'>>;
  sessionRevoke?: Resolver<ResolversTypes['SessionRevokePayload'], ParentType, ContextType, RequireFields<MutationSessionRevokeArgs, 'input'>>;
  userRegister?: Resolver<ResolversTypes['UserRegisterPayload'], ParentType, ContextType, RequireFields<MutationUserRegisterArgs, 'input'>>;
  userUpdate?: Resolver<ResolversTypes['UserUpdatePayload'], ParentType, ContextType, RequireFields<MutationUserUpdateArgs, 'input'>>;
};

export type NodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'User', ParentType, ContextType>;
};

export type NotFoundErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NotFoundError'] = ResolversParentTypes['NotFoundError']> = {
  code?: Resolver<ResolversTypes['ErrorCode'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PostalAddressResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PostalAddress'] = ResolversParentTypes['PostalAddress']> = {
  city?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  country?: Resolver<ResolversTypes['CountryCode'], ParentType, ContextType>;
  line1?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  line2?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  phone?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  postalCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  region?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  accessTokenSubject?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType, RequireFields<QueryAccessTokenSubjectArgs, 'accessToken'>>;
  me?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType, RequireFields<QueryUserArgs, 'id'>>;
  userPreferences?: Resolver<Maybe<ResolversTypes['UserPreferences']>, ParentType, ContextType, RequireFields<QueryUserPreferencesArgs, 'userId'>>;
};

export type SavedAddressResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SavedAddress'] = ResolversParentTypes['SavedAddress']> = {
  address?: Resolver<ResolversTypes['PostalAddress'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isDefaultBilling?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  isDefaultShipping?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  label?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SessionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Session'] = ResolversParentTypes['Session']> = {
  accessToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  accessTokenExpiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  refreshToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  refreshTokenExpiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
};

export type SessionCreateErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SessionCreateError'] = ResolversParentTypes['SessionCreateError']> = {
  __resolveType: TypeResolveFn<'InvalidCredentialsError' | 'InvalidInputError' | 'LimitExceededError', ParentType, ContextType>;
};

export type SessionCreatePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SessionCreatePayload'] = ResolversParentTypes['SessionCreatePayload']> = {
  errors?: Resolver<ReadonlyArray<ResolversTypes['SessionCreateError']>, ParentType, ContextType>;
  session?: Resolver<Maybe<ResolversTypes['Session']>, ParentType, ContextType>;
};

export type SessionRevokeErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SessionRevokeError'] = ResolversParentTypes['SessionRevokeError']> = {
  __resolveType: TypeResolveFn<'InvalidInputError', ParentType, ContextType>;
};

export type SessionRevokePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SessionRevokePayload'] = ResolversParentTypes['SessionRevokePayload']> = {
  errors?: Resolver<ReadonlyArray<ResolversTypes['SessionRevokeError']>, ParentType, ContextType>;
  revokedCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SessionsRevokedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SessionsRevoked'] = ResolversParentTypes['SessionsRevoked']> = {
  sessionIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type StaleVersionErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StaleVersionError'] = ResolversParentTypes['StaleVersionError']> = {
  code?: Resolver<ResolversTypes['ErrorCode'], ParentType, ContextType>;
  currentVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  sessionsRevoked?: SubscriptionResolver<ResolversTypes['SessionsRevoked'], "sessionsRevoked", ParentType, ContextType>;
};

export interface UrlScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['URL'], any> {
  name: 'URL';
}

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  addresses?: Resolver<ReadonlyArray<ResolversTypes['SavedAddress']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  email?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  phone?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  preferences?: Resolver<ResolversTypes['UserPreferences'], ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['Role']>, ParentType, ContextType>;
  scopes?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  __resolveType: TypeResolveFn<'EmailTakenError' | 'IdempotencyError' | 'InvalidCredentialsError' | 'InvalidInputError' | 'LimitExceededError' | 'NotFoundError' | 'StaleVersionError', ParentType, ContextType>;
};

export type UserPreferencesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserPreferences'] = ResolversParentTypes['UserPreferences']> = {
  currency?: Resolver<Maybe<ResolversTypes['CurrencyCode']>, ParentType, ContextType>;
  locale?: Resolver<Maybe<ResolversTypes['Locale']>, ParentType, ContextType>;
  marketing?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  newsletter?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type UserRegisterErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserRegisterError'] = ResolversParentTypes['UserRegisterError']> = {
  __resolveType: TypeResolveFn<'EmailTakenError' | 'InvalidInputError', ParentType, ContextType>;
};

export type UserRegisterPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserRegisterPayload'] = ResolversParentTypes['UserRegisterPayload']> = {
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserRegisterError']>, ParentType, ContextType>;
  session?: Resolver<Maybe<ResolversTypes['Session']>, ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  verificationRequired?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type UserUpdateErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserUpdateError'] = ResolversParentTypes['UserUpdateError']> = {
  __resolveType: TypeResolveFn<'InvalidInputError' | 'StaleVersionError', ParentType, ContextType>;
};

export type UserUpdatePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserUpdatePayload'] = ResolversParentTypes['UserUpdatePayload']> = {
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserUpdateError']>, ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  AddressError?: AddressErrorResolvers<ContextType>;
  AddressPayload?: AddressPayloadResolvers<ContextType>;
  BigInt?: GraphQLScalarType;
  CountryCode?: GraphQLScalarType;
  CurrencyCode?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  EmailTakenError?: EmailTakenErrorResolvers<ContextType>;
  IdempotencyError?: IdempotencyErrorResolvers<ContextType>;
  InvalidCredentialsError?: InvalidCredentialsErrorResolvers<ContextType>;
  InvalidInputError?: InvalidInputErrorResolvers<ContextType>;
  LimitExceededError?: LimitExceededErrorResolvers<ContextType>;
  Locale?: GraphQLScalarType;
  Money?: MoneyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  NotFoundError?: NotFoundErrorResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PostalAddress?: PostalAddressResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  SavedAddress?: SavedAddressResolvers<ContextType>;
  Session?: SessionResolvers<ContextType>;
  SessionCreateError?: SessionCreateErrorResolvers<ContextType>;
  SessionCreatePayload?: SessionCreatePayloadResolvers<ContextType>;
  SessionRevokeError?: SessionRevokeErrorResolvers<ContextType>;
  SessionRevokePayload?: SessionRevokePayloadResolvers<ContextType>;
  SessionsRevoked?: SessionsRevokedResolvers<ContextType>;
  StaleVersionError?: StaleVersionErrorResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  URL?: GraphQLScalarType;
  User?: UserResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  UserPreferences?: UserPreferencesResolvers<ContextType>;
  UserRegisterError?: UserRegisterErrorResolvers<ContextType>;
  UserRegisterPayload?: UserRegisterPayloadResolvers<ContextType>;
  UserUpdateError?: UserUpdateErrorResolvers<ContextType>;
  UserUpdatePayload?: UserUpdatePayloadResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  cacheControl?: CacheControlDirectiveResolver<any, any, ContextType>;
};
