import { getOperationAST, GraphQLError, type GraphQLFormattedError, OperationTypeNode } from "graphql";
import { ClientError } from "#kernel/errors.ts";
import { type Log, silentLog } from "#kernel/log.ts";
import { checkCost } from "./demand/check-cost.ts";
import type { EngineRequest } from "./execution/engine.ts";
import { invalidVariables } from "./execution/invalid-variables.ts";
import type { Graph } from "./graph.ts";
import type { GatewayLimits } from "./limits.ts";
import { type Client, noFacts, type Operation, type OperationFacts } from "./operation.ts";
import { inClientNames, renameVariables } from "./planning/own-variables.ts";
import { maskError } from "./plugins/mask-errors.ts";
import type { PersistedOperations } from "./plugins/persisted-operations.ts";
import { rateLimited, type RateLimits } from "./plugins/rate-limits.ts";
import { limitedClient } from "./rate-limit/limited-client.ts";
import type { ClientScope } from "./scope.ts";

export interface AdmissionOptions {
  readonly limits: GatewayLimits;
  /** Errors may suggest names of the schema. */
  readonly introspection: boolean;
  readonly costMaxByClient: ReadonlyMap<string, number>;
  readonly rateLimits: RateLimits | undefined;
  readonly persisted: PersistedOperations | undefined;
  /** Members of `extensions` in errors that go on to clients beside those that all may read. */
  readonly errorExtensions: readonly string[] | undefined;
  readonly log: Log;
}

/** An operation that may run, or why not. */
export type Admitted = { readonly facts: OperationFacts; readonly mask: ClientScope["mask"] } & (
  | { readonly request: EngineRequest; readonly errors?: undefined }
  | { readonly request?: undefined; readonly errors: readonly GraphQLError[]; readonly status?: number }
);

/** Everything that must hold before a subgraph is asked: rate, document, limits, validity, variables, cost, access. */
export type Admit = (
  graph: Pick<Graph, "schema" | "documents" | "restrict" | "costs" | "drawLabels">,
  operation: Operation,
  client: Client,
) => Promise<Admitted>;

export function createAdmission(options: AdmissionOptions): Admit {
  const { limits, rateLimits, persisted, errorExtensions, log } = options;
  const costLimits = { costMax: limits.costMax, costMaxByClient: options.costMaxByClient };

  return async ({ schema, documents, restrict, costs, drawLabels }, operation, client) => {
    const { facts = noFacts() } = client;
    const mask = (error: GraphQLFormattedError, isQuiet = false) => {
      const masked = maskError(error, client.requestId, isQuiet ? silentLog : log, errorExtensions);
      facts.errorCodes.add(String(masked.extensions?.code));
      return masked;
    };
    const refused = (errors: readonly GraphQLError[], status?: number): Admitted => ({ facts, mask, errors, status });

    const limited = limitedClient(client);
    const tooOften = rateLimits && (await rateLimits.check(limited));
    if (tooOften) return refused([rateLimited(tooOften)], 429);

    const resolved = persisted
      ? await persisted.resolve(operation, client.program?.name)
      : ({ ok: true, value: operation } as const);
    if (!resolved.ok) return refused([resolved.refusal.error], resolved.refusal.status);
    if (resolved.value.query === undefined) return refused([noPersistedQueries()]);
    const prepared = documents.prepare(resolved.value.query);
    if ("errors" in prepared) return refused(prepared.errors);

    const { operationName, variables: given = {} } = operation;
    const { variableNames } = prepared;
    const variables = variableNames ? renameVariables(given, variableNames) : given;
    const ast = getOperationAST(prepared.document, operationName);
    if (!ast) return refused([unknownOperation()]);
    facts.operationName = ast.name?.value;
    facts.operationType = ast.operation;
    const asked = { document: prepared.document, ast, variables };
    const invalid = invalidVariables(schema, asked, variables, options.introspection);
    if (invalid) return refused(variableNames ? invalid.map((one) => inClientNames(one, variableNames)) : invalid);

    const repeated = rateLimits && (await rateLimits.checkFields(limited, asked));
    if (repeated) return refused([rateLimited(repeated)], 429);

    try {
      facts.cost = costs.estimate(prepared.document, ast, variables);
    } catch (error) {
      if (error instanceof ClientError) return refused([error]);
      throw error;
    }
    const tooDear = checkCost(facts.cost, client.program?.name, costLimits);
    if (tooDear) return refused([tooDear]);
    const spent = rateLimits && (await rateLimits.charge(limited, facts.cost));
    if (spent) return refused([rateLimited(spent)], 429);

    const isMutation = ast.operation === OperationTypeNode.MUTATION;
    const deadlineAtMs = Date.now() + (isMutation ? limits.mutationMsMax : limits.queryMsMax);
    const scope: ClientScope = { ...client, deadlineAtMs, mask, facts };
    const restriction = restrict(prepared, client.caller);
    const labels = drawLabels?.();
    return { facts, mask, request: { prepared, ast, operationName, variables, restriction, labels, scope } };
  };
}

function unknownOperation(): ClientError {
  return new ClientError(
    "BAD_USER_INPUT",
    "Name the operation to run: the document holds several, or none of this name.",
  );
}

/** As Apollo's clients know it: they send the operation's text instead. */
function noPersistedQueries(): GraphQLError {
  return new GraphQLError("PersistedQueryNotSupported", { extensions: { code: "PERSISTED_QUERY_NOT_SUPPORTED" } });
}
