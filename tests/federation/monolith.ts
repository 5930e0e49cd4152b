import {
  buildASTSchema,
  buildSchema,
  type DocumentNode,
  execute,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  Kind,
  parse,
  visit,
} from "graphql";
import { fieldOf, type Model, type TypeRef } from "./model.ts";
import type { Json, Thing, Truth } from "./truth.ts";

export type Path = readonly (string | number)[];

export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly path?: Path }[];
}

export interface Expected extends Answer {
  /**
   * Every place that fails, those included that one service never reaches because null has risen over them: which of
   * several errors below one null is told is left to whoever executes.
   */
  readonly failing: readonly Path[];
}

/** The whole API as one service over the same data. */
export interface Monolith {
  readonly schema: GraphQLSchema;
  answer(document: DocumentNode, variables: Json): Promise<Expected>;
}

export function createMonolith(model: Model, typeDefs: string, truth: Truth): Monolith {
  const schema = buildSchema(typeDefs);
  const lenient = withoutNonNull(typeDefs);
  const run = async (which: GraphQLSchema, document: DocumentNode, variables: Json, failing: Path[] = []) => {
    truth.reset();
    const { data, errors } = await execute({
      schema: which,
      document,
      variableValues: variables,
      fieldResolver: resolver(model, truth, failing),
      typeResolver: (thing: Thing) => thing.type,
    });
    return { data, ...(errors && { errors }) };
  };
  return {
    schema,
    answer: async (document, variables) => {
      const failing: Path[] = [];
      const { errors = [] } = await run(lenient, document, variables, failing);
      failing.push(...errors.map(({ path }) => path ?? []));
      return { ...(await run(schema, document, variables)), failing };
    },
  };
}

function resolver(model: Model, truth: Truth, failing: Path[]): GraphQLFieldResolver<Thing | undefined, unknown, Json> {
  return (source, args, _, info) => {
    const thing = source ?? { type: info.parentType.name, id: "" };
    const field = fieldOf(model, thing.type, info.fieldName);
    const at = pathOf(info.path);
    const value = truth.valueOf(thing, field, args);
    noteNulls(value, field.type, at, failing);
    return value;
  };
}

function noteNulls(value: unknown, { of, isNonNull }: TypeRef, at: Path, failing: Path[]): void {
  if (value === null && isNonNull) failing.push(at);
  if (Array.isArray(value)) value.forEach((item, index) => noteNulls(item, of as TypeRef, [...at, index], failing));
}

function pathOf(path: GraphQLResolveInfo["path"]): Path {
  return path.prev ? [...pathOf(path.prev), path.key] : [path.key];
}

/** A service that answers everything it can, so that it meets every failure. */
function withoutNonNull(typeDefs: string): GraphQLSchema {
  return buildASTSchema(
    visit(parse(typeDefs), {
      InputValueDefinition: () => false,
      NonNullType: { leave: ({ type }) => type },
      [Kind.DIRECTIVE_DEFINITION]: () => false,
    }),
  );
}
