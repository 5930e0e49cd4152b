/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** All lines or none; the order id is the idempotency key. */
export type StockReserveInput = {
  /** When the goods become free again unless the order is paid; at most 31 days away. */
  expiresAt: string;
  /** 1 to 500; lines of one variant count together. */
  lines: Array<StockReserveLine>;
  /** `ord_…`. */
  orderId: string;
};

/** What an order wants of one variant. */
export type StockReserveLine = {
  /** 1 to 1,000,000 units. */
  quantity: number;
  /** `var_…`; an unknown one is a shortage with 0 available. */
  variantId: string;
};

export type OrderableQuantitiesQueryVariables = Exact<{
  variants: Array<{ readonly __typename: string; readonly id: string }> | { readonly __typename: string; readonly id: string };
}>;


export type OrderableQuantitiesQuery = { _entities: Array<
    | { id: string, availability: { orderableQuantity: number } | null }
    | Record<PropertyKey, never>
   | null> };

export type ReserveStockMutationVariables = Exact<{
  input: StockReserveInput;
}>;


export type ReserveStockMutation = { stockReserve: { reserved: boolean, shortages: Array<{ variantId: string, available: number }> } };

export type CommitStockMutationVariables = Exact<{
  orderId: string;
}>;


export type CommitStockMutation = { stockCommit: { reserved: boolean, shortages: Array<{ variantId: string, available: number }> } };

export type ReleaseStockMutationVariables = Exact<{
  orderId: string;
}>;


export type ReleaseStockMutation = { stockRelease: { reserved: boolean } };

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

export const OrderableQuantitiesDocument = new TypedDocumentString(`
    query OrderableQuantities($variants: [_Any!]!) {
  _entities(representations: $variants) {
    ... on Variant {
      id
      availability {
        orderableQuantity
      }
    }
  }
}
    `) as unknown as TypedDocumentString<OrderableQuantitiesQuery, OrderableQuantitiesQueryVariables>;
export const ReserveStockDocument = new TypedDocumentString(`
    mutation ReserveStock($input: StockReserveInput!) {
  stockReserve(input: $input) {
    reserved
    shortages {
      variantId
      available
    }
  }
}
    `) as unknown as TypedDocumentString<ReserveStockMutation, ReserveStockMutationVariables>;
export const CommitStockDocument = new TypedDocumentString(`
    mutation CommitStock($orderId: ID!) {
  stockCommit(orderId: $orderId) {
    reserved
    shortages {
      variantId
      available
    }
  }
}
    `) as unknown as TypedDocumentString<CommitStockMutation, CommitStockMutationVariables>;
export const ReleaseStockDocument = new TypedDocumentString(`
    mutation ReleaseStock($orderId: ID!) {
  stockRelease(orderId: $orderId) {
    reserved
  }
}
    `) as unknown as TypedDocumentString<ReleaseStockMutation, ReleaseStockMutationVariables>;