import type { Ask } from "./ask.ts";
import { settled } from "./attempts.ts";
import {
  type CartAction,
  CartCreateDocument,
  type CartPartsFragment,
  CartUpdateDocument,
  type CartRefusalFragment,
  type CartUpdateMutation,
  CurrentCartDocument,
  type PostalAddressInput,
} from "./generated/graphql.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import type { Tokens } from "./tokens.ts";

/** Somebody else's change is met by reading the cart again, at most so many times for one edit. */
const CHANGE_TRIES_MAX = 4;

export type CartRefusal = CartRefusalFragment;

/** Changed; the warnings say where it is not as asked, such as a quantity that was capped. */
export interface CartChange {
  readonly cart: CartPartsFragment;
  readonly warnings: CartUpdateMutation["cartUpdate"]["warnings"];
}

/** Who the buyer is and where it goes. What is left out stays. */
export interface CartDetails {
  readonly email?: string;
  readonly shippingAddress?: PostalAddressInput;
  readonly billingAddress?: PostalAddressInput;
}

/** Whether the edit is in this cart already: asked when its answer was lost and the version has moved on. */
type IsIn = (now: CartPartsFragment, before: CartPartsFragment) => boolean;
type Changed = Promise<Outcome<CartChange, CartRefusal>>;

/** The visitor's open cart. The first edit makes it, and makes nobody a guest. Edits go one after the other. */
export interface Carts {
  current(): Promise<CartPartsFragment | null>;
  add(variantId: string, quantity?: number): Changed;
  setQuantity(lineId: string, quantity: number): Changed;
  remove(lineId: string): Changed;
  /** E-mail and addresses in one change. */
  setDetails(details: CartDetails): Changed;
}

export interface CartsOptions {
  readonly ask: Ask;
  readonly tokens: Tokens;
  readonly currency: string | undefined;
  /** What must be done before a cart is read or changed: what the visitor had as a guest comes along first. */
  readonly prepare: () => Promise<unknown>;
}

export function createCarts({ ask, tokens, currency, prepare }: CartsOptions): Carts {
  /** The cart as last answered, so that an edit need not read it first. */
  let known: { readonly subject: string | undefined; readonly cart: CartPartsFragment } | undefined;
  const remember = async (cart: CartPartsFragment): Promise<CartPartsFragment> => {
    known = { subject: await tokens.subject(), cart };
    return cart;
  };

  const current = async (): Promise<CartPartsFragment | null> => {
    await prepare();
    if ((await tokens.subject()) === undefined) return null;
    const { cart } = await ask(CurrentCartDocument, {}, { repeatable: true });
    return cart ? remember(cart) : null;
  };

  const knownOrCurrent = async (): Promise<CartPartsFragment | null> => {
    await prepare();
    return known && known.subject === (await tokens.subject()) ? known.cart : current();
  };

  const create = async (): Promise<Outcome<CartPartsFragment, CartRefusal>> => {
    await tokens.ensureSession();
    const input = { currency, idempotencyKey: crypto.randomUUID() };
    const { cart, errors } = await settled(
      async () => (await ask(CartCreateDocument, { input }, { repeatable: true })).cartCreate,
    );
    return outcomeOf(cart && (await remember(cart)), errors);
  };

  /** The version makes an edit happen once: after a cut line it can be sent again, and nobody's change is undone unseen. */
  const change = async (actions: CartAction[], isIn: IsIn): Changed => {
    for (let tries = 1; ; tries++) {
      const wasKnown = known !== undefined;
      const open = await knownOrCurrent();
      const opened = open ? outcomeOf<CartPartsFragment, CartRefusal>(open, []) : await create();
      if (!opened.ok) return opened;
      const before = opened.value;
      known = undefined;
      let isRepeated = false;
      const input = { id: before.id, expectedVersion: before.version, actions };
      const options = { repeatable: true, onRepeat: () => (isRepeated = true) };
      const { cart, warnings, errors } = (await ask(CartUpdateDocument, { input }, options)).cartUpdate;
      if (cart) return outcomeOf({ cart: await remember(cart), warnings }, errors);
      const isStale = errors.some(({ __typename }) => __typename === "StaleVersionError");
      if (tries >= CHANGE_TRIES_MAX || !(isStale || wasKnown)) return outcomeOf<CartChange, CartRefusal>(null, errors);
      const now = isStale && isRepeated ? await current() : null;
      if (now && isIn(now, before)) return { ok: true, value: { cart: now, warnings: [] } };
    }
  };

  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Changed): Changed => {
    const turn = last.then(work, work);
    last = turn.catch(() => {});
    return turn;
  };
  /** Setting what is set already does no harm, so that a cut line needs no second look. */
  const set = (actions: CartAction[]) => inTurn(() => change(actions, () => false));

  return {
    current: () => last.then(current),
    add: (variantId, quantity = 1) =>
      inTurn(() =>
        change([{ addLine: { variantId, quantity } }], (now, before) => {
          const grown = quantityOf(now, variantId) - quantityOf(before, variantId);
          return now.version === before.version + 1 && grown === quantity;
        }),
      ),
    setQuantity: (lineId, quantity) => set([{ setQuantity: { lineId, quantity } }]),
    remove: (lineId) => set([{ removeLine: lineId }]),
    setDetails: ({ email, shippingAddress, billingAddress }) =>
      set([
        ...(email !== undefined ? [{ setEmail: email }] : []),
        ...(shippingAddress ? [{ setShippingAddress: shippingAddress }] : []),
        ...(billingAddress ? [{ setBillingAddress: billingAddress }] : []),
      ]),
  };
}

function quantityOf(cart: CartPartsFragment, variantId: string): number {
  return cart.lines.find(({ variant }) => variant?.id === variantId)?.quantity ?? 0;
}
