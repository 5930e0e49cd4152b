import {
  type Context,
  type Field,
  fieldOf,
  type Input,
  isComposite,
  type Key,
  membersIn,
  type Model,
  namedTypeOf,
  type Selection,
  type TypeRef,
} from "./model.ts";
import { hashOf } from "./random.ts";

/** One entity or value, by what it is; all else follows from that. */
export interface Thing {
  readonly type: string;
  readonly id: string | number;
}

export type Json = Record<string, unknown>;

/** The argument by which a field takes what is set above it. */
export const TAKEN = "taken";

/** How a subgraph begins when it refuses what no plan should ask. */
export const WRONGLY_ASKED = "wrongly asked";

/** A field that fails for this object, wherever and by whomever it is resolved. */
export class Fault extends Error {}

/** The data that all share: each value follows from type, id, field and arguments alone, so that a mix-up shows. */
export interface Truth {
  /** What @requires names is taken from the representation, if one came. */
  valueOf(thing: Thing, field: Field, args: Json, representation?: Json): unknown;
  /** The entity of a type or an entity interface that a representation means. */
  find(typeName: string, key: Key, representation: Json): Thing | undefined;
  /** As a gateway should send it: what a key or @requires names of a thing. */
  select(thing: Thing, selections: readonly Selection[]): Json;
  /** What those below the setter take. */
  taken(setter: Thing, context: Context): unknown;
  /** Forgets the mutations that ran. */
  reset(): void;
}

const LIST_LENGTH_MAX = 3;

export function createTruth(model: Model): Truth {
  const membersOf = new Map<Field, readonly string[]>();
  const found = new Map<Key, ReadonlyMap<string, Thing>>();
  let ticks = 0;

  const valueOf: Truth["valueOf"] = (thing, field, args, representation) => {
    const label = `${model.seed}/${thing.type}/${thing.id}/${field.name}${canonical(args)}`;
    switch (field.kind) {
      case "tick":
        ticks += 1;
        return ticks;
      case "unique":
        return `${thing.type}-${field.name}-${thing.id}`;
      case "remainder":
      case "quotient":
        return keyPart(thing, field);
      case "plain": {
        if (field.fault === "throws" && hashOf(`${label}/fault`) % 3 === 0) throw new Fault(label);
        // What cannot be computed in one place cannot be in another: a required field that fails is thrown on here.
        const required = field.requires && select(thing, field.requires);
        const needed = required ? canonical(representation ? alike(required, representation) : required) : "";
        const broken = field.fault === "null" && hashOf(`${label}/fault`) % 3 === 0;
        return make(field, field.type, label + needed, broken);
      }
    }
  };

  /** A value of the type, made of nothing but the label; `isBroken` puts a null where none may be. */
  const make = (field: Field, { of, isNonNull }: TypeRef, label: string, isBroken = false): unknown => {
    const dice = hashOf(label);
    if (isBroken && isNonNull && (typeof of === "string" || !of.isNonNull || dice % 2 === 0)) return null;
    const isNull = !isNonNull && field.strictIn.size === 0 && !isBroken && dice % 7 === 0;
    if (isNull) return null;
    if (typeof of === "string") return makeNamed(field, of, label);
    const length = Math.max(isBroken ? 1 : 0, Math.floor(dice / 7) % (LIST_LENGTH_MAX + 1));
    const brokenAt = isBroken ? Math.floor(dice / 31) % length : -1;
    return Array.from({ length }, (_, index) => make(field, of, `${label}/${index}`, index === brokenAt));
  };

  const makeNamed = (field: Field, name: string, label: string): unknown => {
    const dice = hashOf(`${label}/${name}`);
    if (!isComposite(model, name)) return leafOf(model, name, dice);
    const member = model.objects.has(name) ? name : pick(membersFor(field, name), dice);
    const type = model.objects.get(member)!;
    return { type: member, id: type.kind === "entity" ? Math.floor(dice / 16) % type.count : dice };
  };

  /** What everyone who resolves the field can return. */
  const membersFor = (field: Field, name: string): readonly string[] => {
    const known = membersOf.get(field);
    if (known) return known;
    const lists = [...field.owners].map((owner) => membersIn(model, owner, name));
    const members = lists[0]!.filter((member) => lists.every((list) => list.includes(member)));
    membersOf.set(field, members);
    return members;
  };

  /** Two parts make a key together: neither of them alone does. */
  const keyPart = ({ type, id }: Thing, field: Field): unknown => {
    const spot = model.objects.get(type)!.fields.get("spot")?.type.of as string | undefined;
    const base = spot && ["spot", "nr"].includes(field.name) ? model.objects.get(spot)!.count : 2;
    const part = field.kind === "remainder" ? Number(id) % base : Math.floor(Number(id) / base);
    if (part === 0 && !field.type.isNonNull) return null;
    if (field.name === "spot") return { type: spot, id: part };
    return field.type.of === "Int" ? part : `${field.name}-${part}`;
  };

  const select: Truth["select"] = (thing, selections) => {
    const chosen: Json = {};
    for (const { field: name, args = {}, on, selections: below } of selections) {
      if (on && on !== thing.type) continue;
      const field = fieldOf(model, thing.type, name);
      const value = valueOf(thing, field, withDefaults(model, field.args, args));
      chosen[name] = below.length > 0 ? selectAll(value, below) : value;
    }
    return chosen;
  };
  const selectAll = (value: unknown, below: readonly Selection[]): unknown => {
    if (Array.isArray(value)) return value.map((item) => selectAll(item, below));
    return value === null ? null : select(value as Thing, below);
  };

  const indexOf = (typeName: string, key: Key): ReadonlyMap<string, Thing> => {
    const things = Array.from({ length: model.objects.get(typeName)!.count }, (_, id) => ({ type: typeName, id }));
    return new Map(things.map((thing) => [canonical(select(thing, key.fields)), thing]));
  };

  return {
    valueOf,
    select,
    find: (typeName, key, representation) => {
      const known = found.get(key) ?? indexOf(typeName, key);
      found.set(key, known);
      return known.get(canonical(project(representation, key.fields)));
    },
    taken: (setter, { selection }) => leafBelow(select(setter, [selection])),
    reset: () => {
      ticks = 0;
    },
  };
}

/** Where a selection of one field a level leads. */
function leafBelow(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return leafBelow(Object.values(value)[0]);
}

/** Of what was given, what the model has too: types are not always said where they are required. */
function alike(model: unknown, given: unknown): unknown {
  if (typeof model !== "object" || model === null || typeof given !== "object" || given === null) return given;
  if (Array.isArray(model) && Array.isArray(given)) return given.map((item, index) => alike(model[index], item));
  const entries = Object.entries(model).map(([name, inner]) => {
    const value = (given as Json)[name];
    if (value === undefined) throw new Error(`${WRONGLY_ASKED}: the representation lacks ${name}`);
    return [name, alike(inner, value)];
  });
  return Object.fromEntries(entries);
}

/** Of a representation, what a key names. */
function project(source: Json | null, selections: readonly Selection[]): Json | null {
  if (source === null) return null;
  const entries = selections.map(({ field, selections: below }) => {
    return [field, below.length > 0 ? project(source[field] as Json | null, below) : source[field]];
  });
  return Object.fromEntries(entries);
}

function leafOf(model: Model, name: string, dice: number): unknown {
  switch (name) {
    case "Int":
      return (dice % 2_001) - 1_000;
    case "Float":
      return (dice % 4_001) / 8;
    case "Boolean":
      return dice % 2 === 0;
    case "ID":
    case "String":
    case "Stamp":
      return dice % 19 === 0 ? "" : `${name.toLowerCase()} ${dice % 10_000}`;
    default:
      return pick(model.enums.get(name)!, dice);
  }
}

function withDefaults(model: Model, inputs: readonly Input[], given: Json): Json {
  const all: Json = {};
  for (const { name, type, byDefault } of inputs) {
    const value = given[name] === undefined ? byDefault : given[name];
    if (value !== undefined) all[name] = withInnerDefaults(model, type, value);
  }
  return all;
}

function withInnerDefaults(model: Model, type: TypeRef, value: unknown): unknown {
  const inputs = model.inputs.get(namedTypeOf(type));
  if (!inputs || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => withInnerDefaults(model, type.of as TypeRef, item));
  return withDefaults(model, inputs, value as Json);
}

/** JSON with sorted names: the same text for the same value. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function pick<Item>(items: readonly Item[], dice: number): Item {
  return items[dice % items.length]!;
}
