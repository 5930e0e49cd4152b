import { freeName } from "./grow-fields.ts";
import { newField } from "./grow-types.ts";
import {
  type Field,
  type Input,
  interfacesOf,
  isComposite,
  membersIn,
  type Model,
  namedTypeOf,
  type ObjectType,
  type Selection,
  type TypeRef,
} from "./model.ts";
import { ensurePresent, homesOf, own, presenceOf } from "./presence.ts";
import type { Random } from "./random.ts";

/** What makes fields cross subgraphs: @requires, @provides, @override, @inaccessible; and what fails. */
export function growCrossings(model: Model, random: Random): void {
  const entities = [...model.objects.values()].filter(({ kind }) => kind === "entity");
  for (const type of entities) for (const field of type.fields.values()) growOverride(model, random, type, field);
  for (const type of entities)
    for (const home of homesOf(type)) if (random.chance(0.4)) growRequires(model, random, type, home);
  for (const type of model.objects.values())
    if (type.kind !== "value")
      for (const field of type.fields.values())
        for (const owner of field.owners) if (random.chance(0.3)) growProvides(model, random, field, owner);
  for (const type of model.objects.values()) growInaccessible(model, random, type);
  for (const type of model.objects.values()) for (const field of type.fields.values()) growFault(random, field);
  for (const { entity } of model.interfaces.values())
    for (const field of entity?.fields.values() ?? []) growFault(random, field);
}

function growOverride(model: Model, random: Random, type: ObjectType, field: Field): void {
  const [owner] = field.owners;
  if (field.owners.size !== 1 || field.kind !== "plain" || !random.chance(0.15)) return;
  const named = namedTypeOf(field.type);
  if (isComposite(model, named) && !model.objects.has(named)) return;
  const others = homesOf(type).filter((home) => home !== owner && !model.objects.get(named)?.barredFrom.has(home));
  if (others.length === 0) return;
  const from = random.pick(others);
  ensurePresent(model, random, named, from);
  field.override = random.chance(0.3) ? { from, label: "percent(50)" } : { from };
}

/** A new field that its subgraph computes from fields of others. */
function growRequires(model: Model, random: Random, type: ObjectType, home: string): void {
  const candidates = [...type.fields.values()].filter(
    (field) => field.kind === "plain" && !resolvesOrDid(field, home) && isSelectable(model, field, home),
  );
  if (candidates.length === 0) return;
  const selections = random.some(candidates, 1, 2).map((field) => require(model, random, type, field, home, 2));
  const ref: TypeRef = {
    of: random.pick(["Int", "String", ...(homesOf(type).includes(home) ? [type.name] : [])]),
    isNonNull: random.chance(0.3),
  };
  const field = newField(freeName(model, random, [type]), ref);
  type.fields.set(field.name, field);
  own(model, random, field, home);
  field.requires = selections;
}

function require(model: Model, random: Random, type: ObjectType, field: Field, home: string, depth: number): Selection {
  if (!resolvesOrDid(field, home)) presenceOf(type, home).externals.add(field.name);
  field.isNeeded = true;
  const args = constantArgs(random, field.args);
  const named = model.objects.get(namedTypeOf(field.type));
  if (!named) return { field: field.name, ...(args && { args }), selections: [] };
  ensurePresent(model, random, named.name, home);
  const below = [...named.fields.values()].filter(
    (inner) =>
      isSelectable(model, inner, home) &&
      inner.override?.from !== home &&
      // Composition does not come back to the subgraph whose need it looks after.
      [...inner.owners].some((owner) => owner !== home) &&
      (depth > 1 || !isComposite(model, namedTypeOf(inner.type))),
  );
  const chosen = random.some(below, 1, 2);
  return {
    field: field.name,
    ...(args && { args }),
    selections: chosen.map((inner) => require(model, random, named, inner, home, depth - 1)),
  };
}

/** For such parents only, the owner of `field` brings along a field that others resolve. */
function growProvides(model: Model, random: Random, field: Field, owner: string): void {
  const named = namedTypeOf(field.type);
  if (!isComposite(model, named) || model.interfaces.get(named)?.entity?.objectIn === owner) return;
  const selections = membersIn(model, owner, named).flatMap((member) => {
    const type = model.objects.get(member)!;
    const candidates = [...type.fields.values()].filter((inner) => isProvidable(model, inner, owner));
    if (type.kind !== "entity" || candidates.length === 0) return [];
    return random.some(candidates, 1, 2).map((inner) => ({
      ...provide(model, random, type, inner, owner),
      ...(member !== named && { on: member }),
    }));
  });
  if (selections.length > 0) field.provides.set(owner, selections);
}

function isProvidable(model: Model, field: Field, owner: string): boolean {
  const value = model.objects.get(namedTypeOf(field.type));
  const isPlain = field.kind === "plain" && field.args.length === 0 && !field.requires && !field.override;
  return isPlain && !resolvesOrDid(field, owner) && isSelectable(model, field, owner) && value?.kind !== "entity";
}

function provide(model: Model, random: Random, type: ObjectType, field: Field, owner: string): Selection {
  presenceOf(type, owner).externals.add(field.name);
  field.providedIn.add(owner);
  const value = model.objects.get(namedTypeOf(field.type));
  if (!value) return { field: field.name, selections: [] };
  ensurePresent(model, random, value.name, owner);
  const leaves = [...value.fields.values()].filter(
    ({ type: ref, args }) => !isComposite(model, namedTypeOf(ref)) && args.length === 0,
  );
  return {
    field: field.name,
    selections: random.some(leaves, 1, 2).map(({ name }) => ({ field: name, selections: [] })),
  };
}

/** Could a subgraph that does not resolve the field name it in a selection? */
function isSelectable(model: Model, field: Field, subgraph: string): boolean {
  const named = namedTypeOf(field.type);
  const object = model.objects.get(named);
  if (!object) return !isComposite(model, named);
  if (object.barredFrom.has(subgraph)) return false;
  return [...object.fields.values()].some(
    ({ type, args }) => !isComposite(model, namedTypeOf(type)) && args.length === 0,
  );
}

function resolvesOrDid(field: Field, subgraph: string): boolean {
  return field.owners.has(subgraph) || field.override?.from === subgraph;
}

function constantArgs(random: Random, args: readonly Input[]): Record<string, unknown> | undefined {
  const chosen = args.filter(
    ({ type, byDefault }) => (type.isNonNull && byDefault === undefined) || random.chance(0.6),
  );
  if (chosen.length === 0) return undefined;
  return Object.fromEntries(chosen.map(({ name, type }) => [name, constant(random, type)]));
}

function constant(random: Random, { of }: TypeRef): unknown {
  if (typeof of !== "string") return [constant(random, of)];
  switch (of) {
    case "Int":
      return random.int(1, 3);
    case "Boolean":
      return random.chance(0.5);
    case "Mood":
      return random.pick(["CALM", "BRIGHT", "GRIM"]);
    case "Filter":
      return { text: "need", limit: random.int(1, 3) };
    default:
      return random.pick(["x", "y"]);
  }
}

function growInaccessible(model: Model, random: Random, type: ObjectType): void {
  const ofInterfaces = interfacesOf(model, type.name).flatMap(({ fields }) => [...fields.keys()]);
  for (const field of type.fields.values()) {
    const others = [...type.fields.values()].filter((other) => other !== field && !other.isInaccessible);
    if (others.length === 0 || ofInterfaces.includes(field.name) || !random.chance(0.07)) continue;
    field.isInaccessible = true;
  }
}

/** What others need is always there: a hidden fetch that fails would tell of a field that the client never asked for. */
function growFault(random: Random, field: Field): void {
  if (field.isNeeded || field.kind !== "plain" || field.strictIn.size > 0 || !random.chance(0.2)) return;
  field.fault = hasNonNull(field.type) && random.chance(0.5) ? "null" : "throws";
}

function hasNonNull({ of, isNonNull }: TypeRef): boolean {
  return isNonNull || (typeof of !== "string" && hasNonNull(of));
}
