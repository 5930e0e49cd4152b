/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** DRAFT → PUBLISHED → ARCHIVED, and back from ARCHIVED to PUBLISHED. */
export type ProductStatus =
  /** Off the shop: in no list, but still answered where something names it. */
  | 'ARCHIVED'
  /** Seen only by those who write the catalogue. */
  | 'DRAFT'
  /** In the shop. */
  | 'PUBLISHED';

export type ProductToReviewQueryVariables = Exact<{
  products: Array<{ readonly __typename: string; readonly id: string }> | { readonly __typename: string; readonly id: string };
}>;


export type ProductToReviewQuery = { _entities: Array<
    | { __typename: 'Brand' }
    | { __typename: 'Category' }
    | { __typename: 'Product', id: string, status: ProductStatus }
    | { __typename: 'Variant' }
   | null> };

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

export const ProductToReviewDocument = new TypedDocumentString(`
    query ProductToReview($products: [_Any!]!) {
  _entities(representations: $products) {
    __typename
    ... on Product {
      id
      status
    }
  }
}
    `) as unknown as TypedDocumentString<ProductToReviewQuery, ProductToReviewQueryVariables>;