import type { CallScope } from "#kernel/ask.ts";
import type { Clock } from "#kernel/clock.ts";
import type { Page } from "#kernel/connection.ts";
import type { Cursors, CursorValues } from "#kernel/cursor.ts";
import type { Transaction } from "#kernel/database.ts";
import type { Id, Ids } from "#kernel/id.ts";
import type { RequestContext } from "#kernel/identity.ts";
import type { Log } from "#kernel/log.ts";
import type { Result } from "#kernel/result.ts";
import type { NewEventOf } from "#schema/events.ts";
import type { Cart } from "./domain/cart.ts";
import type { OrderDraft } from "./domain/draft-order.ts";
import type { Facts, Orderable } from "./domain/facts.ts";
import type { Order, OrderLine, TimelineEntry } from "./domain/order.ts";
import type { OrderFilter, OrderSort } from "./domain/order-filter.ts";
import type { OrderChange } from "./domain/order-life.ts";
import type { Placement } from "./domain/placement.ts";
import type { PricingRules } from "./domain/pricing.ts";

export interface Ports {
  readonly store: OrderStore;
  readonly catalog: Catalog;
  readonly stock: Stock;
  readonly identities: Identities;
  readonly changes: Changes;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly orderNumbers: OrderNumbers;
  readonly cursors: Cursors;
  readonly shop: Shop;
  readonly log: Log;
}

/** What the shop decides. */
export interface Shop {
  /** The rules of every currency the shop sells in. */
  readonly pricing: ReadonlyMap<string, PricingRules>;
  readonly paymentDueMs: number;
  /** How work is read that no client's request waits for. */
  readonly context: RequestContext;
}

export interface Catalog {
  /** The variants that exist, priced in this currency. */
  findVariants(ids: readonly Id[], currency: string, scope: CallScope): Promise<Facts>;
}

export interface Stock {
  /** The most one order may take of each now; who is missing is not known. */
  findOrderable(variantIds: readonly Id[], scope: CallScope): Promise<Orderable>;
  /** All lines or none. Asked again for the same order it answers the same. */
  reserve(reservation: Reservation, scope: CallScope): Promise<Reserved>;
  /** The goods are sold. May be repeated. */
  commit(orderId: Id, scope: CallScope): Promise<void>;
  /** The goods go back, whatever there was of a reservation. May be repeated. */
  release(orderId: Id, scope: CallScope): Promise<void>;
}

export interface Reservation {
  readonly orderId: Id;
  readonly lines: readonly { readonly variantId: Id; readonly quantity: number }[];
  readonly expiresAt: Date;
}

/** `ended`: the goods of this order id were reserved before and are free again; only another order id helps. */
export type Reserved =
  | { readonly type: "reserved" }
  | { readonly type: "short"; readonly shortages: readonly { readonly variantId: Id; readonly available: number }[] }
  | { readonly type: "ended" };

export interface Identities {
  /** Whose access token this is; undefined when it is not valid. */
  subjectOf(accessToken: string, scope: CallScope): Promise<Id | undefined>;
}

/** Wake-ups: an order's timeline may have a new row. */
export interface Changes {
  /** Returns the function that ends the listening. */
  listen(orderId: Id, listener: () => void): () => void;
}

export interface OrderNumbers {
  /** Random: it may be taken. */
  next(): string;
}

/** Carts, orders and purchases in the making. Ids of another kind, or malformed, are simply unknown. */
export interface OrderStore {
  /** A refusal rolls back as a fault does; the work may run again, so it does nothing outside. */
  transact<Value, Refusal>(
    work: (tx: OrderTransaction) => Promise<Result<Value, Refusal>>,
  ): Promise<Result<Value, Refusal>>;
  readonly carts: CartReads;
  readonly orders: OrderReads;
  readonly placements: Placements;
}

export interface CartReads {
  find(ids: readonly Id[]): Promise<Cart[]>;
  /** The open cart of each of these owners. */
  findOpen(owners: readonly Id[]): Promise<Cart[]>;
}

export interface OrderReads {
  find(ids: readonly Id[]): Promise<Order[]>;
  findByNumber(number: string): Promise<Order | undefined>;
  findLines(orderIds: readonly Id[]): Promise<OrderLine[]>;
  /** Of each query up to `limit + 1` orders; pages of many owners that are alike are read at once. */
  list(queries: readonly ListQuery[]): Promise<ListedOrder[][]>;
  /** Up to one above the most that is told. */
  count(query: OrderQuery): Promise<number>;
  /** Of each query the rows above its sequence, in order. */
  findEntries(queries: readonly EntriesQuery[]): Promise<TimelineEntry[][]>;
  /** Whether a delivered order of this owner has the product. */
  hasDelivered(owner: Id, productId: Id): Promise<boolean>;
  /** Whether an order waits for a payment that was due before now. */
  hasOverdue(now: Date): Promise<boolean>;
}

export interface OrderQuery {
  /** Whose; left out: everybody's. */
  readonly owner?: Id;
  readonly where: OrderFilter;
}

export interface ListQuery extends OrderQuery {
  readonly orderBy: readonly OrderSort[];
  readonly page: Page;
}

export interface EntriesQuery {
  readonly orderId: Id;
  readonly afterSequence: number;
  readonly limit: number;
}

export interface ListedOrder {
  readonly keys: CursorValues;
  readonly node: Order;
}

/**
 * The records of the saga. Each call is one statement that commits by itself; those that change a row change it only
 * while `attempt` is the last, and say whether they did.
 */
export interface Placements {
  /** False when the caller has used the key before. */
  start(placement: Placement): Promise<boolean>;
  find(caller: Id, key: string): Promise<Placement | undefined>;
  /** Goes on with what nobody works on any more; undefined when somebody does, or it is done or gone. */
  takeOver(caller: Id, key: string, now: Date, leaseUntil: Date): Promise<Placement | undefined>;
  /** The same for those that nobody asked for since `idleSince`. */
  takeOverIdle(idleSince: Date, leaseUntil: Date, limit: number): Promise<Placement[]>;
  /** Keeps step, order id and reservation before the step is taken. */
  keep(placement: Placement): Promise<boolean>;
  endLease(placement: Placement, now: Date): Promise<void>;
  remove(placement: Placement): Promise<boolean>;
  /** Removes what was placed before this moment. */
  forget(before: Date): Promise<void>;
}

export interface OrderTransaction extends Pick<Transaction, "claim" | "receive"> {
  emit(event: NewEventOf<"orders">): void;

  /** Nobody else opens a cart for this owner until the end of the transaction. */
  lockOwner(owner: Id): Promise<void>;
  /** What is open becomes set aside. */
  setAsideCarts(owner: Id): Promise<void>;
  insertCart(cart: Cart): Promise<void>;
  lockCart(id: Id): Promise<Cart | undefined>;
  lockOpenCarts(owners: readonly Id[]): Promise<Cart[]>;
  /** Writes what differs. */
  updateCart(before: Cart, after: Cart): Promise<void>;
  /** Ends a live cart as ordered if it still has this version; false when it has not. */
  closeCart(cart: Pick<Cart, "id" | "version" | "owner">, now: Date): Promise<boolean>;
  /** A guest's carts that were set aside belong to the customer. */
  takeOverCarts(from: Id, to: Id): Promise<void>;

  lockOrder(id: Id): Promise<Order | undefined>;
  /** Overdue orders that nobody else works on. */
  lockOverdue(now: Date, limit: number): Promise<Order[]>;
  /** False when the number is taken: nothing was written. */
  insertOrder(draft: OrderDraft): Promise<boolean>;
  /** Keeps orders moved on with their timeline's rows, says their events and wakes who watches them. */
  keepChanges(changes: readonly OrderChange[]): Promise<void>;
  /** All orders of `from` are `to`'s. Returns them as they are now. */
  claimOrders(from: Id, to: Id, now: Date): Promise<Order[]>;
  /** The record's end; false when somebody else works on it. */
  finishPlacement(placement: Placement): Promise<boolean>;
}
