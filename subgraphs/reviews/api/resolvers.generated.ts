import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ProductReference as ProductReferenceModel, ReviewConnection as ReviewConnectionModel } from './product.ts';
import type { Review as ReviewModel } from '../domain/review.ts';
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

/** The caller has reviewed this product before: change that review with `reviewUpdate`. */
export type AlreadyReviewedError = UserError & {
  readonly __typename?: 'AlreadyReviewedError';
  /** ALREADY_REVIEWED. */
  readonly code: ErrorCode;
  /** For a person, in the request's locale. */
  readonly message: Scalars['String']['output'];
  /** Where in the input: `productId`. */
  readonly path: ReadonlyArray<Scalars['String']['output']>;
  /** The review that is there. */
  readonly review: Review;
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
   * Reviews a product in the caller's name. Errors: InvalidInputError, NotFoundError (no such product),
   * AlreadyReviewedError, IdempotencyError.
   */
  readonly reviewCreate: ReviewPayload;
  /**
   * Changes the caller's own review. Errors: InvalidInputError, NotFoundError (also for another's review),
   * StaleVersionError.
   */
  readonly reviewUpdate: ReviewPayload;
};


export type MutationReviewCreateArgs = {
  input: ReviewCreateInput;
};


export type MutationReviewUpdateArgs = {
  input: ReviewUpdateInput;
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

export type Product = {
  readonly __typename?: 'Product';
  readonly id: Scalars['ID']['output'];
  /** All its reviews in one line of figures; null when reviews cannot be asked right now. */
  readonly rating?: Maybe<RatingSummary>;
  /**
   * Its reviews, newest first. Neither `first` nor `last`: 20. At most 100 (BAD_USER_INPUT otherwise). Null when reviews
   * cannot be asked right now.
   */
  readonly reviews?: Maybe<ReviewConnection>;
};


export type ProductReviewsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** How many reviews gave so many stars. */
export type RatingCount = {
  readonly __typename?: 'RatingCount';
  /** Reviews with exactly these stars. */
  readonly count: Scalars['Int']['output'];
  /** 1 to 5. */
  readonly stars: Scalars['Int']['output'];
};

/** How a product is rated by all its reviews. */
export type RatingSummary = {
  readonly __typename?: 'RatingSummary';
  /** Mean of the stars, 1 to 5, rounded to two decimals; null without reviews. */
  readonly average?: Maybe<Scalars['Float']['output']>;
  /** How many reviews there are; 0 without any. */
  readonly count: Scalars['Int']['output'];
  /** Always five rows, from 5 stars down to 1, with zeros where nobody chose it. */
  readonly histogram: ReadonlyArray<RatingCount>;
};

/** What a customer thinks of a product. One per customer and product; its author may change it. */
export type Review = Node & {
  readonly __typename?: 'Review';
  /** For staff; null with UNAUTHENTICATED or FORBIDDEN for everybody else, or when users cannot be asked. */
  readonly author?: Maybe<User>;
  /** As the author chose to be shown; kept when the account is erased as `Former customer`. */
  readonly authorName: Scalars['String']['output'];
  /** At most 10,000 characters, line breaks kept, plain text; null for stars alone. */
  readonly body?: Maybe<Scalars['String']['output']>;
  /** When it was written: the order of `Product.reviews`. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** `rev_…`. */
  readonly id: Scalars['ID']['output'];
  /** The author had received the product when the review was written. */
  readonly isVerifiedPurchase: Scalars['Boolean']['output'];
  /** What it is about; null when the catalogue cannot be asked, or no longer shows it. */
  readonly product?: Maybe<Product>;
  /** 1 (worst) to 5 (best). */
  readonly stars: Scalars['Int']['output'];
  /** At most 120 characters; null without one. */
  readonly title?: Maybe<Scalars['String']['output']>;
  /** When it was last changed; equal to `createdAt` when it never was. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Counts its changes from 1. Send it as `expectedVersion`. */
  readonly version: Scalars['Int']['output'];
};

/** A page of a product's reviews. */
export type ReviewConnection = {
  readonly __typename?: 'ReviewConnection';
  /** The page's reviews, each with its cursor. */
  readonly edges: ReadonlyArray<ReviewEdge>;
  /** The page's reviews without cursors. */
  readonly nodes: ReadonlyArray<Review>;
  /** Whether there is more on either side, and the cursors to ask for it. */
  readonly pageInfo: PageInfo;
  /** All reviews of the product; null above 10,000. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A review to be written. Text is trimmed; empty text counts as left out. */
export type ReviewCreateInput = {
  /** How others see the author, at most 80 characters. Left out: `Customer`. */
  readonly authorName?: InputMaybe<Scalars['String']['input']>;
  /** At most 10,000 characters, plain text. */
  readonly body?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 255 characters. The same key with the same arguments answers the same review, however often it is sent. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** What it is about, `prd_…`. */
  readonly productId: Scalars['ID']['input'];
  /** 1 (worst) to 5 (best). */
  readonly stars: Scalars['Int']['input'];
  /** At most 120 characters on one line. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
};

/** A review in a page. */
export type ReviewEdge = {
  readonly __typename?: 'ReviewEdge';
  /** Send it as `after` or `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The review. */
  readonly node: Review;
};

/** Why a review was not written or changed. */
export type ReviewError = AlreadyReviewedError | IdempotencyError | InvalidInputError | NotFoundError | StaleVersionError;

/** The answer of `reviewCreate` and `reviewUpdate`. */
export type ReviewPayload = {
  readonly __typename?: 'ReviewPayload';
  /** Why nothing was changed; empty when it was done. */
  readonly errors: ReadonlyArray<ReviewError>;
  /** The review as it is now; null when nothing was changed. */
  readonly review?: Maybe<Review>;
};

/** What changes in a review. What is left out stays; null clears, where that is possible. */
export type ReviewUpdateInput = {
  /** At most 10,000 characters, plain text; null clears. */
  readonly body?: InputMaybe<Scalars['String']['input']>;
  /** The `version` that was read: refused with StaleVersionError when somebody changed it since. Left out: not checked. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** The caller's own review, `rev_…`. */
  readonly id: Scalars['ID']['input'];
  /** 1 to 5; cannot be cleared. */
  readonly stars?: InputMaybe<Scalars['Int']['input']>;
  /** At most 120 characters on one line; null clears. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
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

export type User = {
  readonly __typename?: 'User';
  readonly id: Scalars['ID']['output'];
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
  Product: Product;
  Review: Review;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Product:
    ( { __typename: 'Product' }
    & GraphQLRecursivePick<FederationTypes['Product'], {"id":true}> );
  Review:
    ( { __typename: 'Review' }
    & GraphQLRecursivePick<FederationTypes['Review'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  ReviewError:
    | ( Omit<AlreadyReviewedError, 'review'> & { review: _RefType['Review'] } )
    | ( IdempotencyError )
    | ( InvalidInputError )
    | ( NotFoundError )
    | ( StaleVersionError )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node: ( ReviewModel );
  UserError:
    | ( Omit<AlreadyReviewedError, 'review'> & { review: _RefType['Review'] } )
    | ( IdempotencyError )
    | ( InvalidInputError )
    | ( LimitExceededError )
    | ( NotFoundError )
    | ( StaleVersionError )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AlreadyReviewedError: ResolverTypeWrapper<Omit<AlreadyReviewedError, 'review'> & { review: ResolversTypes['Review'] }>;
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
  Money: ResolverTypeWrapper<Money>;
  MoneyInput: MoneyInput;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  NotFoundError: ResolverTypeWrapper<NotFoundError>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PostalAddress: ResolverTypeWrapper<PostalAddress>;
  PostalAddressInput: PostalAddressInput;
  Product: ResolverTypeWrapper<ProductReferenceModel>;
  RatingCount: ResolverTypeWrapper<RatingCount>;
  RatingSummary: ResolverTypeWrapper<RatingSummary>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  Review: ResolverTypeWrapper<ReviewModel>;
  ReviewConnection: ResolverTypeWrapper<ReviewConnectionModel>;
  ReviewCreateInput: ReviewCreateInput;
  ReviewEdge: ResolverTypeWrapper<Omit<ReviewEdge, 'node'> & { node: ResolversTypes['Review'] }>;
  ReviewError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ReviewError']>;
  ReviewPayload: ResolverTypeWrapper<Omit<ReviewPayload, 'errors' | 'review'> & { errors: ReadonlyArray<ResolversTypes['ReviewError']>, review?: Maybe<ResolversTypes['Review']> }>;
  ReviewUpdateInput: ReviewUpdateInput;
  SortDirection: SortDirection;
  StaleVersionError: ResolverTypeWrapper<StaleVersionError>;
  StringFilter: StringFilter;
  URL: ResolverTypeWrapper<Scalars['URL']['output']>;
  User: ResolverTypeWrapper<User>;
  UserError: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['UserError']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AlreadyReviewedError: Omit<AlreadyReviewedError, 'review'> & { review: ResolversParentTypes['Review'] };
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
  Money: Money;
  MoneyInput: MoneyInput;
  Mutation: Record<PropertyKey, never>;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  NotFoundError: NotFoundError;
  PageInfo: PageInfo;
  PostalAddress: PostalAddress;
  PostalAddressInput: PostalAddressInput;
  Product: ProductReferenceModel;
  RatingCount: RatingCount;
  RatingSummary: RatingSummary;
  Float: Scalars['Float']['output'];
  Review: ReviewModel;
  ReviewConnection: ReviewConnectionModel;
  ReviewCreateInput: ReviewCreateInput;
  ReviewEdge: Omit<ReviewEdge, 'node'> & { node: ResolversParentTypes['Review'] };
  ReviewError: ResolversUnionTypes<ResolversParentTypes>['ReviewError'];
  ReviewPayload: Omit<ReviewPayload, 'errors' | 'review'> & { errors: ReadonlyArray<ResolversParentTypes['ReviewError']>, review?: Maybe<ResolversParentTypes['Review']> };
  ReviewUpdateInput: ReviewUpdateInput;
  StaleVersionError: StaleVersionError;
  StringFilter: StringFilter;
  URL: Scalars['URL']['output'];
  User: User;
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

export type AlreadyReviewedErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AlreadyReviewedError'] = ResolversParentTypes['AlreadyReviewedError']> = {
  code?: Resolver<ResolversTypes['ErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  review?: Resolver<ResolversTypes['Review'], ParentType, ContextType>;
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
  reviewCreate?: Resolver<ResolversTypes['ReviewPayload'], ParentType, ContextType, RequireFields<MutationReviewCreateArgs, 'input'>>;
  reviewUpdate?: Resolver<ResolversTypes['ReviewPayload'], ParentType, ContextType, RequireFields<MutationReviewUpdateArgs, 'input'>>;
};

export type NodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Review', ParentType, ContextType>;
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

export type ProductResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Product'] = ResolversParentTypes['Product'], FederationReferenceType extends FederationReferenceTypes['Product'] = FederationReferenceTypes['Product']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Product']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  rating?: Resolver<Maybe<ResolversTypes['RatingSummary']>, ParentType, ContextType>;
  reviews?: Resolver<Maybe<ResolversTypes['ReviewConnection']>, ParentType, ContextType, Partial<ProductReviewsArgs>>;
};

export type RatingCountResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RatingCount'] = ResolversParentTypes['RatingCount']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  stars?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RatingSummaryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RatingSummary'] = ResolversParentTypes['RatingSummary']> = {
  average?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  histogram?: Resolver<ReadonlyArray<ResolversTypes['RatingCount']>, ParentType, ContextType>;
};

export type ReviewResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Review'] = ResolversParentTypes['Review'], FederationReferenceType extends FederationReferenceTypes['Review'] = FederationReferenceTypes['Review']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Review']> | FederationReferenceType, FederationReferenceType, ContextType>;
  author?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  authorName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  body?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isVerifiedPurchase?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  stars?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReviewConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReviewConnection'] = ResolversParentTypes['ReviewConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ReviewEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Review']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ReviewEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReviewEdge'] = ResolversParentTypes['ReviewEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Review'], ParentType, ContextType>;
};

export type ReviewErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReviewError'] = ResolversParentTypes['ReviewError']> = {
  __resolveType: TypeResolveFn<'AlreadyReviewedError' | 'IdempotencyError' | 'InvalidInputError' | 'NotFoundError' | 'StaleVersionError', ParentType, ContextType>;
};

export type ReviewPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReviewPayload'] = ResolversParentTypes['ReviewPayload']> = {
  errors?: Resolver<ReadonlyArray<ResolversTypes['ReviewError']>, ParentType, ContextType>;
  review?: Resolver<Maybe<ResolversTypes['Review']>, ParentType, ContextType>;
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

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  __resolveType: TypeResolveFn<'AlreadyReviewedError' | 'IdempotencyError' | 'InvalidInputError' | 'LimitExceededError' | 'NotFoundError' | 'StaleVersionError', ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  AlreadyReviewedError?: AlreadyReviewedErrorResolvers<ContextType>;
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
  PageInfo?: PageInfoResolvers<ContextType>;
  PostalAddress?: PostalAddressResolvers<ContextType>;
  Product?: ProductResolvers<ContextType>;
  RatingCount?: RatingCountResolvers<ContextType>;
  RatingSummary?: RatingSummaryResolvers<ContextType>;
  Review?: ReviewResolvers<ContextType>;
  ReviewConnection?: ReviewConnectionResolvers<ContextType>;
  ReviewEdge?: ReviewEdgeResolvers<ContextType>;
  ReviewError?: ReviewErrorResolvers<ContextType>;
  ReviewPayload?: ReviewPayloadResolvers<ContextType>;
  StaleVersionError?: StaleVersionErrorResolvers<ContextType>;
  URL?: GraphQLScalarType;
  User?: UserResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  cacheControl?: CacheControlDirectiveResolver<any, any, ContextType>;
};
