import type { FetchNode, PlanNode } from "@apollo/query-planner";
import type { GraphQLFormattedError, GraphQLSchema } from "graphql";
import type { Execute } from "#kernel/executor.ts";
import type { RequestScope } from "#kernel/subgraph.ts";
import { askSubgraph } from "./ask-subgraph.ts";
import { applyRewrites, isJson, type Json, representationOf } from "./rewrites.ts";

/** An operation on its way: its data so far, written into, and what went wrong. */
export interface PlanRun {
  readonly data: Json;
  readonly errors: GraphQLFormattedError[];
  readonly variables: Readonly<Record<string, unknown>>;
  readonly scope: RequestScope;
  /** The supergraph's schema with all its types. */
  readonly schema: GraphQLSchema;
  readonly executeOf: (subgraph: string) => Execute;
}

type Path = readonly (string | number)[];
interface Place {
  readonly path: Path;
  readonly value: Json;
}

/** Runs the nodes of a query plan over the data that is there. */
export async function runPlan(run: PlanRun, node: PlanNode, path: readonly string[] = []): Promise<void> {
  switch (node.kind) {
    case "Sequence":
      for (const next of node.nodes) await runPlan(run, next, path);
      return;
    case "Parallel":
      await Promise.all(node.nodes.map((next) => runPlan(run, next, path)));
      return;
    case "Flatten":
      return runPlan(run, node.node, [...path, ...node.path.map(String)]);
    case "Condition": {
      const branch = run.variables[node.condition] === true ? node.ifClause : node.elseClause;
      return branch && runPlan(run, branch, path);
    }
    case "Fetch":
      return runFetch(run, node, placesAt(run.data, path));
    case "Defer":
      throw new Error("The planner was not asked to defer");
  }
}

async function runFetch(run: PlanRun, fetch: FetchNode, places: readonly Place[]): Promise<void> {
  const entities = fetch.requires ? distinctEntities(run, fetch, places) : [];
  if (fetch.requires && entities.length === 0) return;

  const variables: Record<string, unknown> = {};
  for (const name of fetch.variableUsages ?? [])
    if (run.variables[name] !== undefined) variables[name] = run.variables[name];
  if (fetch.requires) variables.representations = entities.map(({ representation }) => representation);

  const { data, errors = [] } = await askSubgraph(
    run.executeOf(fetch.serviceName),
    { document: fetch.operation, variables },
    run.scope,
  );
  const placesOf = (path: Path | undefined) =>
    fetch.requires ? (entities[path?.[1] as number]?.places ?? []) : places;
  for (const error of errors) {
    const below = error.path?.slice(fetch.requires ? 2 : 0) ?? [];
    for (const place of placesOf(error.path)) run.errors.push({ ...error, path: [...place.path, ...below] });
    if (placesOf(error.path).length === 0) run.errors.push(error);
  }

  const received: readonly unknown[] = fetch.requires ? asList(data?._entities) : [data];
  received.forEach((answer, index) => {
    applyRewrites(fetch.outputRewrites, answer, run.schema);
    const targets = fetch.requires ? (entities[index]?.places ?? []) : places;
    for (const target of targets) merge(target.value, targets.length > 1 ? structuredClone(answer) : answer);
  });
}

interface Entity {
  readonly representation: Json;
  readonly places: Place[];
}

/** The same entity at many places is asked for once. */
function distinctEntities(run: PlanRun, fetch: FetchNode, places: readonly Place[]): Entity[] {
  const entities = new Map<string, Entity>();
  for (const place of places) {
    const representation = representationOf(place.value, fetch.requires!, run.schema);
    if (!representation?.__typename) continue;
    applyRewrites(fetch.inputRewrites, representation, run.schema);
    const key = JSON.stringify(representation);
    const known = entities.get(key);
    if (known) known.places.push(place);
    else entities.set(key, { representation, places: [place] });
  }
  return [...entities.values()];
}

/** The objects at a plan's path, where `@` stands for every item of a list. */
function placesAt(data: unknown, path: readonly string[], at: Path = []): Place[] {
  if (Array.isArray(data)) {
    const rest = path[0] === "@" ? path.slice(1) : path;
    return data.flatMap((item, index) => placesAt(item, rest, [...at, index]));
  }
  if (!isJson(data)) return [];
  const [head, ...rest] = path;
  return head === undefined ? [{ path: at, value: data }] : placesAt(data[head], rest, [...at, head]);
}

function merge(target: Json, source: unknown): void {
  if (!isJson(source)) return;
  for (const [key, value] of Object.entries(source)) {
    const present = target[key];
    if (isJson(present) && isJson(value)) merge(present, value);
    else if (Array.isArray(present) && Array.isArray(value) && present.length === value.length)
      mergeItems(present, value);
    else target[key] = value;
  }
}

function mergeItems(target: unknown[], source: readonly unknown[]): void {
  source.forEach((item, index) => {
    const present = target[index];
    if (isJson(present) && isJson(item)) merge(present, item);
    else if (Array.isArray(present) && Array.isArray(item) && present.length === item.length) mergeItems(present, item);
    else target[index] = item;
  });
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
