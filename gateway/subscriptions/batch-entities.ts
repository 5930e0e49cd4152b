import type { GraphQLFormattedError } from "graphql";
import type { SubgraphExecutor, SubgraphRequest, SubgraphResult } from "#kernel/executor.ts";
import { PassingMap } from "#kernel/passing-map.ts";
import { REPRESENTATIONS } from "../execution/join-fetches.ts";
import type { GatewayLimits } from "../limits.ts";
import { identityClassOf } from "./identity-class.ts";

type BatchLimits = Pick<GatewayLimits, "eventRequestsMax" | "eventsPerRequestMax">;

interface Asking {
  readonly request: SubgraphRequest;
  readonly resolve: (result: SubgraphResult | Promise<SubgraphResult>) => void;
}

/** Askings that differ in their representations only. */
interface Lane {
  readonly waiting: Asking[];
  running: number;
  isDue: boolean;
}

/**
 * A subgraph that is asked once for the entities of many events: of those that come at the same time and, while so many
 * requests are under way, of all that come meanwhile. Only what is asked on behalf of the same identity goes together.
 */
export function batchEntities(executor: SubgraphExecutor, limits: BatchLimits): SubgraphExecutor {
  const lanes = new PassingMap<string, Lane>();

  const run = async (key: string, lane: Lane, askings: readonly Asking[]) => {
    lane.running += 1;
    // A failure is told to those who asked.
    await askTogether(executor, askings).catch(() => {});
    lane.running -= 1;
    flush(key, lane);
  };

  const flush = (key: string, lane: Lane) => {
    lane.isDue = false;
    while (lane.waiting.length > 0 && lane.running < limits.eventRequestsMax)
      void run(key, lane, lane.waiting.splice(0, limits.eventsPerRequestMax));
    if (lane.running === 0) lanes.delete(key);
  };

  return {
    ...executor,
    // An entity that several events ask for is the same object in all their answers.
    handsOverAnswers: false,
    comparesAnswers: false,
    execute: (request) => {
      const key = laneKeyOf(request);
      if (key === undefined) return executor.execute(request);
      const lane = lanes.get(key) ?? { waiting: [], running: 0, isDue: false };
      lanes.set(key, lane);
      const { promise, resolve } = Promise.withResolvers<SubgraphResult>();
      lane.waiting.push({ request, resolve });
      if (!lane.isDue) setImmediate(flush, key, lane);
      lane.isDue = true;
      return promise;
    },
  };
}

/** Undefined for what asks for no entities. */
function laneKeyOf(request: SubgraphRequest): string | undefined {
  const variables = Object.entries(request.variables ?? {});
  const others = variables.filter(([name]) => !isList(name));
  if (others.length === variables.length) return undefined;
  // As members of an object: in a list, what is not given would read as null.
  return JSON.stringify([request.document, Object.fromEntries(others), identityClassOf(request)]);
}

/** A fetch's list alone, or one of several in a joined document. */
function isList(variable: string): boolean {
  return variable.startsWith(REPRESENTATIONS);
}

/** Settles when all are answered. */
async function askTogether({ execute }: SubgraphExecutor, askings: readonly Asking[]): Promise<void> {
  const [{ request }] = askings as [Asking];
  if (askings.length === 1) {
    const answering = execute(request);
    askings[0]!.resolve(answering);
    return void (await answering);
  }
  const lists = Object.keys(request.variables!)
    .filter(isList)
    .map((name) => joinLists(name, askings));
  const variables = { ...request.variables, ...Object.fromEntries(lists.map(({ name, items }) => [name, items])) };
  const { signal } = new AbortController();
  const answering = execute({ ...request, variables, body: undefined, signal });
  const settle = async ({ request }: Asking, index: number): Promise<SubgraphResult> => {
    const result = await answering;
    // One of them spoilt the answer of all: asked one by one, the others have theirs.
    return result.data || result.isFutile ? partOf(result, lists, index) : execute(request);
  };
  const settling = askings.map(settle);
  askings.forEach(({ resolve }, index) => resolve(settling[index]!));
  await Promise.all(settling);
}

/** The entities of all askings, each once. */
interface JoinedList {
  readonly name: string;
  readonly alias: string;
  readonly items: readonly unknown[];
  /** By asking: where its entities stand among all. */
  readonly places: readonly (readonly number[])[];
}

function joinLists(name: string, askings: readonly Asking[]): JoinedList {
  const placeByText = new Map<string, number>();
  const items: unknown[] = [];
  const placeOf = (representation: unknown): number => {
    const text = JSON.stringify(representation);
    const known = placeByText.get(text);
    if (known !== undefined) return known;
    placeByText.set(text, items.length);
    return items.push(representation) - 1;
  };
  const places = askings.map(({ request }) => (request.variables![name] as unknown[]).map(placeOf));
  return { name, alias: name === REPRESENTATIONS ? "_entities" : name.slice(REPRESENTATIONS.length), items, places };
}

/** What one asking would have been answered alone. */
function partOf({ data, errors }: SubgraphResult, lists: readonly JoinedList[], asking: number): SubgraphResult {
  const part = data && {
    ...data,
    ...Object.fromEntries(
      lists.map(({ alias, places }) => [alias, places[asking]!.map((place) => data[alias]?.[place])]),
    ),
  };
  const own = errors?.flatMap((error) => ownErrors(error, lists, asking));
  return own && own.length > 0 ? { data: part, errors: own } : { data: part };
}

/** The error where this asking knows the place; none when it is another's. */
function ownErrors(
  error: GraphQLFormattedError,
  lists: readonly JoinedList[],
  asking: number,
): readonly GraphQLFormattedError[] {
  const [alias, index, ...below] = error.path ?? [];
  const list = lists.find((list) => list.alias === alias);
  if (!list || typeof index !== "number") return [error];
  return list.places[asking]!.flatMap((place, own) =>
    place === index ? [{ ...error, path: [list.alias, own, ...below] }] : [],
  );
}
