import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  parse,
  validate,
} from "graphql";
import { type Random, randomOf, type Seed } from "./random.ts";
import type { Json } from "./truth.ts";

export interface Operation {
  readonly query: string;
  readonly variables: Json;
  /** The subgraph that is down meanwhile. */
  readonly down?: string;
  /** How often it is asked before, while all are up. */
  readonly rehearsals?: number;
}

const TRIES_MAX = 20;
const DEPTH_MAX = 5;
const FIELDS_MAX = 24;

/** A valid operation by chance. Selections that do not merge are thrown away, and the more often, the tamer the next. */
export function growOperation(schema: GraphQLSchema, ...seed: Seed): Operation {
  for (let attempt = 0; attempt < TRIES_MAX; attempt++) {
    const operation = growOne(schema, randomOf(...seed, "operation", attempt), attempt > TRIES_MAX / 2);
    if (validate(schema, parse(operation.query)).length === 0) return operation;
  }
  return { query: "{ __typename }", variables: {} };
}

interface Growth {
  readonly schema: GraphQLSchema;
  readonly random: Random;
  /** Every field gets a name of its own, so that all merge. */
  readonly isTame: boolean;
  readonly fragments: Map<string, { readonly on: string; text: string }>;
  readonly variables: Map<string, { readonly type: string; readonly byDefault?: string }>;
  readonly values: Json;
  fields: number;
  names: number;
}

function growOne(schema: GraphQLSchema, random: Random, isTame: boolean): Operation {
  const growth: Growth = {
    ...{ schema, random, isTame, fragments: new Map(), variables: new Map(), values: {}, fields: 0, names: 0 },
  };
  const mutation = schema.getMutationType();
  const isMutation = mutation && random.chance(0.15);
  const root = isMutation ? mutation : schema.getQueryType()!;
  const body = selectionSet(growth, root, 0);
  const definitions = [...growth.variables].map(
    ([name, { type, byDefault }]) => `$${name}: ${type}${byDefault === undefined ? "" : ` = ${byDefault}`}`,
  );
  const head = `${isMutation ? "mutation" : "query"}${definitions.length > 0 ? ` Random(${definitions.join(", ")})` : ""}`;
  const fragments = [...growth.fragments].map(([name, { on, text }]) => `fragment ${name} on ${on} ${text}`);
  return { query: [`${head} ${body}`, ...fragments].join("\n"), variables: growth.values };
}

function selectionSet(growth: Growth, type: GraphQLCompositeType, depth: number): string {
  const { random } = growth;
  const selections: string[] = [];
  for (let count = random.int(1, depth === 0 ? 3 : 4); count > 0; count--)
    selections.push(selection(growth, type, depth));
  return `{ ${selections.join(" ")} }`;
}

function selection(growth: Growth, type: GraphQLCompositeType, depth: number): string {
  const { random } = growth;
  const dice = random.next();
  const isDeep = depth > DEPTH_MAX || growth.fields > FIELDS_MAX;
  if (dice < 0.08) return `${random.chance(0.3) ? `${aliasOf(growth)}: ` : ""}__typename${condition(growth)}`;
  if (!isDeep && (dice < (isAbstractType(type) ? 0.4 : 0.13) || isUnionType(type)))
    return inlineFragment(growth, type, depth);
  if (!isDeep && dice > 0.92) return fragmentSpread(growth, type, depth);
  if (isUnionType(type)) return "__typename";
  const fields = Object.values(type.getFields());
  const leaves = fields.filter((field) => !isCompositeType(getNamedType(field.type)));
  if (isDeep && leaves.length === 0) return "__typename";
  return fieldSelection(growth, random.pick(isDeep ? leaves : fields), depth);
}

function fieldSelection(growth: Growth, field: GraphQLField<unknown, unknown>, depth: number): string {
  const { random } = growth;
  growth.fields += 1;
  const alias = growth.isTame || random.chance(0.15) ? `${aliasOf(growth)}: ` : "";
  const args = field.args.flatMap((arg) => argument(growth, arg));
  const inside = args.length > 0 ? `(${args.join(", ")})` : "";
  const named = getNamedType(field.type);
  const below = isCompositeType(named) ? ` ${selectionSet(growth, named, depth + 1)}` : "";
  return `${alias}${field.name}${inside}${condition(growth)}${below}`;
}

function inlineFragment(growth: Growth, type: GraphQLCompositeType, depth: number): string {
  const { random } = growth;
  if (random.chance(0.1)) return `...${condition(growth)} ${selectionSet(growth, type, depth)}`;
  const on = overlapping(growth, type);
  return `... on ${on.name}${condition(growth)} ${selectionSet(growth, on, depth)}`;
}

function fragmentSpread(growth: Growth, type: GraphQLCompositeType, depth: number): string {
  const { random, fragments } = growth;
  const known = [...fragments].filter(([, { on, text }]) => on === type.name && text !== "");
  if (known.length > 0 && random.chance(0.5)) return `...${random.pick(known)[0]}${condition(growth)}`;
  const on = random.chance(0.7) ? type : overlapping(growth, type);
  const name = `F${(growth.names += 1)}`;
  const fragment = { on: on.name, text: "" };
  fragments.set(name, fragment);
  fragment.text = selectionSet(growth, on, depth);
  return `...${name}${condition(growth)}`;
}

/** A type that an object of `type` may also be. */
function overlapping({ schema, random }: Growth, type: GraphQLCompositeType): GraphQLCompositeType {
  const possible: readonly GraphQLCompositeType[] = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  const abstract = Object.values(schema.getTypeMap())
    .filter((other) => isAbstractType(other))
    .filter((other) => possible.some((member) => isObjectType(member) && schema.isSubType(other, member)));
  return random.pick(random.chance(0.25) && abstract.length > 0 ? abstract : possible);
}

/** Few names, so that different fields meet under one name where their types allow it. */
function aliasOf(growth: Growth): string {
  return growth.isTame ? `x${(growth.names += 1)}` : growth.random.pick(["a", "b", "title", "id"]);
}

function condition(growth: Growth): string {
  const { random } = growth;
  if (!random.chance(0.08)) return "";
  const name = random.pick(["skip", "include"]);
  const value = random.chance(0.3) ? String(random.chance(0.5)) : variable(growth, "Boolean!", random.chance(0.5));
  return ` @${name}(if: ${value})`;
}

function argument(growth: Growth, { name, type, defaultValue }: GraphQLArgument): string[] {
  const { random } = growth;
  const isRequired = isNonNullType(type) && defaultValue === undefined;
  if (!isRequired && random.chance(0.3)) return [];
  if (random.chance(0.6)) return [`${name}: ${literal(growth, type, true)}`];
  return [`${name}: ${variableFor(growth, type, defaultValue !== undefined)}`];
}

function variableFor(growth: Growth, type: GraphQLInputType, hasDefault: boolean): string {
  const { random } = growth;
  const isLoose = isNonNullType(type) && hasDefault && random.chance(0.3);
  const declared = isLoose ? type.ofType : type;
  const value = valueOf(random, isLoose ? type : declared);
  if (!isNonNullType(declared) && random.chance(0.2)) return variable(growth, String(declared), undefined);
  if (random.chance(0.2))
    return variable(growth, String(declared), undefined, literal(growth, isLoose ? type : declared, false));
  return variable(growth, String(declared), value);
}

function variable(growth: Growth, type: string, value: unknown, byDefault?: string): string {
  const { random, variables, values } = growth;
  const known = [...variables].filter(([, known]) => known.type === type);
  if (known.length > 0 && random.chance(0.4)) return `$${random.pick(known)[0]}`;
  const name = `v${variables.size}`;
  variables.set(name, { type, ...(byDefault !== undefined && { byDefault }) });
  if (value !== undefined) values[name] = value;
  return `$${name}`;
}

function literal(growth: Growth, type: GraphQLInputType, mayVary: boolean): string {
  const { random } = growth;
  if (isNonNullType(type)) return literal(growth, type.ofType, mayVary);
  if (isListType(type))
    return `[${Array.from({ length: random.int(0, 2) }, () => literal(growth, type.ofType, mayVary)).join(", ")}]`;
  if (isInputObjectType(type)) {
    const entries = Object.values(type.getFields()).flatMap((field) => {
      const isNested = isInputObjectType(getNamedType(field.type));
      if (random.chance(isNested ? 0.8 : 0.4)) return [];
      const isVariable = mayVary && random.chance(0.3);
      return [
        `${field.name}: ${isVariable ? variableFor(growth, field.type, false) : literal(growth, field.type, mayVary)}`,
      ];
    });
    return `{ ${entries.join(", ")} }`;
  }
  return isEnumType(type) ? random.pick(type.getValues()).name : JSON.stringify(valueOf(random, type));
}

function valueOf(random: Random, type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return valueOf(random, type.ofType) ?? valueOf(random, type);
  if (random.chance(0.1)) return null;
  if (isListType(type)) return Array.from({ length: random.int(0, 2) }, () => valueOf(random, type.ofType));
  if (isInputObjectType(type)) {
    const entries = Object.values(type.getFields()).flatMap((field) =>
      random.chance(isInputObjectType(getNamedType(field.type)) ? 0.8 : 0.4)
        ? []
        : [[field.name, valueOf(random, field.type)]],
    );
    return Object.fromEntries(entries);
  }
  if (isEnumType(type)) return random.pick(type.getValues()).name;
  switch (type.name) {
    case "Int":
      return random.int(-3, 9);
    case "Float":
      return random.int(-9, 9) / 4;
    case "Boolean":
      return random.chance(0.5);
    default:
      return random.pick(["x", "y", "", `"quoted"`, "ü"]);
  }
}
