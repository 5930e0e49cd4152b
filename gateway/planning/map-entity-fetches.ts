import type { FetchNode, FlattenNode, PlanNode, QueryPlan } from "./query-plan.ts";

/** A fetch of entities at its place. */
export interface EntityFetch extends FlattenNode {
  readonly node: FetchNode;
}

/** The plan with other nodes for its fetches of entities. */
export function mapEntityFetches({ node }: QueryPlan, change: (fetch: EntityFetch) => PlanNode): QueryPlan {
  const mapped = (inner: PlanNode): PlanNode => {
    switch (inner.kind) {
      case "Fetch":
        return inner;
      case "Sequence":
      case "Parallel":
        return { ...inner, nodes: inner.nodes.map(mapped) };
      case "Flatten":
        return inner.node.kind === "Fetch"
          ? change({ ...inner, node: inner.node })
          : { ...inner, node: mapped(inner.node) };
      case "Condition": {
        const [ifClause, elseClause] = [inner.ifClause, inner.elseClause].map((clause) => clause && mapped(clause));
        return { ...inner, ifClause, elseClause };
      }
    }
  };
  if (node?.kind === "Subscription") return { node: { ...node, rest: node.rest && mapped(node.rest) } };
  return { node: node && mapped(node) };
}
