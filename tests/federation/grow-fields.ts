import { newField } from "./grow-types.ts";
import {
  type Field,
  type Input,
  type InterfaceType,
  membersIn,
  type Model,
  namedTypeOf,
  interfacesOf,
  isComposite,
  type ObjectType,
  type TypeRef,
  type UnionType,
} from "./model.ts";
import { ensurePresent, homesOf, own } from "./presence.ts";
import type { Random } from "./random.ts";

const NAMES = [
  "title",
  "rank",
  "notes",
  "links",
  "owner",
  "spare",
  "weight",
  "stamp",
  "tally",
  "extra",
  "peer",
  "parts",
];
const MORE_NAMES = ["first", "last", "price", "mood", "color", "depth", "shape", "origin", "target", "label", "index"];
export const LEAVES = ["Int", "Float", "String", "Boolean", "ID", "Stamp", "Mood"];

/** What everybody resolves: the fields of values, interfaces, entities and roots. */
export function growFields(model: Model, random: Random): void {
  const objects = [...model.objects.values()];
  for (const value of objects.filter(({ kind }) => kind === "value")) growValue(model, random, value);
  for (const type of model.interfaces.values()) growInterface(model, random, type);
  for (const type of model.unions.values()) growAbstract(model, random, type, () => {});
  for (const entity of objects.filter(({ kind }) => kind === "entity"))
    for (let count = random.int(2, 5); count > 0; count--) growEntityField(model, random, entity);
  for (const root of objects.filter(({ kind }) => kind === "root"))
    for (const subgraph of model.subgraphs)
      for (let count = random.int(1, root.name === "Query" ? 3 : 2); count > 0; count--)
        growRootField(model, random, root, subgraph);
}

function growValue(model: Model, random: Random, type: ObjectType): void {
  const entities = [...model.objects.values()].filter(
    ({ kind, barredFrom }) => kind === "entity" && barredFrom.size === 0,
  );
  for (let count = random.int(2, 3); count > 0; count--) {
    const isReference = entities.length > 0 && count > 1 && random.chance(0.3);
    const of = isReference ? random.pick(entities).name : random.pick(LEAVES);
    add(model, random, type, wrapped(random, of), random.chance(0.2) ? growArgs(random) : []);
  }
}

function growInterface(model: Model, random: Random, type: InterfaceType): void {
  const members = type.members.map((name) => model.objects.get(name)!);
  const hasIdEverywhere = members.every(({ fields }) => fields.has("id"));
  if (hasIdEverywhere && (type.entity || random.chance(0.5))) type.fields.set("id", { of: "ID", isNonNull: true });
  for (let count = random.int(1, 2); count > 0; count--) {
    const name = freeName(model, random, members);
    const ref = wrapped(random, random.pick(LEAVES));
    const args = random.chance(0.25) ? growArgs(random) : [];
    type.fields.set(name, ref);
    for (const member of members) {
      const isStricter = !ref.isNonNull && random.chance(0.2);
      const field = newField(name, isStricter ? { ...ref, isNonNull: true } : ref, "plain", args);
      member.fields.set(name, field);
      const owners = member.kind === "entity" ? [random.pick(homesOf(member))] : [...member.presence.keys()];
      owners.forEach((owner) => field.owners.add(owner));
    }
  }
  growAbstract(model, random, type, (chosen, subgraph) => {
    const [name] = random.some([...type.fields.keys()], 1, 1);
    for (const member of chosen) own(model, random, member.fields.get(name!)!, subgraph);
  });
  if (!type.entity) return;
  const { entity } = type;
  const fieldOwner = entity.objectIn;
  for (let count = random.int(1, 2); count > 0; count--) {
    const ref = wrapped(random, pickType(model, random, fieldOwner, true));
    const field = newField(freeName(model, random, members), ref, "plain", random.chance(0.3) ? growArgs(random) : []);
    entity.fields.set(field.name, field);
    own(model, random, field, fieldOwner);
  }
}

/** Where an interface or union is known, and who belongs to it there. */
function growAbstract(
  model: Model,
  random: Random,
  type: InterfaceType | UnionType,
  prepare: (members: readonly ObjectType[], subgraph: string) => void,
): void {
  const entity = "entity" in type ? type.entity : undefined;
  const may = model.subgraphs.filter((name) => name !== entity?.objectIn && name !== entity?.keyIn);
  const places = [...(entity ? [entity.keyIn] : []), ...random.some(may, entity ? 0 : 1, entity ? 1 : 3)];
  for (const subgraph of places) {
    const known = type.members
      .map((name) => model.objects.get(name)!)
      .filter(({ barredFrom }) => !barredFrom.has(subgraph));
    const chosen = subgraph === entity?.keyIn ? known : random.some(known, 1, known.length);
    if (chosen.length === 0) continue;
    for (const { name } of chosen) ensurePresent(model, random, name, subgraph);
    type.presence.set(
      subgraph,
      chosen.map(({ name }) => name),
    );
    prepare(chosen, subgraph);
  }
}

export function growEntityField(model: Model, random: Random, type: ObjectType): void {
  const homes = homesOf(type);
  const owner = random.pick(homes);
  const ref = wrapped(random, pickType(model, random, owner));
  const field = add(model, random, type, ref, random.chance(0.3) ? growArgs(random) : []);
  own(model, random, field, owner);
  if (random.chance(0.15)) share(model, random, field, homes);
}

function growRootField(model: Model, random: Random, root: ObjectType, subgraph: string): void {
  const args = random.chance(0.5) ? growArgs(random) : [];
  if (root.name === "Mutation" && random.chance(0.4)) {
    const tick = newField(freeName(model, random, [root]), { of: "Int", isNonNull: random.chance(0.5) }, "tick", args);
    root.fields.set(tick.name, tick);
    tick.owners.add(subgraph);
    return;
  }
  const of = pickType(model, random, subgraph, false, 0.15);
  const field = add(model, random, root, wrapped(random, of, 0.25), args);
  own(model, random, field, subgraph);
  if (root.name === "Query" && random.chance(0.1)) share(model, random, field, model.subgraphs);
}

/** Another subgraph resolves the field too, if it can return the same. */
function share(model: Model, random: Random, field: Field, homes: readonly string[]): void {
  const named = namedTypeOf(field.type);
  const [first] = field.owners;
  const able = homes.filter((home) => {
    if (field.owners.has(home)) return false;
    const object = model.objects.get(named);
    if (object) return !object.barredFrom.has(home);
    if (!isComposite(model, named)) return true;
    if (model.interfaces.get(named)?.entity) return false;
    const mine = membersIn(model, first!, named);
    return membersIn(model, home, named).some((member) => mine.includes(member));
  });
  if (able.length === 0) return;
  own(model, random, field, random.pick(able));
  // A composite value that is always there can still become null, by what fails below it.
  if (!field.type.isNonNull && !isComposite(model, named) && random.chance(0.4))
    field.strictIn.add(random.pick([...field.owners]));
}

/** A type that the subgraph can return. */
function pickType(model: Model, random: Random, subgraph: string, isConcrete = false, leafChance = 0.45): string {
  if (random.chance(leafChance)) return random.pick(LEAVES);
  const abstract = [...model.interfaces.values(), ...model.unions.values()]
    .map(({ name }) => name)
    .filter((name) => membersIn(model, subgraph, name).length > 0);
  if (!isConcrete && abstract.length > 0 && random.chance(0.4)) return random.pick(abstract);
  const objects = [...model.objects.values()].filter(
    ({ kind, barredFrom }) => kind !== "root" && !barredFrom.has(subgraph),
  );
  if (objects.length === 0) return random.pick(LEAVES);
  const values = objects.filter(({ kind }) => kind === "value");
  return random.pick(values.length > 0 && random.chance(0.25) ? values : objects).name;
}

export function wrapped(random: Random, of: string, nonNullChance = 0.4): TypeRef {
  const named = { of, isNonNull: random.chance(nonNullChance) };
  if (random.chance(0.7)) return named;
  const list = { of: named, isNonNull: random.chance(nonNullChance) };
  return random.chance(0.88) ? list : { of: list, isNonNull: random.chance(nonNullChance) };
}

function growArgs(random: Random): Input[] {
  const isNonNull = () => random.chance(0.25);
  const all: Input[] = [
    { name: "by", type: { of: "Int", isNonNull: isNonNull() }, ...(random.chance(0.4) && { byDefault: 7 }) },
    { name: "like", type: { of: "String", isNonNull: isNonNull() } },
    { name: "in", type: { of: "Mood", isNonNull: isNonNull() }, ...(random.chance(0.4) && { byDefault: "GRIM" }) },
    { name: "filter", type: { of: "Filter", isNonNull: isNonNull() } },
    { name: "among", type: { of: { of: "ID", isNonNull: true }, isNonNull: isNonNull() } },
    { name: "loud", type: { of: "Boolean", isNonNull: false } },
  ];
  return random.some(all, 1, 2);
}

function add(model: Model, random: Random, type: ObjectType, ref: TypeRef, args: readonly Input[]): Field {
  const field = newField(freeName(model, random, [type]), ref, "plain", args);
  type.fields.set(field.name, field);
  return field;
}

/** Few names, so that types have fields in common by name only. */
export function freeName(model: Model, random: Random, types: readonly ObjectType[]): string {
  const taken = new Set(
    types.flatMap(({ name, fields }) => [
      ...fields.keys(),
      ...interfacesOf(model, name).flatMap(({ entity }) => [...(entity?.fields.keys() ?? [])]),
    ]),
  );
  const [free, more] = [NAMES, MORE_NAMES].map((names) => names.filter((name) => !taken.has(name)));
  return random.pick(free!.length > 0 ? free! : more!);
}
