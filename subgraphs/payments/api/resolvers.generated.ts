import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Money as MoneyModel } from '../../../kernel/money.ts';
import type { OrderReference as OrderReferenceModel, PaymentAnswer as PaymentAnswerModel } from './payment.ts';
import type { Refund as RefundModel } from '../domain/refund.ts';
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

/** More than what is left of the payment. */
export type AmountTooLargeError = UserError & {
  readonly __typename?: 'AmountTooLargeError';
  /** AMOUNT_TOO_LARGE. */
  readonly code: ErrorCode;
  /** For a person, with the amount that can be refunded. */
  readonly message: Scalars['String']['output'];
  /** `["amount"]`. */
  readonly path: ReadonlyArray<Scalars['String']['output']>;
  /** What can be refunded now; 0 when nothing was paid or all is back or on its way. */
  readonly refundable: Money;
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
  /**
   * Sends a part of a SUCCEEDED payment back, or all that is left. More than that, also together with refunds still
   * PENDING: AmountTooLargeError. At most 100 refunds of one payment (LimitExceededError).
   */
  readonly paymentRefund: PaymentPayload;
  /**
   * Pays what is due of an order, in full. Answers at once; a slow provider leaves it PROCESSING, watch
   * `orderStatusChanged`. A decline is a FAILED payment, not an error; call again with another key then. While one is
   * PROCESSING or after one SUCCEEDED: NothingDueError. One that waits for the buyer (REQUIRES_ACTION) is given up for
   * the new one. More than 50 tries for one order: LimitExceededError.
   */
  readonly paymentStart: PaymentPayload;
};


export type MutationPaymentRefundArgs = {
  input: PaymentRefundInput;
};


export type MutationPaymentStartArgs = {
  input: PaymentStartInput;
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

/** The order is not waiting for money: it is paid, cancelled or past its time, or a payment of it is being processed. */
export type NothingDueError = UserError & {
  readonly __typename?: 'NothingDueError';
  /** NOTHING_DUE. */
  readonly code: ErrorCode;
  /** For a person: which of these it is. */
  readonly message: Scalars['String']['output'];
  /** The order, to read its `status` and `payments`. */
  readonly order?: Maybe<Order>;
  /** `["orderId"]`. */
  readonly path: ReadonlyArray<Scalars['String']['output']>;
};

export type Order = {
  readonly __typename?: 'Order';
  readonly id: Scalars['ID']['output'];
  /** Every try to pay it, newest first; at most 50. Empty when there was none, and for orders that are not the caller's. */
  readonly payments?: Maybe<ReadonlyArray<Payment>>;
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

/** One try to pay an order in full. At most one of an order's payments is open or kept at a time. */
export type Payment = Node & {
  readonly __typename?: 'Payment';
  /** What the buyer pays: the order's total. */
  readonly amount: Money;
  /** When it was started. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Null unless FAILED. */
  readonly failure?: Maybe<PaymentFailure>;
  /** `pay_…`. */
  readonly id: Scalars['ID']['output'];
  /** What the buyer must do next; null unless REQUIRES_ACTION. */
  readonly nextAction?: Maybe<PaymentNextAction>;
  /** What it pays; null when orders cannot be asked. */
  readonly order?: Maybe<Order>;
  /** The provider's `code`. */
  readonly provider: Scalars['String']['output'];
  /** What has gone back, at most `amount`. Refunds still PENDING are not in it. */
  readonly refunded: Money;
  /** What went back or is on its way, oldest first; at most 100. */
  readonly refunds: ReadonlyArray<Refund>;
  /** How far it is. SUCCEEDED, FAILED and CANCELLED are final, but for money that comes after all: it goes back in full. */
  readonly status: PaymentStatus;
  /** When `status` or `refunded` last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
};

/** Why a payment or refund was refused. */
export type PaymentError = AmountTooLargeError | IdempotencyError | InvalidInputError | LimitExceededError | NotFoundError | NothingDueError;

/** Why no money came. */
export type PaymentFailure = {
  readonly __typename?: 'PaymentFailure';
  /** For programs. */
  readonly code: PaymentFailureCode;
  /** For the buyer. */
  readonly message: Scalars['String']['output'];
};

/** Why no money came. */
export type PaymentFailureCode =
  /** The buyer did not prove who they are, or said no on the bank's page. */
  | 'AUTHENTICATION_FAILED'
  /** The buyer's bank said no. */
  | 'DECLINED'
  /** `nextAction` was not done in time. */
  | 'EXPIRED'
  /** There is not enough money on the account. */
  | 'INSUFFICIENT_FUNDS'
  /** The provider could not be reached and has no charge. Nothing was taken. */
  | 'PROVIDER_UNAVAILABLE';

/** More ways join here: a saved method, cash on delivery, store credit. */
export type PaymentMethodInput =
  /** What the provider's form gave. */
  { readonly token: PaymentTokenInput; };

/** What the buyer must do before the money moves. */
export type PaymentNextAction = {
  readonly __typename?: 'PaymentNextAction';
  /** Not done by then, the payment FAILS with EXPIRED. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** What it is. */
  readonly kind: PaymentNextActionKind;
  /** Open it; the buyer comes back to `returnUrl` with `payment=pay_…` added. Null for kinds without a page. */
  readonly redirectUrl?: Maybe<Scalars['URL']['output']>;
};

/** Kinds of things a buyer may have to do. */
export type PaymentNextActionKind =
  /** Open `redirectUrl` in the browser. */
  | 'REDIRECT';

/** The payment as it is now, or why nothing was changed. */
export type PaymentPayload = {
  readonly __typename?: 'PaymentPayload';
  /** Empty when it was done. */
  readonly errors: ReadonlyArray<PaymentError>;
  /** Null when there are errors. */
  readonly payment?: Maybe<Payment>;
};

/** A company that moves the money. */
export type PaymentProvider = {
  readonly __typename?: 'PaymentProvider';
  /** What goes into `PaymentTokenInput.provider`: `sandbox`. */
  readonly code: Scalars['String']['output'];
  /** The shop's currencies that it takes. */
  readonly currencies: ReadonlyArray<Scalars['CurrencyCode']['output']>;
  /** For the buyer. */
  readonly name: Scalars['String']['output'];
};

/** What to send back, and why. */
export type PaymentRefundInput = {
  /** More than 0, in the payment's currency (InvalidInputError). Left out: all that is left. */
  readonly amount?: InputMaybe<MoneyInput>;
  /** True: the same answer, but nothing is kept and no money moves. */
  readonly dryRun?: InputMaybe<Scalars['Boolean']['input']>;
  /** 1 to 255 characters, the same for every repeat of this one refund. Other arguments under it: IdempotencyError. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** The payment; NotFoundError when there is none. */
  readonly paymentId: Scalars['ID']['input'];
  /** For the buyer and the books; 1 to 500 characters. */
  readonly reason: Scalars['String']['input'];
};

/** What to pay, and with what. */
export type PaymentStartInput = {
  /** 1 to 255 characters, the same for every repeat of this one try. Other arguments under it: IdempotencyError. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** With what. */
  readonly method: PaymentMethodInput;
  /** The caller's own order; NotFoundError otherwise. Not PENDING, paid, closed or past `paymentDueBy`: NothingDueError. */
  readonly orderId: Scalars['ID']['input'];
  /** Where the buyer comes back to after a `nextAction`, http or https; `payment=pay_…` is added to its query. */
  readonly returnUrl?: InputMaybe<Scalars['URL']['input']>;
};

/** How far a payment is. */
export type PaymentStatus =
  /** Given up before the buyer had acted: the order was cancelled, or paid another way. */
  | 'CANCELLED'
  /** No money came; see `failure`. `paymentStart` may be called again. */
  | 'FAILED'
  /** The provider is at it, or its answer is still being looked for. It settles by itself. */
  | 'PROCESSING'
  /** The buyer must do `nextAction` first, such as 3-D Secure. */
  | 'REQUIRES_ACTION'
  /** The money came. */
  | 'SUCCEEDED';

/** `token` comes from the provider's own form; card numbers never pass here. Sandbox: tok_success, tok_declined, tok_3ds, tok_slow, tok_timeout_after_charge. */
export type PaymentTokenInput = {
  /** A `code` of `paymentProviders` that takes the order's currency; InvalidInputError otherwise. */
  readonly provider: Scalars['String']['input'];
  /** Used once and never kept; at most 255 characters. Not one of this provider's: InvalidInputError. */
  readonly token: Scalars['String']['input'];
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
  /** One payment, for the order's owner and for staff with `orders:read`. Null when there is none or it is another's. */
  readonly payment?: Maybe<Payment>;
  /** The ways to pay in the request's currency, in display order. Empty when nothing takes that currency. */
  readonly paymentProviders: ReadonlyArray<PaymentProvider>;
};


export type QueryPaymentArgs = {
  id: Scalars['ID']['input'];
};

/** Money of a payment that goes back, by staff or by itself when the order is cancelled. */
export type Refund = {
  readonly __typename?: 'Refund';
  /** More than 0. */
  readonly amount: Money;
  /** When it was asked for. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** `rfd_…`. */
  readonly id: Scalars['ID']['output'];
  /** In the words of who asked for it; at most 500 characters. */
  readonly reason: Scalars['String']['output'];
  /** How far it is. */
  readonly status: RefundStatus;
};

/** How far a refund is. */
export type RefundStatus =
  /** The provider refused it: the amount can be refunded again. */
  | 'FAILED'
  /** Asked of the provider, again and again until it answers. */
  | 'PENDING'
  /** The money is back. */
  | 'SUCCEEDED';

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

/** Why nothing was changed. Read `code` and `message` of kinds you do not know. */
export type UserError = {
  /** What kind of refusal it is; the same word for the same reason everywhere. */
  readonly code: ErrorCode;
  /** For a person, in the request's locale. */
  readonly message: Scalars['String']['output'];
  /** Where in the input: `["actions", "0", "addLine", "quantity"]`. Empty when it concerns the whole. */
  readonly path: ReadonlyArray<Scalars['String']['output']>;
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
  Order: Order;
  Payment: Payment;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Order:
    ( { __typename: 'Order' }
    & GraphQLRecursivePick<FederationTypes['Order'], {"id":true}> );
  Payment:
    ( { __typename: 'Payment' }
    & GraphQLRecursivePick<FederationTypes['Payment'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  PaymentError:
    | ( Omit<AmountTooLargeError, 'refundable'> & { refundable: _RefType['Money'] } )
    | ( IdempotencyError )
    | ( InvalidInputError )
    | ( LimitExceededError )
    | ( NotFoundError )
    | ( Omit<NothingDueError, 'order'> & { order?: Maybe<_RefType['Order']> } )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node: ( PaymentAnswerModel );
  UserError:
    | ( Omit<AmountTooLargeError, 'refundable'> & { refundable: _RefType['Money'] } )
    | ( IdempotencyError )
    | ( InvalidInputError )
    | ( LimitExceededError )
    | ( NotFoundError )
    | ( Omit<NothingDueError, 'order'> & { order?: Maybe<_RefType['Order']> } )
    | ( StaleVersionError )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AmountTooLargeError: ResolverTypeWrapper<Omit<AmountTooLargeError, 'refundable'> & { refundable: ResolversTypes['Money'] }>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  BigInt: ResolverTypeWrapper<Scalars['BigInt']['output']>;
  BigIntFilter: BigIntFilter;
  CacheControlScope: CacheControlScope;
  CountryCode: ResolverTypeWrapper<Scalars['CountryCode']['output']>;
  CurrencyCode: ResolverTypeWrapper<Scalars['CurrencyCode']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DateTimeFilter: DateTimeFilter;
  ErrorCode: ErrorCode;
  IdFilter: IdFilter;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  IdempotencyError: ResolverTypeWrapper<IdempotencyError>;
  InvalidInputError: ResolverTypeWrapper<InvalidInputError>;
  LimitExceededError: ResolverTypeWrapper<LimitExceededError>;
  Locale: ResolverTypeWrapper<Scalars['Locale']['output']>;
  Money: ResolverTypeWrapper<MoneyModel>;
  MoneyInput: MoneyInput;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  NotFoundError: ResolverTypeWrapper<NotFoundError>;
  NothingDueError: ResolverTypeWrapper<Omit<NothingDueError, 'order'> & { order?: Maybe<ResolversTypes['Order']> }>;
  Order: ResolverTypeWrapper<OrderReferenceModel>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Payment: ResolverTypeWrapper<PaymentAnswerModel>;
  PaymentError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['PaymentError']>;
  PaymentFailure: ResolverTypeWrapper<PaymentFailure>;
  PaymentFailureCode: PaymentFailureCode;
  PaymentMethodInput: PaymentMethodInput;
  PaymentNextAction: ResolverTypeWrapper<PaymentNextAction>;
  PaymentNextActionKind: PaymentNextActionKind;
  PaymentPayload: ResolverTypeWrapper<Omit<PaymentPayload, 'errors' | 'payment'> & { errors: ReadonlyArray<ResolversTypes['PaymentError']>, payment?: Maybe<ResolversTypes['Payment']> }>;
  PaymentProvider: ResolverTypeWrapper<PaymentProvider>;
  PaymentRefundInput: PaymentRefundInput;
  PaymentStartInput: PaymentStartInput;
  PaymentStatus: PaymentStatus;
  PaymentTokenInput: PaymentTokenInput;
  PostalAddress: ResolverTypeWrapper<PostalAddress>;
  PostalAddressInput: PostalAddressInput;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Refund: ResolverTypeWrapper<RefundModel>;
  RefundStatus: RefundStatus;
  SortDirection: SortDirection;
  StaleVersionError: ResolverTypeWrapper<StaleVersionError>;
  StringFilter: StringFilter;
  URL: ResolverTypeWrapper<Scalars['URL']['output']>;
  UserError: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['UserError']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AmountTooLargeError: Omit<AmountTooLargeError, 'refundable'> & { refundable: ResolversParentTypes['Money'] };
  String: Scalars['String']['output'];
  BigInt: Scalars['BigInt']['output'];
  BigIntFilter: BigIntFilter;
  CountryCode: Scalars['CountryCode']['output'];
  CurrencyCode: Scalars['CurrencyCode']['output'];
  DateTime: Scalars['DateTime']['output'];
  DateTimeFilter: DateTimeFilter;
  IdFilter: IdFilter;
  ID: Scalars['ID']['output'];
  IdempotencyError: IdempotencyError;
  InvalidInputError: InvalidInputError;
  LimitExceededError: LimitExceededError;
  Locale: Scalars['Locale']['output'];
  Money: MoneyModel;
  MoneyInput: MoneyInput;
  Mutation: Record<PropertyKey, never>;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  NotFoundError: NotFoundError;
  NothingDueError: Omit<NothingDueError, 'order'> & { order?: Maybe<ResolversParentTypes['Order']> };
  Order: OrderReferenceModel;
  PageInfo: PageInfo;
  Payment: PaymentAnswerModel;
  PaymentError: ResolversUnionTypes<ResolversParentTypes>['PaymentError'];
  PaymentFailure: PaymentFailure;
  PaymentMethodInput: PaymentMethodInput;
  PaymentNextAction: PaymentNextAction;
  PaymentPayload: Omit<PaymentPayload, 'errors' | 'payment'> & { errors: ReadonlyArray<ResolversParentTypes['PaymentError']>, payment?: Maybe<ResolversParentTypes['Payment']> };
  PaymentProvider: PaymentProvider;
  PaymentRefundInput: PaymentRefundInput;
  PaymentStartInput: PaymentStartInput;
  PaymentTokenInput: PaymentTokenInput;
  PostalAddress: PostalAddress;
  PostalAddressInput: PostalAddressInput;
  Query: Record<PropertyKey, never>;
  Refund: RefundModel;
  StaleVersionError: StaleVersionError;
  StringFilter: StringFilter;
  URL: Scalars['URL']['output'];
  UserError: ResolversInterfaceTypes<ResolversParentTypes>['UserError'];
  Boolean: Scalars['Boolean']['output'];
  Int: Scalars['Int']['output'];
};

export type CacheControlDirectiveArgs = {
  inheritMaxAge?: Maybe<Scalars['Boolean']['input']>;
  maxAge?: Maybe<Scalars['Int']['input']>;
  scope?: Maybe<CacheControlScope>;
};

export type CacheControlDirectiveResolver<Result, Parent, ContextType = Context, Args = CacheControlDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AmountTooLargeErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AmountTooLargeError'] = ResolversParentTypes['AmountTooLargeError']> = {
  code?: Resolver<ResolversTypes['ErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  refundable?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
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

export type IdempotencyErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IdempotencyError'] = ResolversParentTypes['IdempotencyError']> = {
  code?: Resolver<ResolversTypes['ErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  retryable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
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
  paymentRefund?: Resolver<ResolversTypes['PaymentPayload'], ParentType, ContextType, RequireFields<MutationPaymentRefundArgs, 'input'>>;
  paymentStart?: Resolver<ResolversTypes['PaymentPayload'], ParentType, ContextType, RequireFields<MutationPaymentStartArgs, 'input'>>;
};

export type NodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Payment', ParentType, ContextType>;
};

export type NotFoundErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NotFoundError'] = ResolversParentTypes['NotFoundError']> = {
  code?: Resolver<ResolversTypes['ErrorCode'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type NothingDueErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NothingDueError'] = ResolversParentTypes['NothingDueError']> = {
  code?: Resolver<ResolversTypes['ErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  path?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OrderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order'], FederationReferenceType extends FederationReferenceTypes['Order'] = FederationReferenceTypes['Order']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Order']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  payments?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Payment']>>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PaymentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Payment'] = ResolversParentTypes['Payment'], FederationReferenceType extends FederationReferenceTypes['Payment'] = FederationReferenceTypes['Payment']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Payment']> | FederationReferenceType, FederationReferenceType, ContextType>;
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  failure?: Resolver<Maybe<ResolversTypes['PaymentFailure']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  nextAction?: Resolver<Maybe<ResolversTypes['PaymentNextAction']>, ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  refunded?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  refunds?: Resolver<ReadonlyArray<ResolversTypes['Refund']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['PaymentStatus'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PaymentErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PaymentError'] = ResolversParentTypes['PaymentError']> = {
  __resolveType: TypeResolveFn<'AmountTooLargeError' | 'IdempotencyError' | 'InvalidInputError' | 'LimitExceededError' | 'NotFoundError' | 'NothingDueError', ParentType, ContextType>;
};

export type PaymentFailureResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PaymentFailure'] = ResolversParentTypes['PaymentFailure']> = {
  code?: Resolver<ResolversTypes['PaymentFailureCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PaymentNextActionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PaymentNextAction'] = ResolversParentTypes['PaymentNextAction']> = {
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['PaymentNextActionKind'], ParentType, ContextType>;
  redirectUrl?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
};

export type PaymentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PaymentPayload'] = ResolversParentTypes['PaymentPayload']> = {
  errors?: Resolver<ReadonlyArray<ResolversTypes['PaymentError']>, ParentType, ContextType>;
  payment?: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType>;
};

export type PaymentProviderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PaymentProvider'] = ResolversParentTypes['PaymentProvider']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  currencies?: Resolver<ReadonlyArray<ResolversTypes['CurrencyCode']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
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
  payment?: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType, RequireFields<QueryPaymentArgs, 'id'>>;
  paymentProviders?: Resolver<ReadonlyArray<ResolversTypes['PaymentProvider']>, ParentType, ContextType>;
};

export type RefundResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Refund'] = ResolversParentTypes['Refund']> = {
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['RefundStatus'], ParentType, ContextType>;
};

export type StaleVersionErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StaleVersionError'] = ResolversParentTypes['StaleVersionError']> = {
  code?: Resolver<ResolversTypes['ErrorCode'], ParentType, ContextType>;
  currentVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface UrlScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['URL'], any> {
  name: 'URL';
}

export type UserErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  __resolveType: TypeResolveFn<'AmountTooLargeError' | 'IdempotencyError' | 'InvalidInputError' | 'LimitExceededError' | 'NotFoundError' | 'NothingDueError' | 'StaleVersionError', ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  AmountTooLargeError?: AmountTooLargeErrorResolvers<ContextType>;
  BigInt?: GraphQLScalarType;
  CountryCode?: GraphQLScalarType;
  CurrencyCode?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  IdempotencyError?: IdempotencyErrorResolvers<ContextType>;
  InvalidInputError?: InvalidInputErrorResolvers<ContextType>;
  LimitExceededError?: LimitExceededErrorResolvers<ContextType>;
  Locale?: GraphQLScalarType;
  Money?: MoneyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  NotFoundError?: NotFoundErrorResolvers<ContextType>;
  NothingDueError?: NothingDueErrorResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Payment?: PaymentResolvers<ContextType>;
  PaymentError?: PaymentErrorResolvers<ContextType>;
  PaymentFailure?: PaymentFailureResolvers<ContextType>;
  PaymentNextAction?: PaymentNextActionResolvers<ContextType>;
  PaymentPayload?: PaymentPayloadResolvers<ContextType>;
  PaymentProvider?: PaymentProviderResolvers<ContextType>;
  PostalAddress?: PostalAddressResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Refund?: RefundResolvers<ContextType>;
  StaleVersionError?: StaleVersionErrorResolvers<ContextType>;
  URL?: GraphQLScalarType;
  UserError?: UserErrorResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  cacheControl?: CacheControlDirectiveResolver<any, any, ContextType>;
};
