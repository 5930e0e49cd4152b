import type { GraphQLFormattedError, GraphQLSchema } from "graphql";
import type { SubgraphExecutor, SubgraphResult } from "#kernel/executor.ts";
import { copyOf } from "#kernel/plain-data.ts";
import type { SubgraphFields } from "../planning/subgraph-fields.ts";
import type { ClientScope } from "../scope.ts";
import { withoutHidden } from "./ask-again.ts";
import { withAskedPaths } from "./asked-paths.ts";
import type { Call, CallGraph } from "./call-graph.ts";
import { inContexts } from "./context-values.ts";
import { type Asking, entitiesOf, type Entity, rootOf, type SpoiltObjects } from "./entities-of.ts";
import type { FailedFields, Told } from "./fetch-errors.ts";
import type { FoundPlaces } from "./found-places.ts";
import { inOrder } from "./in-order.ts";
import { REPRESENTATIONS } from "./join-fetches.ts";
import type { ResponsePath } from "./places.ts";
import { receiveEntities, receiveRoot } from "./receive-answer.ts";
import { isJson, type Json } from "./rewrites.ts";
import { runTraced } from "./run-traced.ts";
import { requestOf, type Send } from "./send.ts";

/** An operation on its way: its data so far, written into, and what went wrong. */
export interface PlanRun {
  readonly data: Json;
  readonly found: FoundPlaces;
  /** What went wrong so far, and which places it left empty. */
  readonly told: Told[];
  readonly failed: FailedFields;
  /** Objects that a subgraph said it does not know, without an error. */
  readonly absent: Map<object, Set<string>>;
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The values of Boolean variables in @skip and @include, defaults applied. */
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly scope: ClientScope;
  /** The supergraph's schema with all its types. */
  readonly schema: GraphQLSchema;
  readonly executorOf: (subgraph: string) => SubgraphExecutor;
  readonly send: Send;
  readonly requirementOf: SubgraphFields["requirementOf"];
  /** Whether the subgraph knows an interface as an object, without its types (@interfaceObject). */
  readonly hidesTypes: (subgraph: string) => boolean;
  /** Whether the client asks for a field at a path in the data. */
  readonly isAsked: (path: ResponsePath) => boolean;
  /** Told of each call that is done, by those whose calls wait for it. */
  readonly onDone?: (call: Call) => void;
  /** Of a mutation, whether what it has so far is already the end of its answer. */
  readonly isLost?: () => boolean;
}

/** Makes the calls, each as soon as those it waits for are done. What goes wrong is in `run.told`. */
export function runCalls(run: PlanRun, calls: CallGraph): Promise<void> {
  const { scope, onDone } = run;
  const { span } = scope;
  return inOrder(calls, (call) => (span?.isKept ? runTraced(span, run, call, runCall) : runCall(run, call)), onDone);
}

function runCall(run: PlanRun, call: Call): Promise<unknown> {
  if (call.isMutation && run.isLost?.()) return Promise.resolve();
  const askings: Asking[] = [];
  const spoiltObjects: SpoiltObjects | undefined = run.failed.size > 0 ? new Map() : undefined;
  for (const member of call.members) {
    if (!member.conditions.every(({ variable, value }) => (run.conditions[variable] === true) === value)) continue;
    const asking = member.fetch.requires ? entitiesOf(run, member, spoiltObjects) : rootOf(run, member);
    if (asking) askings.push(asking);
  }
  if (!spoiltObjects?.size) return askAll(run, call, askings);
  const rests = [...spoiltObjects].flatMap(([rest, objects]) => entitiesOf(run, rest, undefined, objects) ?? []);
  return Promise.all([askAll(run, call, askings), ...rests.map((asking) => askAll(run, call, [asking]))]);
}

function askAll(run: PlanRun, call: Call, askings: readonly Asking[]): Promise<unknown> {
  const [first] = askings;
  if (!first) return Promise.resolve();
  if (!first.member.fetch.contextRewrites) return askTogether(run, call, askings);
  return Promise.all(inContexts(run, call, first).map((part) => askTogether(run, part.call, part.askings)));
}

function askTogether(run: PlanRun, call: Call, askings: readonly Asking[]): Promise<void> {
  return askings.length === 1 ? askAlone(run, call, askings[0]!) : askJoined(run, call, askings);
}

async function askJoined(run: PlanRun, call: Call, askings: readonly Asking[]): Promise<void> {
  const parts: string[] = [];
  const variables: Json = {};
  for (const member of call.members) {
    const { entities = [], context } = askings.find((asking) => asking.member === member) ?? {};
    parts.push(representationsText(member.variable, entities));
    variables[member.variable] = entities.map(({ representation }) => representation);
    for (const name in context) give(variables, parts, `${name}${member.alias}`, context[name]);
  }
  const usages = call.members.flatMap(({ fetch }) => fetch.variableUsages ?? []);
  const result = await ask(run, call, call.joined, variables, parts, usages);
  // One of them spoilt the answer of all: asked one by one, the others have theirs.
  if (!result.data && !result.isFutile) {
    await Promise.all(askings.map((asking) => askAlone(run, call, asking)));
    return;
  }
  const { data, errors = [] } = result;
  await Promise.all(
    askings.map((asking, index) => {
      const { alias } = asking.member;
      const ours = errors.filter(({ path }) => (path && data ? path[0] === alias : index === 0 || !data));
      const own = ours.length > 0 ? withAskedPaths(asking.member, ours, 2) : ours;
      const again = own.length > 0 && withoutHidden(asking.member, data, own, { depth: 2, isAsked: run.isAsked });
      receiveEntities(run, asking, data?.[alias], own, !again);
      return again && askAlone(run, call, { ...asking, member: again.member }, again.errors);
    }),
  );
}

/** What fails only shows when what took it along is left out; whoever fails at every turn is not asked for ever. */
const ASKED_AGAIN_MAX = 3;

/**
 * @param known errors of a fetch that was made before for more
 * @param againMax how often it may be made once more for less
 */
async function askAlone(
  run: PlanRun,
  call: Call,
  asking: Asking,
  known: readonly GraphQLFormattedError[] = [],
  againMax = ASKED_AGAIN_MAX,
): Promise<void> {
  const { fetch, alone } = asking.member;
  const variables: Json = {};
  const parts: string[] = [];
  if (fetch.requires) {
    parts.push(representationsText(REPRESENTATIONS, asking.entities));
    variables[REPRESENTATIONS] = asking.entities.map(({ representation }) => representation);
  }
  for (const name in asking.context) give(variables, parts, name, asking.context[name]);
  const result = await ask(run, call, alone, variables, parts, fetch.variableUsages ?? []);
  const { data } = result;
  const depth = fetch.requires ? 2 : 0;
  const isNew = result.errors !== undefined && result.errors.length > 0;
  const errors = isNew ? withAskedPaths(asking.member, result.errors, depth) : known;
  const again =
    isNew &&
    againMax > 0 &&
    !call.isMutation &&
    withoutHidden(asking.member, data, errors, { depth, isAsked: run.isAsked });
  const all = isNew ? [...known, ...errors] : known;
  if (fetch.requires) receiveEntities(run, asking, data?._entities, all, !again);
  else receiveRoot(run, asking, data, all, !again);
  if (again) await askAlone(run, call, { ...asking, member: again.member }, [...known, ...again.errors], againMax - 1);
}

async function ask(
  run: PlanRun,
  call: Call,
  { document, bodyHead }: { document: string; bodyHead: string },
  variables: Json,
  parts: string[],
  usages: readonly string[],
): Promise<SubgraphResult> {
  const { service, isMutation } = call;
  for (const name of usages) {
    const value = run.variables[name];
    if (value === undefined || Object.hasOwn(variables, name)) continue;
    give(variables, parts, name, value);
  }
  const { scope, send, executorOf } = run;
  const { facts } = scope;
  facts.fetches += 1;
  const body = `${bodyHead}${parts.join(",")}}}`;
  const result = await send(call, requestOf(scope, { document, variables, body, isMutation }));
  const { handsOverAnswers } = executorOf(service);
  const { data, errors, isKept } = result;
  if (isKept) facts.fetches -= 1;
  if (data && !handsOverAnswers) return { data: copyOf(data), errors };
  const isEmpty = !isJson(data) && !errors?.length;
  return isEmpty ? { errors: [{ message: `${service} answered without data and without errors` }] } : result;
}

function give(variables: Json, parts: string[], name: string, value: unknown): void {
  variables[name] = value;
  parts.push(`${JSON.stringify(name)}:${JSON.stringify(value)}`);
}

function representationsText(variable: string, entities: readonly Entity[]): string {
  return `"${variable}":[${entities.map(({ key }) => key).join(",")}]`;
}
