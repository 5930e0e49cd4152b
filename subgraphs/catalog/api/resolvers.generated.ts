import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Money as MoneyModel } from '../../../kernel/money.ts';
import type { Product as ProductModel, Variant as VariantModel, Image as ImageModel, Brand as BrandModel } from '../domain/product.ts';
import type { Category as CategoryModel } from '../domain/category.ts';
import type { ProductList } from './product-list.ts';
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

/** Who makes a product. */
export type Brand = Node & {
  readonly __typename?: 'Brand';
  /** `brd_…` */
  readonly id: Scalars['ID']['output'];
  /** As the maker writes it. */
  readonly name: Scalars['String']['output'];
  /** Unique among the brands. */
  readonly slug: Scalars['String']['output'];
};

/** Whose answer a cached answer may be. */
export type CacheControlScope =
  /** For the caller alone. */
  | 'PRIVATE'
  /** The same for everybody with the same market, currency, locale and scopes. */
  | 'PUBLIC';

/** A shelf of the shop; categories form a tree. */
export type Category = Node & {
  readonly __typename?: 'Category';
  /** From the root down to the parent. */
  readonly ancestors: ReadonlyArray<Category>;
  /** In display order. */
  readonly children: ReadonlyArray<Category>;
  /** `cat_…` */
  readonly id: Scalars['ID']['output'];
  /** What is written on it. */
  readonly name: Scalars['String']['output'];
  /** Null for a root. */
  readonly parent?: Maybe<Category>;
  /** Its own and its descendants' products. */
  readonly products: ProductConnection;
  /** Unique among the categories. */
  readonly slug: Scalars['String']['output'];
};


/** A shelf of the shop; categories form a tree. */
export type CategoryProductsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<ReadonlyArray<ProductSort>>;
  where?: InputMaybe<ProductFilter>;
};

/** A category to make. */
export type CategoryCreateInput = {
  /** 1 to 255 characters; the same key again answers the same category. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** 1 to 120 characters. */
  readonly name: Scalars['String']['input'];
  /** The category to put it below, at most 8 levels deep; a root when left out. */
  readonly parentId?: InputMaybe<Scalars['ID']['input']>;
  /** Small letters, digits and single hyphens, at most 120; made from the name when left out. */
  readonly slug?: InputMaybe<Scalars['String']['input']>;
};

/** What became of a category. */
export type CategoryPayload = {
  readonly __typename?: 'CategoryPayload';
  /** As it is now; null when it was refused. */
  readonly category?: Maybe<Category>;
  /** Empty when it is done; else nothing was changed. */
  readonly errors: ReadonlyArray<ProductError>;
};

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

/** A picture. */
export type Image = {
  readonly __typename?: 'Image';
  /** What it shows, for those who do not see it; null when nobody wrote it down. */
  readonly altText?: Maybe<Scalars['String']['output']>;
  /** In pixels; null when not known. */
  readonly height?: Maybe<Scalars['Int']['output']>;
  /** Where it is served. */
  readonly url: Scalars['URL']['output'];
  /** In pixels; null when not known. */
  readonly width?: Maybe<Scalars['Int']['output']>;
};

/** A picture that is served somewhere already. */
export type ImageInput = {
  /** What it shows, at most 500 characters. */
  readonly altText?: InputMaybe<Scalars['String']['input']>;
  /** Its address. */
  readonly url: Scalars['URL']['input'];
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

/** From the lowest to the highest; both are equal when there is one price. */
export type MoneyRange = {
  readonly __typename?: 'MoneyRange';
  /** The highest price. */
  readonly max: Money;
  /** The lowest price. */
  readonly min: Money;
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** A new category behind its siblings. May refuse with InvalidInputError, NotFoundError (the parent), TakenError, LimitExceededError, IdempotencyError. */
  readonly categoryCreate: CategoryPayload;
  /** Off the shop, still there for the orders that name it. Nothing is ever deleted. May refuse with NotFoundError, StaleVersionError. */
  readonly productArchive: ProductPayload;
  /** A new draft. May refuse with InvalidInputError, NotFoundError (a category), TakenError (slug, SKU, externalRef), IdempotencyError. */
  readonly productCreate: ProductPayload;
  /** Puts it into the shop; a product that is there already stays as it is. May refuse with NotFoundError, StaleVersionError. */
  readonly productPublish: ProductPayload;
  /** Changes what is given. May refuse with InvalidInputError, NotFoundError, StaleVersionError, TakenError, LimitExceededError. */
  readonly productUpdate: ProductPayload;
};


export type MutationCategoryCreateArgs = {
  input: CategoryCreateInput;
};


export type MutationProductArchiveArgs = {
  input: ProductArchiveInput;
};


export type MutationProductCreateArgs = {
  input: ProductCreateInput;
};


export type MutationProductPublishArgs = {
  input: ProductPublishInput;
};


export type MutationProductUpdateArgs = {
  input: ProductUpdateInput;
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

/** Something the shop sells, in one or several variants. */
export type Product = Node & {
  readonly __typename?: 'Product';
  /** When it left the shop; null while it is a draft or sold. */
  readonly archivedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Facts about it in display order, names unique; at most 250. */
  readonly attributes: ReadonlyArray<ProductAttribute>;
  /** Who makes it; null when it is not known. */
  readonly brand?: Maybe<Brand>;
  /** Those it was put in, the main one first; at most 20. */
  readonly categories: ReadonlyArray<Category>;
  /** When it was made. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Plain text; null when there is none. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** The caller's own name for it, unique; for imports. Null when it has none. */
  readonly externalRef?: Maybe<Scalars['String']['output']>;
  /** `prd_…` */
  readonly id: Scalars['ID']['output'];
  /** At most 20, the primary one first. */
  readonly images: ReadonlyArray<Image>;
  /** What its variants differ in, with every value that a variant has. */
  readonly options: ReadonlyArray<ProductOption>;
  /** Over the variants sold in the request's currency; null when none is. */
  readonly priceRange?: Maybe<MoneyRange>;
  /** When it came into the shop first; null before. */
  readonly publishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Unique, changes leave a redirect. */
  readonly slug: Scalars['String']['output'];
  /** Where it stands between the desk and the archive. */
  readonly status: ProductStatus;
  /** At most 300 characters. */
  readonly title: Scalars['String']['output'];
  /** When anything of it changed last. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** At most 100. */
  readonly variants: ReadonlyArray<Variant>;
  /** Counts its changes; send it back as `expectedVersion`. */
  readonly version: Scalars['Int']['output'];
};

/** A product to take off the shop. */
export type ProductArchiveInput = {
  /** The version you read; StaleVersionError when it has changed since. Left out: whatever it is now. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** `prd_…` */
  readonly id: Scalars['ID']['input'];
};

/** A fact about a product, such as Material: Stoneware. */
export type ProductAttribute = {
  readonly __typename?: 'ProductAttribute';
  /** What it is about, such as `Material`. */
  readonly name: Scalars['String']['output'];
  /** Text, with its unit when it has one. */
  readonly value: Scalars['String']['output'];
};

/** A fact about a product. */
export type ProductAttributeInput = {
  /** 1 to 120 characters, unique in the product. */
  readonly name: Scalars['String']['input'];
  /** At most 8,000 characters. */
  readonly value: Scalars['String']['input'];
};

/** A page of products. */
export type ProductConnection = {
  readonly __typename?: 'ProductConnection';
  /** The products of this page, each with its cursor. */
  readonly edges: ReadonlyArray<ProductEdge>;
  /** The products of this page. */
  readonly nodes: ReadonlyArray<Product>;
  /** Whether there is more, and how to go on. */
  readonly pageInfo: PageInfo;
  /** Counted only when selected; null above 10,000. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A product to make. */
export type ProductCreateInput = {
  /** At most 250. */
  readonly attributes?: InputMaybe<ReadonlyArray<ProductAttributeInput>>;
  /** The maker's name, at most 120 characters; a name that is new makes a brand. */
  readonly brandName?: InputMaybe<Scalars['String']['input']>;
  /** The main one first, at most 20. */
  readonly categoryIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Plain text, at most 20,000 characters. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Your own name for it, unique, at most 200 characters. */
  readonly externalRef?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 255 characters; the same key again answers the same product. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** The primary one first, at most 20. */
  readonly images?: InputMaybe<ReadonlyArray<ImageInput>>;
  /** Small letters, digits and single hyphens, at most 120; made from the title when left out. */
  readonly slug?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 300 characters. */
  readonly title: Scalars['String']['input'];
  /** 1 to 100. */
  readonly variants: ReadonlyArray<VariantInput>;
};

/** A product in a list. */
export type ProductEdge = {
  readonly __typename?: 'ProductEdge';
  /** Opaque; good for this list only, with the same filter and sort. */
  readonly cursor: Scalars['String']['output'];
  /** The product. */
  readonly node: Product;
};

/** Why nothing was changed. */
export type ProductError = IdempotencyError | InvalidInputError | LimitExceededError | NotFoundError | StaleVersionError | TakenError;

/** All given conditions hold. Nested at most 3 deep. */
export type ProductFilter = {
  /** All of them hold; at most 20. */
  readonly AND?: InputMaybe<ReadonlyArray<ProductFilter>>;
  /** It does not hold. */
  readonly NOT?: InputMaybe<ProductFilter>;
  /** At least one of them holds; at most 20. */
  readonly OR?: InputMaybe<ReadonlyArray<ProductFilter>>;
  /** Of this brand. */
  readonly brand?: InputMaybe<IdFilter>;
  /** In this category or one below it. */
  readonly category?: InputMaybe<IdFilter>;
  /** Some variant is sold at such a price, in the request's currency. */
  readonly priceMinorUnits?: InputMaybe<BigIntFilter>;
  /** When it came into the shop; drafts never match. */
  readonly publishedAt?: InputMaybe<DateTimeFilter>;
  /** Of these statuses; only with `catalog:write` is there more than PUBLISHED to choose from. */
  readonly status?: InputMaybe<ReadonlyArray<ProductStatus>>;
  /** By title; `contains` does not mind case and accents. */
  readonly title?: InputMaybe<StringFilter>;
};

/** Something to choose, such as Size. */
export type ProductOption = {
  readonly __typename?: 'ProductOption';
  /** Such as `Size`. */
  readonly name: Scalars['String']['output'];
  /** In display order. */
  readonly values: ReadonlyArray<Scalars['String']['output']>;
};

/** What became of a product. */
export type ProductPayload = {
  readonly __typename?: 'ProductPayload';
  /** Empty when it is done; else nothing was changed. */
  readonly errors: ReadonlyArray<ProductError>;
  /** As it is now; null when it was refused. */
  readonly product?: Maybe<Product>;
};

/** A product to put into the shop. */
export type ProductPublishInput = {
  /** The version you read; StaleVersionError when it has changed since. Left out: whatever it is now. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** `prd_…` */
  readonly id: Scalars['ID']['input'];
};

/** One key of an order. */
export type ProductSort = {
  /** Upwards when left out. */
  readonly direction?: SortDirection;
  /** What to sort by. */
  readonly field: ProductSortField;
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

/** What is left out stays; null clears. `variants` with an `id` change, without one are new. */
export type ProductUpdateInput = {
  /** All of them, at most 250. */
  readonly attributes?: InputMaybe<ReadonlyArray<ProductAttributeInput>>;
  /** The maker's name, at most 120 characters; a name that is new makes a brand. */
  readonly brandName?: InputMaybe<Scalars['String']['input']>;
  /** All of them, the main one first, at most 20. */
  readonly categoryIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Plain text, at most 20,000 characters. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** The version you read; StaleVersionError when it has changed since. Left out: whatever it is now. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** `prd_…` */
  readonly id: Scalars['ID']['input'];
  /** All of them, the primary one first, at most 20. */
  readonly images?: InputMaybe<ReadonlyArray<ImageInput>>;
  /** Small letters, digits and single hyphens, at most 120; the old one redirects. Cannot be cleared. */
  readonly slug?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 300 characters; cannot be cleared. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
  /** With an `id`: that variant becomes this. Without: a new one. Variants that are not named stay. At most 100 in all. */
  readonly variants?: InputMaybe<ReadonlyArray<VariantInput>>;
};

export type Query = {
  readonly __typename?: 'Query';
  /** The roots of the tree, in display order. */
  readonly categories: ReadonlyArray<Category>;
  /** A category by id; null when there is none. */
  readonly category?: Maybe<Category>;
  /** A category by slug; null when there is none. */
  readonly categoryBySlug?: Maybe<Category>;
  /** A product by id; null when there is none, or it is a draft and the caller may not see drafts. Archived products are answered with their status. */
  readonly product?: Maybe<Product>;
  /** A product by its slug or one it had before: compare the answer's `slug` to redirect. Null as for `product`. */
  readonly productBySlug?: Maybe<Product>;
  /** Published products; with `catalog:write` drafts and archived ones too. Neither `first` nor `last`: 20. At most 100. */
  readonly products: ProductConnection;
  /** The shop and how this request is read: market, currency, locale, from `Agora-Currency`, `Accept-Language`, the user's preferences, the shop's defaults, in that order. */
  readonly shop: Shop;
  /** A variant by its SKU, exactly as written; null as for `product`. */
  readonly variantBySku?: Maybe<Variant>;
};


export type QueryCategoryArgs = {
  id: Scalars['ID']['input'];
};


export type QueryCategoryBySlugArgs = {
  slug: Scalars['String']['input'];
};


export type QueryProductArgs = {
  id: Scalars['ID']['input'];
};


export type QueryProductBySlugArgs = {
  slug: Scalars['String']['input'];
};


export type QueryProductsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<ReadonlyArray<ProductSort>>;
  where?: InputMaybe<ProductFilter>;
};


export type QueryVariantBySkuArgs = {
  sku: Scalars['String']['input'];
};

/** The value of one option that a variant has. */
export type SelectedOption = {
  readonly __typename?: 'SelectedOption';
  /** The option's name, such as `Size`. */
  readonly name: Scalars['String']['output'];
  /** Such as `M`. */
  readonly value: Scalars['String']['output'];
};

/** The value of an option. */
export type SelectedOptionInput = {
  /** 1 to 60 characters, such as `Size`. */
  readonly name: Scalars['String']['input'];
  /** 1 to 120 characters, such as `M`. */
  readonly value: Scalars['String']['input'];
};

/** The shop, and how this request is read. */
export type Shop = {
  readonly __typename?: 'Shop';
  /** Where the shop is. */
  readonly country: Scalars['CountryCode']['output'];
  /** The currencies the shop sells in, its own first. */
  readonly currencies: ReadonlyArray<Scalars['CurrencyCode']['output']>;
  /** The currency of every price in this request. */
  readonly currency: Scalars['CurrencyCode']['output'];
  /** The language of this request's messages and formatted amounts. */
  readonly locale: Scalars['Locale']['output'];
  /** The languages the shop speaks, its own first. */
  readonly locales: ReadonlyArray<Scalars['Locale']['output']>;
  /** The shop's name. */
  readonly name: Scalars['String']['output'];
  /** Whether the prices of this request's currency have the tax inside (INR), or it is added at checkout (USD). */
  readonly pricesIncludeTax: Scalars['Boolean']['output'];
  /** The market this request is read in, such as `IN`. */
  readonly salesChannel: Scalars['String']['output'];
  /** An IANA time zone, such as `Asia/Kolkata`: the shop's day. */
  readonly timeZone: Scalars['String']['output'];
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

/** A slug, SKU or externalRef that something else has. Slugs stay with the product that had them first. */
export type TakenError = UserError & {
  readonly __typename?: 'TakenError';
  /** SLUG_TAKEN, SKU_TAKEN or EXTERNAL_REF_TAKEN. */
  readonly code: ErrorCode;
  /** For a person. */
  readonly message: Scalars['String']['output'];
  /** Where in the input: `["variants", "0", "sku"]`. */
  readonly path: ReadonlyArray<Scalars['String']['output']>;
  /** The product or category that has it. */
  readonly takenBy: Scalars['ID']['output'];
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

/** What is put into a cart: a product in one size, one colour. */
export type Variant = Node & {
  readonly __typename?: 'Variant';
  /** What it cost before, in the request's currency; always above `price`. Null when there is nothing to compare. */
  readonly compareAtPrice?: Maybe<Money>;
  /** GTIN (EAN, UPC, ISBN) of 8, 12, 13 or 14 digits; null when it has none. */
  readonly gtin?: Maybe<Scalars['String']['output']>;
  /** `var_…` */
  readonly id: Scalars['ID']['output'];
  /** Its own picture, or else its product's primary one; null when there is neither. */
  readonly image?: Maybe<Image>;
  /** In the request's currency; null when it is not sold in it. With tax where the market's law wants it (INR): `Shop.pricesIncludeTax`. */
  readonly price?: Maybe<Money>;
  /** What it is a variant of. */
  readonly product: Product;
  /** Empty when its product has one variant only. */
  readonly selectedOptions: ReadonlyArray<SelectedOption>;
  /** Stock keeping unit, unique in the shop. */
  readonly sku: Scalars['String']['output'];
  /** Its options in a row, or its product's title. */
  readonly title: Scalars['String']['output'];
};

/** A variant as it shall be. */
export type VariantInput = {
  /** What it cost before, above the price in the same currency. */
  readonly compareAtPrices?: InputMaybe<ReadonlyArray<MoneyInput>>;
  /** 8, 12, 13 or 14 digits. */
  readonly gtin?: InputMaybe<Scalars['String']['input']>;
  /** The variant to change; left out for a new one. */
  readonly id?: InputMaybe<Scalars['ID']['input']>;
  /** Its own picture; the product's primary one when left out. */
  readonly image?: InputMaybe<ImageInput>;
  /** What tells it from its siblings, at most 5. */
  readonly options?: InputMaybe<ReadonlyArray<SelectedOptionInput>>;
  /** One for each currency it is sold in, 0 or more; without any it is not for sale. */
  readonly prices: ReadonlyArray<MoneyInput>;
  /** 1 to 100 characters, blanks at its ends left out; unique in the shop. */
  readonly sku: Scalars['String']['input'];
  /** 1 to 300 characters; its options in a row, or the product's title, when left out. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
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
  Brand: Brand;
  Category: Category;
  Product: Product;
  Variant: Variant;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Brand:
    ( { __typename: 'Brand' }
    & GraphQLRecursivePick<FederationTypes['Brand'], {"id":true}> );
  Category:
    ( { __typename: 'Category' }
    & GraphQLRecursivePick<FederationTypes['Category'], {"id":true}> );
  Product:
    ( { __typename: 'Product' }
    & GraphQLRecursivePick<FederationTypes['Product'], {"id":true}> );
  Variant:
    ( { __typename: 'Variant' }
    & GraphQLRecursivePick<FederationTypes['Variant'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  ProductError:
    | ( IdempotencyError )
    | ( InvalidInputError )
    | ( LimitExceededError )
    | ( NotFoundError )
    | ( StaleVersionError )
    | ( TakenError )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( BrandModel )
    | ( CategoryModel )
    | ( ProductModel )
    | ( VariantModel )
  ;
  UserError:
    | ( IdempotencyError )
    | ( InvalidInputError )
    | ( LimitExceededError )
    | ( NotFoundError )
    | ( StaleVersionError )
    | ( TakenError )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  BigInt: ResolverTypeWrapper<Scalars['BigInt']['output']>;
  BigIntFilter: BigIntFilter;
  Brand: ResolverTypeWrapper<BrandModel>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  CacheControlScope: CacheControlScope;
  Category: ResolverTypeWrapper<CategoryModel>;
  CategoryCreateInput: CategoryCreateInput;
  CategoryPayload: ResolverTypeWrapper<Omit<CategoryPayload, 'category' | 'errors'> & { category?: Maybe<ResolversTypes['Category']>, errors: ReadonlyArray<ResolversTypes['ProductError']> }>;
  CountryCode: ResolverTypeWrapper<Scalars['CountryCode']['output']>;
  CurrencyCode: ResolverTypeWrapper<Scalars['CurrencyCode']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DateTimeFilter: DateTimeFilter;
  ErrorCode: ErrorCode;
  IdFilter: IdFilter;
  IdempotencyError: ResolverTypeWrapper<IdempotencyError>;
  Image: ResolverTypeWrapper<ImageModel>;
  ImageInput: ImageInput;
  InvalidInputError: ResolverTypeWrapper<InvalidInputError>;
  LimitExceededError: ResolverTypeWrapper<LimitExceededError>;
  Locale: ResolverTypeWrapper<Scalars['Locale']['output']>;
  Money: ResolverTypeWrapper<MoneyModel>;
  MoneyInput: MoneyInput;
  MoneyRange: ResolverTypeWrapper<Omit<MoneyRange, 'max' | 'min'> & { max: ResolversTypes['Money'], min: ResolversTypes['Money'] }>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  NotFoundError: ResolverTypeWrapper<NotFoundError>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PostalAddress: ResolverTypeWrapper<PostalAddress>;
  PostalAddressInput: PostalAddressInput;
  Product: ResolverTypeWrapper<ProductModel>;
  ProductArchiveInput: ProductArchiveInput;
  ProductAttribute: ResolverTypeWrapper<ProductAttribute>;
  ProductAttributeInput: ProductAttributeInput;
  ProductConnection: ResolverTypeWrapper<ProductList>;
  ProductCreateInput: ProductCreateInput;
  ProductEdge: ResolverTypeWrapper<Omit<ProductEdge, 'node'> & { node: ResolversTypes['Product'] }>;
  ProductError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ProductError']>;
  ProductFilter: ProductFilter;
  ProductOption: ResolverTypeWrapper<ProductOption>;
  ProductPayload: ResolverTypeWrapper<Omit<ProductPayload, 'errors' | 'product'> & { errors: ReadonlyArray<ResolversTypes['ProductError']>, product?: Maybe<ResolversTypes['Product']> }>;
  ProductPublishInput: ProductPublishInput;
  ProductSort: ProductSort;
  ProductSortField: ProductSortField;
  ProductStatus: ProductStatus;
  ProductUpdateInput: ProductUpdateInput;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  SelectedOption: ResolverTypeWrapper<SelectedOption>;
  SelectedOptionInput: SelectedOptionInput;
  Shop: ResolverTypeWrapper<Shop>;
  SortDirection: SortDirection;
  StaleVersionError: ResolverTypeWrapper<StaleVersionError>;
  StringFilter: StringFilter;
  TakenError: ResolverTypeWrapper<TakenError>;
  URL: ResolverTypeWrapper<Scalars['URL']['output']>;
  UserError: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['UserError']>;
  Variant: ResolverTypeWrapper<VariantModel>;
  VariantInput: VariantInput;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  BigInt: Scalars['BigInt']['output'];
  BigIntFilter: BigIntFilter;
  Brand: BrandModel;
  ID: Scalars['ID']['output'];
  String: Scalars['String']['output'];
  Category: CategoryModel;
  CategoryCreateInput: CategoryCreateInput;
  CategoryPayload: Omit<CategoryPayload, 'category' | 'errors'> & { category?: Maybe<ResolversParentTypes['Category']>, errors: ReadonlyArray<ResolversParentTypes['ProductError']> };
  CountryCode: Scalars['CountryCode']['output'];
  CurrencyCode: Scalars['CurrencyCode']['output'];
  DateTime: Scalars['DateTime']['output'];
  DateTimeFilter: DateTimeFilter;
  IdFilter: IdFilter;
  IdempotencyError: IdempotencyError;
  Image: ImageModel;
  ImageInput: ImageInput;
  InvalidInputError: InvalidInputError;
  LimitExceededError: LimitExceededError;
  Locale: Scalars['Locale']['output'];
  Money: MoneyModel;
  MoneyInput: MoneyInput;
  MoneyRange: Omit<MoneyRange, 'max' | 'min'> & { max: ResolversParentTypes['Money'], min: ResolversParentTypes['Money'] };
  Mutation: Record<PropertyKey, never>;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  NotFoundError: NotFoundError;
  PageInfo: PageInfo;
  PostalAddress: PostalAddress;
  PostalAddressInput: PostalAddressInput;
  Product: ProductModel;
  ProductArchiveInput: ProductArchiveInput;
  ProductAttribute: ProductAttribute;
  ProductAttributeInput: ProductAttributeInput;
  ProductConnection: ProductList;
  ProductCreateInput: ProductCreateInput;
  ProductEdge: Omit<ProductEdge, 'node'> & { node: ResolversParentTypes['Product'] };
  ProductError: ResolversUnionTypes<ResolversParentTypes>['ProductError'];
  ProductFilter: ProductFilter;
  ProductOption: ProductOption;
  ProductPayload: Omit<ProductPayload, 'errors' | 'product'> & { errors: ReadonlyArray<ResolversParentTypes['ProductError']>, product?: Maybe<ResolversParentTypes['Product']> };
  ProductPublishInput: ProductPublishInput;
  ProductSort: ProductSort;
  ProductUpdateInput: ProductUpdateInput;
  Query: Record<PropertyKey, never>;
  SelectedOption: SelectedOption;
  SelectedOptionInput: SelectedOptionInput;
  Shop: Shop;
  StaleVersionError: StaleVersionError;
  StringFilter: StringFilter;
  TakenError: TakenError;
  URL: Scalars['URL']['output'];
  UserError: ResolversInterfaceTypes<ResolversParentTypes>['UserError'];
  Variant: VariantModel;
  VariantInput: VariantInput;
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

export type BrandResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Brand'] = ResolversParentTypes['Brand'], FederationReferenceType extends FederationReferenceTypes['Brand'] = FederationReferenceTypes['Brand']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Brand']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CategoryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Category'] = ResolversParentTypes['Category'], FederationReferenceType extends FederationReferenceTypes['Category'] = FederationReferenceTypes['Category']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Category']> | FederationReferenceType, FederationReferenceType, ContextType>;
  ancestors?: Resolver<ReadonlyArray<ResolversTypes['Category']>, ParentType, ContextType>;
  children?: Resolver<ReadonlyArray<ResolversTypes['Category']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  parent?: Resolver<Maybe<ResolversTypes['Category']>, ParentType, ContextType>;
  products?: Resolver<ResolversTypes['ProductConnection'], ParentType, ContextType, Partial<CategoryProductsArgs>>;
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CategoryPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CategoryPayload'] = ResolversParentTypes['CategoryPayload']> = {
  category?: Resolver<Maybe<ResolversTypes['Category']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ProductError']>, ParentType, ContextType>;
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

export type ImageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Image'] = ResolversParentTypes['Image']> = {
  altText?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  height?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  url?: Resolver<ResolversTypes['URL'], ParentType, ContextType>;
  width?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
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

export type MoneyRangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MoneyRange'] = ResolversParentTypes['MoneyRange']> = {
  max?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  min?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  categoryCreate?: Resolver<ResolversTypes['CategoryPayload'], ParentType, ContextType, RequireFields<MutationCategoryCreateArgs, 'input'>>;
  productArchive?: Resolver<ResolversTypes['ProductPayload'], ParentType, ContextType, RequireFields<MutationProductArchiveArgs, 'input'>>;
  productCreate?: Resolver<ResolversTypes['ProductPayload'], ParentType, ContextType, RequireFields<MutationProductCreateArgs, 'input'>>;
  productPublish?: Resolver<ResolversTypes['ProductPayload'], ParentType, ContextType, RequireFields<MutationProductPublishArgs, 'input'>>;
  productUpdate?: Resolver<ResolversTypes['ProductPayload'], ParentType, ContextType, RequireFields<MutationProductUpdateArgs, 'input'>>;
};

export type NodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Brand' | 'Category' | 'Product' | 'Variant', ParentType, ContextType>;
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
  archivedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  attributes?: Resolver<ReadonlyArray<ResolversTypes['ProductAttribute']>, ParentType, ContextType>;
  brand?: Resolver<Maybe<ResolversTypes['Brand']>, ParentType, ContextType>;
  categories?: Resolver<ReadonlyArray<ResolversTypes['Category']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  externalRef?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  images?: Resolver<ReadonlyArray<ResolversTypes['Image']>, ParentType, ContextType>;
  options?: Resolver<ReadonlyArray<ResolversTypes['ProductOption']>, ParentType, ContextType>;
  priceRange?: Resolver<Maybe<ResolversTypes['MoneyRange']>, ParentType, ContextType>;
  publishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ProductStatus'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  variants?: Resolver<ReadonlyArray<ResolversTypes['Variant']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ProductAttributeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProductAttribute'] = ResolversParentTypes['ProductAttribute']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ProductConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProductConnection'] = ResolversParentTypes['ProductConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ProductEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Product']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ProductEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProductEdge'] = ResolversParentTypes['ProductEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Product'], ParentType, ContextType>;
};

export type ProductErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProductError'] = ResolversParentTypes['ProductError']> = {
  __resolveType: TypeResolveFn<'IdempotencyError' | 'InvalidInputError' | 'LimitExceededError' | 'NotFoundError' | 'StaleVersionError' | 'TakenError', ParentType, ContextType>;
};

export type ProductOptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProductOption'] = ResolversParentTypes['ProductOption']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  values?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ProductPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProductPayload'] = ResolversParentTypes['ProductPayload']> = {
  errors?: Resolver<ReadonlyArray<ResolversTypes['ProductError']>, ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  categories?: Resolver<ReadonlyArray<ResolversTypes['Category']>, ParentType, ContextType>;
  category?: Resolver<Maybe<ResolversTypes['Category']>, ParentType, ContextType, RequireFields<QueryCategoryArgs, 'id'>>;
  categoryBySlug?: Resolver<Maybe<ResolversTypes['Category']>, ParentType, ContextType, RequireFields<QueryCategoryBySlugArgs, 'slug'>>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType, RequireFields<QueryProductArgs, 'id'>>;
  productBySlug?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType, RequireFields<QueryProductBySlugArgs, 'slug'>>;
  products?: Resolver<ResolversTypes['ProductConnection'], ParentType, ContextType, Partial<QueryProductsArgs>>;
  shop?: Resolver<ResolversTypes['Shop'], ParentType, ContextType>;
  variantBySku?: Resolver<Maybe<ResolversTypes['Variant']>, ParentType, ContextType, RequireFields<QueryVariantBySkuArgs, 'sku'>>;
};

export type SelectedOptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SelectedOption'] = ResolversParentTypes['SelectedOption']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ShopResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Shop'] = ResolversParentTypes['Shop']> = {
  country?: Resolver<ResolversTypes['CountryCode'], ParentType, ContextType>;
  currencies?: Resolver<ReadonlyArray<ResolversTypes['CurrencyCode']>, ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  locale?: Resolver<ResolversTypes['Locale'], ParentType, ContextType>;
  locales?: Resolver<ReadonlyArray<ResolversTypes['Locale']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  pricesIncludeTax?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  salesChannel?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  timeZone?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type StaleVersionErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StaleVersionError'] = ResolversParentTypes['StaleVersionError']> = {
  code?: Resolver<ResolversTypes['ErrorCode'], ParentType, ContextType>;
  currentVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TakenErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TakenError'] = ResolversParentTypes['TakenError']> = {
  code?: Resolver<ResolversTypes['ErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  takenBy?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface UrlScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['URL'], any> {
  name: 'URL';
}

export type UserErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  __resolveType: TypeResolveFn<'IdempotencyError' | 'InvalidInputError' | 'LimitExceededError' | 'NotFoundError' | 'StaleVersionError' | 'TakenError', ParentType, ContextType>;
};

export type VariantResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Variant'] = ResolversParentTypes['Variant'], FederationReferenceType extends FederationReferenceTypes['Variant'] = FederationReferenceTypes['Variant']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Variant']> | FederationReferenceType, FederationReferenceType, ContextType>;
  compareAtPrice?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  gtin?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  image?: Resolver<Maybe<ResolversTypes['Image']>, ParentType, ContextType>;
  price?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  product?: Resolver<ResolversTypes['Product'], ParentType, ContextType>;
  selectedOptions?: Resolver<ReadonlyArray<ResolversTypes['SelectedOption']>, ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  BigInt?: GraphQLScalarType;
  Brand?: BrandResolvers<ContextType>;
  Category?: CategoryResolvers<ContextType>;
  CategoryPayload?: CategoryPayloadResolvers<ContextType>;
  CountryCode?: GraphQLScalarType;
  CurrencyCode?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  IdempotencyError?: IdempotencyErrorResolvers<ContextType>;
  Image?: ImageResolvers<ContextType>;
  InvalidInputError?: InvalidInputErrorResolvers<ContextType>;
  LimitExceededError?: LimitExceededErrorResolvers<ContextType>;
  Locale?: GraphQLScalarType;
  Money?: MoneyResolvers<ContextType>;
  MoneyRange?: MoneyRangeResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  NotFoundError?: NotFoundErrorResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PostalAddress?: PostalAddressResolvers<ContextType>;
  Product?: ProductResolvers<ContextType>;
  ProductAttribute?: ProductAttributeResolvers<ContextType>;
  ProductConnection?: ProductConnectionResolvers<ContextType>;
  ProductEdge?: ProductEdgeResolvers<ContextType>;
  ProductError?: ProductErrorResolvers<ContextType>;
  ProductOption?: ProductOptionResolvers<ContextType>;
  ProductPayload?: ProductPayloadResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  SelectedOption?: SelectedOptionResolvers<ContextType>;
  Shop?: ShopResolvers<ContextType>;
  StaleVersionError?: StaleVersionErrorResolvers<ContextType>;
  TakenError?: TakenErrorResolvers<ContextType>;
  URL?: GraphQLScalarType;
  UserError?: UserErrorResolvers<ContextType>;
  Variant?: VariantResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  cacheControl?: CacheControlDirectiveResolver<any, any, ContextType>;
};
