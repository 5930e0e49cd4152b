/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type VariantToStockQueryVariables = Exact<{
  variants: Array<{ readonly __typename: string; readonly id: string }> | { readonly __typename: string; readonly id: string };
}>;


export type VariantToStockQuery = { _entities: Array<
    | { __typename: 'Brand' }
    | { __typename: 'Category' }
    | { __typename: 'Product' }
    | { __typename: 'Variant', id: string }
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

export const VariantToStockDocument = new TypedDocumentString(`
    query VariantToStock($variants: [_Any!]!) {
  _entities(representations: $variants) {
    __typename
    ... on Variant {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<VariantToStockQuery, VariantToStockQueryVariables>;