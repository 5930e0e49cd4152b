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
import { type Field, fieldOf, type Model, type TypeRef } from "./model.ts";
import { type Place, placeOf } from "./outage.ts";
import { type Json, TAKEN, type Thing, type Truth } from "./truth.ts";

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
  /** With a subgraph down: the data that do not need it. */
  readonly least?: unknown;
}

/** The whole API as one service over the same data. */
export interface Monolith {
  readonly schema: GraphQLSchema;
  answer(document: DocumentNode, variables: Json, down?: string): Promise<Expected>;
}

/** A thing below others, the nearest first. */
interface Below extends Thing {
  readonly above?: Below;
}
type Resolver = GraphQLFieldResolver<Below | undefined, unknown, Json>;

export function createMonolith(model: Model, typeDefs: string, truth: Truth): Monolith {
  const schema = buildSchema(typeDefs);
  const lenient = withoutNonNull(typeDefs);
  const run = async (on: GraphQLSchema, document: DocumentNode, variables: Json, fieldResolver: Resolver) => {
    truth.reset();
    const typeResolver = (thing: Thing) => thing.type;
    const { data, errors } = await execute({
      ...{ schema: on, document, variableValues: variables, fieldResolver, typeResolver },
    });
    return { data, ...(errors && { errors }) };
  };
  const valueOf = (thing: Below, field: Field, args: Json): unknown => {
    if (!field.takes) return truth.valueOf(thing, field, args);
    const setter = nearest(thing.above, field.takes.setters);
    return truth.valueOf(thing, field, { ...args, [TAKEN]: setter ? truth.taken(setter, field.takes) : null });
  };
  const plain: Resolver = (source, args, _, { parentType, fieldName }) => {
    const thing = source ?? rootOf(parentType.name);
    return below(thing, valueOf(thing, fieldOf(model, thing.type, fieldName), args));
  };
  return {
    schema,
    answer: async (document, variables, down) => {
      const failing: Path[] = [];
      const noting: Resolver = (source, args, context, info) => {
        const value = plain(source, args, context, info);
        noteNulls(
          value,
          fieldOf(model, source?.type ?? info.parentType.name, info.fieldName).type,
          pathOf(info.path),
          failing,
        );
        return value;
      };
      const { errors = [] } = await run(lenient, document, variables, noting);
      failing.push(...errors.map(({ path }) => path ?? []));
      const answer = await run(schema, document, variables, plain);
      if (!down) return { ...answer, failing };
      const { data: least } = await run(schema, document, variables, withOutage(model, truth, down));
      return { ...answer, failing, least };
    },
  };
}

/** Answers only what cannot have needed the subgraph that is down. */
function withOutage(model: Model, truth: Truth, down: string): Resolver {
  const placed = (value: unknown, place: Place): unknown => {
    if (Array.isArray(value)) return value.map((item) => placed(item, place));
    return typeof value === "object" && value !== null ? { ...value, place } : value;
  };
  return (source, args, _, { parentType, fieldName }) => {
    const thing = (source ?? { ...rootOf(parentType.name), place: NOWHERE }) as Thing & { place: Place };
    const field = fieldOf(model, thing.type, fieldName);
    const place = placeOf(model, down, thing.place, thing, field);
    if (!place) throw new Error(`${down} may have been needed`);
    return placed(truth.valueOf(thing, field, args), place);
  };
}

const NOWHERE: Place = { at: undefined, provided: [] };

function below(above: Below, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => below(above, item));
  return typeof value === "object" && value !== null ? { ...value, above } : value;
}

function nearest(thing: Below | undefined, types: readonly string[]): Thing | undefined {
  return !thing || types.includes(thing.type) ? thing : nearest(thing.above, types);
}

function rootOf(type: string): Thing {
  return { type, id: "" };
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
