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

export type VariantsForSaleQueryVariables = Exact<{
  variants: Array<{ readonly __typename: string; readonly id: string }> | { readonly __typename: string; readonly id: string };
}>;


export type VariantsForSaleQuery = { _entities: Array<
    | { id: string, sku: string, title: string, selectedOptions: Array<{ name: string, value: string }>, price: { minorUnits: number, currency: string } | null, image: { url: string } | null, product: { id: string, title: string, status: ProductStatus, images: Array<{ url: string }> } }
    | Record<PropertyKey, never>
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

export const VariantsForSaleDocument = new TypedDocumentString(`
    query VariantsForSale($variants: [_Any!]!) {
  _entities(representations: $variants) {
    ... on Variant {
      id
      sku
      title
      selectedOptions {
        name
        value
      }
      price {
        minorUnits
        currency
      }
      image {
        url
      }
      product {
        id
        title
        status
        images {
          url
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<VariantsForSaleQuery, VariantsForSaleQueryVariables>;