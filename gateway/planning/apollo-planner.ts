import {
  operationFromDocument,
  ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  type Schema,
  Supergraph,
} from "@apollo/federation-internals";
import { QueryPlanner } from "@apollo/query-planner";
import { type DocumentNode, GraphQLError, type GraphQLSchema } from "graphql";
import { ClientError } from "#kernel/errors.ts";
import { type GatewayLimits, LIMITS } from "../limits.ts";
import { apiSchemaOf } from "../supergraph/api-schema.ts";
import { aliasClashes } from "./alias-clashes.ts";
import { completeAliases } from "./complete-aliases.ts";
import { continuePlan, series } from "./continue-plan.ts";
import { withEntries } from "./entries.ts";
import { expandFragments } from "./expand-fragments.ts";
import { flattenMutation } from "./flatten-mutation.ts";
import { readInterfaceObjects } from "./interface-objects.ts";
import { narrowFetches } from "./narrow-fetches.ts";
import { orderByNeeds } from "./order-by-needs.ts";
import { orderKeys } from "./order-keys.ts";
import { planInParts } from "./plan-in-parts.ts";
import { planTold, withoutRequirements } from "./plan-told.ts";
import type { PlannedSupergraph, Planner } from "./planner.ts";
import type { PlanNode, QueryPlan } from "./query-plan.ts";
import { preferOwnKeys } from "./prefer-own-keys.ts";
import { repairPlan } from "./repair-plan.ts";
import { asksFor, scatteredNeeds } from "./scattered-needs.ts";
import { skipperOfDetours } from "./skip-detours.ts";
import { splitAtRoot } from "./split-at-root.ts";
import { splitByConditions } from "./split-by-conditions.ts";
import { splitterByNeeds } from "./split-by-needs.ts";
import { readSubgraphFields } from "./subgraph-fields.ts";
import { isTimeUp, withinMs } from "./within-ms.ts";
import { writeOutFields } from "./write-out-fields.ts";

/** The planner's words, which have no code. */
const TOO_MANY_PATHS = /^(Too many options generated|Number of non-local selections exceeds limit)/;
const CIRCLE = /would create a cycle/;
/** Of fragments in each other that no object is both of. */
const EXCLUSIVE = /^Cannot add fragment of condition/;
/** Of the time that is left: what goes round in circles is then planned in parts. */
const ONE_TRY = 0.25;
/** Where circles are rare. */
const MOST_TRIES = 0.5;

/** To find that one object alone has too many ways takes long, too: whoever asks for that is refused soon. */
const MANY_PATHS_MS_MAX = 1_000;

/** How an operation is asked for, the next way where the one before cannot be planned. */
const WRITTEN_OTHERWISE: readonly ((operation: DocumentNode, schema: GraphQLSchema) => DocumentNode)[] = [
  (operation) => operation,
  expandFragments,
  (operation, schema) => expandFragments(writeOutFields(operation, schema), schema),
];

/**
 * Plans by @apollo/query-planner.
 * @param isInParts plans in parts from the beginning: for what is known to go round in circles, or to have too many ways
 */
export function openApolloPlanner(
  document: DocumentNode,
  limits: Pick<GatewayLimits, "planPathsMax" | "plansWeighedMax" | "planMsMax"> = LIMITS,
  isInParts = false,
): ApolloSupergraph {
  const fields = readSubgraphFields(document);
  const entries = isInParts || fields.hasChains ? withEntries(document) : undefined;
  const supergraph = Supergraph.build(orderKeys(entries?.document ?? document), {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  });
  const [api, full] = [supergraph.apiSchema(), supergraph.schema];
  const apiSchema = entries ? apiSchemaOf(document) : api.toGraphQLJSSchema();
  const fullSchema = full.toGraphQLJSSchema();
  const interfaceObjects = readInterfaceObjects(document);
  const splitByNeeds = splitterByNeeds(document, { apiSchema, fullSchema }, interfaceObjects);
  const planner = new QueryPlanner(supergraph, {
    reuseQueryFragments: false,
    typeConditionedFetching: true,
    debug: { pathsLimit: limits.planPathsMax, maxEvaluatedPlans: limits.plansWeighedMax },
  });

  const mayMislead = interfaceObjects.size > 0 || fields.hasExternals;

  const planOnce = (operation: DocumentNode, operationName: string | undefined, budget: Budget): QueryPlan => {
    const { untilMs, labels } = budget;
    const overrideConditions = new Map([...labels].map((label) => [label, true]));
    const planOver = (schema: Schema, asked: DocumentNode, name?: string) => {
      const one = operationFromDocument(schema, asked, { operationName: name });
      const leftMs = untilMs - performance.now();
      const share = entries ? ONE_TRY : fields.hasExternals ? MOST_TRIES : 1;
      const made = withinMs(leftMs * share, () => planner.buildQueryPlan(one, { overrideConditions }) as QueryPlan);
      const split = splitByConditions(completeAliases(made), fields);
      return continuePlan(split, (fetch) => ({ fetch: aliasClashes(fetch, { schema: fullSchema, fields }) }));
    };
    const asked = flattenMutation(operation);
    if (!entries) return narrowed(orderByNeeds(planOver(api, asked, operationName)), operation);
    const { entryOf } = entries;
    const parts = { schema: fullSchema, fields, entries, plan: (part: DocumentNode) => planOver(full, part) };
    const planAny = (schema: Schema, asked: DocumentNode, name?: string): QueryPlan => {
      try {
        return planOver(schema, asked, name);
      } catch (error) {
        if (!isCircle(error) && !hasManyPaths(error)) throw error;
        return planInParts(asked, name, parts);
      }
    };
    const plan = (part: DocumentNode) => planAny(full, part);
    const found = isInParts ? planInParts(asked, operationName, parts) : planAny(api, asked, operationName);
    return narrowed(orderByNeeds(repairPlan(found, { schema: fullSchema, fields, entryOf, plan })), operation);
  };
  const narrowed = (plan: QueryPlan, operation: DocumentNode): QueryPlan => {
    if (interfaceObjects.size === 0) return plan;
    const narrow = narrowFetches(splitByNeeds(plan, operation), fullSchema, interfaceObjects);
    return preferOwnKeys(narrow, fullSchema, fields.requirementOf);
  };
  const shortened = fields.hasExternals ? skipperOfDetours(document, fullSchema) : (plan: QueryPlan) => plan;
  let inParts: ApolloSupergraph | undefined;
  const planApart = (
    operation: DocumentNode,
    operationName: string | undefined,
    labels: Budget["labels"],
    ms: number,
  ) => {
    inParts ??= openApolloPlanner(document, limits, true);
    return inParts.planUntold(operation, operationName, { untilMs: performance.now() + ms, labels });
  };
  const scattered = scatteredNeeds(document, interfaceObjects, fields);
  let untold: PlannedSupergraph | undefined;
  const planUntold = (operation: DocumentNode, operationName: string | undefined, budget: Budget): QueryPlan => {
    let failure: unknown;
    for (const written of WRITTEN_OTHERWISE) {
      try {
        return shortened(planOnce(written(operation, apiSchema), operationName, budget));
      } catch (error) {
        failure ??= error;
        // Circles are rare where nothing requires what itself requires: what it takes is made when it is needed first.
        const isNewCircle = !entries && fields.hasExternals && isCircle(error);
        // A plan that is too much is not tried twice; and where nothing can mislead the planner, it is right.
        const isWorthATry = mayMislead || EXCLUSIVE.test((error as Error).message);
        // From one object to the next the ways are few: they are many by all that lie within each other.
        if (!entries && hasManyPaths(error)) {
          const ms = Math.min(limits.planMsMax, MANY_PATHS_MS_MAX);
          return attempt(() => planApart(operation, operationName, budget.labels, ms), error);
        }
        if (!isNewCircle && (isTooMuch(error) || !isWorthATry)) throw error;
        // It has a time of its own: in all no more than one and a half times the limit.
        if (isNewCircle) return planApart(operation, operationName, budget.labels, limits.planMsMax);
      }
    }
    throw failure;
  };
  const plan: Planner["plan"] = (operation, operationName, labels = new Set()) => {
    const budget: Budget = { untilMs: performance.now() + limits.planMsMax, labels };
    if (!asksFor(operation, scattered, apiSchema)) return planUntold(operation, operationName, budget);
    const { planner } = (untold ??= openApolloPlanner(withoutRequirements(document), limits));
    const longer = (asked: DocumentNode) => planner.plan(asked, operationName, labels);
    const tell = (asked: DocumentNode) => planTold(asked, longer, { interfaceObjects, fields, schema: fullSchema });
    const asked = expandFragments(operation, apiSchema);
    const whole = tell(asked);
    if (whole) return whole;
    const canBeTold = (query: DocumentNode) =>
      performance.now() < budget.untilMs && asksFor(query, scattered, apiSchema) && tell(query) !== undefined;
    const [first, others] = splitAtRoot(asked, operationName, canBeTold) ?? [];
    const told = first && tell(first);
    if (!told || !others) return planUntold(operation, operationName, budget);
    const nodes = [told, planUntold(others, operationName, budget)].map(({ node }) => node as PlanNode | undefined);
    return { node: series("Parallel", nodes) };
  };
  return {
    ...{ apiSchema, fullSchema, planUntold },
    planner: {
      plan: (...asked) => {
        try {
          return plan(...asked);
        } catch (error) {
          if (hasManyPaths(error)) throw tooMuch("planPathsMax", limits.planPathsMax);
          if (isTimeUp(error)) throw tooMuch("planMsMax", limits.planMsMax);
          if (error instanceof ClientError) throw error;
          throw new GraphQLError("The operation cannot be planned", { originalError: error as Error });
        }
      },
    },
  };
}

interface ApolloSupergraph extends PlannedSupergraph {
  /** Throws the planner's own errors. */
  planUntold(operation: DocumentNode, operationName: string | undefined, budget: Budget): QueryPlan;
}

interface Budget {
  readonly untilMs: number;
  /** Of @override, that hold. */
  readonly labels: ReadonlySet<string>;
}

/** What fails again is told as it was at first. */
function attempt(plan: () => QueryPlan, failure: unknown): QueryPlan {
  try {
    return plan();
  } catch {
    throw failure;
  }
}

function hasManyPaths(error: unknown): boolean {
  return TOO_MANY_PATHS.test((error as Error).message);
}

function isTooMuch(error: unknown): boolean {
  return hasManyPaths(error) || error instanceof RangeError || isTimeUp(error);
}

/** Fetches of which each must follow the other: found out, or followed for ever. */
function isCircle(error: unknown): boolean {
  return isTimeUp(error) || error instanceof RangeError || CIRCLE.test((error as Error).message);
}

function tooMuch(limit: "planPathsMax" | "planMsMax", value: number): ClientError {
  const message = `The operation exceeds the limit ${limit} of ${value}: ask for less at once.`;
  return new ClientError("BAD_USER_INPUT", message, { limit, value });
}
