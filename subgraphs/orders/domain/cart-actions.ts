import { type Id, uuidOf } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { type CommonRefusal, type InputPath, invalidInput, notFound } from "#kernel/user-error.ts";
import type { PostalAddress } from "./address.ts";
import { type Cart, type CartLine, type CartWarning, LINES_PER_CART_MAX, QUANTITY_PER_LINE_MAX } from "./cart.ts";
import { type Facts, salePriceOf } from "./facts.ts";

export type CartAction =
  | { readonly type: "addLine"; readonly variantId: Id; readonly quantity: number }
  | { readonly type: "setQuantity"; readonly lineId: Id; readonly quantity: number }
  | { readonly type: "removeLine"; readonly lineId: Id }
  | { readonly type: "setEmail"; readonly email: string }
  | { readonly type: "setShippingAddress"; readonly address: PostalAddress }
  | { readonly type: "setBillingAddress"; readonly address: PostalAddress };

/** An action and where it stands in the input, to name it in a refusal. */
export interface PlacedAction {
  readonly action: CartAction;
  readonly path: InputPath;
}

export interface Edit {
  readonly actions: readonly PlacedAction[];
  /** Of every variant in the cart and in the actions; undefined while the catalogue cannot be asked. */
  readonly facts: Facts | undefined;
  /** Ids for new lines, made up front: as many as there are actions. */
  readonly lineIds: readonly Id[];
}

export interface Edited {
  readonly cart: Cart;
  readonly warnings: readonly CartWarning[];
}

/**
 * Applies all actions, or refuses naming everything that is wrong. What the buyer asks for is never changed to fit the
 * stock: `Cart.problems` says what cannot be had, and the buyer decides.
 */
export function editCart(before: Cart, { actions, facts, lineIds }: Edit): Result<Edited, CommonRefusal[]> {
  const refusals: CommonRefusal[] = [];
  const warnings: CartWarning[] = [];
  let cart = before;
  actions.forEach(({ action, path }, index) => {
    const step = apply(cart, action, path, facts, lineIds[index]!);
    if (!step.ok) return void refusals.push(step.refusal);
    cart = step.value.cart;
    warnings.push(...step.value.warnings);
  });
  if (cart.lines.length > LINES_PER_CART_MAX) refusals.push(tooManyLines());
  if (refusals.length > 0) return err(refusals);
  const seen = seePrices(cart, facts);
  return ok({ cart: seen.cart, warnings: [...warnings, ...seen.warnings] });
}

export function tooManyLines(): CommonRefusal {
  const message = `A cart holds at most ${LINES_PER_CART_MAX} lines.`;
  return { type: "LimitExceeded", path: [], limit: LINES_PER_CART_MAX, message };
}

function apply(cart: Cart, action: CartAction, path: InputPath, facts: Facts | undefined, newId: Id) {
  switch (action.type) {
    case "addLine":
      return addLine(cart, action, path, facts, newId);
    case "setQuantity":
      return setQuantity(cart, action, path);
    case "removeLine": {
      if (!cart.lines.some(({ id }) => id === action.lineId)) return err(notFound(path, action.lineId));
      return edited({ ...cart, lines: cart.lines.filter(({ id }) => id !== action.lineId) });
    }
    case "setEmail":
      return edited({ ...cart, email: action.email });
    case "setShippingAddress":
      return edited({ ...cart, shippingAddress: action.address });
    case "setBillingAddress":
      return edited({ ...cart, billingAddress: action.address });
  }
}

type Step = Result<Edited, CommonRefusal>;

function addLine(
  cart: Cart,
  { variantId, quantity }: Extract<CartAction, { type: "addLine" }>,
  path: InputPath,
  facts: Facts | undefined,
  newId: Id,
): Step {
  if (!isQuantity(quantity, 1)) return err(wrongQuantity([...path, "quantity"], 1));
  const known = facts?.get(variantId);
  const isId = uuidOf(PREFIXES.Variant, variantId) !== undefined;
  if (!isId || (facts && (!known || known.status === "DRAFT"))) return err(notFound([...path, "variantId"], variantId));
  const present = cart.lines.find((line) => line.variantId === variantId);
  if (!present) {
    const line: CartLine = { id: newId, variantId, quantity, seenUnitPrice: null };
    return edited({ ...cart, lines: [...cart.lines, line] });
  }
  const wanted = present.quantity + quantity;
  const capped = Math.min(wanted, QUANTITY_PER_LINE_MAX);
  const after = withQuantity(cart, present.id, capped);
  return edited(after, capped < wanted ? [cappedWarning(present.id, capped)] : []);
}

/** A quantity of 0 removes the line. */
function setQuantity(
  cart: Cart,
  { lineId, quantity }: Extract<CartAction, { type: "setQuantity" }>,
  path: InputPath,
): Step {
  if (!isQuantity(quantity, 0)) return err(wrongQuantity([...path, "quantity"], 0));
  if (!cart.lines.some(({ id }) => id === lineId)) return err(notFound([...path, "lineId"], lineId));
  if (quantity === 0) return edited({ ...cart, lines: cart.lines.filter(({ id }) => id !== lineId) });
  return edited(withQuantity(cart, lineId, quantity));
}

/** Notes what each line costs now, and says which have changed since the buyer last touched the cart. */
function seePrices(cart: Cart, facts: Facts | undefined): Edited {
  const warnings: CartWarning[] = [];
  const lines = cart.lines.map((line) => {
    const price = salePriceOf(facts?.get(line.variantId));
    if (!price || price.minorUnits === line.seenUnitPrice) return line;
    const message = "The price of this line has changed.";
    if (line.seenUnitPrice !== null) warnings.push({ code: "PRICE_CHANGED", message, lineId: line.id });
    return { ...line, seenUnitPrice: price.minorUnits };
  });
  return { cart: { ...cart, lines }, warnings };
}

export function withQuantity(cart: Cart, lineId: Id, quantity: number): Cart {
  return { ...cart, lines: cart.lines.map((line) => (line.id === lineId ? { ...line, quantity } : line)) };
}

export function cappedWarning(lineId: Id, quantity: number): CartWarning {
  return { code: "QUANTITY_CAPPED", message: `The quantity was reduced to ${quantity}.`, lineId };
}

function edited(cart: Cart, warnings: readonly CartWarning[] = []): Step {
  return ok({ cart, warnings });
}

function isQuantity(quantity: number, min: number): boolean {
  return Number.isInteger(quantity) && quantity >= min && quantity <= QUANTITY_PER_LINE_MAX;
}

function wrongQuantity(path: InputPath, min: number): CommonRefusal {
  return invalidInput(path, `The quantity must be a whole number from ${min} to ${QUANTITY_PER_LINE_MAX}.`);
}
