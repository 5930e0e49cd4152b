import {
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLEnumType,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import type { Completion } from "./completion.ts";
import { namesOf } from "./leaf-values.ts";
import { isPlainName } from "./plain-name.ts";
import type { Json } from "./rewrites.ts";

/**
 * Shapes collected data into the client's answer where nothing is amiss: the fields asked for, in their order.
 * Undefined when a value is missing or wrong, which `complete` then finds again and tells with its path.
 */
export type Shape = (
  data: Json,
  conditions: Readonly<Record<string, unknown>>,
  /** Objects that a subgraph said it does not know: of them values may be missing. */
  unknown: { has(object: object): boolean },
) => Json | undefined;

/**
 * Compiles an operation into one function per selection and type. It is made of checked GraphQL names only, so that no
 * text of a client becomes code. Undefined for introspection, which the data does not hold, and for what would be too much code.
 */
export function compileShape(
  schema: GraphQLSchema,
  { operation, fragments, nameOf }: Pick<Completion, "operation" | "fragments" | "nameOf">,
): Shape | undefined {
  const writer = new ShapeWriter(schema, fragments, nameOf);
  const root = schema.getRootType(operation.operation)!;
  const selections = [{ set: operation.selectionSet, guard: ALWAYS }];
  const name = writer.objectFunction(root, selections);
  if (!writer.isCompilable) return undefined;
  const source = `"use strict";
let c, u, failed;
const fail = () => { failed = true; return null; };
${writer.functions.join("\n")}
return (data, conditions, unknown) => { c = conditions; u = unknown; failed = false; const shaped = ${name}(data); c = u = undefined; return failed ? undefined : shaped; };`;
  return new Function("enums", source)(writer.enums) as Shape;
}

/** What stands in a value's place: of one that may not be null, and of one that may, whose object is `o` but for items. */
const NONE = "if (v === null || v === undefined) return fail();";
const NULL = "if (v === null) return null; if (v === undefined) return u.has(o) ? null : fail();";
/** Selections on interfaces with many types multiply. */
const FUNCTIONS_MAX = 5_000;

/** A conjunction of `c.yes === true` and the like, as code; empty for always. */
type Guard = string;
const ALWAYS: Guard = "";

type KnownType = GraphQLObjectType | GraphQLInterfaceType;

interface GuardedSelections {
  readonly set: SelectionSetNode;
  readonly guard: Guard;
}

interface GuardedField {
  readonly node: FieldNode;
  readonly guard: Guard;
}

class ShapeWriter {
  readonly functions: string[] = [];
  readonly enums: ReadonlySet<string>[] = [];
  isCompilable = true;
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #enumNames = new Map<GraphQLEnumType, string>();
  readonly #nameOf: Completion["nameOf"];
  readonly #leaves = new Set<string>();

  constructor(schema: GraphQLSchema, fragments: Completion["fragments"], nameOf: Completion["nameOf"]) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#nameOf = nameOf;
  }

  /** Writes the function that shapes an object of this type, and returns its name. */
  objectFunction(type: KnownType, selections: readonly GuardedSelections[]): string {
    const fields = new Map<string, GuardedField[]>();
    const places: Place[] = [];
    for (const { set, guard } of selections) this.#collect(type, set, guard, fields, places);
    const occurrences = placedOnce(places);
    const isPlain = occurrences.every(({ guard }) => guard === ALWAYS);
    const valueOf = (name: string) => this.#value(type, name, fields.get(name)!);
    const name = `o${this.functions.length}`;
    // Its place is taken before those of the functions that it calls.
    const place = this.functions.push("") - 1;
    const body = isPlain
      ? `return {${occurrences.map((one) => `${this.#nameOf(one.name)}: ${valueOf(one.name)}`).join(", ")}};`
      : `const r = {}; ${occurrences.map((one) => `${one.guard ? `if (${one.guard}) ` : ""}r.${this.#nameOf(one.name)} = ${valueOf(one.name)};`).join(" ")} return r;`;
    this.functions[place] = `function ${name}(o) { ${body} }`;
    return name;
  }

  #collect(
    type: KnownType,
    set: SelectionSetNode,
    guard: Guard,
    fields: Map<string, GuardedField[]>,
    places: Place[],
  ): void {
    for (const selection of set.selections) {
      const inner = guarded(guard, selection);
      if (inner === undefined) continue;
      if (selection.kind === Kind.FIELD) {
        const name = selection.alias?.value ?? selection.name.value;
        fields.set(name, [...(fields.get(name) ?? []), { node: selection, guard: inner }]);
        places.push({ name, guard: inner });
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments.get(selection.name.value)!;
      if (fragment.typeCondition && !this.#matches(type, fragment.typeCondition.name.value)) continue;
      this.#collect(type, fragment.selectionSet, inner, fields, places);
    }
  }

  #matches(type: KnownType, condition: string): boolean {
    if (type.name === condition) return true;
    const wanted = this.#schema.getType(condition);
    return isAbstractType(wanted) && this.#schema.isSubType(wanted, type);
  }

  #value(type: KnownType, name: string, list: readonly GuardedField[]): string {
    const fieldName = list[0]!.node.name.value;
    if (fieldName === "__typename") return isObjectType(type) ? JSON.stringify(type.name) : "fail()";
    const field = type.getFields()[fieldName];
    if (!field || this.functions.length > FUNCTIONS_MAX) {
      this.isCompilable = false;
      return "null";
    }
    const selections = list.flatMap(({ node, guard }) =>
      node.selectionSet ? [{ set: node.selectionSet, guard }] : [],
    );
    const holder = isNonNullType(field.type) ? "" : ", o";
    return `${this.#valueFunction(field.type, selections)}(${heldUnder(name)}${holder})`;
  }

  /** Writes the function that shapes a value of this type, and returns its name. */
  #valueFunction(type: GraphQLOutputType, selections: readonly GuardedSelections[]): string {
    const inner = isNonNullType(type) ? type.ofType : type;
    const isLeaf = isLeafType(inner);
    const key = isLeaf ? `${isNonNullType(type) ? "n" : "v"}_${inner.name}` : `v${this.functions.length}`;
    if (isLeaf && this.#leaves.has(key)) return key;
    if (isLeaf) this.#leaves.add(key);
    const place = this.functions.push("") - 1;
    this.functions[place] =
      `function ${isNonNullType(type) ? `${key}(v) { ${NONE}` : `${key}(v, o) { ${NULL}`} ${this.#present(inner, selections)} }`;
    return key;
  }

  #present(type: Exclude<GraphQLOutputType, { kind: "NonNull" }>, selections: readonly GuardedSelections[]): string {
    if (isListType(type)) {
      const item = this.#valueFunction(type.ofType, selections);
      return `if (!Array.isArray(v)) return fail(); const r = new Array(v.length); for (let i = 0; i < v.length; i++) r[i] = ${item}(v[i]); return r;`;
    }
    if (isEnumType(type)) return `return ${this.#enumSet(type)}.has(v) ? v : fail();`;
    const named = getNamedType(type);
    if (isLeafType(named)) return `return ${LEAVES.get(named.name) ?? "v"};`;
    const objectCheck = `if (typeof v !== "object") return fail();`;
    if (isObjectType(type)) return `${objectCheck} return ${this.objectFunction(type, selections)}(v);`;
    const possible = isAbstractType(type) ? this.#schema.getPossibleTypes(type) : [];
    const cases = possible.map((one) => `case "${one.name}": return ${this.objectFunction(one, selections)}(v);`);
    // A subgraph that knows the interface only (@interfaceObject) says its name.
    const itself =
      "getFields" in type
        ? `case undefined: case "${type.name}": return ${this.objectFunction(type, selections)}(v);`
        : "";
    return `${objectCheck} switch (v.__typename) { ${cases.join(" ")} ${itself} default: return fail(); }`;
  }

  #enumSet(type: GraphQLEnumType): string {
    const known = this.#enumNames.get(type);
    if (known) return known;
    const name = `enums[${this.enums.length}]`;
    this.enums.push(namesOf(type));
    this.#enumNames.set(type, name);
    return name;
  }
}

/** What all objects have by themselves is not what this one holds. */
function heldUnder(name: string): string {
  return isPlainName(name) ? `o.${name}` : `(Object.hasOwn(o, "${name}") ? o.${name} : undefined)`;
}

interface Place {
  readonly name: string;
  readonly guard: Guard;
}

/** A field stands where it is first included, which may depend on variables: then it has several places, each for its case. */
function placedOnce(places: readonly Place[]): Place[] {
  const earlier = new Map<string, Guard[]>();
  return places.flatMap(({ name, guard }) => {
    const before = earlier.get(name) ?? [];
    if (before.includes(ALWAYS)) return [];
    earlier.set(name, [...before, guard]);
    return [{ name, guard: [guard, ...before.map((other) => `!(${other})`)].filter(Boolean).join(" && ") }];
  });
}

/** How the specification's scalars are read from JSON (the same as `leafValue`); any other passes as it came. */
const LEAVES: ReadonlyMap<string, string> = new Map([
  ["Int", `typeof v === "number" && (v | 0) === v ? v : fail()`],
  ["Float", `typeof v === "number" && Number.isFinite(v) ? v : fail()`],
  ["String", `typeof v === "string" ? v : fail()`],
  ["Boolean", `typeof v === "boolean" ? v : fail()`],
  ["ID", `typeof v === "string" ? v : Number.isSafeInteger(v) ? String(v) : fail()`],
]);

/** The guard below this selection, or undefined where it is never included. */
function guarded(guard: Guard, { directives = [] }: SelectionNode): Guard | undefined {
  let all = guard;
  for (const { name, arguments: args } of directives) {
    if (name.value !== "skip" && name.value !== "include") continue;
    const wanted = name.value === "include";
    const value = args?.[0]?.value;
    if (value?.kind === Kind.BOOLEAN) {
      if (value.value !== wanted) return undefined;
    } else if (value?.kind === Kind.VARIABLE) {
      const test = `c.${value.name.value} ${wanted ? "===" : "!=="} true`;
      all = all === ALWAYS ? test : `${all} && ${test}`;
    }
  }
  return all;
}
