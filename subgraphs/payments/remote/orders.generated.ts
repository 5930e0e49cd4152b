/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
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

export type PayableOrderQueryVariables = Exact<{
  orderId: string;
}>;


export type PayableOrderQuery = { payableOrder: { orderId: string, owner: string, status: OrderStatus, paymentDueBy: string | null, total: { minorUnits: number, currency: string } } | null };

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

export const PayableOrderDocument = new TypedDocumentString(`
    query PayableOrder($orderId: ID!) {
  payableOrder(orderId: $orderId) {
    orderId
    owner
    status
    total {
      minorUnits
      currency
    }
    paymentDueBy
  }
}
    `) as unknown as TypedDocumentString<PayableOrderQuery, PayableOrderQueryVariables>;