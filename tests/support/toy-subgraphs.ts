import { EventEmitter, on } from "node:events";
import { badInput } from "#kernel/errors.ts";
import type { RequestScope, Subgraph } from "#kernel/subgraph.ts";
import { readCommonTypeDefs } from "#kernel/subgraph.ts";

/** What a test sees of the toys and does to them. */
export interface ToyWorld {
  /** Names of the mutations that ran. */
  readonly ran: string[];
  /** A new state of the order. */
  emit(status: string): void;
  /** The stream of events breaks. */
  breakStream(): void;
  end(): void;
  /** Subscriptions that are open now. */
  watching(): number;
}

const GOODS = `
type Query {
  product(id: ID!): Product
  products: [Product!]!
  thing(id: ID!): Thing
  things: [Thing!]!
  anything: [Anything!]!
  secret: Int @authenticated
  staffNotes: [String!]! @requiresScopes(scopes: [["stock:read"]])
  context: String!
  count(by: Int = 1, at: DateTime, choice: Choice): Int
  refuse: Int
  broken: Int
  missing: Missing
  slow(ms: Int!): Int
}
type Missing { required: Int! }
interface Thing { id: ID! name: String! cost: Int }
type Product implements Thing @key(fields: "id") {
  id: ID!
  name: String!
  cost: Int @requiresScopes(scopes: [["stock:read"]])
  margin: Int! @requiresScopes(scopes: [["stock:read"]])
  twin: Product
  slow(ms: Int!): Int
}
type Tool implements Thing @key(fields: "id") { id: ID! name: String! cost: Int }
type Vault @authenticated { code: Int! }
union Anything = Product | Tool | Vault
input Choice @oneOf { number: Int text: String }
type Mutation {
  rename(id: ID!, name: String!): Product @authenticated
  touch: Int!
  strike: Int! @authenticated
}
`;

const STARS = `
type Product @key(fields: "id") { id: ID! stars: Float reviewCount: Int! internalStars: Int @inaccessible @policy(policies: [["service:tills"]]) }
`;

const TILLS = `
type Query { order(id: ID!): Order @authenticated }
type Order @key(fields: "id") { id: ID! status: String! lines: [Line!]! note: String @requiresScopes(scopes: [["stock:read"]]) }
type Line { quantity: Int! product: Product }
type Product @key(fields: "id", resolvable: false) { id: ID! }
type Subscription {
  orderChanged(id: ID!, afterSequence: Int): OrderChanged! @authenticated
  heartbeat(count: Int!): Int!
}
type OrderChanged { sequence: Int! status: String! order: Order! }
`;

const PRODUCTS = [
  {
    __typename: "Product",
    id: "p1",
    name: "Anvil",
    cost: 70,
    margin: 30,
    twin: { __typename: "Product", id: "p2", name: "Bellows", cost: 5, margin: 1 },
  },
  { __typename: "Product", id: "p2", name: "Bellows", cost: 5, margin: 1 },
];
/** Stars has never heard of it. */
const UNRATED = { __typename: "Product", id: "p3", name: "Crucible", cost: 9, margin: 2 };
const TOOL = { __typename: "Tool", id: "t1", name: "Tongs", cost: 3 };

export function toySubgraphs(): { subgraphs: Subgraph[]; world: ToyWorld } {
  const ran: string[] = [];
  const events = new EventEmitter().setMaxListeners(0);
  const log: { sequence: number; status: string }[] = [{ sequence: 1, status: "NEW" }];
  const ended = new AbortController();
  const productOf = (id: string) => [...PRODUCTS, UNRATED].find((product) => product.id === id) ?? null;
  const orderNow = () => ({
    id: "o1",
    status: log.at(-1)!.status,
    lines: ["p1", "p2", "p1"].map((id) => ({ quantity: 1, product: { id } })),
    note: "fragile",
  });

  async function* watch(after: number | null | undefined, signal: AbortSignal) {
    const news = on(events, "change", { signal: AbortSignal.any([signal, ended.signal]) });
    const broken = new Promise<never>((_, reject) => events.once("break", () => reject(new Error("the log is gone"))));
    broken.catch(() => {});
    let seen = after ?? log.length - 1;
    try {
      for (;;) {
        for (const { sequence, status } of log.slice(seen))
          yield { orderChanged: { sequence, status, order: orderNow() } };
        seen = log.length;
        await Promise.race([news.next(), broken]);
      }
    } catch (error) {
      if (!ended.signal.aborted && !signal.aborted) throw error;
    } finally {
      await news.return?.();
    }
  }

  const goods = toy("goods", GOODS, {
    Query: {
      product: (_: unknown, { id }: { id: string }) => productOf(id),
      products: () => PRODUCTS,
      thing: (_: unknown, { id }: { id: string }) => (id === TOOL.id ? TOOL : productOf(id)),
      things: () => [PRODUCTS[0], TOOL],
      anything: () => [PRODUCTS[0], TOOL, { __typename: "Vault", code: 4711 }],
      secret: () => 42,
      staffNotes: () => ["count the anvils"],
      context: (_: unknown, __: unknown, { context, caller }: RequestScope) =>
        JSON.stringify({ ...context, subject: caller.subject, scopes: caller.scopes }),
      count: (_: unknown, { by }: { by: number }) => by,
      refuse: () => {
        throw badInput("first", `"first" must be between 0 and 100.`);
      },
      broken: () => {
        throw new Error("SELECT * FROM secrets at /srv/goods.ts:12");
      },
      missing: () => ({ required: null }),
      slow: (_: unknown, { ms }: { ms: number }) => new Promise((resolve) => setTimeout(resolve, ms, ms)),
    },
    Product: {
      __resolveReference: ({ id }: { id: string }) => productOf(id),
      slow: (_: unknown, { ms }: { ms: number }) => new Promise((resolve) => setTimeout(resolve, ms, ms)),
    },
    Tool: { __resolveReference: () => TOOL },
    Mutation: {
      rename: (_: unknown, { id, name }: { id: string; name: string }) => (
        ran.push("rename"),
        { ...productOf(id), name }
      ),
      touch: () => ran.push("touch"),
      strike: () => ran.push("strike"),
    },
  });
  const stars = toy("stars", STARS, {
    Product: {
      __resolveReference: ({ id }: { id: string }) => (id === UNRATED.id ? null : { id }),
      stars: ({ id }: { id: string }) => (id === "p1" ? 4.5 : 3),
      reviewCount: () => 7,
      internalStars: () => 1,
    },
  });
  const tills = toy("tills", TILLS, {
    Query: { order: () => orderNow() },
    Order: { __resolveReference: () => orderNow() },
    Subscription: {
      orderChanged: {
        subscribe: (_: unknown, { afterSequence }: { afterSequence?: number | null }, { signal }: RequestScope) =>
          watch(afterSequence, signal),
      },
      heartbeat: {
        subscribe: async function* (_: unknown, { count }: { count: number }) {
          for (let beat = 1; beat <= count; beat += 1) yield { heartbeat: beat };
        },
      },
    },
  });

  const world: ToyWorld = {
    ran,
    emit: (status) => {
      log.push({ sequence: log.length + 1, status });
      events.emit("change");
    },
    breakStream: () => void events.emit("break"),
    end: () => ended.abort(),
    watching: () => events.listenerCount("change"),
  };
  return { subgraphs: [goods, stars, tills], world };
}

function toy(name: string, own: string, resolvers: Record<string, unknown>): Subgraph {
  return {
    name,
    typeDefs: `${readCommonTypeDefs()}\n${own}`,
    resolvers,
    context: (scope) => scope,
    handlers: {},
    routes: [],
    jobs: [],
  };
}
