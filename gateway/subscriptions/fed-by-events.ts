import { type OperationDefinitionNode, valueFromASTUntyped } from "graphql";
import { badInput, type ClientError, unauthenticated } from "#kernel/errors.ts";
import type { SubgraphExecutor, SubgraphRequest, SubgraphResult } from "#kernel/executor.ts";
import { LruMap } from "../lru-map.ts";
import { responseName } from "../planning/placed-fields.ts";
import { BoundedQueue, type Entry } from "./bounded-queue.ts";
import { type AskedField, completeEvent, readSubscription } from "./complete-event.ts";
import type { EventSource } from "./event-source.ts";
import { topicOf } from "./topic.ts";
import { broken } from "./upstream.ts";

export interface EventFeeds {
  readonly source: EventSource;
  /** By `Subscription.field`, with arguments in them: `orders.{args.id}`. */
  readonly topics: Readonly<Record<string, string>>;
}

const DOCUMENTS_MAX = 1_000;
/** Of one topic: messages that are being completed. */
const MESSAGES_MAX = 1_000;
const MESSAGE_BYTES_MAX = 1024 * 1024;

/**
 * A subgraph whose fields with a topic stream by pub/sub: no stream is open at the subgraph, but it, or anybody, says the
 * field's value as JSON. What a message leaves out of an entity (an object with `__typename` and its key) the subgraph is
 * asked for on behalf of who watches. The supergraph's access rules alone decide who may watch, so that the topic of what
 * is somebody's own has `{caller.subject}` in it.
 */
export function fedByEvents(executor: SubgraphExecutor, { source, topics }: EventFeeds): SubgraphExecutor {
  const documents = new LruMap<string, AskedField>(DOCUMENTS_MAX);
  const askedBy = (document: string): AskedField => {
    const asked = documents.get(document) ?? readSubscription(document);
    documents.set(document, asked);
    return asked;
  };

  return {
    ...executor,
    subscribe: async (request) => {
      const asked = askedBy(request.document);
      const template = topics[`Subscription.${asked.field.name.value}`];
      if (template === undefined) return executor.subscribe(request);
      const topic = topicOf(template, { args: argumentsOf(asked, request), caller: request.caller });
      if (topic === undefined)
        return { errors: [{ ...refusalOf(template, request).toJSON(), path: [responseName(asked.field)] }] };
      return listenTo(source, topic, async (text) => completeEvent(executor, asked, request, JSON.parse(text)));
    },
  };
}

function listenTo(
  source: EventSource,
  topic: string,
  complete: (text: string) => Promise<SubgraphResult>,
): BoundedQueue<SubgraphResult> {
  const events = new BoundedQueue<SubgraphResult>({
    ...{ entriesMax: MESSAGES_MAX, bytesMax: MESSAGE_BYTES_MAX, faultOf: (error) => error },
    onEnd: () => stopListening(),
  });
  const stopListening = source.listen(topic, {
    message: (text) => {
      const entry: Entry<SubgraphResult> = { made: complete(text).catch(unreadable), bytes: Buffer.byteLength(text) };
      events.push(entry);
    },
    lost: () => events.end(broken()),
  });
  return events;
}

function argumentsOf({ field, operation }: AskedField, { variables }: SubgraphRequest): Record<string, unknown> {
  const given = field.arguments ?? [];
  const values = { ...defaultsOf(operation), ...variables };
  return Object.fromEntries(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value, values)]));
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, unknown> {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
    ),
  );
}

function unreadable({ message }: Error): SubgraphResult {
  return { data: null, errors: [{ message: `An event could not be read: ${message}` }] };
}

function refusalOf(template: string, { caller }: SubgraphRequest): ClientError {
  if (template.includes("{caller.") && caller.subject === null) return unauthenticated();
  const [, argument = ""] = /\{args\.(\w+)\}/.exec(template) ?? [];
  return badInput(argument, `This subscription needs "${argument}".`);
}
