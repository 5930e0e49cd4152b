import type { FragmentSpreadNode, InlineFragmentNode } from "graphql";
import { activeDefer } from "../planning/defer-directive.ts";
import { maskAll } from "../plugins/mask-all.ts";
import { completionOf } from "./completion-of.ts";
import { FIRST } from "./deferred-needs.ts";
import { type DeferredOperation, deferredOperations } from "./deferred-operations.ts";
import { type Deferred, deferredShaper } from "./deferred-shaper.ts";
import type { Engine, EngineRequest } from "./engine.ts";
import { foundPlaces } from "./found-places.ts";
import { introspect } from "./introspect.ts";
import { lostMutation } from "./lost-mutation.ts";
import { askedBy, conditionsOf } from "./operation-parts.ts";
import type { OwnEngine, OwnEngineOptions } from "./own-engine.ts";
import type { PlanRun } from "./run-calls.ts";
import { runDeferred } from "./run-deferred.ts";
import { sendTo } from "./send.ts";
import { stepsOf } from "./steps-of.ts";

/**
 * Carries out @defer: first the answer without the deferred fragments, then each of them as soon as its own fetches are
 * done.
 */
export function incrementalExecutor(
  options: OwnEngineOptions,
  planOf: OwnEngine["planOf"],
): NonNullable<Engine["executeIncrementally"]> {
  const { apiSchema, fullSchema, executorOf, requirementOf, hidesTypes } = options;
  const send = sendTo(executorOf);
  const deferredOf = deferredOperations(options, planOf);

  const execute = async (operation: DeferredOperation, request: EngineRequest) => {
    const { ast, variables, restriction, scope } = request;
    const { calls, introspection, partAt } = operation;
    const given = Promise.withResolvers<void>();
    const ended = new AbortController();
    const stop = () => {
      ended.abort();
      given.resolve();
    };
    const gathered = {};
    const run: PlanRun = {
      ...{ data: gathered, found: foundPlaces(gathered), told: [], failed: new Map(), absent: new Map() },
      ...{ schema: fullSchema, executorOf, send, requirementOf, hidesTypes },
      isAsked: askedBy(operation.operation, operation.fragments),
      ...{ variables, conditions: conditionsOf(apiSchema, ast, variables) },
      scope: { ...scope, signal: AbortSignal.any([scope.signal, ended.signal]) },
    };

    const completion = completionOf(run, operation, options, restriction);
    const isLater = (fragment: InlineFragmentNode | FragmentSpreadNode) =>
      activeDefer(fragment, run.conditions) !== undefined;
    const isLost = ast.operation === "mutation" ? lostMutation({ ...completion, isLater }) : undefined;
    const whenDone = runDeferred({ ...run, isLost }, calls);
    await whenDone(FIRST);
    const introspected = introspection && (await introspect(apiSchema, introspection, variables));
    Object.assign(run.data, introspected?.data);
    const shaper = deferredShaper(completion);
    const { data, deferred, ...first } = shaper.first();
    const errors = maskAll([...first.errors, ...(introspected?.errors ?? [])], scope.mask);
    if (deferred.length === 0) stop();
    const whenReady = ({ defer, at: { path } }: Deferred) => {
      const names = path.filter((key) => typeof key === "string");
      return whenDone(partAt(defer, names));
    };
    return {
      first: errors.length > 0 ? { data, errors } : { data },
      pending: deferred.map(({ place }) => place),
      later: stepsOf({ shaper, deferred, whenReady, mask: scope.mask, stop }),
      ended: given.promise,
    };
  };

  return (request) => {
    const operation = deferredOf(request);
    return operation && execute(operation, request);
  };
}
