import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLFormattedError,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from "graphql";
import type { SubgraphExecutor, SubgraphRequest, SubgraphResult } from "#kernel/executor.ts";
import { copyOf } from "#kernel/plain-data.ts";
import { REPRESENTATIONS } from "../execution/join-fetches.ts";
import { merge, type ResponsePath } from "../execution/places.ts";
import { isJson, type Json } from "../execution/rewrites.ts";
import { responseName } from "../planning/placed-fields.ts";

/** The one field that a subscription asks for. */
export interface AskedField {
  readonly field: FieldNode;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

export function readSubscription(source: string): AskedField {
  const { definitions } = parse(source, { noLocation: true });
  const fragments = definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  const operation = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)!;
  const field = operation.selectionSet.selections.find(
    (node): node is FieldNode => node.kind === Kind.FIELD && node.name.value !== "__typename",
  )!;
  return { field, operation, fragments: new Map(fragments.map((node) => [node.name.value, node])) };
}

/** An entity of which an event does not say all that is asked. */
interface Gap {
  readonly entity: Json;
  readonly missing: readonly FieldNode[];
  /** Its place in the answer, and what is there so far. */
  readonly path: ResponsePath;
  readonly object: Json;
}

/** A subscription's answer out of the field's value, the entities' owner asked for what it leaves out. */
export async function completeEvent(
  executor: Pick<SubgraphExecutor, "execute">,
  asked: AskedField,
  request: SubgraphRequest,
  value: unknown,
): Promise<SubgraphResult> {
  const gaps: Gap[] = [];
  const name = responseName(asked.field);
  const data = { [name]: answerOf(value, asked.field.selectionSet, asked, [name], gaps) };
  const alike = Map.groupBy(gaps, ({ entity, missing }) => `${entity.__typename} ${missing.map(print).join(" ")}`);
  const filling = [...alike.values()].map((group) => fill(executor, asked, request, group));
  const errors = (await Promise.all(filling)).flat();
  return errors.length > 0 ? { data, errors } : { data };
}

function answerOf(
  value: unknown,
  selections: SelectionSetNode | undefined,
  asked: AskedField,
  path: ResponsePath,
  gaps: Gap[],
): unknown {
  if (Array.isArray(value))
    return value.map((item, index) => answerOf(item, selections, asked, [...path, index], gaps));
  if (!selections || !isJson(value)) return value ?? null;
  const object: Json = {};
  const missing: FieldNode[] = [];
  for (const { field, isSure } of fieldsOf(selections.selections, value, asked)) {
    const name = responseName(field);
    const own = value[field.name.value];
    if (own !== undefined) object[name] = answerOf(own, field.selectionSet, asked, [...path, name], gaps);
    else if (isSure) missing.push(field);
  }
  const isEntity = typeof value.__typename === "string";
  if (missing.length > 0 && isEntity) gaps.push({ entity: value, missing, path, object });
  return object;
}

/** The fields asked of an object; it is not sure that it has those of a type that it may not be. */
function* fieldsOf(
  selections: readonly SelectionNode[],
  value: Json,
  asked: AskedField,
  isSure = true,
): Generator<{ readonly field: FieldNode; readonly isSure: boolean }> {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      yield { field: selection, isSure };
      continue;
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : asked.fragments.get(selection.name.value)!;
    const type = fragment.typeCondition?.name.value;
    const isOfType = type === undefined || type === value.__typename;
    yield* fieldsOf(fragment.selectionSet.selections, value, asked, isSure && isOfType);
  }
}

/** Asks for entities that miss the same; what went wrong is returned at their places. */
async function fill(
  { execute }: Pick<SubgraphExecutor, "execute">,
  asked: AskedField,
  request: SubgraphRequest,
  gaps: readonly Gap[],
): Promise<readonly GraphQLFormattedError[]> {
  const [{ entity, missing }] = gaps as [Gap];
  const { definitions, names } = variablesIn(missing, asked);
  const document = `query ($${REPRESENTATIONS}: [_Any!]! ${definitions}) { _entities(representations: $${REPRESENTATIONS}) { ... on ${entity.__typename} { ${missing.map(print).join(" ")} } } }`;
  const variables: Json = { [REPRESENTATIONS]: gaps.map(({ entity }) => entity) };
  const given = request.variables ?? {};
  // A variable without a value is not null: its default counts, or that of what it stands for.
  for (const name of names) if (Object.hasOwn(given, name)) variables[name] = given[name];
  const { data, errors = [] } = await execute({ ...request, document, variables, deadlineAtMs: Infinity });
  gaps.forEach(({ object }, index) => {
    const answer: unknown = data?._entities?.[index];
    if (isJson(answer)) merge(object, copyOf(answer));
  });
  return errors.flatMap((error) => {
    const [, index, ...below] = error.path ?? [];
    const concerned = typeof index === "number" ? gaps.slice(index, index + 1) : gaps;
    const places = below.length > 0 ? [below] : missing.map((field) => [responseName(field)]);
    return concerned.flatMap(({ path }) => places.map((place) => ({ ...error, path: [...path, ...place] })));
  });
}

function variablesIn(fields: readonly FieldNode[], { operation: { variableDefinitions = [] } }: AskedField) {
  const names = new Set<string>();
  for (const field of fields) visit(field, { Variable: ({ name }) => void names.add(name.value) });
  const definitions = variableDefinitions.filter(({ variable }) => names.has(variable.name.value));
  return { names, definitions: definitions.map(print).join(" ") };
}
