import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { openReviews } from "#bin/subgraphs/reviews.ts";
import { SubgraphUnreachableError, type SubgraphExecutor, type SubgraphResult } from "#kernel/executor.ts";
import { randomIds } from "#kernel/id.ts";
import type { Caller } from "#kernel/identity.ts";
import { inProcess } from "#kernel/in-process.ts";
import { silentLog } from "#kernel/log.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { readTypeDefsOf, type Resolvers, type Subgraph } from "#kernel/subgraph.ts";
import { openTestSubgraph, type TestSubgraph } from "./subgraph.ts";

/** What the neighbours of reviews know, as a test tells them. */
export interface ReviewsWorld {
  readonly subgraph: TestSubgraph;
  /** One operation; the answer is plain JSON, as clients get it. */
  ask(document: string, variables: Record<string, unknown>, caller?: Caller): Promise<SubgraphResult>;
  /** A product of the catalogue, PUBLISHED unless the test says otherwise. */
  product(status?: "DRAFT" | "PUBLISHED" | "ARCHIVED"): string;
  /** From now on orders says that this customer has the product. */
  deliver(customerId: string, productId: string): void;
  /** Cuts a neighbour off, or brings it back. */
  setReachable(name: "catalog" | "orders", reachable: boolean): void;
  /** `reviewCreate` under a new key unless one is given; the payload. */
  create(caller: Caller, input: object): Promise<any>;
  /** `reviewUpdate`; the payload. */
  update(caller: Caller, input: object): Promise<any>;
  /** Writes a review and answers it; throws when it is refused. */
  write(
    caller: Caller,
    input: { productId: string; stars: number; title?: string; body?: string },
  ): Promise<WrittenReview>;
}

export interface WrittenReview {
  readonly id: string;
  readonly version: number;
}

/** Without a messenger: reviews listens to nobody, and its relay would be counted among its statements. */
export async function openReviewsWorld(): Promise<ReviewsWorld> {
  const statusOf = new Map<string, string>();
  const deliveries = new Set<string>();
  const unreachable = new Set<string>();
  const catalog = neighbour("catalog", {
    Product: {
      __resolveReference: ({ id }: { id: string }) => (statusOf.has(id) ? { id, status: statusOf.get(id) } : null),
    },
  });
  const orders = neighbour("orders", {
    Query: {
      hasReceivedProduct: (_: unknown, { customerId, productId }: Record<string, string>) =>
        deliveries.has(`${customerId} ${productId}`),
    },
  });
  const cuttable = (name: string, { execute, subscribe }: SubgraphExecutor): SubgraphExecutor => ({
    subscribe,
    execute: async (request) => {
      if (unreachable.has(name)) throw new SubgraphUnreachableError(name, "cut off by the test");
      return execute(request);
    },
  });
  const neighbours = { catalog: cuttable("catalog", catalog), orders: cuttable("orders", orders) };
  const subgraph = await openTestSubgraph("reviews", openReviews, { neighbours, messenger: false });
  const ask = async (document: string, variables: Record<string, unknown>, caller?: Caller) =>
    JSON.parse(JSON.stringify(await subgraph.ask(document, variables, caller)));
  const mutate = async (field: string, document: string, caller: Caller, input: object) => {
    const { data, errors } = await ask(document, { input }, caller);
    assert.equal(errors, undefined, JSON.stringify(errors));
    return data[field];
  };
  const create = (caller: Caller, input: object) =>
    mutate("reviewCreate", CREATE, caller, { idempotencyKey: randomUUID(), ...input });
  return {
    subgraph,
    ask,
    product: (status = "PUBLISHED") => {
      const id = randomIds.next(PREFIXES.Product);
      statusOf.set(id, status);
      return id;
    },
    deliver: (customerId, productId) => void deliveries.add(`${customerId} ${productId}`),
    setReachable: (name, reachable) => void (reachable ? unreachable.delete(name) : unreachable.add(name)),
    create,
    update: (caller, input) => mutate("reviewUpdate", UPDATE, caller, input),
    write: async (caller, input) => {
      const { review, errors } = await create(caller, input);
      if (!review) throw new Error(`The review was refused: ${JSON.stringify(errors)}`);
      return review;
    },
  };
}

export function customer(): Caller & { readonly subject: string } {
  return { subject: randomIds.next(PREFIXES.User), scopes: ["account"] };
}

const REVIEW = `
  id stars title body authorName isVerifiedPurchase version createdAt updatedAt
  product { id rating { count average } }`;
const ERRORS = `errors {
  __typename
  ... on UserError { code message path }
  ... on NotFoundError { id }
  ... on StaleVersionError { currentVersion }
  ... on AlreadyReviewedError { review { id } }
}`;
export const CREATE = `mutation ($input: ReviewCreateInput!) {
  reviewCreate(input: $input) { review { ${REVIEW} } ${ERRORS} }
}`;
const UPDATE = `mutation ($input: ReviewUpdateInput!) {
  reviewUpdate(input: $input) { review { ${REVIEW} } ${ERRORS} }
}`;

/** A neighbour that speaks its real contract, access rules included, and knows only what the test tells it. */
function neighbour(name: string, resolvers: Resolvers): SubgraphExecutor {
  const subgraph: Subgraph = {
    name,
    typeDefs: readTypeDefsOf(name),
    resolvers,
    context: (scope) => scope,
    handlers: {},
    routes: [],
    jobs: [],
  };
  return inProcess(subgraph, silentLog);
}
