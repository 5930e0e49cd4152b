import { type Account, createAccount } from "./account.ts";
import { createAsk, type OnFault } from "./ask.ts";
import { createAttempts } from "./attempts.ts";
import { type Carts, createCarts } from "./cart.ts";
import { type Catalog, createCatalog } from "./catalog.ts";
import { type Checkout, createCheckout } from "./checkout.ts";
import { createLive } from "./live.ts";
import { createNaming } from "./naming.ts";
import { createOrders, type Orders } from "./orders.ts";
import { type AgoraStorage, memoryStorage } from "./storage.ts";
import { createTokens } from "./tokens.ts";
import { createTransport } from "./transport.ts";
import { type OrderChange, watchOrder, type WatchOptions } from "./watch-order.ts";

export interface AgoraOptions {
  /** The shop, `https://shop.example`. */
  readonly url: string;
  /** The platform's own when left out. */
  readonly fetch?: typeof fetch;
  /** A WebSocket class, for platforms without one. */
  readonly webSocket?: unknown;
  /** Where the session outlives a reload: `localStorage` fits. In memory when left out. */
  readonly storage?: AgoraStorage;
  /** ISO 4217; the visitor's preference or the shop's default when left out. */
  readonly currency?: string;
  /** BCP 47, likewise. */
  readonly locale?: string;
  /** Your app, for the shop's logs. */
  readonly client?: { readonly name: string; readonly version: string };
  /**
   * Operations are sent by the hashes of `generated/persisted-operations.json`: smaller requests, and the only ones that
   * a shop takes which has a list of what may be asked. One that does not know a hash gets the text. False when left out.
   */
  readonly persisted?: boolean;
  /** Hears of parts of an answer that are null because something failed. */
  readonly onFault?: OnFault;
}

/** A shop, as one visitor sees it. */
export interface Agora {
  readonly catalog: Catalog;
  readonly account: Account;
  readonly cart: Carts;
  readonly checkout: Checkout;
  readonly orders: Orders;
  /** `for await (const { status } of agora.watchOrder(id))`: every change once, across cut connections. */
  watchOrder(orderId: string, options?: WatchOptions): AsyncGenerator<OrderChange, void, undefined>;
  /** Closes the live connection. */
  close(): Promise<void>;
}

export function createAgora(options: AgoraOptions): Agora {
  const { url, currency, locale, client, storage = memoryStorage(), persisted = false, onFault = () => {} } = options;
  const endpoint = `${url.replace(/\/+$/, "")}/graphql`;
  const headers = {
    ...(currency !== undefined && { "Agora-Currency": currency }),
    ...(locale !== undefined && { "Accept-Language": locale }),
    ...(client && { "graphql-client-name": client.name, "graphql-client-version": client.version }),
  };
  const naming = createNaming(persisted);
  const fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
  const send = createTransport({ endpoint, fetch, headers, naming });
  const tokens = createTokens(send, storage);
  const ask = createAsk(send, tokens, onFault);
  const attempts = createAttempts(storage);
  const account = createAccount({ ask, tokens, attempts, storage, onFault });
  const { webSocket } = options;
  const live = createLive({ endpoint: endpoint.replace(/^http/, "ws"), webSocket, headers, tokens, naming });
  return {
    catalog: createCatalog(ask),
    account,
    cart: createCarts({ ask, tokens, currency, prepare: account.mergeGuest }),
    checkout: createCheckout(ask, attempts),
    orders: createOrders(ask, attempts),
    watchOrder: (orderId, watch) => watchOrder(live, onFault, orderId, watch),
    close: () => live.close(),
  };
}
