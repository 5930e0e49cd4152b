import { freeName, growEntityField, LEAVES } from "./grow-fields.ts";
import { growKey, newField, objectType } from "./grow-types.ts";
import { isComposite, type Model, namedTypeOf, type ObjectType, type Selection, type TypeRef } from "./model.ts";
import { declareKey, homesOf, own, presenceOf } from "./presence.ts";
import type { Random } from "./random.ts";

/**
 * An entity whose fields take a value from above: @context and @fromContext. Only setters lead to it, since composition
 * asks for a setter above each field that takes.
 */
export function growContext(model: Model, random: Random): void {
  if (!random.chance(0.4)) return;
  const subgraph = random.pick(model.subgraphs);
  const able = [...model.objects.values()].filter(
    (type) => type.kind === "entity" && homesOf(type).includes(subgraph) && !type.barredFrom.has(subgraph),
  );
  const setters = random.some(able, 1, 2);
  if (setters.length === 0) return;
  const taken = growTaken(model, random, setters, subgraph);
  const taker = growTaker(model, random, subgraph);
  for (let count = random.int(1, 2); count > 0; count--) {
    const field = newField(freeName(model, random, [taker]), leafRef(random));
    taker.fields.set(field.name, field);
    field.owners.add(subgraph);
    field.takes = { ...taken, subgraph, setters: setters.map(({ name }) => name) };
  }
  for (const setter of setters) {
    growWay(model, random, setter, taker);
    // Operations by chance come by seldom otherwise.
    growWay(model, random, model.objects.get("Query")!, setter);
  }
}

function growWay(model: Model, random: Random, from: ObjectType, to: ObjectType): void {
  const homes = from.kind === "root" ? homesOf(to) : homesOf(from);
  const ref = { of: to.name, isNonNull: random.chance(0.3) };
  const field = newField(freeName(model, random, [from]), random.chance(0.7) ? { of: ref, isNonNull: false } : ref);
  from.fields.set(field.name, field);
  own(model, random, field, random.pick(homes));
}

/** The same field of all setters, each resolved by the subgraph that sets the context or by another. */
function growTaken(
  model: Model,
  random: Random,
  setters: readonly ObjectType[],
  subgraph: string,
): { selection: Selection; type: TypeRef } {
  const name = freeName(model, random, setters);
  const values = [...model.objects.values()].filter(({ kind }) => kind === "value");
  const [value, leaf] = random.pick([
    undefined,
    ...values.flatMap((type) =>
      [...type.fields.values()]
        .filter(({ type: ref, args }) => typeof ref.of === "string" && !isComposite(model, ref.of) && args.length === 0)
        .map((field) => [type, field] as const),
    ),
  ]) ?? [undefined, undefined];
  const of = value?.name ?? random.pick(LEAVES);
  for (const setter of setters) {
    const field = newField(name, { of, isNonNull: random.chance(0.3) });
    setter.fields.set(name, field);
    field.isRequired = true;
    own(model, random, field, random.pick(homesOf(setter)));
    if (!field.owners.has(subgraph)) presenceOf(setter, subgraph).externals.add(name);
  }
  if (!leaf) return { selection: { field: name, selections: [] }, type: { of, isNonNull: false } };
  leaf.isRequired = true;
  const below = { field: leaf.name, selections: [] };
  return { selection: { field: name, selections: [below] }, type: { of: namedTypeOf(leaf.type), isNonNull: false } };
}

function growTaker(model: Model, random: Random, subgraph: string): ObjectType {
  const taker = objectType("Fox", "entity", random.int(2, 4));
  model.objects.set(taker.name, taker);
  taker.keys.push(growKey(taker, "id", false, undefined));
  const others = model.subgraphs.filter((name) => name !== subgraph);
  for (const home of [subgraph, ...random.some(others, 0, 2)]) {
    taker.presence.set(home, { keys: new Map(), externals: new Set() });
    declareKey(model, random, taker, taker.keys[0]!, home, true);
  }
  for (let count = random.int(0, 2); count > 0; count--) growEntityField(model, random, taker);
  return taker;
}

function leafRef(random: Random): TypeRef {
  return { of: random.pick(LEAVES), isNonNull: random.chance(0.3) };
}
