import type { SubgraphRequest } from "#kernel/executor.ts";
import { type FederatedGateway, type FederatedGatewayOptions, openFederatedGateway } from "./federation.ts";

/**
 * A small shop of three subgraphs whose every value says of what it was made and for whom: `Product.name p1 v1 …`. What
 * is the caller's own has their name in it; `discount` and `left` hand on what they are made of.
 */
export interface KeptShop extends FederatedGateway {
  /** Counts the shop's changes; part of every value. */
  readonly world: { version: number };
  /** The subgraphs that were asked since the last look, in order. */
  calls(): string[];
}

export const KEPT_HEAD = /* GraphQL */ `
  extend schema
    @link(
      url: "https://specs.apollo.dev/federation/v2.9"
      import: ["@key", "@external", "@requires", "@composeDirective"]
    )
    @link(url: "https://agora.example/agora/v1.0", import: ["@cacheControl"])
    @composeDirective(name: "@cacheControl")
  directive @cacheControl(
    maxAge: Int
    scope: CacheControlScope
    inheritMaxAge: Boolean
  ) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  enum CacheControlScope {
    PUBLIC
    PRIVATE
  }
`;
const GOODS = /* GraphQL */ `
  type Query {
    product(id: ID!): Product @cacheControl(maxAge: 60, scope: PUBLIC)
    products(ids: [ID!]!): [Product!]! @cacheControl(maxAge: 60, scope: PUBLIC)
    greeting: String
  }
  type Mutation {
    change: Product
  }
  type Product @key(fields: "id") @cacheControl(maxAge: 60, scope: PUBLIC) {
    id: ID!
    name: String
    weight: String
    cost: String
    tier: String @cacheControl(scope: PRIVATE)
    units: String @cacheControl(maxAge: 0)
  }
`;
const RATINGS = /* GraphQL */ `
  type Product @key(fields: "id") {
    id: ID!
    weight: String @external
    cost: String @external
    tier: String @external
    units: String @external
    rating: Rating
    postage(to: String = "home"): String @requires(fields: "weight")
    profit: String @requires(fields: "cost")
    discount: String @requires(fields: "tier")
    left: String @requires(fields: "units")
    note: String @cacheControl(scope: PRIVATE)
    own: Note
    stock: Stock
  }
  type Rating @cacheControl(maxAge: 30, scope: PUBLIC) {
    stars: String
  }
  type Stock @cacheControl(maxAge: 5, scope: PUBLIC) {
    free: String
  }
  type Note {
    text: String
  }
`;
const PEOPLE = /* GraphQL */ `
  type Query {
    me: Person @cacheControl(maxAge: 60)
    someone: Person
  }
  type Person @key(fields: "id") @cacheControl(maxAge: 60) {
    id: ID!
    name: String
    favourite: Product
  }
  type Product @key(fields: "id", resolvable: false) {
    id: ID!
  }
`;
/** By `Type.field`. */
const CALLERS_OWN = /^(Query\.greeting|Product\.(cost|profit|tier|note)|Note\..*|Person\.name)$/;

export type Audience = Pick<SubgraphRequest, "caller" | "context" | "forwarded">;

export function taleOf(coordinate: string, { caller, context, forwarded = [] }: Audience, ...about: unknown[]): string {
  const whose = CALLERS_OWN.test(coordinate) ? `${caller.subject} in ${caller.session}` : "everybody";
  return [coordinate, ...about, whose, caller.scopes.toSorted(), JSON.stringify(context), forwarded].join(" | ");
}

export async function openKeptShop(options: Omit<FederatedGatewayOptions, "subgraphs">): Promise<KeptShop> {
  const world = { version: 1 };
  const tell =
    (coordinate: string) =>
    ({ id }: { id?: string } = {}, args: { to?: string } = {}, request: Audience) =>
      taleOf(coordinate, request, id ?? "", args.to ?? "", `v${world.version}`);
  const tellAll = (type: string, ...fields: string[]) =>
    Object.fromEntries(fields.map((field) => [field, tell(`${type}.${field}`)]));
  const same = (of: { id: string }) => of;
  const gateway = await openFederatedGateway({
    ...options,
    // Composition would have it said of what requires it, too.
    written: { "Product.cost": `@requiresScopes(scopes: [["staff"]])` },
    subgraphs: {
      goods: {
        sdl: KEPT_HEAD + GOODS,
        resolvers: {
          Query: {
            product: (_: unknown, { id }: { id: string }) => ({ id }),
            products: (_: unknown, { ids }: { ids: string[] }) => ids.map((id) => ({ id })),
            ...tellAll("Query", "greeting"),
          },
          Mutation: { change: () => ({ id: "p1", ...{ changed: (world.version += 1) } }) },
          Product: { __resolveReference: same, ...tellAll("Product", "name", "weight", "cost", "tier", "units") },
        },
      },
      ratings: {
        sdl: KEPT_HEAD + RATINGS,
        resolvers: {
          Product: {
            __resolveReference: same,
            rating: same,
            own: same,
            stock: same,
            ...tellAll("Product", "postage", "profit", "note"),
            discount: ({ tier }: { tier: string }) => tier,
            left: ({ units }: { units: string }) => units,
          },
          Rating: tellAll("Rating", "stars"),
          Stock: tellAll("Stock", "free"),
          Note: tellAll("Note", "text"),
        },
      },
      people: {
        sdl: KEPT_HEAD + PEOPLE,
        resolvers: {
          Query: {
            me: (_: unknown, __: unknown, { caller }: Audience) => ({ id: String(caller.subject) }),
            someone: () => ({ id: "usr_z" }),
          },
          Person: { __resolveReference: same, favourite: () => ({ id: "p2" }), ...tellAll("Person", "name") },
        },
      },
    },
  });
  return {
    ...gateway,
    world,
    calls: () => gateway.traffic.splice(0).map(({ subgraph }) => subgraph),
  };
}
