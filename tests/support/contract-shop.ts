import { EventEmitter, once } from "node:events";
import { GraphQLError } from "graphql";
import { contractServer, type ContractServer } from "./contract-server.ts";

/** A shop of one cart and one order behind a contract server: as much as a client's manners can be seen by. */
export interface ContractShop extends ContractServer {
  /** How long the access tokens live that are given out from now on. */
  setTokenLife(ms: number): void;
  /** This token is refused from now on. */
  refuseToken(accessToken: string): void;
  /** Refresh tokens are refused from now on. */
  endSessions(): void;
  /** What the next calls of this mutation answer instead. */
  answerNext(field: string, ...answers: (() => unknown)[]): void;
  /** The order goes on by one state. */
  advance(): void;
  /** The order's change of this sequence, as a subscription sends it. */
  changeOf(sequence: number): unknown;
  /** How often each operation was asked. */
  count(operation: string): number;
  /** Distinct idempotency keys by which an operation was asked. */
  keys(operation: string): string[];
  cartQuantity(): number;
}

const DAY_MS = 86_400_000;
const money = (minorUnits: number) => ({ minorUnits, currency: "INR", exponent: 2, decimal: "", formatted: "" });
const totals = (minorUnits: number) => ({
  ...{ subtotal: money(minorUnits), discount: money(0), shipping: money(0), tax: money(0), total: money(minorUnits) },
  pricesIncludeTax: true,
});
const STATUSES = ["PENDING", "CONFIRMED", "PROCESSING", "SHIPPED", "DELIVERED"];
const PRODUCTS = Array.from({ length: 5 }, (_, index) => ({
  ...{ id: `prd_${index}`, slug: `product-${index}`, title: `Product ${index}`, images: [], priceRange: null },
  ...{ categories: [], attributes: [], options: [], variants: [] },
}));

export async function contractShop(): Promise<ContractShop> {
  let tokenLifeMs = DAY_MS;
  let tokens = 0;
  let sessionsOver = false;
  let cart: { version: number; quantity: number; email: string | null } | null = null;
  let sequence = 1;
  const changes = new EventEmitter();
  const refused = new Set<string>();
  const refreshTokens = new Map<string, string>();
  const placed = new Map<string, string>();
  const prepared = new Map<string, (() => unknown)[]>();

  const hasHappened = (number: number) => number <= sequence;
  const session = (subject: string) => {
    const number = ++tokens;
    refreshTokens.set(`refresh-${number}`, subject);
    const accessTokenExpiresAt = new Date(Date.now() + tokenLifeMs).toISOString();
    return { subject, accessToken: `${subject}-${number}`, accessTokenExpiresAt, refreshToken: `refresh-${number}` };
  };
  const signedIn = (subject: string) => ({ session: session(subject), verificationRequired: false, errors: [] });
  const refusal = (__typename: string, code: string, more: object = {}) => ({
    ...{ cart: null, order: null, session: null, warnings: [] },
    errors: [{ __typename, code, message: code, path: [], ...more }],
  });
  const cartNow = () => {
    const line = { id: "line-1", quantity: cart!.quantity, variant: null };
    const lines =
      cart!.quantity > 0 ? [{ ...line, variant: { id: "var_1", sku: "MUG", title: "Mug", product: PRODUCTS[0] } }] : [];
    return { id: "crt_1", currency: "INR", ...cart!, lines, totals: totals(cart!.quantity * 100), problems: [] };
  };
  const order = () => ({
    ...{
      id: "ord_1",
      number: "A7K3-92QF",
      status: STATUSES[sequence - 1],
      placedAt: new Date().toISOString(),
      version: sequence,
    },
    ...{ totals: totals(100), lines: [], payments: [] },
  });
  const changeOf = (number: number) => ({
    orderStatusChanged: {
      ...{ sequence: number, occurredAt: new Date().toISOString(), fromStatus: STATUSES[number - 2] ?? null },
      ...{ status: STATUSES[number - 1], order: order() },
    },
  });
  const signedInOnly = (authorization: string | undefined) => {
    const token = authorization?.replace("Bearer ", "");
    if (!token || refused.has(token)) throw fault("UNAUTHENTICATED");
  };
  const orPrepared = (field: string, answer: (args: any, authorization: string | undefined) => unknown) =>
    [
      field,
      (args: any, authorization: string | undefined) => {
        const instead = prepared.get(field)?.shift();
        return instead ? instead() : answer(args, authorization);
      },
    ] as const;

  const server = await contractServer(
    Object.fromEntries([
      orPrepared("guestSessionCreate", () => signedIn("gst_1")),
      orPrepared("userRegister", () => signedIn("usr_1")),
      orPrepared("sessionCreate", () => signedIn("usr_1")),
      orPrepared("sessionRevoke", () => ({ revokedCount: 1, errors: [] })),
      orPrepared("sessionRefresh", ({ input }) => {
        const subject = refreshTokens.get(input.refreshToken);
        refreshTokens.delete(input.refreshToken);
        return subject && !sessionsOver ? signedIn(subject) : refusal("InvalidCredentialsError", "INVALID_CREDENTIALS");
      }),
      orPrepared("products", ({ first, after }) => {
        const from = after === undefined || after === null ? 0 : Number(after);
        const nodes = PRODUCTS.slice(from, from + first);
        return {
          nodes,
          pageInfo: { hasNextPage: from + first < PRODUCTS.length, endCursor: `${from + nodes.length}` },
        };
      }),
      orPrepared("productBySlug", ({ slug }) => PRODUCTS.find((product) => product.slug === slug)),
      orPrepared("cart", (_, authorization) => {
        signedInOnly(authorization);
        return cart && cartNow();
      }),
      orPrepared("cartCreate", (_, authorization) => {
        signedInOnly(authorization);
        cart = { version: 1, quantity: 0, email: null };
        return { cart: cartNow(), warnings: [], errors: [] };
      }),
      orPrepared("cartUpdate", ({ input }, authorization) => {
        signedInOnly(authorization);
        if (!cart) return refusal("NotFoundError", "NOT_FOUND");
        if (input.expectedVersion !== cart.version)
          return refusal("StaleVersionError", "STALE_VERSION", { currentVersion: cart.version });
        for (const { addLine, setEmail } of input.actions) {
          if (addLine) cart.quantity += addLine.quantity;
          if (setEmail) cart.email = setEmail;
        }
        cart.version += 1;
        return { cart: cartNow(), warnings: [], errors: [] };
      }),
      orPrepared("cartMerge", (_, authorization) => {
        signedInOnly(authorization);
        return { cart: cart && cartNow(), warnings: [], errors: [] };
      }),
      orPrepared("orderPlace", ({ input }) => {
        placed.set(input.idempotencyKey, "ord_1");
        return { order: order(), errors: [] };
      }),
      orPrepared("order", (_, authorization) => {
        signedInOnly(authorization);
        return order();
      }),
      orPrepared("orderStatusChanged", async function* ({ afterSequence }: { afterSequence?: number | null }) {
        for (let next = afterSequence ? afterSequence + 1 : sequence; ; next++) {
          while (!hasHappened(next)) await once(changes, "advanced");
          yield changeOf(next);
        }
      }),
    ]),
  );
  return {
    ...server,
    setTokenLife: (ms) => void (tokenLifeMs = ms),
    refuseToken: (token) => void refused.add(token),
    endSessions: () => void (sessionsOver = true),
    answerNext: (field, ...answers) => void prepared.set(field, answers),
    advance: () => {
      sequence += 1;
      changes.emit("advanced");
    },
    changeOf,
    count: (operation) => server.requests.filter((request) => request.operation === operation).length,
    keys: (operation) => [
      ...new Set(
        server.requests
          .filter((request) => request.operation === operation)
          .map(({ variables }) => variables.input.idempotencyKey as string),
      ),
    ],
    cartQuantity: () => cart?.quantity ?? 0,
  };
}

export function fault(code: string): GraphQLError {
  return new GraphQLError(`It is ${code}.`, { extensions: { code } });
}
