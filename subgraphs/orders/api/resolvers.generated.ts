import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Money as MoneyModel } from '../../../kernel/money.ts';
import type { UserReference as UserReferenceModel } from './user.ts';
import type { VariantReference as VariantReferenceModel, ProductReference as ProductReferenceModel } from './references.ts';
import type { Cart as CartModel } from '../domain/cart.ts';
import type { LineOfCart as LineOfCartModel } from './cart.ts';
import type { Order as OrderModel, OrderLine as OrderLineModel } from '../domain/order.ts';
import type { OrderList as OrderListModel } from './order-list.ts';
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

/** What somebody wants to buy. It belongs to one guest or customer; prices and stock are those of this moment. */
export type Cart = Node & {
  readonly __typename?: 'Cart';
  /** Where the invoice goes; null: where the goods go. */
  readonly billingAddress?: Maybe<PostalAddress>;
  /** When it was made. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** All its prices are in it; it was chosen when the cart was made. */
  readonly currency: Scalars['CurrencyCode']['output'];
  /** Where the confirmation goes; null until it is set. */
  readonly email?: Maybe<Scalars['String']['output']>;
  /** Not changed until then, it is gone: 60 days after the last change. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** `crt_…`. */
  readonly id: Scalars['ID']['output'];
  /** At most 500, in the order they were added; one variant has one line. */
  readonly lines: ReadonlyArray<CartLine>;
  /** What blocks `orderPlace` now; empty when nothing does. */
  readonly problems: ReadonlyArray<CartProblem>;
  /** Where the goods go; null until it is set. */
  readonly shippingAddress?: Maybe<PostalAddress>;
  /**
   * What it costs now, counting the lines that have a price: `problems` names the others. Shipping is 0 while nothing is
   * counted. Tax that is added depends on the region of `shippingAddress`.
   */
  readonly totals: Totals;
  /** When it was last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Counts its changes: for `expectedVersion`. */
  readonly version: Scalars['Int']['output'];
};

/** Adding a variant that is there already adds to its line; a quantity of 0 removes the line. */
export type CartAction =
  /** More of a variant. */
  { readonly addLine: CartLineInput; readonly removeLine?: never; readonly setBillingAddress?: never; readonly setEmail?: never; readonly setQuantity?: never; readonly setShippingAddress?: never; }
  |  /** `cln_…`: without this line. */
  { readonly addLine?: never; readonly removeLine: Scalars['ID']['input']; readonly setBillingAddress?: never; readonly setEmail?: never; readonly setQuantity?: never; readonly setShippingAddress?: never; }
  |  /** Where the invoice goes. */
  { readonly addLine?: never; readonly removeLine?: never; readonly setBillingAddress: PostalAddressInput; readonly setEmail?: never; readonly setQuantity?: never; readonly setShippingAddress?: never; }
  |  /** Where the confirmation goes. */
  { readonly addLine?: never; readonly removeLine?: never; readonly setBillingAddress?: never; readonly setEmail: Scalars['String']['input']; readonly setQuantity?: never; readonly setShippingAddress?: never; }
  |  /** Another quantity of a line. */
  { readonly addLine?: never; readonly removeLine?: never; readonly setBillingAddress?: never; readonly setEmail?: never; readonly setQuantity: CartSetQuantityInput; readonly setShippingAddress?: never; }
  |  /** Where the goods go. */
  { readonly addLine?: never; readonly removeLine?: never; readonly setBillingAddress?: never; readonly setEmail?: never; readonly setQuantity?: never; readonly setShippingAddress: PostalAddressInput; };

/** A new cart. */
export type CartCreateInput = {
  /** One of the shop's; left out: the request's. */
  readonly currency?: InputMaybe<Scalars['CurrencyCode']['input']>;
  /** 1 to 255 characters. The same key with the same arguments makes one cart, however often it is sent. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** At most 500; lines of one variant become one. */
  readonly lines?: InputMaybe<ReadonlyArray<CartLineInput>>;
};

/** Why a cart was not changed. */
export type CartError = IdempotencyError | InvalidInputError | LimitExceededError | NotFoundError | StaleVersionError;

/** A variant in a cart. */
export type CartLine = {
  readonly __typename?: 'CartLine';
  /** `cln_…`. */
  readonly id: Scalars['ID']['output'];
  /** 1 to 9,999. */
  readonly quantity: Scalars['Int']['output'];
  /** Quantity times unit price; null when that is null. */
  readonly total?: Maybe<Money>;
  /** Of this moment; null when it is not for sale, not sold in the cart's currency, or the catalogue cannot be asked. */
  readonly unitPrice?: Maybe<Money>;
  /** As it is today; null when it is gone or the catalogue cannot be asked. */
  readonly variant?: Maybe<Variant>;
};

/** A variant and how many of it. */
export type CartLineInput = {
  /** 1 to 9,999. */
  readonly quantity: Scalars['Int']['input'];
  /** `var_…`. */
  readonly variantId: Scalars['ID']['input'];
};

/** Whose things a customer takes over. */
export type CartMergeInput = {
  /** The guest's own access token, still valid. */
  readonly guestAccessToken: Scalars['String']['input'];
  /** 1 to 255 characters. */
  readonly idempotencyKey: Scalars['String']['input'];
};

/** The cart cannot be ordered as it is. */
export type CartNotReadyError = UserError & {
  readonly __typename?: 'CartNotReadyError';
  /** CART_NOT_READY. */
  readonly code: ErrorCode;
  /** For a person. */
  readonly message: Scalars['String']['output'];
  /** The cart. */
  readonly path: ReadonlyArray<Scalars['String']['output']>;
  /** What to mend. */
  readonly problems: ReadonlyArray<CartProblem>;
};

/** The answer of the cart's mutations. */
export type CartPayload = {
  readonly __typename?: 'CartPayload';
  /** The cart as it is now; null when nothing was changed, and when it has been ordered since. */
  readonly cart?: Maybe<Cart>;
  /** Why nothing was changed; empty when it was done. */
  readonly errors: ReadonlyArray<CartError>;
  /** What was done otherwise than asked. */
  readonly warnings: ReadonlyArray<CartWarning>;
};

/** Something that keeps a cart from being ordered. */
export type CartProblem = {
  readonly __typename?: 'CartProblem';
  /** What it is, for programs. */
  readonly code: CartProblemCode;
  /** The line it concerns; null when it is the whole cart. */
  readonly lineId?: Maybe<Scalars['ID']['output']>;
  /** What it is, for people. */
  readonly message: Scalars['String']['output'];
};

/** What can keep a cart from being ordered. */
export type CartProblemCode =
  /** Set an email. */
  | 'EMAIL_MISSING'
  /** There is no line. */
  | 'EMPTY'
  /** The line's product was taken off the shop. Remove the line. */
  | 'NOT_FOR_SALE'
  /** The line has no price in the cart's currency. Remove it, or use a cart in another currency. */
  | 'NOT_SOLD_IN_CURRENCY'
  /** There are fewer than the line wants. Whoever places an order first gets the goods: only `orderPlace` decides. */
  | 'OUT_OF_STOCK'
  /** Set a shipping address. */
  | 'SHIPPING_ADDRESS_MISSING'
  /** Prices cannot be asked right now. Try again. */
  | 'UNAVAILABLE';

/** How many of a line. */
export type CartSetQuantityInput = {
  /** `cln_…`. */
  readonly lineId: Scalars['ID']['input'];
  /** 0 to 9,999; 0 removes the line. */
  readonly quantity: Scalars['Int']['input'];
};

/** At most 100 actions. */
export type CartUpdateInput = {
  /** Done in this order, 1 to 100. */
  readonly actions: ReadonlyArray<CartAction>;
  /** What the caller saw; another version now is StaleVersionError. Left out: whatever it is now. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** `crt_…`. */
  readonly id: Scalars['ID']['input'];
};

/** Something that was done, but not as asked. */
export type CartWarning = {
  readonly __typename?: 'CartWarning';
  /** What it is, for programs. */
  readonly code: CartWarningCode;
  /** The line it concerns. */
  readonly lineId?: Maybe<Scalars['ID']['output']>;
  /** What it is, for people. */
  readonly message: Scalars['String']['output'];
};

/** What can be done otherwise than asked. */
export type CartWarningCode =
  /** Both carts had the variant; their quantities were added. */
  | 'LINE_MERGED'
  /** The line costs something else than when the cart was last changed. */
  | 'PRICE_CHANGED'
  /** A sum of quantities was above 9,999 or, when carts were merged, above what can be ordered. */
  | 'QUANTITY_CAPPED';

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
   * Opens a new cart for the caller. The one that was open is set aside: it is still there by its id. Errors:
   * InvalidInputError, NotFoundError (a variant), LimitExceededError (500 lines), IdempotencyError.
   */
  readonly cartCreate: CartPayload;
  /**
   * Takes over what the guest had: carts are merged (quantities capped, with warnings), orders claimed. Called as the user.
   * The cart is null when neither had one. Errors: InvalidInputError (the token), LimitExceededError (500 lines),
   * IdempotencyError.
   */
  readonly cartMerge: CartPayload;
  /**
   * All actions or none. Quantities stay as asked; `Cart.problems` says what cannot be had. Errors: InvalidInputError,
   * NotFoundError (the cart, a line, a variant), StaleVersionError, LimitExceededError (500 lines, 100 actions).
   */
  readonly cartUpdate: CartPayload;
  /**
   * By its owner until it is processed, by staff until it is shipped. What was paid is refunded. Errors: InvalidInputError,
   * NotFoundError, StaleVersionError, TransitionNotAllowedError, IdempotencyError.
   */
  readonly orderCancel: OrderPayload;
  /**
   * Prices the cart, reserves the stock and writes the order; no money moves: call `paymentStart` next. The cart is over
   * then. Errors: InvalidInputError, NotFoundError (the cart), StaleVersionError, CartNotReadyError, OutOfStockError (one for
   * each line there is too little of), PriceChangedError, IdempotencyError.
   */
  readonly orderPlace: OrderPlacePayload;
  /**
   * Moves an order on, as staff. Errors: InvalidInputError, NotFoundError, StaleVersionError, TransitionNotAllowedError,
   * IdempotencyError.
   */
  readonly orderTransition: OrderPayload;
};


export type MutationCartCreateArgs = {
  input: CartCreateInput;
};


export type MutationCartMergeArgs = {
  input: CartMergeInput;
};


export type MutationCartUpdateArgs = {
  input: CartUpdateInput;
};


export type MutationOrderCancelArgs = {
  input: OrderCancelInput;
};


export type MutationOrderPlaceArgs = {
  input: OrderPlaceInput;
};


export type MutationOrderTransitionArgs = {
  input: OrderTransitionInput;
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

/** What was bought, as it was sold: later changes of the catalogue do not show. */
export type Order = Node & {
  readonly __typename?: 'Order';
  /** Where it can go from here, and what keeps the caller from moving it there. Empty at the end of its life. */
  readonly allowedTransitions: ReadonlyArray<OrderTransition>;
  /** Where the invoice goes. */
  readonly billingAddress: PostalAddress;
  /** Why it was cancelled; null otherwise. */
  readonly cancelReason?: Maybe<OrderCancelReason>;
  /** Of all its amounts. */
  readonly currency: Scalars['CurrencyCode']['output'];
  /** Whose it is; null for a guest's. */
  readonly customer?: Maybe<User>;
  /** Where the confirmation went. */
  readonly email: Scalars['String']['output'];
  /** The sales channel's own name for it; null when it has none. */
  readonly externalRef?: Maybe<Scalars['String']['output']>;
  /** `ord_…`. */
  readonly id: Scalars['ID']['output'];
  /** As sold: later changes of the catalogue do not show here. At most 500. */
  readonly lines: ReadonlyArray<OrderLine>;
  /** For people, unique, short, tells nothing about how many orders there are: `A7K3-92QF`. */
  readonly number: Scalars['String']['output'];
  /** Unpaid at this moment, it is cancelled and its stock freed. Null once paid or cancelled. */
  readonly paymentDueBy?: Maybe<Scalars['DateTime']['output']>;
  /** When it was placed. */
  readonly placedAt: Scalars['DateTime']['output'];
  /** Where it was sold: `web`, later `amazon`, …; with `externalRef` unique. */
  readonly salesChannel: Scalars['String']['output'];
  /** Where the goods go. */
  readonly shippingAddress: PostalAddress;
  /** Where it is in its life. */
  readonly status: OrderStatus;
  /** What happened to it, oldest first. */
  readonly timeline: OrderEventConnection;
  /** As charged. */
  readonly totals: Totals;
  /** When it last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Counts its changes: for `expectedVersion`. */
  readonly version: Scalars['Int']['output'];
};


/** What was bought, as it was sold: later changes of the catalogue do not show. */
export type OrderTimelineArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** Which order is called off. */
export type OrderCancelInput = {
  /** What the caller saw; another version now is StaleVersionError. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** `ord_…`. */
  readonly id: Scalars['ID']['input'];
  /** 1 to 255 characters. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** For the timeline, which owner and staff see; at most 500 characters. */
  readonly note?: InputMaybe<Scalars['String']['input']>;
};

/** Who called an order off. */
export type OrderCancelReason =
  /** Its owner. */
  | 'CUSTOMER'
  /** It was not paid in time. */
  | 'PAYMENT_EXPIRED'
  /** Somebody of the staff. */
  | 'STAFF';

/** A page of orders. */
export type OrderConnection = {
  readonly __typename?: 'OrderConnection';
  /** The orders with their cursors. */
  readonly edges: ReadonlyArray<OrderEdge>;
  /** The orders alone. */
  readonly nodes: ReadonlyArray<Order>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
  /** Of all pages; counted only when selected, null above 10,000. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** An order in a page. */
export type OrderEdge = {
  readonly __typename?: 'OrderEdge';
  /** For `after` and `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The order. */
  readonly node: Order;
};

/** Why an order was not moved. */
export type OrderError = IdempotencyError | InvalidInputError | NotFoundError | StaleVersionError | TransitionNotAllowedError;

/** One row of an order's timeline. */
export type OrderEvent = {
  readonly __typename?: 'OrderEvent';
  /** Who did it: CUSTOMER, STAFF, PAYMENTS or CLOCK (it was not paid in time). */
  readonly actor: Scalars['String']['output'];
  /** The status before; null when the order was placed. */
  readonly fromStatus?: Maybe<OrderStatus>;
  /** What they said about it; null when nothing. */
  readonly note?: Maybe<Scalars['String']['output']>;
  /** When it happened. */
  readonly occurredAt: Scalars['DateTime']['output'];
  /** 1, 2, 3 …: for `afterSequence`. */
  readonly sequence: Scalars['Int']['output'];
  /** The status after. */
  readonly status: OrderStatus;
};

/** A page of a timeline. */
export type OrderEventConnection = {
  readonly __typename?: 'OrderEventConnection';
  /** The rows with their cursors. */
  readonly edges: ReadonlyArray<OrderEventEdge>;
  /** The rows alone. */
  readonly nodes: ReadonlyArray<OrderEvent>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
};

/** A row in a page. */
export type OrderEventEdge = {
  readonly __typename?: 'OrderEventEdge';
  /** For `after`. */
  readonly cursor: Scalars['String']['output'];
  /** The row. */
  readonly node: OrderEvent;
};

/** All given conditions hold. Nested at most 3 deep, at most 50 filters in all. */
export type OrderFilter = {
  /** All of these hold. */
  readonly AND?: InputMaybe<ReadonlyArray<OrderFilter>>;
  /** This does not hold. */
  readonly NOT?: InputMaybe<OrderFilter>;
  /** At least one of these holds; none does when the list is empty. */
  readonly OR?: InputMaybe<ReadonlyArray<OrderFilter>>;
  /** The order's own email; `contains` ignores case. */
  readonly email?: InputMaybe<StringFilter>;
  /** The order's number; `contains` ignores case. */
  readonly number?: InputMaybe<StringFilter>;
  /** When it was placed. */
  readonly placedAt?: InputMaybe<DateTimeFilter>;
  /** Where it was sold. */
  readonly salesChannel?: InputMaybe<StringFilter>;
  /** Where it is in its life. */
  readonly status?: InputMaybe<OrderStatusFilter>;
};

/** A variant in an order. */
export type OrderLine = {
  readonly __typename?: 'OrderLine';
  /** `oln_…`. */
  readonly id: Scalars['ID']['output'];
  /** As sold; null when there was no image. */
  readonly imageUrl?: Maybe<Scalars['URL']['output']>;
  /** Size, colour and the like, as sold. */
  readonly options: ReadonlyArray<OrderLineOption>;
  /** As it is today; null when it is gone or the catalogue cannot be asked. */
  readonly product?: Maybe<Product>;
  /** 1 to 9,999. */
  readonly quantity: Scalars['Int']['output'];
  /** As sold. */
  readonly sku: Scalars['String']['output'];
  /** Of the whole line: a part of `total` where `Totals.pricesIncludeTax`, otherwise on top of it. */
  readonly tax: Money;
  /** Product and variant, as sold. */
  readonly title: Scalars['String']['output'];
  /** Quantity times unit price. */
  readonly total: Money;
  /** As sold; with the tax where `Totals.pricesIncludeTax`. */
  readonly unitPrice: Money;
  /** As it is today; null when it is gone or the catalogue cannot be asked. */
  readonly variant?: Maybe<Variant>;
};

/** One choice of a variant, as sold: `Size`, `M`. */
export type OrderLineOption = {
  readonly __typename?: 'OrderLineOption';
  /** What was chosen: `Size`. */
  readonly name: Scalars['String']['output'];
  /** What it was: `M`. */
  readonly value: Scalars['String']['output'];
};

/** The answer of the order's other mutations. */
export type OrderPayload = {
  readonly __typename?: 'OrderPayload';
  /** Why nothing was changed; empty when it was done. */
  readonly errors: ReadonlyArray<OrderError>;
  /** The order as it is now; null when nothing was changed. */
  readonly order?: Maybe<Order>;
};

/** Why an order was not placed. */
export type OrderPlaceError = CartNotReadyError | IdempotencyError | InvalidInputError | NotFoundError | OutOfStockError | PriceChangedError | StaleVersionError;

/** Which cart becomes an order. */
export type OrderPlaceInput = {
  /** `crt_…`. */
  readonly cartId: Scalars['ID']['input'];
  /** True: the same answer, with an order that is not kept and reserves nothing. The key is not used up. */
  readonly dryRun?: InputMaybe<Scalars['Boolean']['input']>;
  /** What the buyer was shown: another total now is PriceChangedError, not a surprise on the bill. */
  readonly expectedTotal?: InputMaybe<MoneyInput>;
  /** What the buyer was shown: another version now is StaleVersionError. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** 1 to 255 characters, the same for every try of this one purchase. */
  readonly idempotencyKey: Scalars['String']['input'];
};

/** The answer of `orderPlace`. */
export type OrderPlacePayload = {
  readonly __typename?: 'OrderPlacePayload';
  /** Why none was placed; empty when it was. */
  readonly errors: ReadonlyArray<OrderPlaceError>;
  /** The order; null when none was placed. */
  readonly order?: Maybe<Order>;
};

/** How a list of orders is sorted. */
export type OrderSort = {
  /** Which way. */
  readonly direction?: SortDirection;
  /** By what. */
  readonly field: OrderSortField;
};

/** What orders can be sorted by. */
export type OrderSortField =
  /** When it was placed. */
  | 'PLACED_AT'
  /** What it cost, by the bare number, whatever the currency. */
  | 'TOTAL';

/** The life of an order: PENDING → CONFIRMED → PROCESSING → SHIPPED → DELIVERED, or an end before that. */
export type OrderStatus =
  /** Called off before it was shipped; what was paid goes back. Final. */
  | 'CANCELLED'
  /** Paid; the goods are the buyer's. */
  | 'CONFIRMED'
  /** Arrived. */
  | 'DELIVERED'
  /** Placed, its stock reserved; it waits for the payment. */
  | 'PENDING'
  /** Being packed: its owner can no longer cancel it. */
  | 'PROCESSING'
  /** Everything that was paid went back after it was confirmed. Final. */
  | 'REFUNDED'
  /** On its way: nobody can cancel it any more. */
  | 'SHIPPED';

/** `status` is the state after this change; `order` is the order as it is now. */
export type OrderStatusChanged = {
  readonly __typename?: 'OrderStatusChanged';
  /** The status before; null when the order was placed. */
  readonly fromStatus?: Maybe<OrderStatus>;
  /** When it happened. */
  readonly occurredAt: Scalars['DateTime']['output'];
  /** As it is now, which may be further on. */
  readonly order: Order;
  /** Of the timeline's row. */
  readonly sequence: Scalars['Int']['output'];
  /** The status after this change. */
  readonly status: OrderStatus;
};

/** Conditions on a status; all given ones hold. */
export type OrderStatusFilter = {
  /** Is this one. */
  readonly eq?: InputMaybe<OrderStatus>;
  /** Is one of these, at most 100. */
  readonly in?: InputMaybe<ReadonlyArray<OrderStatus>>;
};

/** A way an order can go. */
export type OrderTransition = {
  readonly __typename?: 'OrderTransition';
  /**
   * Empty: allowed to the caller now. Otherwise why not: a scope the caller has not (`orders:write`), PAYMENT_DUE (it comes
   * with the payment) or REFUND_DUE (it comes when everything paid has gone back).
   */
  readonly blockedBy: ReadonlyArray<Scalars['String']['output']>;
  /** The status it would have. */
  readonly to: OrderStatus;
};

/** Which order moves on, and where to. */
export type OrderTransitionInput = {
  /** What the caller saw; another version now is StaleVersionError. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** `ord_…`. */
  readonly id: Scalars['ID']['input'];
  /** 1 to 255 characters. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** For the timeline, which owner and staff see; at most 500 characters. */
  readonly note?: InputMaybe<Scalars['String']['input']>;
  /** See `Order.allowedTransitions`. */
  readonly to: OrderStatus;
};

/** There is less of a variant than the cart wants. */
export type OutOfStockError = UserError & {
  readonly __typename?: 'OutOfStockError';
  /** How many there are. */
  readonly available: Scalars['Int']['output'];
  /** OUT_OF_STOCK. */
  readonly code: ErrorCode;
  /** For a person. */
  readonly message: Scalars['String']['output'];
  /** The cart. */
  readonly path: ReadonlyArray<Scalars['String']['output']>;
  /** What there is too little of. */
  readonly variant?: Maybe<Variant>;
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

/** What payments has to know of an order before money moves. */
export type PayableOrder = {
  readonly __typename?: 'PayableOrder';
  /** `ord_…`. */
  readonly orderId: Scalars['ID']['output'];
  /** `usr_…` or `gst_…`: who may pay. */
  readonly owner: Scalars['ID']['output'];
  /** When it is cancelled unpaid; null when it no longer waits for a payment. */
  readonly paymentDueBy?: Maybe<Scalars['DateTime']['output']>;
  /** Only PENDING is paid. */
  readonly status: OrderStatus;
  /** What is to be paid, in one go. */
  readonly total: Money;
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

/** The total is not the one the buyer was shown. */
export type PriceChangedError = UserError & {
  readonly __typename?: 'PriceChangedError';
  /** PRICE_CHANGED. */
  readonly code: ErrorCode;
  /** For a person. */
  readonly message: Scalars['String']['output'];
  /** Where the expected total stands. */
  readonly path: ReadonlyArray<Scalars['String']['output']>;
  /** What it costs now. */
  readonly totals: Totals;
};

export type Product = {
  readonly __typename?: 'Product';
  readonly id: Scalars['ID']['output'];
};

export type Query = {
  readonly __typename?: 'Query';
  /** Without `id` the caller's open cart, guest or customer. Null when there is none, when it was ordered, and when it is another's. */
  readonly cart?: Maybe<Cart>;
  /** For reviews: whether a delivered order of this customer has the product. */
  readonly hasReceivedProduct: Scalars['Boolean']['output'];
  /** For its owner and for staff with `orders:read`; null for everybody else, as for an unknown id. */
  readonly order?: Maybe<Order>;
  /** By the number printed for people; for its owner and staff. Null when there is none, or when it is another's. */
  readonly orderByNumber?: Maybe<Order>;
  /**
   * Everybody's orders, newest first unless `orderBy` says otherwise. BAD_USER_INPUT for a filter nested more than 3 deep, a
   * list of more than 100 values, a page above 100 and a cursor of another list.
   */
  readonly orders: OrderConnection;
  /** For payments: what is to be paid. Null for an unknown order. */
  readonly payableOrder?: Maybe<PayableOrder>;
};


export type QueryCartArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
};


export type QueryHasReceivedProductArgs = {
  customerId: Scalars['ID']['input'];
  productId: Scalars['ID']['input'];
};


export type QueryOrderArgs = {
  id: Scalars['ID']['input'];
};


export type QueryOrderByNumberArgs = {
  number: Scalars['String']['input'];
};


export type QueryOrdersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<ReadonlyArray<OrderSort>>;
  where?: InputMaybe<OrderFilter>;
};


export type QueryPayableOrderArgs = {
  orderId: Scalars['ID']['input'];
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
   * The order's owner or staff. Without `afterSequence` first the present state, then each change; with it every change after
   * that one. Closed with 4403 when the token expires. BAD_USER_INPUT for an order that is unknown or another's.
   */
  readonly orderStatusChanged: OrderStatusChanged;
};


export type SubscriptionOrderStatusChangedArgs = {
  afterSequence?: InputMaybe<Scalars['Int']['input']>;
  orderId: Scalars['ID']['input'];
};

/** The five parts of a sum. `total` = `subtotal` − `discount` + `shipping`, and + `tax` unless prices include it. */
export type Totals = {
  readonly __typename?: 'Totals';
  /** What is taken off; 0 or more. */
  readonly discount: Money;
  /** True: `subtotal` and unit prices contain the tax (`tax` is a part of `total`). False: it is added. */
  readonly pricesIncludeTax: Scalars['Boolean']['output'];
  /** The flat rate of the currency. */
  readonly shipping: Money;
  /** All lines. */
  readonly subtotal: Money;
  /**
   * Rounded for each line, then added. Where prices include it, shipping contains its share; where it is added, shipping is
   * not taxed.
   */
  readonly tax: Money;
  /** What is to be paid. */
  readonly total: Money;
};

/** The order cannot go there from where it is, or not by the caller. */
export type TransitionNotAllowedError = UserError & {
  readonly __typename?: 'TransitionNotAllowedError';
  /** Where it can go, and what keeps the caller from moving it there. */
  readonly allowed: ReadonlyArray<OrderTransition>;
  /** TRANSITION_NOT_ALLOWED. */
  readonly code: ErrorCode;
  /** For a person. */
  readonly message: Scalars['String']['output'];
  /** What asked for it. */
  readonly path: ReadonlyArray<Scalars['String']['output']>;
  /** Where it is. */
  readonly status: OrderStatus;
};

export type User = {
  readonly __typename?: 'User';
  /** The open cart; null when there is none, and for everybody but the person and staff with `orders:read`. */
  readonly cart?: Maybe<Cart>;
  readonly id: Scalars['ID']['output'];
  /** Newest first. Null for everybody but the person and staff with `orders:read`. */
  readonly orders?: Maybe<OrderConnection>;
};


export type UserOrdersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  where?: InputMaybe<OrderFilter>;
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

export type Variant = {
  readonly __typename?: 'Variant';
  readonly id: Scalars['ID']['output'];
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
  Cart: Cart;
  Order: Order;
  User: User;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Cart:
    ( { __typename: 'Cart' }
    & GraphQLRecursivePick<FederationTypes['Cart'], {"id":true}> );
  Order:
    ( { __typename: 'Order' }
    & GraphQLRecursivePick<FederationTypes['Order'], {"id":true}> );
  User:
    ( { __typename: 'User' }
    & GraphQLRecursivePick<FederationTypes['User'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  CartError:
    | ( IdempotencyError )
    | ( InvalidInputError )
    | ( LimitExceededError )
    | ( NotFoundError )
    | ( StaleVersionError )
  ;
  OrderError:
    | ( IdempotencyError )
    | ( InvalidInputError )
    | ( NotFoundError )
    | ( StaleVersionError )
    | ( TransitionNotAllowedError )
  ;
  OrderPlaceError:
    | ( CartNotReadyError )
    | ( IdempotencyError )
    | ( InvalidInputError )
    | ( NotFoundError )
    | ( Omit<OutOfStockError, 'variant'> & { variant?: Maybe<_RefType['Variant']> } )
    | ( Omit<PriceChangedError, 'totals'> & { totals: _RefType['Totals'] } )
    | ( StaleVersionError )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( CartModel )
    | ( OrderModel )
  ;
  UserError:
    | ( CartNotReadyError )
    | ( IdempotencyError )
    | ( InvalidInputError )
    | ( LimitExceededError )
    | ( NotFoundError )
    | ( Omit<OutOfStockError, 'variant'> & { variant?: Maybe<_RefType['Variant']> } )
    | ( Omit<PriceChangedError, 'totals'> & { totals: _RefType['Totals'] } )
    | ( StaleVersionError )
    | ( TransitionNotAllowedError )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  BigInt: ResolverTypeWrapper<Scalars['BigInt']['output']>;
  BigIntFilter: BigIntFilter;
  CacheControlScope: CacheControlScope;
  Cart: ResolverTypeWrapper<CartModel>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  CartAction: CartAction;
  CartCreateInput: CartCreateInput;
  CartError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CartError']>;
  CartLine: ResolverTypeWrapper<LineOfCartModel>;
  CartLineInput: CartLineInput;
  CartMergeInput: CartMergeInput;
  CartNotReadyError: ResolverTypeWrapper<CartNotReadyError>;
  CartPayload: ResolverTypeWrapper<Omit<CartPayload, 'cart' | 'errors'> & { cart?: Maybe<ResolversTypes['Cart']>, errors: ReadonlyArray<ResolversTypes['CartError']> }>;
  CartProblem: ResolverTypeWrapper<CartProblem>;
  CartProblemCode: CartProblemCode;
  CartSetQuantityInput: CartSetQuantityInput;
  CartUpdateInput: CartUpdateInput;
  CartWarning: ResolverTypeWrapper<CartWarning>;
  CartWarningCode: CartWarningCode;
  CountryCode: ResolverTypeWrapper<Scalars['CountryCode']['output']>;
  CurrencyCode: ResolverTypeWrapper<Scalars['CurrencyCode']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DateTimeFilter: DateTimeFilter;
  ErrorCode: ErrorCode;
  IdFilter: IdFilter;
  IdempotencyError: ResolverTypeWrapper<IdempotencyError>;
  InvalidInputError: ResolverTypeWrapper<InvalidInputError>;
  LimitExceededError: ResolverTypeWrapper<LimitExceededError>;
  Locale: ResolverTypeWrapper<Scalars['Locale']['output']>;
  Money: ResolverTypeWrapper<MoneyModel>;
  MoneyInput: MoneyInput;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  NotFoundError: ResolverTypeWrapper<NotFoundError>;
  Order: ResolverTypeWrapper<OrderModel>;
  OrderCancelInput: OrderCancelInput;
  OrderCancelReason: OrderCancelReason;
  OrderConnection: ResolverTypeWrapper<OrderListModel>;
  OrderEdge: ResolverTypeWrapper<Omit<OrderEdge, 'node'> & { node: ResolversTypes['Order'] }>;
  OrderError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['OrderError']>;
  OrderEvent: ResolverTypeWrapper<OrderEvent>;
  OrderEventConnection: ResolverTypeWrapper<OrderEventConnection>;
  OrderEventEdge: ResolverTypeWrapper<OrderEventEdge>;
  OrderFilter: OrderFilter;
  OrderLine: ResolverTypeWrapper<OrderLineModel>;
  OrderLineOption: ResolverTypeWrapper<OrderLineOption>;
  OrderPayload: ResolverTypeWrapper<Omit<OrderPayload, 'errors' | 'order'> & { errors: ReadonlyArray<ResolversTypes['OrderError']>, order?: Maybe<ResolversTypes['Order']> }>;
  OrderPlaceError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['OrderPlaceError']>;
  OrderPlaceInput: OrderPlaceInput;
  OrderPlacePayload: ResolverTypeWrapper<Omit<OrderPlacePayload, 'errors' | 'order'> & { errors: ReadonlyArray<ResolversTypes['OrderPlaceError']>, order?: Maybe<ResolversTypes['Order']> }>;
  OrderSort: OrderSort;
  OrderSortField: OrderSortField;
  OrderStatus: OrderStatus;
  OrderStatusChanged: ResolverTypeWrapper<Omit<OrderStatusChanged, 'order'> & { order: ResolversTypes['Order'] }>;
  OrderStatusFilter: OrderStatusFilter;
  OrderTransition: ResolverTypeWrapper<OrderTransition>;
  OrderTransitionInput: OrderTransitionInput;
  OutOfStockError: ResolverTypeWrapper<Omit<OutOfStockError, 'variant'> & { variant?: Maybe<ResolversTypes['Variant']> }>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PayableOrder: ResolverTypeWrapper<Omit<PayableOrder, 'total'> & { total: ResolversTypes['Money'] }>;
  PostalAddress: ResolverTypeWrapper<PostalAddress>;
  PostalAddressInput: PostalAddressInput;
  PriceChangedError: ResolverTypeWrapper<Omit<PriceChangedError, 'totals'> & { totals: ResolversTypes['Totals'] }>;
  Product: ResolverTypeWrapper<ProductReferenceModel>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  SortDirection: SortDirection;
  StaleVersionError: ResolverTypeWrapper<StaleVersionError>;
  StringFilter: StringFilter;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Totals: ResolverTypeWrapper<Omit<Totals, 'discount' | 'shipping' | 'subtotal' | 'tax' | 'total'> & { discount: ResolversTypes['Money'], shipping: ResolversTypes['Money'], subtotal: ResolversTypes['Money'], tax: ResolversTypes['Money'], total: ResolversTypes['Money'] }>;
  TransitionNotAllowedError: ResolverTypeWrapper<TransitionNotAllowedError>;
  URL: ResolverTypeWrapper<Scalars['URL']['output']>;
  User: ResolverTypeWrapper<UserReferenceModel>;
  UserError: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['UserError']>;
  Variant: ResolverTypeWrapper<VariantReferenceModel>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  BigInt: Scalars['BigInt']['output'];
  BigIntFilter: BigIntFilter;
  Cart: CartModel;
  String: Scalars['String']['output'];
  ID: Scalars['ID']['output'];
  CartAction: CartAction;
  CartCreateInput: CartCreateInput;
  CartError: ResolversUnionTypes<ResolversParentTypes>['CartError'];
  CartLine: LineOfCartModel;
  CartLineInput: CartLineInput;
  CartMergeInput: CartMergeInput;
  CartNotReadyError: CartNotReadyError;
  CartPayload: Omit<CartPayload, 'cart' | 'errors'> & { cart?: Maybe<ResolversParentTypes['Cart']>, errors: ReadonlyArray<ResolversParentTypes['CartError']> };
  CartProblem: CartProblem;
  CartSetQuantityInput: CartSetQuantityInput;
  CartUpdateInput: CartUpdateInput;
  CartWarning: CartWarning;
  CountryCode: Scalars['CountryCode']['output'];
  CurrencyCode: Scalars['CurrencyCode']['output'];
  DateTime: Scalars['DateTime']['output'];
  DateTimeFilter: DateTimeFilter;
  IdFilter: IdFilter;
  IdempotencyError: IdempotencyError;
  InvalidInputError: InvalidInputError;
  LimitExceededError: LimitExceededError;
  Locale: Scalars['Locale']['output'];
  Money: MoneyModel;
  MoneyInput: MoneyInput;
  Mutation: Record<PropertyKey, never>;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  NotFoundError: NotFoundError;
  Order: OrderModel;
  OrderCancelInput: OrderCancelInput;
  OrderConnection: OrderListModel;
  OrderEdge: Omit<OrderEdge, 'node'> & { node: ResolversParentTypes['Order'] };
  OrderError: ResolversUnionTypes<ResolversParentTypes>['OrderError'];
  OrderEvent: OrderEvent;
  OrderEventConnection: OrderEventConnection;
  OrderEventEdge: OrderEventEdge;
  OrderFilter: OrderFilter;
  OrderLine: OrderLineModel;
  OrderLineOption: OrderLineOption;
  OrderPayload: Omit<OrderPayload, 'errors' | 'order'> & { errors: ReadonlyArray<ResolversParentTypes['OrderError']>, order?: Maybe<ResolversParentTypes['Order']> };
  OrderPlaceError: ResolversUnionTypes<ResolversParentTypes>['OrderPlaceError'];
  OrderPlaceInput: OrderPlaceInput;
  OrderPlacePayload: Omit<OrderPlacePayload, 'errors' | 'order'> & { errors: ReadonlyArray<ResolversParentTypes['OrderPlaceError']>, order?: Maybe<ResolversParentTypes['Order']> };
  OrderSort: OrderSort;
  OrderStatusChanged: Omit<OrderStatusChanged, 'order'> & { order: ResolversParentTypes['Order'] };
  OrderStatusFilter: OrderStatusFilter;
  OrderTransition: OrderTransition;
  OrderTransitionInput: OrderTransitionInput;
  OutOfStockError: Omit<OutOfStockError, 'variant'> & { variant?: Maybe<ResolversParentTypes['Variant']> };
  PageInfo: PageInfo;
  PayableOrder: Omit<PayableOrder, 'total'> & { total: ResolversParentTypes['Money'] };
  PostalAddress: PostalAddress;
  PostalAddressInput: PostalAddressInput;
  PriceChangedError: Omit<PriceChangedError, 'totals'> & { totals: ResolversParentTypes['Totals'] };
  Product: ProductReferenceModel;
  Query: Record<PropertyKey, never>;
  StaleVersionError: StaleVersionError;
  StringFilter: StringFilter;
  Subscription: Record<PropertyKey, never>;
  Totals: Omit<Totals, 'discount' | 'shipping' | 'subtotal' | 'tax' | 'total'> & { discount: ResolversParentTypes['Money'], shipping: ResolversParentTypes['Money'], subtotal: ResolversParentTypes['Money'], tax: ResolversParentTypes['Money'], total: ResolversParentTypes['Money'] };
  TransitionNotAllowedError: TransitionNotAllowedError;
  URL: Scalars['URL']['output'];
  User: UserReferenceModel;
  UserError: ResolversInterfaceTypes<ResolversParentTypes>['UserError'];
  Variant: VariantReferenceModel;
  Boolean: Scalars['Boolean']['output'];
  Int: Scalars['Int']['output'];
};

export type CacheControlDirectiveArgs = {
  inheritMaxAge?: Maybe<Scalars['Boolean']['input']>;
  maxAge?: Maybe<Scalars['Int']['input']>;
  scope?: Maybe<CacheControlScope>;
};

export type CacheControlDirectiveResolver<Result, Parent, ContextType = Context, Args = CacheControlDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export interface BigIntScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['BigInt'], any> {
  name: 'BigInt';
}

export type CartResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Cart'] = ResolversParentTypes['Cart'], FederationReferenceType extends FederationReferenceTypes['Cart'] = FederationReferenceTypes['Cart']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Cart']> | FederationReferenceType, FederationReferenceType, ContextType>;
  billingAddress?: Resolver<Maybe<ResolversTypes['PostalAddress']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  email?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lines?: Resolver<ReadonlyArray<ResolversTypes['CartLine']>, ParentType, ContextType>;
  problems?: Resolver<ReadonlyArray<ResolversTypes['CartProblem']>, ParentType, ContextType>;
  shippingAddress?: Resolver<Maybe<ResolversTypes['PostalAddress']>, ParentType, ContextType>;
  totals?: Resolver<ResolversTypes['Totals'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CartErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CartError'] = ResolversParentTypes['CartError']> = {
  __resolveType: TypeResolveFn<'IdempotencyError' | 'InvalidInputError' | 'LimitExceededError' | 'NotFoundError' | 'StaleVersionError', ParentType, ContextType>;
};

export type CartLineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CartLine'] = ResolversParentTypes['CartLine']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  unitPrice?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  variant?: Resolver<Maybe<ResolversTypes['Variant']>, ParentType, ContextType>;
};

export type CartNotReadyErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CartNotReadyError'] = ResolversParentTypes['CartNotReadyError']> = {
  code?: Resolver<ResolversTypes['ErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  problems?: Resolver<ReadonlyArray<ResolversTypes['CartProblem']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CartPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CartPayload'] = ResolversParentTypes['CartPayload']> = {
  cart?: Resolver<Maybe<ResolversTypes['Cart']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['CartError']>, ParentType, ContextType>;
  warnings?: Resolver<ReadonlyArray<ResolversTypes['CartWarning']>, ParentType, ContextType>;
};

export type CartProblemResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CartProblem'] = ResolversParentTypes['CartProblem']> = {
  code?: Resolver<ResolversTypes['CartProblemCode'], ParentType, ContextType>;
  lineId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CartWarningResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CartWarning'] = ResolversParentTypes['CartWarning']> = {
  code?: Resolver<ResolversTypes['CartWarningCode'], ParentType, ContextType>;
  lineId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

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
  cartCreate?: Resolver<ResolversTypes['CartPayload'], ParentType, ContextType, RequireFields<MutationCartCreateArgs, 'input'>>;
  cartMerge?: Resolver<ResolversTypes['CartPayload'], ParentType, ContextType, RequireFields<MutationCartMergeArgs, 'input'>>;
  cartUpdate?: Resolver<ResolversTypes['CartPayload'], ParentType, ContextType, RequireFields<MutationCartUpdateArgs, 'input'>>;
  orderCancel?: Resolver<ResolversTypes['OrderPayload'], ParentType, ContextType, RequireFields<MutationOrderCancelArgs, 'input'>>;
  orderPlace?: Resolver<ResolversTypes['OrderPlacePayload'], ParentType, ContextType, RequireFields<MutationOrderPlaceArgs, 'input'>>;
  orderTransition?: Resolver<ResolversTypes['OrderPayload'], ParentType, ContextType, RequireFields<MutationOrderTransitionArgs, 'input'>>;
};

export type NodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Cart' | 'Order', ParentType, ContextType>;
};

export type NotFoundErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NotFoundError'] = ResolversParentTypes['NotFoundError']> = {
  code?: Resolver<ResolversTypes['ErrorCode'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OrderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order'], FederationReferenceType extends FederationReferenceTypes['Order'] = FederationReferenceTypes['Order']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Order']> | FederationReferenceType, FederationReferenceType, ContextType>;
  allowedTransitions?: Resolver<ReadonlyArray<ResolversTypes['OrderTransition']>, ParentType, ContextType>;
  billingAddress?: Resolver<ResolversTypes['PostalAddress'], ParentType, ContextType>;
  cancelReason?: Resolver<Maybe<ResolversTypes['OrderCancelReason']>, ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  email?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  externalRef?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lines?: Resolver<ReadonlyArray<ResolversTypes['OrderLine']>, ParentType, ContextType>;
  number?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  paymentDueBy?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  placedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  salesChannel?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  shippingAddress?: Resolver<ResolversTypes['PostalAddress'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['OrderStatus'], ParentType, ContextType>;
  timeline?: Resolver<ResolversTypes['OrderEventConnection'], ParentType, ContextType, Partial<OrderTimelineArgs>>;
  totals?: Resolver<ResolversTypes['Totals'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OrderConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderConnection'] = ResolversParentTypes['OrderConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['OrderEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Order']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type OrderEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderEdge'] = ResolversParentTypes['OrderEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
};

export type OrderErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderError'] = ResolversParentTypes['OrderError']> = {
  __resolveType: TypeResolveFn<'IdempotencyError' | 'InvalidInputError' | 'NotFoundError' | 'StaleVersionError' | 'TransitionNotAllowedError', ParentType, ContextType>;
};

export type OrderEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderEvent'] = ResolversParentTypes['OrderEvent']> = {
  actor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  fromStatus?: Resolver<Maybe<ResolversTypes['OrderStatus']>, ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  occurredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  sequence?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['OrderStatus'], ParentType, ContextType>;
};

export type OrderEventConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderEventConnection'] = ResolversParentTypes['OrderEventConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['OrderEventEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['OrderEvent']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type OrderEventEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderEventEdge'] = ResolversParentTypes['OrderEventEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['OrderEvent'], ParentType, ContextType>;
};

export type OrderLineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderLine'] = ResolversParentTypes['OrderLine']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  imageUrl?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
  options?: Resolver<ReadonlyArray<ResolversTypes['OrderLineOption']>, ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tax?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  unitPrice?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  variant?: Resolver<Maybe<ResolversTypes['Variant']>, ParentType, ContextType>;
};

export type OrderLineOptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderLineOption'] = ResolversParentTypes['OrderLineOption']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type OrderPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderPayload'] = ResolversParentTypes['OrderPayload']> = {
  errors?: Resolver<ReadonlyArray<ResolversTypes['OrderError']>, ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
};

export type OrderPlaceErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderPlaceError'] = ResolversParentTypes['OrderPlaceError']> = {
  __resolveType: TypeResolveFn<'CartNotReadyError' | 'IdempotencyError' | 'InvalidInputError' | 'NotFoundError' | 'OutOfStockError' | 'PriceChangedError' | 'StaleVersionError', ParentType, ContextType>;
};

export type OrderPlacePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderPlacePayload'] = ResolversParentTypes['OrderPlacePayload']> = {
  errors?: Resolver<ReadonlyArray<ResolversTypes['OrderPlaceError']>, ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
};

export type OrderStatusChangedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderStatusChanged'] = ResolversParentTypes['OrderStatusChanged']> = {
  fromStatus?: Resolver<Maybe<ResolversTypes['OrderStatus']>, ParentType, ContextType>;
  occurredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  order?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
  sequence?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['OrderStatus'], ParentType, ContextType>;
};

export type OrderTransitionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderTransition'] = ResolversParentTypes['OrderTransition']> = {
  blockedBy?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  to?: Resolver<ResolversTypes['OrderStatus'], ParentType, ContextType>;
};

export type OutOfStockErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OutOfStockError'] = ResolversParentTypes['OutOfStockError']> = {
  available?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['ErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  variant?: Resolver<Maybe<ResolversTypes['Variant']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PayableOrderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PayableOrder'] = ResolversParentTypes['PayableOrder']> = {
  orderId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  owner?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  paymentDueBy?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['OrderStatus'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
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

export type PriceChangedErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PriceChangedError'] = ResolversParentTypes['PriceChangedError']> = {
  code?: Resolver<ResolversTypes['ErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  totals?: Resolver<ResolversTypes['Totals'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ProductResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Product'] = ResolversParentTypes['Product']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  cart?: Resolver<Maybe<ResolversTypes['Cart']>, ParentType, ContextType, Partial<QueryCartArgs>>;
  hasReceivedProduct?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<QueryHasReceivedProductArgs, 'customerId' | 'productId'>>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType, RequireFields<QueryOrderArgs, 'id'>>;
  orderByNumber?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType, RequireFields<QueryOrderByNumberArgs, 'number'>>;
  orders?: Resolver<ResolversTypes['OrderConnection'], ParentType, ContextType, Partial<QueryOrdersArgs>>;
  payableOrder?: Resolver<Maybe<ResolversTypes['PayableOrder']>, ParentType, ContextType, RequireFields<QueryPayableOrderArgs, 'orderId'>>;
};

export type StaleVersionErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StaleVersionError'] = ResolversParentTypes['StaleVersionError']> = {
  code?: Resolver<ResolversTypes['ErrorCode'], ParentType, ContextType>;
  currentVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  orderStatusChanged?: SubscriptionResolver<ResolversTypes['OrderStatusChanged'], "orderStatusChanged", ParentType, ContextType, RequireFields<SubscriptionOrderStatusChangedArgs, 'orderId'>>;
};

export type TotalsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Totals'] = ResolversParentTypes['Totals']> = {
  discount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  pricesIncludeTax?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  shipping?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  subtotal?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  tax?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type TransitionNotAllowedErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TransitionNotAllowedError'] = ResolversParentTypes['TransitionNotAllowedError']> = {
  allowed?: Resolver<ReadonlyArray<ResolversTypes['OrderTransition']>, ParentType, ContextType>;
  code?: Resolver<ResolversTypes['ErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['OrderStatus'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface UrlScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['URL'], any> {
  name: 'URL';
}

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  cart?: Resolver<Maybe<ResolversTypes['Cart']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  orders?: Resolver<Maybe<ResolversTypes['OrderConnection']>, ParentType, ContextType, Partial<UserOrdersArgs>>;
};

export type UserErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  __resolveType: TypeResolveFn<'CartNotReadyError' | 'IdempotencyError' | 'InvalidInputError' | 'LimitExceededError' | 'NotFoundError' | 'OutOfStockError' | 'PriceChangedError' | 'StaleVersionError' | 'TransitionNotAllowedError', ParentType, ContextType>;
};

export type VariantResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Variant'] = ResolversParentTypes['Variant']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  BigInt?: GraphQLScalarType;
  Cart?: CartResolvers<ContextType>;
  CartError?: CartErrorResolvers<ContextType>;
  CartLine?: CartLineResolvers<ContextType>;
  CartNotReadyError?: CartNotReadyErrorResolvers<ContextType>;
  CartPayload?: CartPayloadResolvers<ContextType>;
  CartProblem?: CartProblemResolvers<ContextType>;
  CartWarning?: CartWarningResolvers<ContextType>;
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
  Order?: OrderResolvers<ContextType>;
  OrderConnection?: OrderConnectionResolvers<ContextType>;
  OrderEdge?: OrderEdgeResolvers<ContextType>;
  OrderError?: OrderErrorResolvers<ContextType>;
  OrderEvent?: OrderEventResolvers<ContextType>;
  OrderEventConnection?: OrderEventConnectionResolvers<ContextType>;
  OrderEventEdge?: OrderEventEdgeResolvers<ContextType>;
  OrderLine?: OrderLineResolvers<ContextType>;
  OrderLineOption?: OrderLineOptionResolvers<ContextType>;
  OrderPayload?: OrderPayloadResolvers<ContextType>;
  OrderPlaceError?: OrderPlaceErrorResolvers<ContextType>;
  OrderPlacePayload?: OrderPlacePayloadResolvers<ContextType>;
  OrderStatusChanged?: OrderStatusChangedResolvers<ContextType>;
  OrderTransition?: OrderTransitionResolvers<ContextType>;
  OutOfStockError?: OutOfStockErrorResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PayableOrder?: PayableOrderResolvers<ContextType>;
  PostalAddress?: PostalAddressResolvers<ContextType>;
  PriceChangedError?: PriceChangedErrorResolvers<ContextType>;
  Product?: ProductResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  StaleVersionError?: StaleVersionErrorResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  Totals?: TotalsResolvers<ContextType>;
  TransitionNotAllowedError?: TransitionNotAllowedErrorResolvers<ContextType>;
  URL?: GraphQLScalarType;
  User?: UserResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  Variant?: VariantResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  cacheControl?: CacheControlDirectiveResolver<any, any, ContextType>;
};
