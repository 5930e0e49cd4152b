import type { OperationTypeNode } from "graphql";

/** How an operation is answered from subgraphs, in the planners' common words. Pure data: cached, compiled, never changed. */
export interface QueryPlan {
  /** Absent when nothing has to be asked: introspection, `__typename`. */
  readonly node?: PlanNode | SubscriptionNode;
}

export type PlanNode = FetchNode | SequenceNode | ParallelNode | FlattenNode | ConditionNode;

export interface SequenceNode {
  readonly kind: "Sequence";
  readonly nodes: readonly PlanNode[];
}

export interface ParallelNode {
  readonly kind: "Parallel";
  readonly nodes: readonly PlanNode[];
}

/** One operation for one subgraph. With `requires` it asks `_entities` for the objects at its place, otherwise its root. */
export interface FetchNode {
  readonly kind: "Fetch";
  readonly serviceName: string;
  readonly operation: string;
  readonly operationKind: OperationTypeNode | `${OperationTypeNode}`;
  readonly variableUsages?: readonly string[];
  /** What of each object the subgraph must be told. */
  readonly requires?: readonly RequiredNode[];
  readonly inputRewrites?: readonly Rewrite[];
  readonly outputRewrites?: readonly Rewrite[];
  /** Values from above the object (`..` goes up) that become variables of the fetch: @fromContext. */
  readonly contextRewrites?: readonly KeyRenamer[];
}

/** Below `path`, where `@` stands for every item of a list and `|[A,B]` behind a name for objects of these types only. */
export interface FlattenNode {
  readonly kind: "Flatten";
  readonly path: readonly (string | number)[];
  readonly node: PlanNode;
}

export interface ConditionNode {
  readonly kind: "Condition";
  /** The name of a Boolean variable. */
  readonly condition: string;
  readonly ifClause?: PlanNode;
  readonly elseClause?: PlanNode;
}

/** The owner's stream, and what fills each of its events in. */
export interface SubscriptionNode {
  readonly kind: "Subscription";
  readonly primary: FetchNode;
  readonly rest?: PlanNode;
}

export type RequiredNode = RequiredField | RequiredFragment;

export interface RequiredField {
  readonly kind: "Field";
  readonly alias?: string;
  readonly name: string;
  readonly selections?: readonly RequiredNode[];
}

export interface RequiredFragment {
  readonly kind: "InlineFragment";
  readonly typeCondition?: string;
  readonly selections: readonly RequiredNode[];
}

/** A correction where subgraphs name or type something differently. */
export type Rewrite = ValueSetter | KeyRenamer;

export interface ValueSetter {
  readonly kind: "ValueSetter";
  readonly path: readonly string[];
  readonly setValueTo: unknown;
}

export interface KeyRenamer {
  readonly kind: "KeyRenamer";
  readonly path: readonly string[];
  readonly renameKeyTo: string;
}
