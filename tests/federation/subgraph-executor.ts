import { buildSubgraphSchema } from "@apollo/subgraph";
import { execute, type GraphQLFieldResolver, type GraphQLFormattedError, parse, validate } from "graphql";
import type { SubgraphExecutor, SubgraphResult } from "#kernel/executor.ts";
import { type Field, fieldOf, type Key, type Model, resolversOf, type Selection } from "./model.ts";
import { canonical, type Json, type Thing, type Truth, WRONGLY_ASKED } from "./truth.ts";

/** A thing on its way through a subgraph. */
interface Held extends Thing {
  /** As the subgraph sees it. */
  readonly __typename: string;
  /** What came with a reference. */
  readonly representation?: Json;
  /** What its giver brings along. */
  readonly provided: readonly Selection[];
}

/**
 * One subgraph of a model over the data that all share. It is stricter than a real one: it refuses documents that are
 * not valid, fields that are not its own, and representations that say what is not true.
 */
export function subgraphExecutor(model: Model, name: string, typeDefs: string, truth: Truth): SubgraphExecutor {
  const schema = buildSubgraphSchema([
    { typeDefs: parse(typeDefs), resolvers: referenceResolvers(model, name, truth) },
  ]);
  const prepared = new Map<string, ReturnType<typeof prepare>>();
  const prepare = (source: string) => {
    const document = parse(source);
    return { document, invalid: validate(schema, document) };
  };

  const fieldResolver: GraphQLFieldResolver<Held | undefined, unknown, Json> = (source, args, _, info) => {
    const parent = info.parentType.name;
    const thing = source ?? { type: parent, id: "", __typename: parent, provided: [] };
    const field = fieldOf(model, thing.type, info.fieldName);
    const provided = thing.provided.filter(({ field: of, on }) => of === field.name && (!on || on === thing.type));
    const isObject = model.interfaces.get(parent)?.entity?.objectIn === name;
    if (!resolversOf(field).includes(name) && provided.length === 0 && !(isObject && field.name === "id"))
      throw new Error(`${WRONGLY_ASKED}: ${parent}.${field.name} is not a field of ${name}'s`);
    const value = truth.valueOf(
      thing,
      field,
      args,
      needsAreHere(thing, field) ? undefined : (thing.representation ?? {}),
    );
    const along = [...(field.provides.get(name) ?? []), ...provided.flatMap(({ selections }) => selections)];
    return held(model, name, value, along);
  };

  return {
    execute: async ({ document: source, variables }) => {
      const known = prepared.get(source) ?? prepare(source);
      prepared.set(source, known);
      if (known.invalid.length > 0)
        return { errors: known.invalid.map(({ message }) => ({ message: `${WRONGLY_ASKED}: ${message}` })) };
      const result = await execute({
        schema,
        document: known.document,
        variableValues: variables as Json,
        fieldResolver,
      });
      return plain(result);
    },
    subscribe: () => Promise.reject(new Error("Nothing is streamed here")),
  };
}

/** What @requires names comes with the representation, unless the subgraph has it already from what was provided. */
function needsAreHere({ provided }: Held, { requires = [] }: Field): boolean {
  return requires.every(({ field: name }) => provided.some(({ field }) => field === name));
}

function held(model: Model, subgraph: string, value: unknown, provided: readonly Selection[]): unknown {
  if (Array.isArray(value)) return value.map((item) => held(model, subgraph, item, provided));
  if (typeof value !== "object" || value === null) return value;
  const thing = value as Thing;
  return { ...thing, __typename: seenAs(model, subgraph, thing.type), provided } satisfies Held;
}

/** An interface object hides what its members are. */
function seenAs(model: Model, subgraph: string, typeName: string): string {
  const hiding = [...model.interfaces.values()].find(
    ({ entity, members }) => entity?.objectIn === subgraph && members.includes(typeName),
  );
  return hiding?.name ?? typeName;
}

function referenceResolvers(model: Model, subgraph: string, truth: Truth) {
  const resolvers: Record<string, { __resolveReference: (representation: Json) => Promise<Held> }> = {};
  const add = (name: string, members: readonly string[], keysOf: (member: string) => readonly Key[]) => {
    resolvers[name] = {
      __resolveReference: async (representation) => {
        for (const member of members) {
          for (const key of keysOf(member)) {
            if (!covers(representation, key.fields)) continue;
            const thing = truth.find(member, key, representation);
            if (!thing) continue;
            checkTrue(model, truth, thing, representation);
            return { ...thing, __typename: seenAs(model, subgraph, thing.type), representation, provided: [] };
          }
        }
        throw new Error(`${WRONGLY_ASKED}: ${subgraph} knows no ${name} by ${canonical(representation)}`);
      },
    };
  };
  for (const { name, kind, presence } of model.objects.values()) {
    const keys = presence.get(subgraph)?.keys;
    if (kind !== "entity" || !keys) continue;
    add(name, [name], () => [...keys].filter(([, { isResolvable }]) => isResolvable).map(([key]) => key));
  }
  for (const { name, members, entity } of model.interfaces.values()) {
    if (entity?.keyIn !== subgraph && entity?.objectIn !== subgraph) continue;
    add(name, members, (member) => model.objects.get(member)!.keys.filter(({ fields }) => fields[0]!.field === "id"));
  }
  return resolvers;
}

function covers(representation: Json, selections: readonly Selection[]): boolean {
  return selections.every(({ field, selections: below }) => {
    const value = representation[field];
    return value !== undefined && (value === null || below.length === 0 || covers(value as Json, below));
  });
}

/** Keys that do not belong together would otherwise pass by whichever is read first. */
function checkTrue(model: Model, truth: Truth, thing: Thing, representation: Json): void {
  for (const [name, value] of Object.entries(representation)) {
    if (name === "__typename" || typeof value === "object") continue;
    const field = fieldOf(model, thing.type, name);
    if (field.args.length > 0) continue;
    const real = truth.valueOf(thing, field, {});
    if (real !== value)
      throw new Error(`${WRONGLY_ASKED}: ${thing.type}.${name} is ${String(real)}, not ${String(value)}`);
  }
}

function plain({
  data,
  errors,
}: {
  data?: unknown;
  errors?: readonly { toJSON(): GraphQLFormattedError }[];
}): SubgraphResult {
  return { ...(data !== undefined && { data }), ...(errors && { errors: errors.map((error) => error.toJSON()) }) };
}
