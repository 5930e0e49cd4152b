import type { DocumentNode, GraphQLSchema } from "graphql";
import type { QueryPlan } from "./query-plan.ts";

/** Finds out which subgraphs answer which parts of an operation. Slow (milliseconds): plans are kept. */
export interface Planner {
  /**
   * @param document valid against the API schema
   * Throws a GraphQLError where the supergraph promises what no subgraph gives.
   * @param labels of @override(label:) that are on for this request
   */
  plan(document: DocumentNode, operationName: string | undefined, labels?: ReadonlySet<string>): QueryPlan;
}

/** A supergraph as its planner reads it. */
export interface PlannedSupergraph {
  readonly planner: Planner;
  /** As clients see it. */
  readonly apiSchema: GraphQLSchema;
  /** With all its types and fields. */
  readonly fullSchema: GraphQLSchema;
  close?(): Promise<void>;
}
