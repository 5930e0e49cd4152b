/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** How much of a variant is free. */
export type AvailabilityStatus =
  /** More than 5. */
  | 'IN_STOCK'
  /** 1 to 5. */
  | 'LOW_STOCK'
  /** None. */
  | 'OUT_OF_STOCK';

/** A condition on a whole number. All given members hold. */
export type BigIntFilter = {
  /** Is exactly this. */
  eq?: number | null | undefined;
  /** Is more than this. */
  gt?: number | null | undefined;
  /** Is this or more. */
  gte?: number | null | undefined;
  /** Is less than this. */
  lt?: number | null | undefined;
  /** Is this or less. */
  lte?: number | null | undefined;
};

/** Adding a variant that is there already adds to its line; a quantity of 0 removes the line. */
export type CartAction = {
  /** More of a variant. */
  addLine?: CartLineInput | null | undefined;
  /** `cln_…`: without this line. */
  removeLine?: string | null | undefined;
  /** Where the invoice goes. */
  setBillingAddress?: PostalAddressInput | null | undefined;
  /** Where the confirmation goes. */
  setEmail?: string | null | undefined;
  /** Another quantity of a line. */
  setQuantity?: CartSetQuantityInput | null | undefined;
  /** Where the goods go. */
  setShippingAddress?: PostalAddressInput | null | undefined;
};

/** A new cart. */
export type CartCreateInput = {
  /** One of the shop's; left out: the request's. */
  currency?: string | null | undefined;
  /** 1 to 255 characters. The same key with the same arguments makes one cart, however often it is sent. */
  idempotencyKey: string;
  /** At most 500; lines of one variant become one. */
  lines?: Array<CartLineInput> | null | undefined;
};

/** A variant and how many of it. */
export type CartLineInput = {
  /** 1 to 9,999. */
  quantity: number;
  /** `var_…`. */
  variantId: string;
};

/** Whose things a customer takes over. */
export type CartMergeInput = {
  /** The guest's own access token, still valid. */
  guestAccessToken: string;
  /** 1 to 255 characters. */
  idempotencyKey: string;
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
  lineId: string;
  /** 0 to 9,999; 0 removes the line. */
  quantity: number;
};

/** At most 100 actions. */
export type CartUpdateInput = {
  /** Done in this order, 1 to 100. */
  actions: Array<CartAction>;
  /** What the caller saw; another version now is StaleVersionError. Left out: whatever it is now. */
  expectedVersion?: number | null | undefined;
  /** `crt_…`. */
  id: string;
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
  gt?: string | null | undefined;
  /** Is at or after this. */
  gte?: string | null | undefined;
  /** Is before this. */
  lt?: string | null | undefined;
  /** Is at or before this. */
  lte?: string | null | undefined;
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
  locale?: string | null | undefined;
};

/** A condition on an id. All given members hold. */
export type IdFilter = {
  /** Is this one. */
  eq?: string | null | undefined;
  /** Is one of these, at most 100; none matches nothing. */
  in?: Array<string> | null | undefined;
};

/** An amount of money that a client names. */
export type MoneyInput = {
  /** The currency that `minorUnits` counts; one the shop sells in. */
  currency: string;
  /** In the currency's smallest unit: 129900 is ₹1,299.00. */
  minorUnits: number;
};

/** Which order is called off. */
export type OrderCancelInput = {
  /** What the caller saw; another version now is StaleVersionError. */
  expectedVersion?: number | null | undefined;
  /** `ord_…`. */
  id: string;
  /** 1 to 255 characters. */
  idempotencyKey: string;
  /** For the timeline, which owner and staff see; at most 500 characters. */
  note?: string | null | undefined;
};

/** Who called an order off. */
export type OrderCancelReason =
  /** Its owner. */
  | 'CUSTOMER'
  /** It was not paid in time. */
  | 'PAYMENT_EXPIRED'
  /** Somebody of the staff. */
  | 'STAFF';

/** Which cart becomes an order. */
export type OrderPlaceInput = {
  /** `crt_…`. */
  cartId: string;
  /** True: the same answer, with an order that is not kept and reserves nothing. The key is not used up. */
  dryRun?: boolean | null | undefined;
  /** What the buyer was shown: another total now is PriceChangedError, not a surprise on the bill. */
  expectedTotal?: MoneyInput | null | undefined;
  /** What the buyer was shown: another version now is StaleVersionError. */
  expectedVersion?: number | null | undefined;
  /** 1 to 255 characters, the same for every try of this one purchase. */
  idempotencyKey: string;
};

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
export type PaymentMethodInput = {
  /** What the provider's form gave. */
  token?: PaymentTokenInput | null | undefined;
};

/** Kinds of things a buyer may have to do. */
export type PaymentNextActionKind =
  /** Open `redirectUrl` in the browser. */
  | 'REDIRECT';

/** What to pay, and with what. */
export type PaymentStartInput = {
  /** 1 to 255 characters, the same for every repeat of this one try. Other arguments under it: IdempotencyError. */
  idempotencyKey: string;
  /** With what. */
  method: PaymentMethodInput;
  /** The caller's own order; NotFoundError otherwise. Not PENDING, paid, closed or past `paymentDueBy`: NothingDueError. */
  orderId: string;
  /** Where the buyer comes back to after a `nextAction`, http or https; `payment=pay_…` is added to its query. */
  returnUrl?: string | null | undefined;
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
  provider: string;
  /** Used once and never kept; at most 255 characters. Not one of this provider's: InvalidInputError. */
  token: string;
};

/** A postal address to be written down. */
export type PostalAddressInput = {
  /** City, town or village. */
  city: string;
  /** The country. */
  country: string;
  /** Street and number, or what stands for them. */
  line1: string;
  /** Flat, floor, building; null without. */
  line2?: string | null | undefined;
  /** Of the person or company at the door. */
  name: string;
  /** For the carrier, `+91 98765 43210`; null without. */
  phone?: string | null | undefined;
  /** PIN, ZIP or postal code; null where the country has none. */
  postalCode?: string | null | undefined;
  /** State or province, as its country writes it (ISO 3166-2 without the country, `KA`, where there is a code); null without. */
  region?: string | null | undefined;
};

/** All given conditions hold. Nested at most 3 deep. */
export type ProductFilter = {
  /** All of them hold; at most 20. */
  AND?: Array<ProductFilter> | null | undefined;
  /** It does not hold. */
  NOT?: ProductFilter | null | undefined;
  /** At least one of them holds; at most 20. */
  OR?: Array<ProductFilter> | null | undefined;
  /** Of this brand. */
  brand?: IdFilter | null | undefined;
  /** In this category or one below it. */
  category?: IdFilter | null | undefined;
  /** Some variant is sold at such a price, in the request's currency. */
  priceMinorUnits?: BigIntFilter | null | undefined;
  /** When it came into the shop; drafts never match. */
  publishedAt?: DateTimeFilter | null | undefined;
  /** Of these statuses; only with `catalog:write` is there more than PUBLISHED to choose from. */
  status?: Array<ProductStatus> | null | undefined;
  /** By title; `contains` does not mind case and accents. */
  title?: StringFilter | null | undefined;
};

/** One key of an order. */
export type ProductSort = {
  /** Upwards when left out. */
  direction?: SortDirection;
  /** What to sort by. */
  field: ProductSortField;
};

/** What products can be sorted by. */
export type ProductSortField =
  /** The lowest price in the request's currency; products not sold in it come last in both directions. */
  | 'PRICE'
  /** When it came into the shop; drafts by when they were made. */
  | 'PUBLISHED_AT'
  /** The title, without regard to case and accents. */
  | 'TITLE';

/** DRAFT → PUBLISHED → ARCHIVED, and back from ARCHIVED to PUBLISHED. */
export type ProductStatus =
  /** Off the shop: in no list, but still answered where something names it. */
  | 'ARCHIVED'
  /** Seen only by those who write the catalogue. */
  | 'DRAFT'
  /** In the shop. */
  | 'PUBLISHED';

/** Who signs in. */
export type SessionCreateInput = {
  /** Compared without regard to case and surrounding blanks. */
  email: string;
  /** Exactly as it was chosen. */
  password: string;
};

/** A refresh token to give back. */
export type SessionRefreshInput = {
  /** As `Session.refreshToken` gave it. */
  refreshToken: string;
};

/** Which sessions end. */
export type SessionRevokeInput = {
  /** True: every session of the caller, on all devices. Otherwise the one the access token belongs to. */
  all?: boolean | null | undefined;
};

/** Which end of an order comes first. */
export type SortDirection =
  /** Smallest, earliest or A first. */
  | 'ASC'
  /** Largest, latest or Z first. */
  | 'DESC';

/** A condition on text. All given members hold. */
export type StringFilter = {
  /** Has this in it, upper and lower case alike; no wildcards. */
  contains?: string | null | undefined;
  /** Is exactly this. */
  eq?: string | null | undefined;
  /** Is one of these, at most 100; none matches nothing. */
  in?: Array<string> | null | undefined;
};

/** A new account. */
export type UserRegisterInput = {
  /** At most 254 characters. Compared without regard to case and surrounding blanks. */
  email: string;
  /** How the person wants to be called, at most 200 characters. */
  name?: string | null | undefined;
  /** 8 to 200 characters, any of them. */
  password: string;
};

export type UserRegisterMutationVariables = Exact<{
  input: UserRegisterInput;
}>;


export type UserRegisterMutation = { userRegister: { verificationRequired: boolean, session: { subject: string, accessToken: string, accessTokenExpiresAt: string, refreshToken: string } | null, errors: Array<
      | { __typename: 'EmailTakenError', code: ErrorCode, message: string, path: Array<string> }
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> }
    > } };

export type SessionCreateMutationVariables = Exact<{
  input: SessionCreateInput;
}>;


export type SessionCreateMutation = { sessionCreate: { session: { subject: string, accessToken: string, accessTokenExpiresAt: string, refreshToken: string } | null, errors: Array<
      | { __typename: 'InvalidCredentialsError', code: ErrorCode, message: string, path: Array<string> }
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> }
      | { __typename: 'LimitExceededError', code: ErrorCode, message: string, path: Array<string>, limit: number }
    > } };

export type SessionRevokeMutationVariables = Exact<{
  input: SessionRevokeInput;
}>;


export type SessionRevokeMutation = { sessionRevoke: { revokedCount: number } };

export type CartMergeMutationVariables = Exact<{
  input: CartMergeInput;
}>;


export type CartMergeMutation = { cartMerge: { cart: { id: string, version: number, currency: string, email: string | null, lines: Array<{ id: string, quantity: number, unitPrice: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } | null, total: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } | null, variant: { id: string, sku: string, title: string, product: { slug: string, title: string, images: Array<{ url: string, altText: string | null }> } } | null }>, totals: { pricesIncludeTax: boolean, subtotal: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, discount: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, shipping: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, tax: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, total: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } }, problems: Array<{ code: CartProblemCode, message: string, lineId: string | null }> } | null, warnings: Array<{ code: CartWarningCode, message: string, lineId: string | null }>, errors: Array<
      | { __typename: 'IdempotencyError', code: ErrorCode, message: string, path: Array<string> }
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> }
      | { __typename: 'LimitExceededError', code: ErrorCode, message: string, path: Array<string>, limit: number }
      | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
      | { __typename: 'StaleVersionError', code: ErrorCode, message: string, path: Array<string>, currentVersion: number }
    > } };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { me: { id: string, email: string, name: string | null, addresses: Array<{ id: string, label: string | null, isDefaultShipping: boolean, isDefaultBilling: boolean, address: { name: string, line1: string, line2: string | null, city: string, region: string | null, postalCode: string | null, country: string, phone: string | null } }> } | null };

export type CartPartsFragment = { id: string, version: number, currency: string, email: string | null, lines: Array<{ id: string, quantity: number, unitPrice: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } | null, total: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } | null, variant: { id: string, sku: string, title: string, product: { slug: string, title: string, images: Array<{ url: string, altText: string | null }> } } | null }>, totals: { pricesIncludeTax: boolean, subtotal: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, discount: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, shipping: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, tax: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, total: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } }, problems: Array<{ code: CartProblemCode, message: string, lineId: string | null }> };

export type TotalsPartsFragment = { pricesIncludeTax: boolean, subtotal: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, discount: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, shipping: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, tax: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, total: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } };

export type CurrentCartQueryVariables = Exact<{ [key: string]: never; }>;


export type CurrentCartQuery = { cart: { id: string, version: number, currency: string, email: string | null, lines: Array<{ id: string, quantity: number, unitPrice: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } | null, total: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } | null, variant: { id: string, sku: string, title: string, product: { slug: string, title: string, images: Array<{ url: string, altText: string | null }> } } | null }>, totals: { pricesIncludeTax: boolean, subtotal: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, discount: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, shipping: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, tax: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, total: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } }, problems: Array<{ code: CartProblemCode, message: string, lineId: string | null }> } | null };

export type CartCreateMutationVariables = Exact<{
  input: CartCreateInput;
}>;


export type CartCreateMutation = { cartCreate: { cart: { id: string, version: number, currency: string, email: string | null, lines: Array<{ id: string, quantity: number, unitPrice: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } | null, total: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } | null, variant: { id: string, sku: string, title: string, product: { slug: string, title: string, images: Array<{ url: string, altText: string | null }> } } | null }>, totals: { pricesIncludeTax: boolean, subtotal: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, discount: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, shipping: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, tax: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, total: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } }, problems: Array<{ code: CartProblemCode, message: string, lineId: string | null }> } | null, errors: Array<
      | { __typename: 'IdempotencyError', code: ErrorCode, message: string, path: Array<string> }
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> }
      | { __typename: 'LimitExceededError', code: ErrorCode, message: string, path: Array<string>, limit: number }
      | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
      | { __typename: 'StaleVersionError', code: ErrorCode, message: string, path: Array<string>, currentVersion: number }
    > } };

export type CartUpdateMutationVariables = Exact<{
  input: CartUpdateInput;
}>;


export type CartUpdateMutation = { cartUpdate: { cart: { id: string, version: number, currency: string, email: string | null, lines: Array<{ id: string, quantity: number, unitPrice: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } | null, total: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } | null, variant: { id: string, sku: string, title: string, product: { slug: string, title: string, images: Array<{ url: string, altText: string | null }> } } | null }>, totals: { pricesIncludeTax: boolean, subtotal: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, discount: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, shipping: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, tax: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, total: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } }, problems: Array<{ code: CartProblemCode, message: string, lineId: string | null }> } | null, warnings: Array<{ code: CartWarningCode, message: string, lineId: string | null }>, errors: Array<
      | { __typename: 'IdempotencyError', code: ErrorCode, message: string, path: Array<string> }
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> }
      | { __typename: 'LimitExceededError', code: ErrorCode, message: string, path: Array<string>, limit: number }
      | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
      | { __typename: 'StaleVersionError', code: ErrorCode, message: string, path: Array<string>, currentVersion: number }
    > } };

type CartRefusal_IdempotencyError_Fragment = { __typename: 'IdempotencyError', code: ErrorCode, message: string, path: Array<string> };

type CartRefusal_InvalidInputError_Fragment = { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> };

type CartRefusal_LimitExceededError_Fragment = { __typename: 'LimitExceededError', code: ErrorCode, message: string, path: Array<string>, limit: number };

type CartRefusal_NotFoundError_Fragment = { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> };

type CartRefusal_StaleVersionError_Fragment = { __typename: 'StaleVersionError', code: ErrorCode, message: string, path: Array<string>, currentVersion: number };

export type CartRefusalFragment =
  | CartRefusal_IdempotencyError_Fragment
  | CartRefusal_InvalidInputError_Fragment
  | CartRefusal_LimitExceededError_Fragment
  | CartRefusal_NotFoundError_Fragment
  | CartRefusal_StaleVersionError_Fragment
;

export type AmountFragment = { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string };

export type ProductCardFragment = { id: string, slug: string, title: string, images: Array<{ url: string, altText: string | null }>, priceRange: { min: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, max: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } } | null, rating: { count: number, average: number | null } | null };

export type ProductDetailsFragment = { description: string | null, id: string, slug: string, title: string, brand: { name: string, slug: string } | null, categories: Array<{ id: string, slug: string, name: string }>, attributes: Array<{ name: string, value: string }>, options: Array<{ name: string, values: Array<string> }>, variants: Array<{ id: string, sku: string, title: string, selectedOptions: Array<{ name: string, value: string }>, image: { url: string, altText: string | null } | null, price: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } | null, compareAtPrice: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } | null, availability: { status: AvailabilityStatus, orderableQuantity: number } | null }>, reviews: { nodes: Array<{ id: string, stars: number, title: string | null, body: string | null, authorName: string, isVerifiedPurchase: boolean, createdAt: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null, images: Array<{ url: string, altText: string | null }>, priceRange: { min: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, max: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } } | null, rating: { count: number, average: number | null } | null };

export type ProductByIdQueryVariables = Exact<{
  id: string;
}>;


export type ProductByIdQuery = { product: { description: string | null, id: string, slug: string, title: string, brand: { name: string, slug: string } | null, categories: Array<{ id: string, slug: string, name: string }>, attributes: Array<{ name: string, value: string }>, options: Array<{ name: string, values: Array<string> }>, variants: Array<{ id: string, sku: string, title: string, selectedOptions: Array<{ name: string, value: string }>, image: { url: string, altText: string | null } | null, price: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } | null, compareAtPrice: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } | null, availability: { status: AvailabilityStatus, orderableQuantity: number } | null }>, reviews: { nodes: Array<{ id: string, stars: number, title: string | null, body: string | null, authorName: string, isVerifiedPurchase: boolean, createdAt: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null, images: Array<{ url: string, altText: string | null }>, priceRange: { min: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, max: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } } | null, rating: { count: number, average: number | null } | null } | null };

export type ProductBySlugQueryVariables = Exact<{
  slug: string;
}>;


export type ProductBySlugQuery = { productBySlug: { description: string | null, id: string, slug: string, title: string, brand: { name: string, slug: string } | null, categories: Array<{ id: string, slug: string, name: string }>, attributes: Array<{ name: string, value: string }>, options: Array<{ name: string, values: Array<string> }>, variants: Array<{ id: string, sku: string, title: string, selectedOptions: Array<{ name: string, value: string }>, image: { url: string, altText: string | null } | null, price: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } | null, compareAtPrice: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } | null, availability: { status: AvailabilityStatus, orderableQuantity: number } | null }>, reviews: { nodes: Array<{ id: string, stars: number, title: string | null, body: string | null, authorName: string, isVerifiedPurchase: boolean, createdAt: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null, images: Array<{ url: string, altText: string | null }>, priceRange: { min: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, max: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } } | null, rating: { count: number, average: number | null } | null } | null };

export type ProductsQueryVariables = Exact<{
  where?: ProductFilter | null | undefined;
  orderBy?: Array<ProductSort> | ProductSort | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ProductsQuery = { products: { nodes: Array<{ id: string, slug: string, title: string, images: Array<{ url: string, altText: string | null }>, priceRange: { min: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, max: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } } | null, rating: { count: number, average: number | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CategoryProductsQueryVariables = Exact<{
  slug: string;
  where?: ProductFilter | null | undefined;
  orderBy?: Array<ProductSort> | ProductSort | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type CategoryProductsQuery = { categoryBySlug: { products: { nodes: Array<{ id: string, slug: string, title: string, images: Array<{ url: string, altText: string | null }>, priceRange: { min: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, max: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } } | null, rating: { count: number, average: number | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type CategoryBySlugQueryVariables = Exact<{
  slug: string;
}>;


export type CategoryBySlugQuery = { categoryBySlug: { id: string, slug: string, name: string, ancestors: Array<{ slug: string, name: string }>, children: Array<{ slug: string, name: string }> } | null };

export type PaymentPartsFragment = { id: string, status: PaymentStatus, amount: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, nextAction: { kind: PaymentNextActionKind, redirectUrl: string | null, expiresAt: string } | null, failure: { code: PaymentFailureCode, message: string } | null };

export type OrderPlaceMutationVariables = Exact<{
  input: OrderPlaceInput;
}>;


export type OrderPlaceMutation = { orderPlace: { order: { id: string, number: string, status: OrderStatus, cancelReason: OrderCancelReason | null, placedAt: string, paymentDueBy: string | null, version: number, totals: { pricesIncludeTax: boolean, subtotal: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, discount: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, shipping: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, tax: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, total: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } }, lines: Array<{ id: string, sku: string, title: string, imageUrl: string | null, quantity: number, unitPrice: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, total: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, product: { slug: string, title: string, images: Array<{ url: string, altText: string | null }> } | null }>, payments: Array<{ id: string, status: PaymentStatus, amount: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, nextAction: { kind: PaymentNextActionKind, redirectUrl: string | null, expiresAt: string } | null, failure: { code: PaymentFailureCode, message: string } | null }> | null } | null, errors: Array<
      | { __typename: 'CartNotReadyError', code: ErrorCode, message: string, path: Array<string>, problems: Array<{ code: CartProblemCode, message: string, lineId: string | null }> }
      | { __typename: 'IdempotencyError', code: ErrorCode, message: string, path: Array<string> }
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> }
      | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
      | { __typename: 'OutOfStockError', code: ErrorCode, message: string, path: Array<string>, available: number, variant: { id: string, sku: string, title: string } | null }
      | { __typename: 'PriceChangedError', code: ErrorCode, message: string, path: Array<string>, totals: { pricesIncludeTax: boolean, subtotal: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, discount: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, shipping: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, tax: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, total: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } } }
      | { __typename: 'StaleVersionError', code: ErrorCode, message: string, path: Array<string>, currentVersion: number }
    > } };

export type PaymentStartMutationVariables = Exact<{
  input: PaymentStartInput;
}>;


export type PaymentStartMutation = { paymentStart: { payment: { id: string, status: PaymentStatus, amount: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, nextAction: { kind: PaymentNextActionKind, redirectUrl: string | null, expiresAt: string } | null, failure: { code: PaymentFailureCode, message: string } | null } | null, errors: Array<
      | { __typename: 'AmountTooLargeError', code: ErrorCode, message: string, path: Array<string> }
      | { __typename: 'IdempotencyError', code: ErrorCode, message: string, path: Array<string> }
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> }
      | { __typename: 'LimitExceededError', code: ErrorCode, message: string, path: Array<string> }
      | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
      | { __typename: 'NothingDueError', code: ErrorCode, message: string, path: Array<string> }
    > } };

export type PaymentByIdQueryVariables = Exact<{
  id: string;
}>;


export type PaymentByIdQuery = { payment: { id: string, status: PaymentStatus, amount: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, nextAction: { kind: PaymentNextActionKind, redirectUrl: string | null, expiresAt: string } | null, failure: { code: PaymentFailureCode, message: string } | null } | null };

export type PaymentProvidersQueryVariables = Exact<{ [key: string]: never; }>;


export type PaymentProvidersQuery = { paymentProviders: Array<{ code: string, name: string, currencies: Array<string> }> };

export type OrderPartsFragment = { id: string, number: string, status: OrderStatus, cancelReason: OrderCancelReason | null, placedAt: string, paymentDueBy: string | null, version: number, totals: { pricesIncludeTax: boolean, subtotal: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, discount: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, shipping: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, tax: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, total: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } }, lines: Array<{ id: string, sku: string, title: string, imageUrl: string | null, quantity: number, unitPrice: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, total: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, product: { slug: string, title: string, images: Array<{ url: string, altText: string | null }> } | null }>, payments: Array<{ id: string, status: PaymentStatus, amount: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, nextAction: { kind: PaymentNextActionKind, redirectUrl: string | null, expiresAt: string } | null, failure: { code: PaymentFailureCode, message: string } | null }> | null };

export type OrderByIdQueryVariables = Exact<{
  id: string;
}>;


export type OrderByIdQuery = { order: { id: string, number: string, status: OrderStatus, cancelReason: OrderCancelReason | null, placedAt: string, paymentDueBy: string | null, version: number, totals: { pricesIncludeTax: boolean, subtotal: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, discount: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, shipping: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, tax: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, total: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } }, lines: Array<{ id: string, sku: string, title: string, imageUrl: string | null, quantity: number, unitPrice: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, total: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, product: { slug: string, title: string, images: Array<{ url: string, altText: string | null }> } | null }>, payments: Array<{ id: string, status: PaymentStatus, amount: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, nextAction: { kind: PaymentNextActionKind, redirectUrl: string | null, expiresAt: string } | null, failure: { code: PaymentFailureCode, message: string } | null }> | null } | null };

export type OrderByNumberQueryVariables = Exact<{
  number: string;
}>;


export type OrderByNumberQuery = { orderByNumber: { id: string, number: string, status: OrderStatus, cancelReason: OrderCancelReason | null, placedAt: string, paymentDueBy: string | null, version: number, totals: { pricesIncludeTax: boolean, subtotal: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, discount: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, shipping: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, tax: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, total: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } }, lines: Array<{ id: string, sku: string, title: string, imageUrl: string | null, quantity: number, unitPrice: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, total: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, product: { slug: string, title: string, images: Array<{ url: string, altText: string | null }> } | null }>, payments: Array<{ id: string, status: PaymentStatus, amount: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, nextAction: { kind: PaymentNextActionKind, redirectUrl: string | null, expiresAt: string } | null, failure: { code: PaymentFailureCode, message: string } | null }> | null } | null };

export type MyOrdersQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type MyOrdersQuery = { me: { orders: { nodes: Array<{ id: string, number: string, status: OrderStatus, cancelReason: OrderCancelReason | null, placedAt: string, paymentDueBy: string | null, version: number, totals: { pricesIncludeTax: boolean, subtotal: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, discount: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, shipping: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, tax: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, total: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } }, lines: Array<{ id: string, sku: string, title: string, imageUrl: string | null, quantity: number, unitPrice: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, total: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, product: { slug: string, title: string, images: Array<{ url: string, altText: string | null }> } | null }>, payments: Array<{ id: string, status: PaymentStatus, amount: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, nextAction: { kind: PaymentNextActionKind, redirectUrl: string | null, expiresAt: string } | null, failure: { code: PaymentFailureCode, message: string } | null }> | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null } | null };

export type OrderCancelMutationVariables = Exact<{
  input: OrderCancelInput;
}>;


export type OrderCancelMutation = { orderCancel: { order: { id: string, number: string, status: OrderStatus, cancelReason: OrderCancelReason | null, placedAt: string, paymentDueBy: string | null, version: number, totals: { pricesIncludeTax: boolean, subtotal: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, discount: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, shipping: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, tax: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, total: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } }, lines: Array<{ id: string, sku: string, title: string, imageUrl: string | null, quantity: number, unitPrice: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, total: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, product: { slug: string, title: string, images: Array<{ url: string, altText: string | null }> } | null }>, payments: Array<{ id: string, status: PaymentStatus, amount: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, nextAction: { kind: PaymentNextActionKind, redirectUrl: string | null, expiresAt: string } | null, failure: { code: PaymentFailureCode, message: string } | null }> | null } | null, errors: Array<
      | { __typename: 'IdempotencyError', code: ErrorCode, message: string, path: Array<string> }
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> }
      | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
      | { __typename: 'StaleVersionError', code: ErrorCode, message: string, path: Array<string> }
      | { __typename: 'TransitionNotAllowedError', code: ErrorCode, message: string, path: Array<string>, status: OrderStatus }
    > } };

export type WatchOrderSubscriptionVariables = Exact<{
  orderId: string;
  afterSequence?: number | null | undefined;
}>;


export type WatchOrderSubscription = { orderStatusChanged: { sequence: number, occurredAt: string, fromStatus: OrderStatus | null, status: OrderStatus, order: { id: string, number: string, status: OrderStatus, cancelReason: OrderCancelReason | null, placedAt: string, paymentDueBy: string | null, version: number, totals: { pricesIncludeTax: boolean, subtotal: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, discount: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, shipping: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, tax: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, total: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string } }, lines: Array<{ id: string, sku: string, title: string, imageUrl: string | null, quantity: number, unitPrice: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, total: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, product: { slug: string, title: string, images: Array<{ url: string, altText: string | null }> } | null }>, payments: Array<{ id: string, status: PaymentStatus, amount: { minorUnits: number, currency: string, exponent: number, decimal: string, formatted: string }, nextAction: { kind: PaymentNextActionKind, redirectUrl: string | null, expiresAt: string } | null, failure: { code: PaymentFailureCode, message: string } | null }> | null } } };

export type SessionPartsFragment = { subject: string, accessToken: string, accessTokenExpiresAt: string, refreshToken: string };

export type SessionRefreshMutationVariables = Exact<{
  input: SessionRefreshInput;
}>;


export type SessionRefreshMutation = { sessionRefresh: { session: { subject: string, accessToken: string, accessTokenExpiresAt: string, refreshToken: string } | null, errors: Array<
      | { __typename: 'InvalidCredentialsError', code: ErrorCode, message: string, path: Array<string> }
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> }
      | { __typename: 'LimitExceededError', code: ErrorCode, message: string, path: Array<string>, limit: number }
    > } };

export type GuestSessionCreateMutationVariables = Exact<{
  input: GuestSessionCreateInput;
}>;


export type GuestSessionCreateMutation = { guestSessionCreate: { session: { subject: string, accessToken: string, accessTokenExpiresAt: string, refreshToken: string } | null, errors: Array<
      | { __typename: 'InvalidCredentialsError', code: ErrorCode, message: string, path: Array<string> }
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> }
      | { __typename: 'LimitExceededError', code: ErrorCode, message: string, path: Array<string>, limit: number }
    > } };

type SessionRefusal_InvalidCredentialsError_Fragment = { __typename: 'InvalidCredentialsError', code: ErrorCode, message: string, path: Array<string> };

type SessionRefusal_InvalidInputError_Fragment = { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> };

type SessionRefusal_LimitExceededError_Fragment = { __typename: 'LimitExceededError', code: ErrorCode, message: string, path: Array<string>, limit: number };

export type SessionRefusalFragment =
  | SessionRefusal_InvalidCredentialsError_Fragment
  | SessionRefusal_InvalidInputError_Fragment
  | SessionRefusal_LimitExceededError_Fragment
;

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const AmountFragmentDoc = new TypedDocumentString(`
    fragment Amount on Money {
  minorUnits
  currency
  exponent
  decimal
  formatted
}
    `, {"fragmentName":"Amount"}) as unknown as TypedDocumentString<AmountFragment, unknown>;
export const TotalsPartsFragmentDoc = new TypedDocumentString(`
    fragment TotalsParts on Totals {
  subtotal {
    ...Amount
  }
  discount {
    ...Amount
  }
  shipping {
    ...Amount
  }
  tax {
    ...Amount
  }
  total {
    ...Amount
  }
  pricesIncludeTax
}
    fragment Amount on Money {
  minorUnits
  currency
  exponent
  decimal
  formatted
}`, {"fragmentName":"TotalsParts"}) as unknown as TypedDocumentString<TotalsPartsFragment, unknown>;
export const CartPartsFragmentDoc = new TypedDocumentString(`
    fragment CartParts on Cart {
  id
  version
  currency
  email
  lines {
    id
    quantity
    unitPrice {
      ...Amount
    }
    total {
      ...Amount
    }
    variant {
      id
      sku
      title
      product {
        slug
        title
        images {
          url
          altText
        }
      }
    }
  }
  totals {
    ...TotalsParts
  }
  problems {
    code
    message
    lineId
  }
}
    fragment TotalsParts on Totals {
  subtotal {
    ...Amount
  }
  discount {
    ...Amount
  }
  shipping {
    ...Amount
  }
  tax {
    ...Amount
  }
  total {
    ...Amount
  }
  pricesIncludeTax
}
fragment Amount on Money {
  minorUnits
  currency
  exponent
  decimal
  formatted
}`, {"fragmentName":"CartParts"}) as unknown as TypedDocumentString<CartPartsFragment, unknown>;
export const CartRefusalFragmentDoc = new TypedDocumentString(`
    fragment CartRefusal on CartError {
  __typename
  ... on UserError {
    code
    message
    path
  }
  ... on StaleVersionError {
    currentVersion
  }
  ... on LimitExceededError {
    limit
  }
}
    `, {"fragmentName":"CartRefusal"}) as unknown as TypedDocumentString<CartRefusalFragment, unknown>;
export const ProductCardFragmentDoc = new TypedDocumentString(`
    fragment ProductCard on Product {
  id
  slug
  title
  images {
    url
    altText
  }
  priceRange {
    min {
      ...Amount
    }
    max {
      ...Amount
    }
  }
  rating {
    count
    average
  }
}
    fragment Amount on Money {
  minorUnits
  currency
  exponent
  decimal
  formatted
}`, {"fragmentName":"ProductCard"}) as unknown as TypedDocumentString<ProductCardFragment, unknown>;
export const ProductDetailsFragmentDoc = new TypedDocumentString(`
    fragment ProductDetails on Product {
  ...ProductCard
  description
  brand {
    name
    slug
  }
  categories {
    id
    slug
    name
  }
  attributes {
    name
    value
  }
  options {
    name
    values
  }
  variants {
    id
    sku
    title
    selectedOptions {
      name
      value
    }
    image {
      url
      altText
    }
    price {
      ...Amount
    }
    compareAtPrice {
      ...Amount
    }
    availability {
      status
      orderableQuantity
    }
  }
  reviews(first: 10) {
    nodes {
      id
      stars
      title
      body
      authorName
      isVerifiedPurchase
      createdAt
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment Amount on Money {
  minorUnits
  currency
  exponent
  decimal
  formatted
}
fragment ProductCard on Product {
  id
  slug
  title
  images {
    url
    altText
  }
  priceRange {
    min {
      ...Amount
    }
    max {
      ...Amount
    }
  }
  rating {
    count
    average
  }
}`, {"fragmentName":"ProductDetails"}) as unknown as TypedDocumentString<ProductDetailsFragment, unknown>;
export const PaymentPartsFragmentDoc = new TypedDocumentString(`
    fragment PaymentParts on Payment {
  id
  status
  amount {
    ...Amount
  }
  nextAction {
    kind
    redirectUrl
    expiresAt
  }
  failure {
    code
    message
  }
}
    fragment Amount on Money {
  minorUnits
  currency
  exponent
  decimal
  formatted
}`, {"fragmentName":"PaymentParts"}) as unknown as TypedDocumentString<PaymentPartsFragment, unknown>;
export const OrderPartsFragmentDoc = new TypedDocumentString(`
    fragment OrderParts on Order {
  id
  number
  status
  cancelReason
  placedAt
  paymentDueBy
  version
  totals {
    ...TotalsParts
  }
  lines {
    id
    sku
    title
    imageUrl
    quantity
    unitPrice {
      ...Amount
    }
    total {
      ...Amount
    }
    product {
      slug
      title
      images {
        url
        altText
      }
    }
  }
  payments {
    ...PaymentParts
  }
}
    fragment TotalsParts on Totals {
  subtotal {
    ...Amount
  }
  discount {
    ...Amount
  }
  shipping {
    ...Amount
  }
  tax {
    ...Amount
  }
  total {
    ...Amount
  }
  pricesIncludeTax
}
fragment Amount on Money {
  minorUnits
  currency
  exponent
  decimal
  formatted
}
fragment PaymentParts on Payment {
  id
  status
  amount {
    ...Amount
  }
  nextAction {
    kind
    redirectUrl
    expiresAt
  }
  failure {
    code
    message
  }
}`, {"fragmentName":"OrderParts"}) as unknown as TypedDocumentString<OrderPartsFragment, unknown>;
export const SessionPartsFragmentDoc = new TypedDocumentString(`
    fragment SessionParts on Session {
  subject
  accessToken
  accessTokenExpiresAt
  refreshToken
}
    `, {"fragmentName":"SessionParts"}) as unknown as TypedDocumentString<SessionPartsFragment, unknown>;
export const SessionRefusalFragmentDoc = new TypedDocumentString(`
    fragment SessionRefusal on SessionCreateError {
  __typename
  ... on UserError {
    code
    message
    path
  }
  ... on LimitExceededError {
    limit
  }
}
    `, {"fragmentName":"SessionRefusal"}) as unknown as TypedDocumentString<SessionRefusalFragment, unknown>;
export const UserRegisterDocument = new TypedDocumentString(`
    mutation UserRegister($input: UserRegisterInput!) {
  userRegister(input: $input) {
    session {
      ...SessionParts
    }
    verificationRequired
    errors {
      __typename
      ... on UserError {
        code
        message
        path
      }
    }
  }
}
    fragment SessionParts on Session {
  subject
  accessToken
  accessTokenExpiresAt
  refreshToken
}`, {"hash":"sha256:23a36ee4b95fd8dce231e1a8ada96c1b771eb2c3a1ef03fd8eb29daa845f050c"}) as unknown as TypedDocumentString<UserRegisterMutation, UserRegisterMutationVariables>;
export const SessionCreateDocument = new TypedDocumentString(`
    mutation SessionCreate($input: SessionCreateInput!) {
  sessionCreate(input: $input) {
    session {
      ...SessionParts
    }
    errors {
      ...SessionRefusal
    }
  }
}
    fragment SessionParts on Session {
  subject
  accessToken
  accessTokenExpiresAt
  refreshToken
}
fragment SessionRefusal on SessionCreateError {
  __typename
  ... on UserError {
    code
    message
    path
  }
  ... on LimitExceededError {
    limit
  }
}`, {"hash":"sha256:f58d4a0371f9e775717be8a559bd1b4f4551e1ad79329bb0ffa6f1b48f4291d9"}) as unknown as TypedDocumentString<SessionCreateMutation, SessionCreateMutationVariables>;
export const SessionRevokeDocument = new TypedDocumentString(`
    mutation SessionRevoke($input: SessionRevokeInput!) {
  sessionRevoke(input: $input) {
    revokedCount
  }
}
    `, {"hash":"sha256:7ee19250fcac89371256230322484279043b98715c42bf62e81dcd7b5a11610c"}) as unknown as TypedDocumentString<SessionRevokeMutation, SessionRevokeMutationVariables>;
export const CartMergeDocument = new TypedDocumentString(`
    mutation CartMerge($input: CartMergeInput!) {
  cartMerge(input: $input) {
    cart {
      ...CartParts
    }
    warnings {
      code
      message
      lineId
    }
    errors {
      ...CartRefusal
    }
  }
}
    fragment CartParts on Cart {
  id
  version
  currency
  email
  lines {
    id
    quantity
    unitPrice {
      ...Amount
    }
    total {
      ...Amount
    }
    variant {
      id
      sku
      title
      product {
        slug
        title
        images {
          url
          altText
        }
      }
    }
  }
  totals {
    ...TotalsParts
  }
  problems {
    code
    message
    lineId
  }
}
fragment TotalsParts on Totals {
  subtotal {
    ...Amount
  }
  discount {
    ...Amount
  }
  shipping {
    ...Amount
  }
  tax {
    ...Amount
  }
  total {
    ...Amount
  }
  pricesIncludeTax
}
fragment CartRefusal on CartError {
  __typename
  ... on UserError {
    code
    message
    path
  }
  ... on StaleVersionError {
    currentVersion
  }
  ... on LimitExceededError {
    limit
  }
}
fragment Amount on Money {
  minorUnits
  currency
  exponent
  decimal
  formatted
}`, {"hash":"sha256:c31bf95103d0062a669c9d5cce4d931f3bbff6a6cb657edd3b1b9c390fd7895b"}) as unknown as TypedDocumentString<CartMergeMutation, CartMergeMutationVariables>;
export const MeDocument = new TypedDocumentString(`
    query Me {
  me {
    id
    email
    name
    addresses {
      id
      label
      isDefaultShipping
      isDefaultBilling
      address {
        name
        line1
        line2
        city
        region
        postalCode
        country
        phone
      }
    }
  }
}
    `, {"hash":"sha256:38f64f2e217ade7b73aca04b981cfc87761644b31a68bf11a2acb6865e958eb1"}) as unknown as TypedDocumentString<MeQuery, MeQueryVariables>;
export const CurrentCartDocument = new TypedDocumentString(`
    query CurrentCart {
  cart {
    ...CartParts
  }
}
    fragment CartParts on Cart {
  id
  version
  currency
  email
  lines {
    id
    quantity
    unitPrice {
      ...Amount
    }
    total {
      ...Amount
    }
    variant {
      id
      sku
      title
      product {
        slug
        title
        images {
          url
          altText
        }
      }
    }
  }
  totals {
    ...TotalsParts
  }
  problems {
    code
    message
    lineId
  }
}
fragment TotalsParts on Totals {
  subtotal {
    ...Amount
  }
  discount {
    ...Amount
  }
  shipping {
    ...Amount
  }
  tax {
    ...Amount
  }
  total {
    ...Amount
  }
  pricesIncludeTax
}
fragment Amount on Money {
  minorUnits
  currency
  exponent
  decimal
  formatted
}`, {"hash":"sha256:3cf757c102d04969a377f9304b0a125a4112d36afbc8617dff237202701aaf63"}) as unknown as TypedDocumentString<CurrentCartQuery, CurrentCartQueryVariables>;
export const CartCreateDocument = new TypedDocumentString(`
    mutation CartCreate($input: CartCreateInput!) {
  cartCreate(input: $input) {
    cart {
      ...CartParts
    }
    errors {
      ...CartRefusal
    }
  }
}
    fragment CartParts on Cart {
  id
  version
  currency
  email
  lines {
    id
    quantity
    unitPrice {
      ...Amount
    }
    total {
      ...Amount
    }
    variant {
      id
      sku
      title
      product {
        slug
        title
        images {
          url
          altText
        }
      }
    }
  }
  totals {
    ...TotalsParts
  }
  problems {
    code
    message
    lineId
  }
}
fragment TotalsParts on Totals {
  subtotal {
    ...Amount
  }
  discount {
    ...Amount
  }
  shipping {
    ...Amount
  }
  tax {
    ...Amount
  }
  total {
    ...Amount
  }
  pricesIncludeTax
}
fragment CartRefusal on CartError {
  __typename
  ... on UserError {
    code
    message
    path
  }
  ... on StaleVersionError {
    currentVersion
  }
  ... on LimitExceededError {
    limit
  }
}
fragment Amount on Money {
  minorUnits
  currency
  exponent
  decimal
  formatted
}`, {"hash":"sha256:d7047a30c7f2900788cdb637c00aeb5ddd4fdac9fa3befd389138a12194f0b88"}) as unknown as TypedDocumentString<CartCreateMutation, CartCreateMutationVariables>;
export const CartUpdateDocument = new TypedDocumentString(`
    mutation CartUpdate($input: CartUpdateInput!) {
  cartUpdate(input: $input) {
    cart {
      ...CartParts
    }
    warnings {
      code
      message
      lineId
    }
    errors {
      ...CartRefusal
    }
  }
}
    fragment CartParts on Cart {
  id
  version
  currency
  email
  lines {
    id
    quantity
    unitPrice {
      ...Amount
    }
    total {
      ...Amount
    }
    variant {
      id
      sku
      title
      product {
        slug
        title
        images {
          url
          altText
        }
      }
    }
  }
  totals {
    ...TotalsParts
  }
  problems {
    code
    message
    lineId
  }
}
fragment TotalsParts on Totals {
  subtotal {
    ...Amount
  }
  discount {
    ...Amount
  }
  shipping {
    ...Amount
  }
  tax {
    ...Amount
  }
  total {
    ...Amount
  }
  pricesIncludeTax
}
fragment CartRefusal on CartError {
  __typename
  ... on UserError {
    code
    message
    path
  }
  ... on StaleVersionError {
    currentVersion
  }
  ... on LimitExceededError {
    limit
  }
}
fragment Amount on Money {
  minorUnits
  currency
  exponent
  decimal
  formatted
}`, {"hash":"sha256:82d9369734f6a8300b91c48dff41057de73f79c20b1b7aac9a0e6788ee88aa8b"}) as unknown as TypedDocumentString<CartUpdateMutation, CartUpdateMutationVariables>;
export const ProductByIdDocument = new TypedDocumentString(`
    query ProductById($id: ID!) {
  product(id: $id) {
    ...ProductDetails
  }
}
    fragment Amount on Money {
  minorUnits
  currency
  exponent
  decimal
  formatted
}
fragment ProductCard on Product {
  id
  slug
  title
  images {
    url
    altText
  }
  priceRange {
    min {
      ...Amount
    }
    max {
      ...Amount
    }
  }
  rating {
    count
    average
  }
}
fragment ProductDetails on Product {
  ...ProductCard
  description
  brand {
    name
    slug
  }
  categories {
    id
    slug
    name
  }
  attributes {
    name
    value
  }
  options {
    name
    values
  }
  variants {
    id
    sku
    title
    selectedOptions {
      name
      value
    }
    image {
      url
      altText
    }
    price {
      ...Amount
    }
    compareAtPrice {
      ...Amount
    }
    availability {
      status
      orderableQuantity
    }
  }
  reviews(first: 10) {
    nodes {
      id
      stars
      title
      body
      authorName
      isVerifiedPurchase
      createdAt
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}`, {"hash":"sha256:c91377102c11bf81ab6e7e4dea7fb2c799397fdb667132c740073bebea388cfd"}) as unknown as TypedDocumentString<ProductByIdQuery, ProductByIdQueryVariables>;
export const ProductBySlugDocument = new TypedDocumentString(`
    query ProductBySlug($slug: String!) {
  productBySlug(slug: $slug) {
    ...ProductDetails
  }
}
    fragment Amount on Money {
  minorUnits
  currency
  exponent
  decimal
  formatted
}
fragment ProductCard on Product {
  id
  slug
  title
  images {
    url
    altText
  }
  priceRange {
    min {
      ...Amount
    }
    max {
      ...Amount
    }
  }
  rating {
    count
    average
  }
}
fragment ProductDetails on Product {
  ...ProductCard
  description
  brand {
    name
    slug
  }
  categories {
    id
    slug
    name
  }
  attributes {
    name
    value
  }
  options {
    name
    values
  }
  variants {
    id
    sku
    title
    selectedOptions {
      name
      value
    }
    image {
      url
      altText
    }
    price {
      ...Amount
    }
    compareAtPrice {
      ...Amount
    }
    availability {
      status
      orderableQuantity
    }
  }
  reviews(first: 10) {
    nodes {
      id
      stars
      title
      body
      authorName
      isVerifiedPurchase
      createdAt
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}`, {"hash":"sha256:a49d7ea377e79b48a0a2310fe711cdbed2ee12a8af6dcb7debb7089df2b0af1c"}) as unknown as TypedDocumentString<ProductBySlugQuery, ProductBySlugQueryVariables>;
export const ProductsDocument = new TypedDocumentString(`
    query Products($where: ProductFilter, $orderBy: [ProductSort!], $first: Int, $after: String) {
  products(where: $where, orderBy: $orderBy, first: $first, after: $after) {
    nodes {
      ...ProductCard
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment Amount on Money {
  minorUnits
  currency
  exponent
  decimal
  formatted
}
fragment ProductCard on Product {
  id
  slug
  title
  images {
    url
    altText
  }
  priceRange {
    min {
      ...Amount
    }
    max {
      ...Amount
    }
  }
  rating {
    count
    average
  }
}`, {"hash":"sha256:9c1f8f0e8be3fa3fbfff58b4210cabd45d6ccc9507f50183262e142192d3780a"}) as unknown as TypedDocumentString<ProductsQuery, ProductsQueryVariables>;
export const CategoryProductsDocument = new TypedDocumentString(`
    query CategoryProducts($slug: String!, $where: ProductFilter, $orderBy: [ProductSort!], $first: Int, $after: String) {
  categoryBySlug(slug: $slug) {
    products(where: $where, orderBy: $orderBy, first: $first, after: $after) {
      nodes {
        ...ProductCard
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment Amount on Money {
  minorUnits
  currency
  exponent
  decimal
  formatted
}
fragment ProductCard on Product {
  id
  slug
  title
  images {
    url
    altText
  }
  priceRange {
    min {
      ...Amount
    }
    max {
      ...Amount
    }
  }
  rating {
    count
    average
  }
}`, {"hash":"sha256:403f91d4f4d60c28d9d4d639183c6eb72f7fc607923d8089a70b2cb791c24add"}) as unknown as TypedDocumentString<CategoryProductsQuery, CategoryProductsQueryVariables>;
export const CategoryBySlugDocument = new TypedDocumentString(`
    query CategoryBySlug($slug: String!) {
  categoryBySlug(slug: $slug) {
    id
    slug
    name
    ancestors {
      slug
      name
    }
    children {
      slug
      name
    }
  }
}
    `, {"hash":"sha256:f2e1da733c555bfc1495a7576ad7649c9c1880c41f61d171a91d4a7893f84720"}) as unknown as TypedDocumentString<CategoryBySlugQuery, CategoryBySlugQueryVariables>;
export const OrderPlaceDocument = new TypedDocumentString(`
    mutation OrderPlace($input: OrderPlaceInput!) {
  orderPlace(input: $input) {
    order {
      ...OrderParts
    }
    errors {
      __typename
      ... on UserError {
        code
        message
        path
      }
      ... on StaleVersionError {
        currentVersion
      }
      ... on CartNotReadyError {
        problems {
          code
          message
          lineId
        }
      }
      ... on OutOfStockError {
        available
        variant {
          id
          sku
          title
        }
      }
      ... on PriceChangedError {
        totals {
          ...TotalsParts
        }
      }
    }
  }
}
    fragment TotalsParts on Totals {
  subtotal {
    ...Amount
  }
  discount {
    ...Amount
  }
  shipping {
    ...Amount
  }
  tax {
    ...Amount
  }
  total {
    ...Amount
  }
  pricesIncludeTax
}
fragment Amount on Money {
  minorUnits
  currency
  exponent
  decimal
  formatted
}
fragment PaymentParts on Payment {
  id
  status
  amount {
    ...Amount
  }
  nextAction {
    kind
    redirectUrl
    expiresAt
  }
  failure {
    code
    message
  }
}
fragment OrderParts on Order {
  id
  number
  status
  cancelReason
  placedAt
  paymentDueBy
  version
  totals {
    ...TotalsParts
  }
  lines {
    id
    sku
    title
    imageUrl
    quantity
    unitPrice {
      ...Amount
    }
    total {
      ...Amount
    }
    product {
      slug
      title
      images {
        url
        altText
      }
    }
  }
  payments {
    ...PaymentParts
  }
}`, {"hash":"sha256:7a508c08e01f41ac8fde78800b796342452e024367120cae671438c1732bda64"}) as unknown as TypedDocumentString<OrderPlaceMutation, OrderPlaceMutationVariables>;
export const PaymentStartDocument = new TypedDocumentString(`
    mutation PaymentStart($input: PaymentStartInput!) {
  paymentStart(input: $input) {
    payment {
      ...PaymentParts
    }
    errors {
      __typename
      ... on UserError {
        code
        message
        path
      }
    }
  }
}
    fragment Amount on Money {
  minorUnits
  currency
  exponent
  decimal
  formatted
}
fragment PaymentParts on Payment {
  id
  status
  amount {
    ...Amount
  }
  nextAction {
    kind
    redirectUrl
    expiresAt
  }
  failure {
    code
    message
  }
}`, {"hash":"sha256:7c388934646bd44aac380620c50f1390790dbf75edabfefc9e8c12657f59d798"}) as unknown as TypedDocumentString<PaymentStartMutation, PaymentStartMutationVariables>;
export const PaymentByIdDocument = new TypedDocumentString(`
    query PaymentById($id: ID!) {
  payment(id: $id) {
    ...PaymentParts
  }
}
    fragment Amount on Money {
  minorUnits
  currency
  exponent
  decimal
  formatted
}
fragment PaymentParts on Payment {
  id
  status
  amount {
    ...Amount
  }
  nextAction {
    kind
    redirectUrl
    expiresAt
  }
  failure {
    code
    message
  }
}`, {"hash":"sha256:0dc8b3a34797f94fa617ed08d2aafc753d15dcf57658aaf318b3e1c4400345a6"}) as unknown as TypedDocumentString<PaymentByIdQuery, PaymentByIdQueryVariables>;
export const PaymentProvidersDocument = new TypedDocumentString(`
    query PaymentProviders {
  paymentProviders {
    code
    name
    currencies
  }
}
    `, {"hash":"sha256:ad4f20c30d303077734e18f5486f60fe78ed2914f40145d96e6684f6fa4a2b6c"}) as unknown as TypedDocumentString<PaymentProvidersQuery, PaymentProvidersQueryVariables>;
export const OrderByIdDocument = new TypedDocumentString(`
    query OrderById($id: ID!) {
  order(id: $id) {
    ...OrderParts
  }
}
    fragment TotalsParts on Totals {
  subtotal {
    ...Amount
  }
  discount {
    ...Amount
  }
  shipping {
    ...Amount
  }
  tax {
    ...Amount
  }
  total {
    ...Amount
  }
  pricesIncludeTax
}
fragment Amount on Money {
  minorUnits
  currency
  exponent
  decimal
  formatted
}
fragment PaymentParts on Payment {
  id
  status
  amount {
    ...Amount
  }
  nextAction {
    kind
    redirectUrl
    expiresAt
  }
  failure {
    code
    message
  }
}
fragment OrderParts on Order {
  id
  number
  status
  cancelReason
  placedAt
  paymentDueBy
  version
  totals {
    ...TotalsParts
  }
  lines {
    id
    sku
    title
    imageUrl
    quantity
    unitPrice {
      ...Amount
    }
    total {
      ...Amount
    }
    product {
      slug
      title
      images {
        url
        altText
      }
    }
  }
  payments {
    ...PaymentParts
  }
}`, {"hash":"sha256:cfd7bea78228e694c78d1bb40eda3dc68e842b560dbb05f059b19460e0429acb"}) as unknown as TypedDocumentString<OrderByIdQuery, OrderByIdQueryVariables>;
export const OrderByNumberDocument = new TypedDocumentString(`
    query OrderByNumber($number: String!) {
  orderByNumber(number: $number) {
    ...OrderParts
  }
}
    fragment TotalsParts on Totals {
  subtotal {
    ...Amount
  }
  discount {
    ...Amount
  }
  shipping {
    ...Amount
  }
  tax {
    ...Amount
  }
  total {
    ...Amount
  }
  pricesIncludeTax
}
fragment Amount on Money {
  minorUnits
  currency
  exponent
  decimal
  formatted
}
fragment PaymentParts on Payment {
  id
  status
  amount {
    ...Amount
  }
  nextAction {
    kind
    redirectUrl
    expiresAt
  }
  failure {
    code
    message
  }
}
fragment OrderParts on Order {
  id
  number
  status
  cancelReason
  placedAt
  paymentDueBy
  version
  totals {
    ...TotalsParts
  }
  lines {
    id
    sku
    title
    imageUrl
    quantity
    unitPrice {
      ...Amount
    }
    total {
      ...Amount
    }
    product {
      slug
      title
      images {
        url
        altText
      }
    }
  }
  payments {
    ...PaymentParts
  }
}`, {"hash":"sha256:b4a71d4d210efbd4a5aaa9327224ef641a8a88115863cdfdca42eb5e845748ad"}) as unknown as TypedDocumentString<OrderByNumberQuery, OrderByNumberQueryVariables>;
export const MyOrdersDocument = new TypedDocumentString(`
    query MyOrders($first: Int, $after: String) {
  me {
    orders(first: $first, after: $after) {
      nodes {
        ...OrderParts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment TotalsParts on Totals {
  subtotal {
    ...Amount
  }
  discount {
    ...Amount
  }
  shipping {
    ...Amount
  }
  tax {
    ...Amount
  }
  total {
    ...Amount
  }
  pricesIncludeTax
}
fragment Amount on Money {
  minorUnits
  currency
  exponent
  decimal
  formatted
}
fragment PaymentParts on Payment {
  id
  status
  amount {
    ...Amount
  }
  nextAction {
    kind
    redirectUrl
    expiresAt
  }
  failure {
    code
    message
  }
}
fragment OrderParts on Order {
  id
  number
  status
  cancelReason
  placedAt
  paymentDueBy
  version
  totals {
    ...TotalsParts
  }
  lines {
    id
    sku
    title
    imageUrl
    quantity
    unitPrice {
      ...Amount
    }
    total {
      ...Amount
    }
    product {
      slug
      title
      images {
        url
        altText
      }
    }
  }
  payments {
    ...PaymentParts
  }
}`, {"hash":"sha256:d92951af0f0b6a6d9d924b2957681eb4be0280405be756d240d6c4a9561fdf20"}) as unknown as TypedDocumentString<MyOrdersQuery, MyOrdersQueryVariables>;
export const OrderCancelDocument = new TypedDocumentString(`
    mutation OrderCancel($input: OrderCancelInput!) {
  orderCancel(input: $input) {
    order {
      ...OrderParts
    }
    errors {
      __typename
      ... on UserError {
        code
        message
        path
      }
      ... on TransitionNotAllowedError {
        status
      }
    }
  }
}
    fragment TotalsParts on Totals {
  subtotal {
    ...Amount
  }
  discount {
    ...Amount
  }
  shipping {
    ...Amount
  }
  tax {
    ...Amount
  }
  total {
    ...Amount
  }
  pricesIncludeTax
}
fragment Amount on Money {
  minorUnits
  currency
  exponent
  decimal
  formatted
}
fragment PaymentParts on Payment {
  id
  status
  amount {
    ...Amount
  }
  nextAction {
    kind
    redirectUrl
    expiresAt
  }
  failure {
    code
    message
  }
}
fragment OrderParts on Order {
  id
  number
  status
  cancelReason
  placedAt
  paymentDueBy
  version
  totals {
    ...TotalsParts
  }
  lines {
    id
    sku
    title
    imageUrl
    quantity
    unitPrice {
      ...Amount
    }
    total {
      ...Amount
    }
    product {
      slug
      title
      images {
        url
        altText
      }
    }
  }
  payments {
    ...PaymentParts
  }
}`, {"hash":"sha256:9c7f21c1e642362b89628846bfc4a88b80abf6e5440dafa4d15dc6b079aafb57"}) as unknown as TypedDocumentString<OrderCancelMutation, OrderCancelMutationVariables>;
export const WatchOrderDocument = new TypedDocumentString(`
    subscription WatchOrder($orderId: ID!, $afterSequence: Int) {
  orderStatusChanged(orderId: $orderId, afterSequence: $afterSequence) {
    sequence
    occurredAt
    fromStatus
    status
    order {
      ...OrderParts
    }
  }
}
    fragment TotalsParts on Totals {
  subtotal {
    ...Amount
  }
  discount {
    ...Amount
  }
  shipping {
    ...Amount
  }
  tax {
    ...Amount
  }
  total {
    ...Amount
  }
  pricesIncludeTax
}
fragment Amount on Money {
  minorUnits
  currency
  exponent
  decimal
  formatted
}
fragment PaymentParts on Payment {
  id
  status
  amount {
    ...Amount
  }
  nextAction {
    kind
    redirectUrl
    expiresAt
  }
  failure {
    code
    message
  }
}
fragment OrderParts on Order {
  id
  number
  status
  cancelReason
  placedAt
  paymentDueBy
  version
  totals {
    ...TotalsParts
  }
  lines {
    id
    sku
    title
    imageUrl
    quantity
    unitPrice {
      ...Amount
    }
    total {
      ...Amount
    }
    product {
      slug
      title
      images {
        url
        altText
      }
    }
  }
  payments {
    ...PaymentParts
  }
}`, {"hash":"sha256:cb9b00545ba76a22594bf3d1e92915df22c8f4924d092f6a1a3b759246baa02c"}) as unknown as TypedDocumentString<WatchOrderSubscription, WatchOrderSubscriptionVariables>;
export const SessionRefreshDocument = new TypedDocumentString(`
    mutation SessionRefresh($input: SessionRefreshInput!) {
  sessionRefresh(input: $input) {
    session {
      ...SessionParts
    }
    errors {
      ...SessionRefusal
    }
  }
}
    fragment SessionParts on Session {
  subject
  accessToken
  accessTokenExpiresAt
  refreshToken
}
fragment SessionRefusal on SessionCreateError {
  __typename
  ... on UserError {
    code
    message
    path
  }
  ... on LimitExceededError {
    limit
  }
}`, {"hash":"sha256:50297f6a7dd66aee0cd8775a03e5f24c6bdf34b1543871846d01487e63b23a84"}) as unknown as TypedDocumentString<SessionRefreshMutation, SessionRefreshMutationVariables>;
export const GuestSessionCreateDocument = new TypedDocumentString(`
    mutation GuestSessionCreate($input: GuestSessionCreateInput!) {
  guestSessionCreate(input: $input) {
    session {
      ...SessionParts
    }
    errors {
      ...SessionRefusal
    }
  }
}
    fragment SessionParts on Session {
  subject
  accessToken
  accessTokenExpiresAt
  refreshToken
}
fragment SessionRefusal on SessionCreateError {
  __typename
  ... on UserError {
    code
    message
    path
  }
  ... on LimitExceededError {
    limit
  }
}`, {"hash":"sha256:d857605eb8e3be9d0a9067067517656a8debe8344ec79f44c2a6b45458836a51"}) as unknown as TypedDocumentString<GuestSessionCreateMutation, GuestSessionCreateMutationVariables>;