import {
  type GraphQLCompositeType,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isUnionType,
} from "graphql";

/** A random operation of a schema, and values for its variables. */
export interface RandomOperation {
  readonly text: string;
  readonly variables: Record<string, unknown>;
}

const DEPTH_MAX = 5;
const SIZE_MAX = 7;

/**
 * Writes an operation by choices: random numbers, each read once, then zeros, which end it soon. Its fields, arguments and fragments fit the
 * schema; fields of one response name need not merge.
 */
export function writeOperation(schema: GraphQLSchema, choices: readonly number[]): RandomOperation {
  let read = 0;
  const choose = (among: number): number => (choices[read++] ?? 0) % among;
  const pick = <Item>(items: readonly Item[]): Item => items[choose(items.length)]!;
  const definitions: string[] = [];
  const variables: Record<string, unknown> = {};
  const fragments: { name: string; type: GraphQLCompositeType; text: string }[] = [];

  const variable = (type: string, value: unknown, text: string): string => {
    const name = `v${definitions.length}`;
    const byDefault = choose(3) === 2;
    definitions.push(`$${name}: ${type}${byDefault ? ` = ${text}` : ""}`);
    if (!byDefault || choose(2) === 1) variables[name] = value;
    return `$${name}`;
  };

  const literal = (type: GraphQLInputType): { text: string; value: unknown } => {
    if (isNonNullType(type)) return literal(type.ofType);
    if (isListType(type)) {
      const items = Array.from({ length: choose(4) }, () => literal(type.ofType));
      return { text: `[${items.map(({ text }) => text).join(", ")}]`, value: items.map(({ value }) => value) };
    }
    if (isInputObjectType(type)) {
      const members = Object.values(type.getFields())
        .filter(() => choose(2) === 1)
        .map(({ name, type: of }) => ({ name, ...literal(of) }));
      return {
        text: `{${members.map(({ name, text }) => `${name}: ${text}`).join(", ")}}`,
        value: Object.fromEntries(members.map(({ name, value }) => [name, value])),
      };
    }
    if (isEnumType(type)) return { text: type.getValues()[0]!.name, value: type.getValues()[0]!.name };
    if (type.name === "Boolean")
      return choose(2) === 0 ? { text: "true", value: true } : { text: "false", value: false };
    const size = choose(SIZE_MAX);
    return type.name === "ID" || type.name === "String"
      ? { text: `"${size}"`, value: String(size) }
      : { text: String(size), value: size };
  };

  const value = (type: GraphQLInputType): string => {
    const { text, value: json } = literal(type);
    return choose(2) === 0 ? text : variable(String(type), json, text);
  };

  const condition = (): string => {
    if (choose(6) < 5) return "";
    const text = choose(2) === 0 ? "true" : "false";
    const given = choose(2) === 0 ? text : variable("Boolean!", text === "true", text);
    return ` @${pick(["include", "skip"])}(if: ${given})`;
  };

  const field = (type: GraphQLCompositeType, depth: number): string => {
    const fields = isUnionType(type) ? [] : Object.values(type.getFields());
    const fit = fields.filter((each) => depth < DEPTH_MAX || !isCompositeType(getNamedType(each.type)));
    if (fit.length === 0 || choose(12) === 11) return "__typename";
    const { name, args, type: of } = pick(fit);
    const alias = choose(4) === 3 ? `${pick(["a", "b", ...fields.map((each) => each.name)])}: ` : "";
    const given = args
      .filter((arg) => choose(2) === 1 || isNonNullType(arg.type))
      .map((arg) => `${arg.name}: ${value(arg.type)}`);
    const named = getNamedType(of);
    const below = isCompositeType(named) ? ` ${selection(named, depth + 1)}` : "";
    return `${alias}${name}${given.length > 0 ? `(${given.join(", ")})` : ""}${condition()}${below}`;
  };

  const overlapping = (type: GraphQLCompositeType): readonly GraphQLCompositeType[] => {
    const others = Object.values(schema.getTypeMap()).filter(isAbstractType);
    const objects = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
    return [
      type,
      ...objects,
      ...others.filter((other) => schema.getPossibleTypes(other).some((one) => objects.includes(one))),
    ];
  };

  const selection = (type: GraphQLCompositeType, depth: number): string => {
    const parts = Array.from({ length: 1 + choose(4) }, () => {
      const kind = depth < DEPTH_MAX ? choose(6) : 0;
      if (kind === 5) {
        const on = pick(overlapping(type));
        const [typeCondition, of] = choose(3) === 0 ? ["", type] : [` on ${on.name}`, on];
        return `...${typeCondition}${condition()} ${selection(of, depth + 1)}`;
      }
      if (kind === 4) return `...${spread(pick(overlapping(type)), depth)}${condition()}`;
      return field(type, depth);
    });
    return `{ ${parts.join(" ")} }`;
  };

  const spread = (type: GraphQLCompositeType, depth: number): string => {
    const known = fragments.filter((fragment) => fragment.type === type);
    if (known.length > 0 && choose(2) === 1) return pick(known).name;
    const text = selection(type, depth + 1);
    const name = `F${fragments.length}`;
    fragments.push({ name, type, text });
    return name;
  };

  const isMutation = choose(6) === 5 && schema.getMutationType();
  const body = selection(isMutation || schema.getQueryType()!, 0);
  const head = `${isMutation ? "mutation" : "query"}${definitions.length > 0 ? ` (${definitions.join(", ")})` : ""}`;
  const texts = fragments.map(({ name, type, text }) => `fragment ${name} on ${type.name} ${text}`);
  return { text: [`${head} ${body}`, ...texts].join("\n"), variables };
}
